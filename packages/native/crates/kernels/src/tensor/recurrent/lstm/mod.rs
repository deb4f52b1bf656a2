//! Long short-term memory: Hochreiter & Schmidhuber (1997), with forget gates as in Gers et al. (2000).
//!
//! Gates in the order i, f, g, o: `c = sigmoid(f) c + sigmoid(i) tanh(g)`, `h = sigmoid(o) tanh(c)`.

mod forward;
mod gradient;

pub use forward::{LstmOutputs, lstm};
pub use gradient::{LstmGradient, lstm_grad};

use super::RecurrentShape;

const GATES: usize = 4;

/// What an LSTM has learnt.
#[derive(Clone, Copy, Debug)]
pub struct LstmWeights<'a> {
    /// [input, 4 units]
    pub kernel: &'a [f32],
    /// [units, 4 units]
    pub recurrent_kernel: &'a [f32],
    /// [4 units]
    pub bias: &'a [f32],
}

/// An LSTM's state, [batch, units] each.
#[derive(Clone, Copy, Debug)]
pub struct LstmState<'a> {
    /// The output of the step before.
    pub h: &'a [f32],
    /// The cell.
    pub c: &'a [f32],
}

fn check(x: &[f32], weights: LstmWeights, state: LstmState, shape: RecurrentShape) {
    let RecurrentShape { batch, time, input, units } = shape;
    assert!(time > 0 && units > 0);
    assert_eq!(x.len(), batch * time * input);
    assert_eq!(weights.kernel.len(), input * GATES * units);
    assert_eq!(weights.recurrent_kernel.len(), units * GATES * units);
    assert_eq!(weights.bias.len(), GATES * units);
    assert_eq!((state.h.len(), state.c.len()), (batch * units, batch * units));
}
