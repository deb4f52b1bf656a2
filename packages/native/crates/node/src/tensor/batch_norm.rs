//! Exports of batch normalisation in training.

use kernels::tensor::{self, BatchNorm};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::batch_norm`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "three arrays in, two numbers, three arrays out")]
pub fn batch_norm(
    x: Floats,
    weight: Floats,
    bias: Floats,
    epsilon: f64,
    slope: f64,
    mut y: Floats,
    mut mean: Floats,
    mut variance: Floats,
) -> Result<()> {
    let ([x, weight, bias], [y, mean, variance]) = lend([&x, &weight, &bias], [&mut y, &mut mean, &mut variance])?;
    let options = BatchNorm { epsilon: epsilon as f32, slope: slope as f32 };
    tensor::batch_norm(x, weight, bias, options, y, mean, variance);
    Ok(())
}

/// See `kernels::tensor::batch_norm_grad`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "six arrays in, two numbers, three arrays out")]
pub fn batch_norm_grad(
    dy: Floats,
    x: Floats,
    weight: Floats,
    bias: Floats,
    mean: Floats,
    variance: Floats,
    epsilon: f64,
    slope: f64,
    mut dx: Floats,
    mut dweight: Floats,
    mut dbias: Floats,
) -> Result<()> {
    let ([dy, x, weight, bias, mean, variance], [dx, dweight, dbias]) =
        lend([&dy, &x, &weight, &bias, &mean, &variance], [&mut dx, &mut dweight, &mut dbias])?;
    let options = BatchNorm { epsilon: epsilon as f32, slope: slope as f32 };
    tensor::batch_norm_grad(dy, x, weight, bias, mean, variance, options, dx, dweight, dbias);
    Ok(())
}
