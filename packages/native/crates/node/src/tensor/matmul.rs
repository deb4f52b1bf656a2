//! Export of the products of matrices.

#![expect(clippy::too_many_arguments, reason = "numbers cross faster than objects")]

use kernels::tensor::{self, Activation, Product};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, Ints, lend, lend_beside};

/// See `kernels::tensor::matmul`.
#[napi(catch_unwind)]
pub fn matmul(
    left: Floats,
    right: Floats,
    bias: Floats,
    mut out: Floats,
    pairs: Ints,
    rows: u32,
    columns: u32,
    depth: u32,
    transpose_left: bool,
    transpose_right: bool,
    activation: u32,
    slope: f64,
) -> Result<()> {
    let product = Product {
        rows: rows as usize,
        columns: columns as usize,
        depth: depth as usize,
        transpose_left,
        transpose_right,
    };
    let ([left, right, bias], [out]) = lend_beside(&[pairs.span()], [&left, &right, &bias], [&mut out])?;
    let ([pairs], []) = lend([&pairs], [])?;
    tensor::matmul(left, right, pairs, product, bias, Activation::from_code(activation, slope), out);
    Ok(())
}
