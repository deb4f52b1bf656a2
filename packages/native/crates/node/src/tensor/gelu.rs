//! Exports of the Gaussian error linear unit.

use kernels::tensor::{self, Gelu};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::gelu`.
#[napi(catch_unwind)]
pub fn gelu(exact: bool, x: Floats, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::gelu(form(exact), x, out);
    Ok(())
}

/// See `kernels::tensor::gelu_grad`.
#[napi(catch_unwind)]
pub fn gelu_grad(exact: bool, dy: Floats, x: Floats, mut out: Floats) -> Result<()> {
    let ([dy, x], [out]) = lend([&dy, &x], [&mut out])?;
    tensor::gelu_grad(form(exact), dy, x, out);
    Ok(())
}

fn form(exact: bool) -> Gelu {
    if exact { Gelu::Exact } else { Gelu::Tanh }
}
