//! Recurrent layers over a whole sequence: what LSTM and GRU have in common.
//!
//! Sequences do not hear of each other, so the batch is cut into parts of a fixed size, and a part runs through all steps on one
//! thread. Gradients of the weights are sums over the parts, added in order.

mod blocks;
mod gate_sums;
mod gru;
mod lstm;

pub use gru::{GruGradient, GruOutputs, GruWeights, gru, gru_grad};
pub use lstm::{LstmGradient, LstmOutputs, LstmState, LstmWeights, lstm, lstm_grad};

use super::panel::{Factor, Panels, Store, multiply};

/// Parts that a batch is cut into at most, and sequences that a part has at least.
const PARTS: usize = 8;
const PART_AT_LEAST: usize = 8;
/// Sizes of a recurrent layer: inputs are [batch, time, input], outputs [batch, time, units].
#[derive(Clone, Copy, Debug)]
pub struct RecurrentShape {
    /// Sequences.
    pub batch: usize,
    /// Steps of each.
    pub time: usize,
    /// Values that come in at a step.
    pub input: usize,
    /// Values of the state.
    pub units: usize,
}

impl RecurrentShape {
    /// Sequences of a part; the last may have fewer.
    fn part(&self) -> usize {
        self.batch.div_ceil(PARTS).max(PART_AT_LEAST)
    }

    fn parts(&self) -> usize {
        self.batch.div_ceil(self.part())
    }

    /// Multiply-adds of the forward pass.
    fn operations(&self, gates: usize) -> usize {
        self.batch * self.time * (self.input + self.units) * gates * self.units
    }
}

/// `out` [rows, width] = bias + `x` [rows, input] times the packed kernel, for all steps of a part at once.
fn affine(x: &[f32], input: usize, kernel: &Panels, bias: &[f32], out: &mut [f32]) {
    let width = bias.len();
    let rows = out.len() / width;
    out.chunks_exact_mut(width).for_each(|row| row.copy_from_slice(bias));
    multiply(Factor::new(x, input), rows, (kernel, 0..input, width), (out, width, Store::Add));
}

/// The state before each step, [rows, time, units]: the first one, then the outputs but for the last.
fn states_before(first: &[f32], outputs: &[f32], shape: RecurrentShape) -> Vec<f32> {
    let RecurrentShape { time, units, .. } = shape;
    let mut states = Vec::with_capacity(outputs.len());
    for (first, outputs) in first.chunks_exact(units).zip(outputs.chunks_exact(time * units)) {
        states.extend_from_slice(first);
        states.extend_from_slice(&outputs[..(time - 1) * units]);
    }
    states
}
