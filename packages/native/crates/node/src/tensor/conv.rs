//! Exports of the convolutions.

use kernels::tensor::{self, Activation, ConvShape};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, Ints, lend, lend_beside};

/// See `kernels::tensor::conv2d`; `shape` as `ConvShape::from_numbers` takes it.
#[napi(catch_unwind)]
pub fn conv2d(
    x: Floats,
    filter: Floats,
    bias: Floats,
    mut y: Floats,
    shape: Ints,
    activation: u32,
    slope: f64,
) -> Result<()> {
    let ([x, filter, bias], [y]) = lend_beside(&[shape.span()], [&x, &filter, &bias], [&mut y])?;
    let ([shape], []) = lend([&shape], [])?;
    tensor::conv2d(&ConvShape::from_numbers(shape), x, filter, bias, Activation::from_code(activation, slope), y);
    Ok(())
}

/// See `kernels::tensor::conv2d_input_gradient`.
#[napi(catch_unwind)]
pub fn conv2d_input_gradient(
    dy: Floats,
    filter: Floats,
    bias: Floats,
    mut dx: Floats,
    shape: Ints,
    activation: u32,
    slope: f64,
) -> Result<()> {
    let ([dy, filter, bias], [dx]) = lend_beside(&[shape.span()], [&dy, &filter, &bias], [&mut dx])?;
    let ([shape], []) = lend([&shape], [])?;
    let activation = Activation::from_code(activation, slope);
    tensor::conv2d_input_gradient(&ConvShape::from_numbers(shape), dy, filter, bias, activation, dx);
    Ok(())
}

/// See `kernels::tensor::conv2d_filter_gradient`.
#[napi(catch_unwind)]
pub fn conv2d_filter_gradient(x: Floats, dy: Floats, mut dw: Floats, shape: Ints) -> Result<()> {
    let ([x, dy], [dw]) = lend_beside(&[shape.span()], [&x, &dy], [&mut dw])?;
    let ([shape], []) = lend([&shape], [])?;
    tensor::conv2d_filter_gradient(&ConvShape::from_numbers(shape), x, dy, dw);
    Ok(())
}
