//! A GRU forwards, keeping what its gradient needs.

use rayon::prelude::*;

use super::{GATES, GruWeights, check};
use crate::tensor::lanes::LANES;
use crate::tensor::math;
use crate::tensor::panel::{Factor, Panels, Store, multiply};
use crate::tensor::recurrent::blocks::{gates_of, gates_of_mut, load, store};
use crate::tensor::recurrent::{RecurrentShape, affine};
use crate::tensor::split::least_pieces;
use crate::vectors::{Loop, run_widest};

/// What the forward pass writes.
#[derive(Debug)]
pub struct GruOutputs<'a> {
    /// h after every step, [batch, time, units].
    pub outputs: &'a mut [f32],
    /// The last h, [batch, units].
    pub h: &'a mut [f32],
    /// For the gradient: the gates after their functions [batch, time, 3, units].
    pub gates: &'a mut [f32],
    /// For the gradient: v_n of every step [batch, time, units].
    pub candidates: &'a mut [f32],
}

/// Runs over whole sequences, from the state `first` [batch, units] on; `x` is [batch, time, input].
///
/// # Panics
/// If lengths do not fit the shape, or there are no steps or no units.
pub fn gru(x: &[f32], weights: GruWeights, first: &[f32], shape: RecurrentShape, out: GruOutputs) {
    let RecurrentShape { batch, time, input, units } = shape;
    check(x, weights, first, shape);
    assert_eq!((out.outputs.len(), out.candidates.len()), (batch * time * units, batch * time * units));
    assert_eq!((out.h.len(), out.gates.len()), (batch * units, batch * time * GATES * units));
    let kernel = Panels::of(Factor::new(weights.kernel, GATES * units), input, GATES * units);
    let recurrent = Panels::of(Factor::new(weights.recurrent_kernel, GATES * units), units, GATES * units);
    let part = shape.part();
    let outputs = out.outputs.par_chunks_mut(part * time * units);
    outputs
        .zip(out.candidates.par_chunks_mut(part * time * units))
        .zip(out.gates.par_chunks_mut(part * time * GATES * units))
        .zip(out.h.par_chunks_mut(part * units))
        .enumerate()
        .with_min_len(least_pieces(shape.parts(), shape.operations(GATES)))
        .for_each(|(index, (((outputs, candidates), gates), h))| {
            let rows = h.len() / units;
            affine(&x[index * part * time * input..], input, &kernel, weights.bias, gates);
            h.copy_from_slice(&first[index * part * units..][..rows * units]);
            let mut sums = vec![0.0; rows * GATES * units];
            for step in 0..time {
                sums.chunks_exact_mut(GATES * units).for_each(|row| row.copy_from_slice(weights.recurrent_bias));
                let right = (&recurrent, 0..units, GATES * units);
                multiply(Factor::new(h, units), rows, right, (&mut sums, GATES * units, Store::Add));
                run_widest(Step { step, time, units, sums: &sums, gates, candidates, outputs, h });
            }
        });
}

/// One step of a part, from sums to gates and outputs.
struct Step<'a> {
    step: usize,
    time: usize,
    units: usize,
    sums: &'a [f32],
    gates: &'a mut [f32],
    candidates: &'a mut [f32],
    outputs: &'a mut [f32],
    h: &'a mut [f32],
}

impl Loop for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { step, time, units, .. } = self;
        let rows = self.gates.chunks_exact_mut(time * GATES * units).zip(self.sums.chunks_exact(GATES * units));
        for (row, ((gates, sums), h)) in rows.zip(self.h.chunks_exact_mut(units)).enumerate() {
            let at = row * time + step;
            let [r, z, n] = gates_of_mut(&mut gates[step * GATES * units..][..GATES * units]);
            let [v_r, v_z, v_n] = gates_of(sums);
            let candidate = &mut self.candidates[at * units..][..units];
            candidate.copy_from_slice(v_n);
            for at in (0..units).step_by(LANES) {
                let (v_r, v_z, v_n) = (load(v_r, at), load(v_z, at), load(v_n, at));
                let (mut lr, mut lz, mut ln) = (load(r, at), load(z, at), load(n, at));
                let mut state = load(h, at);
                for lane in 0..LANES {
                    lr[lane] = math::sigmoid(lr[lane] + v_r[lane]);
                    lz[lane] = math::sigmoid(lz[lane] + v_z[lane]);
                    ln[lane] = math::tanh(lr[lane].mul_add(v_n[lane], ln[lane]));
                    state[lane] = lz[lane].mul_add(state[lane] - ln[lane], ln[lane]);
                }
                store(r, at, lr);
                store(z, at, lz);
                store(n, at, ln);
                store(h, at, state);
            }
            self.outputs[at * units..][..units].copy_from_slice(h);
        }
    }
}
