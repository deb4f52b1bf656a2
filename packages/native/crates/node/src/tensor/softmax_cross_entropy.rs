//! Exports of softmax cross-entropy.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, Ints, lend_beside};

/// See `kernels::tensor::softmax_cross_entropy`.
#[napi(catch_unwind)]
pub fn softmax_cross_entropy(
    logits: Floats,
    ids: Ints,
    classes: u32,
    mut losses: Floats,
    mut log_sum_exp: Floats,
) -> Result<()> {
    let ([logits], [losses, log_sum_exp]) = lend_beside(&[ids.span()], [&logits], [&mut losses, &mut log_sum_exp])?;
    let ([ids], []) = lend_beside(&[], [&ids], [])?;
    tensor::softmax_cross_entropy(logits, ids, classes as usize, losses, log_sum_exp);
    Ok(())
}

/// See `kernels::tensor::softmax_cross_entropy_grad`.
#[napi(catch_unwind)]
pub fn softmax_cross_entropy_grad(
    d_losses: Floats,
    logits: Floats,
    ids: Ints,
    log_sum_exp: Floats,
    mut d_logits: Floats,
) -> Result<()> {
    let ([d_losses, logits, log_sum_exp], [d_logits]) =
        lend_beside(&[ids.span()], [&d_losses, &logits, &log_sum_exp], [&mut d_logits])?;
    let ([ids], []) = lend_beside(&[], [&ids], [])?;
    tensor::softmax_cross_entropy_grad(d_losses, logits, ids, log_sum_exp, d_logits);
    Ok(())
}
