//! The convolution itself: windows gathered in blocks that fit the second-level cache, times the filter.

use super::columns::gather;
use super::shape::ConvShape;
use crate::tensor::activation::{Activation, finish};
use crate::tensor::gemm::{Matrix, multiply};
use crate::tensor::matmul::{Product, matmul};
use crate::tensor::scratch::with_scratch;
use crate::tensor::split::for_fixed_pieces;

/// `y` = activation(x * filter + bias), where `bias` [out channels] is empty for none.
///
/// # Panics
/// If the lengths do not fit.
pub fn conv2d(shape: &ConvShape, x: &[f32], filter: &[f32], bias: &[f32], activation: Activation, y: &mut [f32]) {
    shape.assert_lengths(x.len(), filter.len(), y.len());
    let channels = shape.out_channels;
    assert!(bias.is_empty() || bias.len() == channels);
    if y.is_empty() {
        return;
    }
    let window = shape.window();
    if shape.is_pointwise() {
        let product = Product {
            rows: y.len() / channels,
            columns: channels,
            depth: window,
            transpose_left: false,
            transpose_right: false,
        };
        return matmul(x, filter, &[0, 0], product, bias, activation, y);
    }
    let row = shape.out_width * channels;
    let filter = Matrix::row_major(filter, window, channels);
    let block = shape.rows_of_a_block();
    for_fixed_pieces(y, row, shape.row_operations(), |first, y| {
        with_scratch(block * shape.out_width * window, |columns| {
            for (index, y) in y.chunks_mut(block * row).enumerate() {
                let rows = first + index * block;
                let columns = &mut columns[..y.len() / channels * window];
                gather(shape, x, rows..rows + y.len() / row, columns);
                multiply(Matrix::row_major(columns, y.len() / channels, window), filter, y, false);
                finish(y, bias, activation);
            }
        });
    });
}
