//! Strided copies into a contiguous output: transposed, sliced, reversed and tiled arrays are all the same array read in another order.
//!
//! `T` is any plain value; the door lends `f32` and `i32`.

use super::layout::Layout;
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// Side of the squares that a transposition moves at once: one cache line of `f32`.
const SIDE: usize = 16;

/// Writes to `out`, in row-major order over `dims`, the value of x at `start` plus the sum of index times stride along every dimension.
/// A stride may be negative (reversed) or 0 (repeated).
///
/// # Panics
/// If lengths disagree, or a value beyond x would be read.
pub fn copy<T: Copy + Default + Send + Sync>(x: &[T], dims: &[usize], strides: &[isize], start: usize, out: &mut [T]) {
    assert_eq!(dims.len(), strides.len());
    let layout = Layout::new(dims.iter().zip(strides).map(|(&dim, &stride)| (dim, [stride])));
    assert_eq!(out.len(), layout.size());
    if out.is_empty() {
        return;
    }
    let (low, high) = layout.reach(0);
    assert!(start as isize + low >= 0 && start as isize + high < x.len() as isize);
    let rank = layout.dims().len();
    let strides = layout.strides(0);
    let across = strides[..rank - 1].iter().rposition(|&stride| stride == 1);
    match across {
        Some(axis) if strides[rank - 1] > 1 => transpose(x, &layout, start, axis, out),
        _ => for_pieces(out, 1, 1, |first, out| {
            run_widest(Rows { x, layout: &layout, start: start as isize, first, out });
        }),
    }
}

struct Rows<'a, T> {
    x: &'a [T],
    layout: &'a Layout<1>,
    start: isize,
    first: usize,
    out: &'a mut [T],
}

impl<T: Copy> Loop for Rows<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { x, layout, start, first, out } = self;
        let stride = layout.strides(0)[layout.dims().len() - 1];
        layout.for_rows(first, out.len(), |at, length, [offset]| {
            let out = &mut out[at..][..length];
            let from = (start + offset) as usize;
            match stride {
                1 => copy_row(&x[from..][..length], out),
                0 => out.fill(x[from]),
                -1 => {
                    for (out, &x) in out.iter_mut().zip(x[from + 1 - length..=from].iter().rev()) {
                        *out = x;
                    }
                }
                _ => {
                    for (k, out) in out.iter_mut().enumerate() {
                        *out = x[(from as isize + k as isize * stride) as usize];
                    }
                }
            }
        });
    }
}

/// Short rows are copied here: a call of `memcpy` takes longer than they do.
#[inline(always)]
fn copy_row<T: Copy>(x: &[T], out: &mut [T]) {
    if x.len() <= SIDE {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = x;
        }
    } else {
        out.copy_from_slice(x);
    }
}

/// Where x is contiguous along `axis` and not along the innermost dimension: squares of both are moved through a small block, so
/// that every cache line is read and written once.
fn transpose<T: Copy + Default + Send + Sync>(x: &[T], layout: &Layout<1>, start: usize, axis: usize, out: &mut [T]) {
    let (dims, strides) = (layout.dims(), layout.strides(0));
    let last = dims.len() - 1;
    let (rows, columns, stride) = (dims[axis], dims[last], strides[last] as usize);
    // [before, rows, between, columns]; the dimensions before are those of whole slabs of the output.
    let between = Layout::new((axis + 1..last).map(|k| (dims[k], [strides[k]])));
    let before = Layout::new((0..axis).map(|k| (dims[k], [strides[k]])));
    let row_step = between.size() * columns;
    for_pieces(out, row_step, row_step, |mut first, mut out| {
        // The rows of a piece that lie in one slab, one slab after the other.
        while !out.is_empty() {
            let (slab, row) = (first / rows, first % rows);
            let count = (rows - row).min(out.len() / row_step);
            let (here, rest) = out.split_at_mut(count * row_step);
            let mut origin = start as isize + row as isize;
            before.for_rows(slab, 1, |_, _, [offset]| origin += offset);
            let step = between.strides(0)[between.dims().len() - 1];
            between.for_rows(0, between.size(), |at, length, [offset]| {
                for k in 0..length {
                    let x = &x[(origin + offset + k as isize * step) as usize..];
                    let out = &mut here[(at + k) * columns..];
                    run_widest(Transposed { x, stride, rows: count, columns, row_step, out });
                }
            });
            first += count;
            out = rest;
        }
    });
}

/// out[row * row_step + column] = x[column * stride + row].
struct Transposed<'a, T> {
    x: &'a [T],
    stride: usize,
    rows: usize,
    columns: usize,
    row_step: usize,
    out: &'a mut [T],
}

impl<T: Copy + Default> Loop for Transposed<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        /// Columns that are done for all rows before the next ones: each may lie on a page of its own.
        const STRIP: usize = 4 * SIDE;
        let Self { x, stride, rows, columns, row_step, out } = self;
        for strip in (0..columns).step_by(STRIP) {
            for row in (0..rows).step_by(SIDE) {
                let height = SIDE.min(rows - row);
                for column in (strip..columns.min(strip + STRIP)).step_by(SIDE) {
                    let width = SIDE.min(columns - column);
                    let (x, out) = (&x[column * stride + row..], &mut out[row * row_step + column..]);
                    if height == SIDE && width == SIDE {
                        move_block(x, stride, SIDE, SIDE, row_step, out);
                    } else {
                        move_block(x, stride, height, width, row_step, out);
                    }
                }
            }
        }
    }
}

/// Reads `width` stretches of `height` values and writes `height` stretches of `width`.
#[inline(always)]
fn move_block<T: Copy + Default>(x: &[T], stride: usize, height: usize, width: usize, row_step: usize, out: &mut [T]) {
    let mut block = [[T::default(); SIDE]; SIDE];
    for (column, line) in block.iter_mut().enumerate().take(width) {
        for (value, &x) in line[..height].iter_mut().zip(&x[column * stride..][..height]) {
            *value = x;
        }
    }
    for row in 0..height {
        for (out, line) in out[row * row_step..][..width].iter_mut().zip(&block[..width]) {
            *out = line[row];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, value by value.
    fn expected(x: &[i32], dims: &[usize], strides: &[isize], start: usize) -> Vec<i32> {
        let size: usize = dims.iter().product();
        (0..size)
            .map(|mut index| {
                let mut from = start as isize;
                for (&dim, &stride) in dims.iter().zip(strides).rev() {
                    from += (index % dim) as isize * stride;
                    index /= dim;
                }
                x[from as usize]
            })
            .collect()
    }

    #[test]
    fn copy_reads_in_any_order() {
        let x: Vec<i32> = (0..200_000).collect();
        let cases: &[(&[usize], &[isize], usize)] = &[
            (&[], &[], 7),
            (&[0, 3], &[3, 1], 0),
            (&[5, 7], &[7, 1], 3),
            (&[300, 333], &[1, 300], 0),
            (&[320, 333], &[1, 320], 5),
            (&[3, 17, 5, 33], &[8415, 1, 561, 17], 1),
            (&[3, 32, 5, 33], &[8415, 1, 1056, 32], 1),
            (&[4, 6, 8], &[-48, 8, -1], 191),
            (&[4, 6, 8, 3], &[0, 8, 1, 0], 0),
            (&[40, 50, 60], &[3000, 60, 1], 9),
            (&[40, 25, 20], &[3000, 120, 3], 9),
            (&[1, 9, 1, 2], &[77, 2, 5, 1], 0),
        ];
        for &(dims, strides, start) in cases {
            let mut out = vec![-1; dims.iter().product()];
            copy(&x, dims, strides, start, &mut out);
            assert_eq!(out, expected(&x, dims, strides, start), "{dims:?} {strides:?}");
        }
    }

    #[test]
    #[should_panic]
    fn copy_refuses_to_read_beyond_the_input() {
        copy(&[1.0; 10], &[3, 4], &[4, 1], 0, &mut [0.0; 12]);
    }
}
