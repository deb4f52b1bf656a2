//! Products of matrices, over `gemm-f32`: the crate `gemm` without the other types of numbers, which take as long to compile. All the `unsafe` of the tensor kernels is here.
//!
//! The contract: it reads and writes at `pointer + row * row_stride + column * column_stride`. A `Matrix` is made by functions
//! that check that its farthest element lies in its slice, so every address of a factor is inside a borrowed slice. The result is
//! a row-major `&mut [f32]` of exactly rows x columns values; pieces of it that threads write at once are disjoint blocks.

use std::ops::Range;

use gemm_common::Parallelism;
use gemm_f32::gemm::f32::get_gemm_fn;
use rayon::prelude::*;

/// Multiply-adds below which one thread is as quick as several.
pub(crate) const FORK_ABOVE: usize = 4_000_000;
/// Pieces that a large product is cut into, at most, and multiply-adds that a piece has at least.
const PIECES: usize = 8;
const PIECE_AT_LEAST: usize = 1_000_000;
/// Rows and columns of a piece are multiples of these, the micro-kernel's block with AVX-512.
const ROWS: usize = 8;
const COLUMNS: usize = 48;

/// A matrix inside a slice, with any strides.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// The values row by row.
    ///
    /// # Panics
    /// If there are fewer than rows x columns of them.
    pub(crate) fn row_major(values: &'a [f32], rows: usize, columns: usize) -> Self {
        assert!(values.len() >= rows * columns);
        Self { values, rows, columns, row_stride: columns, column_stride: 1 }
    }

    /// Rows become columns.
    pub(crate) fn transposed(self) -> Self {
        Self {
            values: self.values,
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }

    fn rows_of(self, rows: Range<usize>) -> Self {
        assert!(rows.start <= rows.end && rows.end <= self.rows);
        let start = (rows.start * self.row_stride).min(self.values.len());
        Self { values: &self.values[start..], rows: rows.len(), ..self }
    }

    fn columns_of(self, columns: Range<usize>) -> Self {
        self.transposed().rows_of(columns).transposed()
    }
}

/// `out` [a.rows, b.columns] = a b, or that added to `out`, on this thread.
///
/// # Panics
/// If the shapes do not fit.
pub(crate) fn multiply(a: Matrix, b: Matrix, out: &mut [f32], accumulate: bool) {
    assert_eq!(out.len(), a.rows * b.columns);
    // SAFETY: the block is the whole of `out`, which is borrowed mutably.
    unsafe { multiply_block(a, b, out.as_mut_ptr(), b.columns, accumulate) };
}

/// `out` [a.rows, b.columns] = a b, over several threads where it is large enough; the pieces depend on the shape alone.
///
/// # Panics
/// If the shapes do not fit.
pub(crate) fn multiply_in_pieces(a: Matrix, b: Matrix, out: &mut [f32]) {
    assert_eq!(out.len(), a.rows * b.columns);
    let operations = a.rows * b.columns * a.columns;
    let pieces = (operations / PIECE_AT_LEAST).min(PIECES);
    if operations <= FORK_ABOVE {
        return multiply(a, b, out, false);
    }
    if a.rows >= b.columns {
        let rows = a.rows.div_ceil(pieces).next_multiple_of(ROWS);
        out.par_chunks_mut(rows * b.columns).enumerate().for_each(|(index, out)| {
            let first = index * rows;
            multiply(a.rows_of(first..first + out.len() / b.columns), b, out, false);
        });
    } else {
        let columns = b.columns.div_ceil(pieces).next_multiple_of(COLUMNS);
        let target = Shared(out.as_mut_ptr());
        (0..b.columns.div_ceil(columns)).into_par_iter().for_each(|index| {
            let first = index * columns;
            let piece = first..(first + columns).min(b.columns);
            // SAFETY: the block is columns `piece` of `out`, which is borrowed mutably; the pieces are disjoint.
            unsafe { multiply_block(a, b.columns_of(piece), target.at(first), b.columns, false) };
        });
    }
}

/// The start of a slice whose disjoint blocks are written by several threads.
struct Shared(*mut f32);

// SAFETY: it is used by `multiply_in_pieces` alone, whose threads write disjoint blocks.
unsafe impl Sync for Shared {}

impl Shared {
    fn at(&self, offset: usize) -> *mut f32 {
        self.0.wrapping_add(offset)
    }
}

/// One call of `gemm-f32`.
///
/// # Safety
/// `out` is the start of a block of a.rows x b.columns values, `row_stride` apart by rows, that nobody else touches meanwhile.
unsafe fn multiply_block(a: Matrix, b: Matrix, out: *mut f32, row_stride: usize, accumulate: bool) {
    assert_eq!(a.columns, b.rows);
    let (rows, columns, depth) = (a.rows, b.columns, a.columns);
    if rows == 0 || columns == 0 {
        return;
    }
    if depth == 0 {
        if !accumulate {
            for row in 0..rows {
                // SAFETY: a row of the block.
                unsafe { std::slice::from_raw_parts_mut(out.add(row * row_stride), columns) }.fill(0.0);
            }
        }
        return;
    }
    for matrix in [a, b] {
        let farthest = (matrix.rows - 1) * matrix.row_stride + (matrix.columns - 1) * matrix.column_stride;
        assert!(farthest < matrix.values.len());
    }
    // Its micro-kernels prefer results by columns; ours is by rows, so they get the transpose of the whole.
    let (first, second) = if columns == 1 { (a, b) } else { (b.transposed(), a.transposed()) };
    let (row_step, column_step) = if columns == 1 { (row_stride, 1) } else { (1, row_stride) };
    // SAFETY: the factors' addresses were just checked; the block is the caller's word.
    unsafe {
        get_gemm_fn()(
            first.rows,
            second.columns,
            depth,
            out,
            column_step as isize,
            row_step as isize,
            accumulate,
            first.values.as_ptr(),
            first.column_stride as isize,
            first.row_stride as isize,
            second.values.as_ptr(),
            second.column_stride as isize,
            second.row_stride as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}
