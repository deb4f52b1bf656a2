//! Exports of layer normalisation.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::layer_norm`.
#[napi(catch_unwind)]
pub fn layer_norm(
    x: Floats,
    weight: Floats,
    bias: Floats,
    epsilon: f64,
    mut y: Floats,
    mut mean: Floats,
    mut rstd: Floats,
) -> Result<()> {
    let ([x, weight, bias], [y, mean, rstd]) = lend([&x, &weight, &bias], [&mut y, &mut mean, &mut rstd])?;
    tensor::layer_norm(x, weight, bias, epsilon as f32, y, mean, rstd);
    Ok(())
}

/// See `kernels::tensor::layer_norm_grad`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "five arrays in, three out")]
pub fn layer_norm_grad(
    dy: Floats,
    x: Floats,
    weight: Floats,
    mean: Floats,
    rstd: Floats,
    mut dx: Floats,
    mut dweight: Floats,
    mut dbias: Floats,
) -> Result<()> {
    let ([dy, x, weight, mean, rstd], [dx, dweight, dbias]) =
        lend([&dy, &x, &weight, &mean, &rstd], [&mut dx, &mut dweight, &mut dbias])?;
    tensor::layer_norm_grad(dy, x, weight, mean, rstd, dx, dweight, dbias);
    Ok(())
}
