//! What a convolution is like.

/// Sizes of a convolution of x [batch, in_height, in_width, in_channels] to y [batch, out_height, out_width, out_channels].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConvShape {
    pub(super) batch: usize,
    pub(super) in_height: usize,
    pub(super) in_width: usize,
    pub(super) in_channels: usize,
    pub(super) out_height: usize,
    pub(super) out_width: usize,
    pub(super) out_channels: usize,
    pub(super) filter_height: usize,
    pub(super) filter_width: usize,
    pub(super) stride_height: usize,
    pub(super) stride_width: usize,
    pub(super) dilation_height: usize,
    pub(super) dilation_width: usize,
    pub(super) pad_top: usize,
    pub(super) pad_left: usize,
}

impl ConvShape {
    /// The numbers in the order of the fields: batch, in height, width, channels, out height, width, channels, filter height,
    /// width, stride height, width, dilation height, width, padding top, left.
    ///
    /// # Panics
    /// If there are not 15, if one is negative, or a stride or dilation 0, or if an array would have more values than can be counted.
    pub fn from_numbers(numbers: &[i32]) -> Self {
        let numbers: [i32; 15] = numbers.try_into().expect("15 numbers");
        let n = numbers.map(|number| usize::try_from(number).expect("no negative size"));
        assert!(n[9..13].iter().all(|&number| number > 0), "strides and dilations are at least 1");
        let count = |sizes: &[usize]| sizes.iter().try_fold(1, |count: usize, &size| count.checked_mul(size));
        let [batch, channels, window] = [n[0], n[3], n[7] * n[8]];
        for sizes in [[batch, n[1], n[2], channels], [n[4], n[5], n[6], batch], [window, channels, n[4], n[5]]] {
            assert!(count(&sizes).is_some(), "sizes {sizes:?} are too large");
        }
        Self {
            batch: n[0],
            in_height: n[1],
            in_width: n[2],
            in_channels: n[3],
            out_height: n[4],
            out_width: n[5],
            out_channels: n[6],
            filter_height: n[7],
            filter_width: n[8],
            stride_height: n[9],
            stride_width: n[10],
            dilation_height: n[11],
            dilation_width: n[12],
            pad_top: n[13],
            pad_left: n[14],
        }
    }

    /// Values of one image of x.
    pub(super) fn in_image(&self) -> usize {
        self.in_height * self.in_width * self.in_channels
    }

    /// Values of one image of y.
    pub(super) fn out_image(&self) -> usize {
        self.out_height * self.out_width * self.out_channels
    }

    /// Values of x that one pixel of y depends on: filter height x width x in channels.
    pub(super) fn window(&self) -> usize {
        self.filter_height * self.filter_width * self.in_channels
    }

    /// Multiply-adds of one row of pixels of y.
    pub(super) fn row_operations(&self) -> usize {
        self.out_width * self.out_channels * self.window()
    }

    /// Whether a pixel of y depends on the pixel of x at the same place alone, so that the convolution is a product.
    pub(super) fn is_pointwise(&self) -> bool {
        self.filter_height * self.filter_width * self.stride_height * self.stride_width == 1
            && self.pad_top + self.pad_left == 0
            && (self.in_height, self.in_width) == (self.out_height, self.out_width)
    }

    /// Rows of pixels of y whose windows fill about 256 kB.
    pub(super) fn rows_of_a_block(&self) -> usize {
        (65_536 / (self.out_width * self.window()).max(1)).max(1)
    }

    pub(super) fn assert_lengths(&self, x: usize, filter: usize, y: usize) {
        assert_eq!(x, self.batch * self.in_image());
        assert_eq!(filter, self.window() * self.out_channels);
        assert_eq!(y, self.batch * self.out_image());
    }
}
