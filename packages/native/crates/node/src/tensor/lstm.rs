//! Exports of long short-term memory. Arrays first, then batch, time, input and units.

use kernels::tensor::{self, LstmGradient, LstmOutputs, LstmState, LstmWeights, RecurrentShape};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, lend};

/// See `kernels::tensor::lstm`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "arrays and numbers cross the door faster one by one than in an object")]
pub fn lstm(
    x: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    first_h: Floats,
    first_c: Floats,
    mut outputs: Floats,
    mut h: Floats,
    mut c: Floats,
    mut gates: Floats,
    mut cells: Floats,
    batch: u32,
    time: u32,
    input: u32,
    units: u32,
) -> Result<()> {
    let ([x, kernel, recurrent_kernel, bias, first_h, first_c], [outputs, h, c, gates, cells]) = lend(
        [&x, &kernel, &recurrent_kernel, &bias, &first_h, &first_c],
        [&mut outputs, &mut h, &mut c, &mut gates, &mut cells],
    )?;
    tensor::lstm(
        x,
        LstmWeights { kernel, recurrent_kernel, bias },
        LstmState { h: first_h, c: first_c },
        shape(batch, time, input, units),
        LstmOutputs { outputs, h, c, gates, cells },
    );
    Ok(())
}

/// See `kernels::tensor::lstm_grad`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "as above")]
pub fn lstm_grad(
    d_outputs: Floats,
    d_h: Floats,
    d_c: Floats,
    x: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    first_h: Floats,
    first_c: Floats,
    outputs: Floats,
    gates: Floats,
    cells: Floats,
    mut d_gates: Floats,
    mut d_kernel: Floats,
    mut d_recurrent_kernel: Floats,
    mut d_bias: Floats,
    mut d_first_h: Floats,
    mut d_first_c: Floats,
    batch: u32,
    time: u32,
    input: u32,
    units: u32,
) -> Result<()> {
    let (
        [d_outputs, d_h, d_c, x, kernel, recurrent_kernel, bias, first_h, first_c, outputs, gates, cells],
        [d_gates, d_kernel, d_recurrent_kernel, d_bias, d_first_h, d_first_c],
    ) = lend(
        [&d_outputs, &d_h, &d_c, &x, &kernel, &recurrent_kernel, &bias, &first_h, &first_c, &outputs, &gates, &cells],
        [&mut d_gates, &mut d_kernel, &mut d_recurrent_kernel, &mut d_bias, &mut d_first_h, &mut d_first_c],
    )?;
    tensor::lstm_grad(
        x,
        LstmWeights { kernel, recurrent_kernel, bias },
        LstmState { h: first_h, c: first_c },
        shape(batch, time, input, units),
        LstmGradient {
            d_outputs,
            d_h,
            d_c,
            outputs,
            gates,
            cells,
            d_gates,
            d_kernel,
            d_recurrent_kernel,
            d_bias,
            d_first_h,
            d_first_c,
        },
    );
    Ok(())
}

pub(super) fn shape(batch: u32, time: u32, input: u32, units: u32) -> RecurrentShape {
    let [batch, time, input, units] = [batch, time, input, units].map(|size| size as usize);
    RecurrentShape { batch, time, input, units }
}
