//! Export of the activations' gradient.

use kernels::tensor::{self, Activation};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::activation_gradient`.
#[napi(catch_unwind)]
pub fn activation_gradient(dy: Floats, y: Floats, mut out: Floats, activation: u32, slope: f64) -> Result<()> {
    let ([dy, y], [out]) = lend([&dy, &y], [&mut out])?;
    tensor::activation_gradient(dy, y, Activation::from_code(activation, slope), out);
    Ok(())
}
