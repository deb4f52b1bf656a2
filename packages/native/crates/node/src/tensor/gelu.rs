//! Exports of the Gaussian error linear unit.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::gelu`.
#[napi(catch_unwind)]
pub fn gelu(x: Floats, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::gelu(x, out);
    Ok(())
}

/// See `kernels::tensor::gelu_grad`.
#[napi(catch_unwind)]
pub fn gelu_grad(dy: Floats, x: Floats, mut out: Floats) -> Result<()> {
    let ([dy, x], [out]) = lend([&dy, &x], [&mut out])?;
    tensor::gelu_grad(dy, x, out);
    Ok(())
}
