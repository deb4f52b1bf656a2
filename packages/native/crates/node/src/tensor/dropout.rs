//! Export of dropout.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::dropout`.
#[napi(catch_unwind)]
pub fn dropout(x: Floats, rate: f64, key_low: u32, key_high: u32, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::dropout(x, rate, [key_low, key_high], out);
    Ok(())
}
