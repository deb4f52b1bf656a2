//! Exports of tensors of random numbers.

use kernels::tensor::{Distribution, fill_random};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::Distribution::Uniform`.
#[napi(catch_unwind)]
pub fn random_uniform(key_low: u32, key_high: u32, low: f64, high: f64, mut out: Floats) -> Result<()> {
    let ([], [out]) = lend([], [&mut out])?;
    fill_random([key_low, key_high], Distribution::Uniform { low, high }, out);
    Ok(())
}

/// See `kernels::tensor::Distribution::Normal`.
#[napi(catch_unwind)]
pub fn random_normal(key_low: u32, key_high: u32, mean: f64, deviation: f64, mut out: Floats) -> Result<()> {
    let ([], [out]) = lend([], [&mut out])?;
    fill_random([key_low, key_high], Distribution::Normal { mean, deviation }, out);
    Ok(())
}

/// See `kernels::tensor::Distribution::TruncatedNormal`.
#[napi(catch_unwind)]
pub fn truncated_normal(key_low: u32, key_high: u32, mean: f64, deviation: f64, mut out: Floats) -> Result<()> {
    let ([], [out]) = lend([], [&mut out])?;
    fill_random([key_low, key_high], Distribution::TruncatedNormal { mean, deviation }, out);
    Ok(())
}
