//! The gated recurrent unit: Cho et al. (2014), in the form that has the reset gate after the product, as cuDNN and PyTorch have it.
//!
//! Gates in the order r, z, n, with u = x W + b and v = h U + c: `r = sigmoid(u_r + v_r)`, `z = sigmoid(u_z + v_z)`,
//! `n = tanh(u_n + r v_n)`, `h = (1 - z) n + z h`.

mod forward;
mod gradient;

pub use forward::{GruOutputs, gru};
pub use gradient::{GruGradient, gru_grad};

use super::RecurrentShape;

const GATES: usize = 3;

/// What a GRU has learnt.
#[derive(Clone, Copy, Debug)]
pub struct GruWeights<'a> {
    /// [input, 3 units]
    pub kernel: &'a [f32],
    /// [units, 3 units]
    pub recurrent_kernel: &'a [f32],
    /// [3 units]
    pub bias: &'a [f32],
    /// [3 units]
    pub recurrent_bias: &'a [f32],
}

fn check(x: &[f32], weights: GruWeights, first: &[f32], shape: RecurrentShape) {
    let RecurrentShape { batch, time, input, units } = shape;
    assert!(time > 0 && units > 0);
    assert_eq!(x.len(), batch * time * input);
    assert_eq!(weights.kernel.len(), input * GATES * units);
    assert_eq!(weights.recurrent_kernel.len(), units * GATES * units);
    assert_eq!((weights.bias.len(), weights.recurrent_bias.len()), (GATES * units, GATES * units));
    assert_eq!(first.len(), batch * units);
}
