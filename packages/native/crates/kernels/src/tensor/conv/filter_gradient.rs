//! The gradient with respect to the filter: windows times dy, summed over all pixels of all images.

use rayon::prelude::*;

use super::columns::gather;
use super::shape::ConvShape;
use crate::tensor::gemm::{FORK_ABOVE, Matrix, multiply, multiply_in_pieces};
use crate::tensor::scratch::with_scratch;
use crate::tensor::split::for_pieces;

/// Partial sums that a large gradient is formed in, always as many, so that no result depends on the number of threads.
const PARTS: usize = 8;

/// `dw` [filter height, width, in, out] = the sum over all pixels of window x dy.
///
/// # Panics
/// If the lengths do not fit.
pub fn conv2d_filter_gradient(shape: &ConvShape, x: &[f32], dy: &[f32], dw: &mut [f32]) {
    shape.assert_lengths(x.len(), dw.len(), dy.len());
    if dw.is_empty() {
        return;
    }
    let (window, channels) = (shape.window(), shape.out_channels);
    let rows = shape.batch * shape.out_height;
    if shape.is_pointwise() && window * channels > 4096 {
        let pixels = rows * shape.out_width;
        let x = Matrix::row_major(x, pixels, window).transposed();
        return multiply_in_pieces(x, Matrix::row_major(dy, pixels, channels), dw);
    }
    if rows * shape.row_operations() <= FORK_ABOVE {
        return add_rows(shape, x, dy, 0..rows, dw);
    }
    let part = rows.div_ceil(PARTS).max(1);
    let mut partial = vec![0.0; PARTS * dw.len()];
    partial.par_chunks_exact_mut(dw.len()).enumerate().for_each(|(index, sum)| {
        let first = (index * part).min(rows);
        add_rows(shape, x, dy, first..(first + part).min(rows), sum);
    });
    let size = dw.len();
    for_pieces(dw, 1, PARTS, |first, dw| {
        dw.copy_from_slice(&partial[first..][..dw.len()]);
        for part in partial[size..].chunks_exact(size) {
            for (sum, value) in dw.iter_mut().zip(&part[first..]) {
                *sum += value;
            }
        }
    });
}

/// The share of some rows of pixels.
fn add_rows(shape: &ConvShape, x: &[f32], dy: &[f32], rows: std::ops::Range<usize>, dw: &mut [f32]) {
    let (window, channels) = (shape.window(), shape.out_channels);
    dw.fill(0.0);
    let block = shape.rows_of_a_block();
    with_scratch(block * shape.out_width * window, |columns| {
        for first in rows.clone().step_by(block) {
            let rows = first..(first + block).min(rows.end);
            let pixels = rows.len() * shape.out_width;
            let columns = &mut columns[..pixels * window];
            gather(shape, x, rows, columns);
            let dy = Matrix::row_major(&dy[first * shape.out_width * channels..], pixels, channels);
            multiply(Matrix::row_major(columns, pixels, window).transposed(), dy, dw, true);
        }
    });
}
