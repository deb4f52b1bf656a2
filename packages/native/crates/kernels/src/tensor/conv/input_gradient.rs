//! The gradient with respect to the images, which is also the transposed convolution: windows are made of y and the filter, then
//! added into the images that they overlap in.

use super::columns::scatter;
use super::shape::ConvShape;
use crate::tensor::activation::{Activation, finish};
use crate::tensor::gemm::{Matrix, multiply};
use crate::tensor::matmul::{Product, matmul};
use crate::tensor::scratch::with_scratch;
use crate::tensor::split::for_fixed_pieces;

/// `dx` = activation(what `dy` and the filter contribute to each value of x + bias), where `bias` [in channels] is empty for none.
///
/// # Panics
/// If the lengths do not fit.
pub fn conv2d_input_gradient(
    shape: &ConvShape,
    dy: &[f32],
    filter: &[f32],
    bias: &[f32],
    activation: Activation,
    dx: &mut [f32],
) {
    shape.assert_lengths(dx.len(), filter.len(), dy.len());
    assert!(bias.is_empty() || bias.len() == shape.in_channels);
    if dx.is_empty() {
        return;
    }
    let (window, channels) = (shape.window(), shape.out_channels);
    if shape.is_pointwise() {
        let product = Product {
            rows: dx.len() / window,
            columns: window,
            depth: channels,
            transpose_left: false,
            transpose_right: true,
        };
        return matmul(dy, filter, &[0, 0], product, bias, activation, dx);
    }
    let image = shape.in_image();
    let filter = Matrix::row_major(filter, window, channels).transposed();
    let block = shape.rows_of_a_block();
    for_fixed_pieces(dx, image, shape.out_height * shape.row_operations(), |first, dx| {
        dx.fill(0.0);
        with_scratch(block * shape.out_width * window, |columns| {
            let rows = dx.len() / image * shape.out_height;
            for begin in (0..rows).step_by(block) {
                let piece = begin..(begin + block).min(rows);
                let pixels = piece.len() * shape.out_width;
                let columns = &mut columns[..pixels * window];
                let from = (first * shape.out_height + begin) * shape.out_width * channels;
                multiply(Matrix::row_major(&dy[from..], pixels, channels), filter, columns, false);
                scatter(shape, columns, piece, dx);
            }
        });
        finish(dx, bias, activation);
    });
}
