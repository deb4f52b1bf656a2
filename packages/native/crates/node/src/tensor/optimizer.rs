//! Exports of optimisers' steps. The parameter and its slots are changed in place.

use kernels::tensor::{self, Adam, MovingAverage, RmsProp, Sgd, update};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::Adam`.
#[napi(catch_unwind)]
#[allow(
    clippy::too_many_arguments,
    reason = "an array in, three in place, eight numbers: an object costs more than all"
)]
pub fn adam_update(
    gradient: Floats,
    mut parameter: Floats,
    mut first: Floats,
    mut second: Floats,
    step_size: f64,
    beta1: f64,
    beta2: f64,
    root_correction: f64,
    epsilon: f64,
    shrinkage: f64,
    l2: f64,
    gradient_scale: f64,
) -> Result<()> {
    let ([gradient], [parameter, first, second]) = lend([&gradient], [&mut parameter, &mut first, &mut second])?;
    let adam = Adam { step_size, beta1, beta2, root_correction, epsilon, shrinkage, l2, gradient_scale };
    update(adam, gradient, parameter, [first, second]);
    Ok(())
}

/// See `kernels::tensor::Sgd`, without momentum.
#[napi(catch_unwind)]
pub fn sgd_update(gradient: Floats, mut parameter: Floats, step_size: f64, l2: f64, gradient_scale: f64) -> Result<()> {
    let ([gradient], [parameter]) = lend([&gradient], [&mut parameter])?;
    update(sgd(step_size, 0.0, false, l2, gradient_scale), gradient, parameter, []);
    Ok(())
}

/// See `kernels::tensor::Sgd`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "an array in, two in place, five numbers")]
pub fn sgd_momentum_update(
    gradient: Floats,
    mut parameter: Floats,
    mut buffer: Floats,
    step_size: f64,
    momentum: f64,
    nesterov: bool,
    l2: f64,
    gradient_scale: f64,
) -> Result<()> {
    let ([gradient], [parameter, buffer]) = lend([&gradient], [&mut parameter, &mut buffer])?;
    update(sgd(step_size, momentum, nesterov, l2, gradient_scale), gradient, parameter, [buffer]);
    Ok(())
}

fn sgd(step_size: f64, momentum: f64, nesterov: bool, l2: f64, gradient_scale: f64) -> Sgd {
    Sgd { step_size, momentum, nesterov, l2, gradient_scale }
}

/// See `kernels::tensor::RmsProp`, without momentum.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "an array in, two in place, five numbers")]
pub fn rms_prop_update(
    gradient: Floats,
    mut parameter: Floats,
    mut square: Floats,
    step_size: f64,
    decay: f64,
    epsilon: f64,
    l2: f64,
    gradient_scale: f64,
) -> Result<()> {
    let ([gradient], [parameter, square]) = lend([&gradient], [&mut parameter, &mut square])?;
    update(rms_prop(step_size, decay, epsilon, 0.0, l2, gradient_scale), gradient, parameter, [square]);
    Ok(())
}

/// See `kernels::tensor::RmsProp`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "an array in, three in place, six numbers")]
pub fn rms_prop_momentum_update(
    gradient: Floats,
    mut parameter: Floats,
    mut square: Floats,
    mut buffer: Floats,
    step_size: f64,
    decay: f64,
    epsilon: f64,
    momentum: f64,
    l2: f64,
    gradient_scale: f64,
) -> Result<()> {
    let ([gradient], [parameter, square, buffer]) = lend([&gradient], [&mut parameter, &mut square, &mut buffer])?;
    update(rms_prop(step_size, decay, epsilon, momentum, l2, gradient_scale), gradient, parameter, [square, buffer]);
    Ok(())
}

fn rms_prop(step_size: f64, decay: f64, epsilon: f64, momentum: f64, l2: f64, gradient_scale: f64) -> RmsProp {
    RmsProp { step_size, decay, epsilon, momentum, l2, gradient_scale }
}

/// See `kernels::tensor::MovingAverage`.
#[napi(catch_unwind)]
pub fn ema_update(value: Floats, mut average: Floats, decay: f64) -> Result<()> {
    let ([value], [average]) = lend([&value], [&mut average])?;
    update(MovingAverage { decay }, value, average, []);
    Ok(())
}

/// See `kernels::tensor::sum_of_squares`.
#[napi(catch_unwind)]
pub fn sum_of_squares(values: Floats) -> Result<f64> {
    let ([values], []) = lend([&values], [])?;
    Ok(tensor::sum_of_squares(values).into())
}
