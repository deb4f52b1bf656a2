//! How operands lie in memory beside a contiguous output: dimensions and strides, merged so that common cases are one row.

/// The largest rank that a kernel takes.
pub const MAX_RANK: usize = 8;

/// The dimensions of an output in row-major order, and how far each of `K` operands moves along each of them.
pub(crate) struct Layout<const K: usize> {
    rank: usize,
    dims: [usize; MAX_RANK],
    strides: [[isize; MAX_RANK]; K],
}

impl<const K: usize> Layout<K> {
    /// Of dimensions and `K` strides for each, outermost first. Dimensions of 1 are dropped, and neighbours along which every
    /// operand moves as through one dimension are merged.
    ///
    /// # Panics
    /// If the merged rank is above `MAX_RANK`.
    pub(crate) fn new(dims: impl IntoIterator<Item = (usize, [isize; K])>) -> Self {
        let mut layout = Self { rank: 0, dims: [1; MAX_RANK], strides: [[0; MAX_RANK]; K] };
        for (dim, strides) in dims {
            if dim != 1 {
                layout.push(dim, strides);
            }
        }
        layout.rank = layout.rank.max(1);
        layout
    }

    fn push(&mut self, dim: usize, strides: [isize; K]) {
        if let Some(last) = self.rank.checked_sub(1)
            && (0..K).all(|k| self.strides[k][last] == strides[k] * dim as isize)
        {
            self.dims[last] *= dim;
            for (all, stride) in self.strides.iter_mut().zip(strides) {
                all[last] = stride;
            }
            return;
        }
        self.dims[self.rank] = dim;
        for (all, stride) in self.strides.iter_mut().zip(strides) {
            all[self.rank] = stride;
        }
        self.rank += 1;
    }

    /// How many values the output has.
    pub(crate) fn size(&self) -> usize {
        self.dims().iter().product()
    }

    pub(crate) fn dims(&self) -> &[usize] {
        &self.dims[..self.rank]
    }

    /// The strides of operand `k`.
    pub(crate) fn strides(&self, k: usize) -> &[isize] {
        &self.strides[k][..self.rank]
    }

    /// The lowest and the highest index of operand `k` that is touched, its first value being at 0. For a size above 0.
    pub(crate) fn reach(&self, k: usize) -> (isize, isize) {
        self.dims().iter().zip(self.strides(k)).fold((0, 0), |(low, high), (&dim, &stride)| {
            let far = (dim as isize - 1) * stride;
            (low + far.min(0), high + far.max(0))
        })
    }

    /// Calls `row(at, length, offsets)` for every stretch of the values `first..first + length` of the output that lies in one
    /// innermost row: where it begins, counted from `first`, and where the operands are then.
    #[inline(always)]
    pub(crate) fn for_rows(&self, first: usize, length: usize, mut row: impl FnMut(usize, usize, [isize; K])) {
        let inner = self.rank - 1;
        let width = self.dims[inner];
        let mut coordinates = [0; MAX_RANK];
        let mut rest = first;
        for axis in (0..self.rank).rev() {
            coordinates[axis] = rest % self.dims[axis].max(1);
            rest /= self.dims[axis].max(1);
        }
        let mut offsets: [isize; K] = std::array::from_fn(|k| {
            self.strides(k).iter().zip(coordinates).map(|(&stride, at)| stride * at as isize).sum()
        });
        let mut at = 0;
        let mut column = coordinates[inner];
        while at < length {
            let stretch = (width - column).min(length - at);
            row(at, stretch, offsets);
            at += stretch;
            // The next row: back to its first column, then one step of the innermost axis that has a step left.
            for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                *offset -= strides[inner] * column as isize;
            }
            column = 0;
            for axis in (0..inner).rev() {
                coordinates[axis] += 1;
                if coordinates[axis] < self.dims[axis] {
                    for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                        *offset += strides[axis];
                    }
                    break;
                }
                coordinates[axis] = 0;
                for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                    *offset -= strides[axis] * (self.dims[axis] as isize - 1);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_merges_what_lies_together() {
        let layout = Layout::new([(2, [12, 3]), (1, [12, 3]), (3, [4, 1]), (4, [1, 0])]);
        assert_eq!(layout.dims(), [6, 4]);
        assert_eq!(layout.strides(0), [4, 1]);
        assert_eq!(layout.strides(1), [1, 0]);
        assert_eq!(layout.reach(1), (0, 5));
        assert_eq!(Layout::<1>::new([]).dims(), [1]);
    }

    #[test]
    fn for_rows_visits_every_part_of_the_output_in_order() {
        let layout = Layout::new([(3, [1]), (5, [-7]), (4, [40])]);
        for first in 0..60 {
            for length in 0..=60 - first {
                let mut seen = Vec::new();
                layout.for_rows(first, length, |at, count, [offset]| {
                    assert_eq!(at, seen.len());
                    seen.extend((0..count as isize).map(|k| offset + 40 * k));
                });
                let expected = (first..first + length).map(|k| {
                    let [i, j, k] = [k / 20, k / 4 % 5, k % 4].map(|at| at as isize);
                    i - 7 * j + 40 * k
                });
                assert!(seen.into_iter().eq(expected));
            }
        }
    }
}
