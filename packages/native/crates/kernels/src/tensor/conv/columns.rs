//! Windows of an image as rows of a matrix (im2col) and their sum back into the image (col2im).

use std::ops::Range;

use super::shape::ConvShape;

/// Writes the window of every pixel of the rows `rows` of y into `columns` [pixels, filter height x width x in channels]. Rows
/// are counted through all images.
pub(super) fn gather(shape: &ConvShape, x: &[f32], rows: Range<usize>, columns: &mut [f32]) {
    for_runs(shape, rows, |runs| {
        runs.each(|column, at, length| match at {
            Some(at) => columns[column..][..length].copy_from_slice(&x[at..][..length]),
            None => columns[column..][..length].fill(0.0),
        });
    });
}

/// Adds every window to the pixels of `dx` that it was gathered from.
pub(super) fn scatter(shape: &ConvShape, columns: &[f32], rows: Range<usize>, dx: &mut [f32]) {
    for_runs(shape, rows, |runs| {
        runs.each(|column, at, length| {
            if let Some(at) = at {
                for (to, from) in dx[at..][..length].iter_mut().zip(&columns[column..][..length]) {
                    *to += from;
                }
            }
        });
    });
}

/// Runs of neighbours, one in each of some windows side by side.
struct Runs {
    count: usize,
    length: usize,
    /// Place of the first run in the columns, and from one to the next.
    column: usize,
    window: usize,
    /// Place of the first run in the images, or none where the runs lie in the padding; and from one to the next.
    at: Option<usize>,
    step: usize,
}

impl Runs {
    /// Calls `run(place in the columns, place in the images, length)` for each. The widths of usual filters over images of one
    /// channel have code of their own: so short a run takes less time than finding out how long it is.
    #[inline(always)]
    fn each(&self, mut run: impl FnMut(usize, Option<usize>, usize)) {
        match self.length {
            3 => self.each_of::<3>(run),
            4 => self.each_of::<4>(run),
            5 => self.each_of::<5>(run),
            length => self.places().for_each(|(column, at)| run(column, at, length)),
        }
    }

    #[inline(always)]
    fn each_of<const LENGTH: usize>(&self, mut run: impl FnMut(usize, Option<usize>, usize)) {
        match self.at {
            Some(_) => self.places().for_each(|(column, at)| run(column, Some(at.unwrap_or_default()), LENGTH)),
            None => self.places().for_each(|(column, _)| run(column, None, LENGTH)),
        }
    }

    #[inline(always)]
    fn places(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        (0..self.count).map(|k| (self.column + k * self.window, self.at.map(|at| at + k * self.step)))
    }
}

/// Calls `work` with all runs of the windows of some rows of y.
#[inline(always)]
fn for_runs(shape: &ConvShape, rows: Range<usize>, mut work: impl FnMut(Runs)) {
    // Taps that are neighbours in the image too.
    let taps = if shape.dilation_width == 1 { shape.filter_width } else { 1 };
    let window = shape.window();
    let row_of_columns = shape.out_width * window;
    for (index, row) in rows.enumerate() {
        let (image, y) = (row / shape.out_height, row % shape.out_height);
        for tap_y in 0..shape.filter_height {
            let in_y = (y * shape.stride_height + tap_y * shape.dilation_height).wrapping_sub(shape.pad_top);
            for tap_x in (0..shape.filter_width).step_by(taps) {
                let column = index * row_of_columns + (tap_y * shape.filter_width + tap_x) * shape.in_channels;
                if in_y >= shape.in_height {
                    let (count, length) = (shape.out_width, taps * shape.in_channels);
                    work(Runs { count, length, column, window, at: None, step: 0 });
                } else {
                    let row_of_image = (image * shape.in_height + in_y) * shape.in_width;
                    for_runs_of_row(shape, row_of_image, tap_x, taps, column, &mut work);
                }
            }
        }
    }
}

/// The runs of `taps` taps from `tap_x` on, in all windows of a row: of most windows they lie inside the image.
#[inline(always)]
fn for_runs_of_row(
    shape: &ConvShape,
    row_of_image: usize,
    tap_x: usize,
    taps: usize,
    column: usize,
    work: &mut impl FnMut(Runs),
) {
    let (window, channels, stride) = (shape.window(), shape.in_channels, shape.stride_width);
    // Places in the padded image.
    let offset = tap_x * shape.dilation_width;
    let image = shape.pad_left..shape.pad_left + shape.in_width;
    let first = image.start.saturating_sub(offset).div_ceil(stride).min(shape.out_width);
    let end = match image.end.checked_sub(offset + taps) {
        Some(room) => (room / stride + 1).clamp(first, shape.out_width),
        None => first,
    };
    for x in (0..first).chain(end..shape.out_width) {
        let left = offset + x * stride;
        let column = column + x * window;
        let before = image.start.saturating_sub(left).min(taps);
        let inside = image.end.saturating_sub(left).clamp(before, taps);
        let mut run = |from: usize, to: usize, at: Option<usize>| {
            if from < to {
                let (length, column) = ((to - from) * channels, column + from * channels);
                work(Runs { count: 1, length, column, window, at, step: 0 });
            }
        };
        run(0, before, None);
        let at = (row_of_image + (left + before).saturating_sub(image.start)) * channels;
        run(before, inside, Some(at));
        run(inside, taps, None);
    }
    if first < end {
        let at = Some((row_of_image + offset + first * stride - image.start) * channels);
        let (count, length, step) = (end - first, taps * channels, stride * channels);
        work(Runs { count, length, column: column + first * window, window, at, step });
    }
}
