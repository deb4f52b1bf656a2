//! Exports of the gated recurrent unit. Arrays first, then batch, time, input and units.

use kernels::tensor::{self, GruGradient, GruOutputs, GruWeights};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::lstm::shape;
use super::views::{Floats, lend};

/// See `kernels::tensor::gru`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "arrays and numbers cross the door faster one by one than in an object")]
pub fn gru(
    x: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    recurrent_bias: Floats,
    first: Floats,
    mut outputs: Floats,
    mut h: Floats,
    mut gates: Floats,
    mut candidates: Floats,
    batch: u32,
    time: u32,
    input: u32,
    units: u32,
) -> Result<()> {
    let ([x, kernel, recurrent_kernel, bias, recurrent_bias, first], [outputs, h, gates, candidates]) = lend(
        [&x, &kernel, &recurrent_kernel, &bias, &recurrent_bias, &first],
        [&mut outputs, &mut h, &mut gates, &mut candidates],
    )?;
    tensor::gru(
        x,
        GruWeights { kernel, recurrent_kernel, bias, recurrent_bias },
        first,
        shape(batch, time, input, units),
        GruOutputs { outputs, h, gates, candidates },
    );
    Ok(())
}

/// See `kernels::tensor::gru_grad`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "as above")]
pub fn gru_grad(
    d_outputs: Floats,
    d_h: Floats,
    x: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    recurrent_bias: Floats,
    first: Floats,
    outputs: Floats,
    gates: Floats,
    candidates: Floats,
    mut d_gates: Floats,
    mut d_kernel: Floats,
    mut d_recurrent_kernel: Floats,
    mut d_bias: Floats,
    mut d_recurrent_bias: Floats,
    mut d_first: Floats,
    batch: u32,
    time: u32,
    input: u32,
    units: u32,
) -> Result<()> {
    let (
        [d_outputs, d_h, x, kernel, recurrent_kernel, bias, recurrent_bias, first, outputs, gates, candidates],
        [d_gates, d_kernel, d_recurrent_kernel, d_bias, d_recurrent_bias, d_first],
    ) = lend(
        [
            &d_outputs,
            &d_h,
            &x,
            &kernel,
            &recurrent_kernel,
            &bias,
            &recurrent_bias,
            &first,
            &outputs,
            &gates,
            &candidates,
        ],
        [&mut d_gates, &mut d_kernel, &mut d_recurrent_kernel, &mut d_bias, &mut d_recurrent_bias, &mut d_first],
    )?;
    tensor::gru_grad(
        x,
        GruWeights { kernel, recurrent_kernel, bias, recurrent_bias },
        first,
        shape(batch, time, input, units),
        GruGradient {
            d_outputs,
            d_h,
            outputs,
            gates,
            candidates,
            d_gates,
            d_kernel,
            d_recurrent_kernel,
            d_bias,
            d_recurrent_bias,
            d_first,
        },
    );
    Ok(())
}
