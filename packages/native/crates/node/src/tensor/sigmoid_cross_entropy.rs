//! Exports of the sigmoid cross-entropy.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::sigmoid_cross_entropy`.
#[napi(catch_unwind)]
pub fn sigmoid_cross_entropy(logits: Floats, labels: Floats, mut out: Floats) -> Result<()> {
    let ([logits, labels], [out]) = lend([&logits, &labels], [&mut out])?;
    tensor::sigmoid_cross_entropy(logits, labels, out);
    Ok(())
}

/// See `kernels::tensor::sigmoid_cross_entropy_grad`.
#[napi(catch_unwind)]
pub fn sigmoid_cross_entropy_grad(dy: Floats, logits: Floats, labels: Floats, mut out: Floats) -> Result<()> {
    let ([dy, logits, labels], [out]) = lend([&dy, &logits, &labels], [&mut out])?;
    tensor::sigmoid_cross_entropy_grad(dy, logits, labels, out);
    Ok(())
}
