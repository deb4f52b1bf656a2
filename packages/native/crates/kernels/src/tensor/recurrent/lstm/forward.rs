//! An LSTM forwards, keeping what its gradient needs.

use rayon::prelude::*;

use super::{GATES, LstmState, LstmWeights, check};
use crate::tensor::lanes::LANES;
use crate::tensor::math;
use crate::tensor::panel::{Factor, Panels, Store, multiply};
use crate::tensor::recurrent::blocks::{gates_of_mut, load, store};
use crate::tensor::recurrent::{RecurrentShape, affine};
use crate::tensor::split::least_pieces;
use crate::vectors::{Loop, run_widest};

/// What the forward pass writes.
#[derive(Debug)]
pub struct LstmOutputs<'a> {
    /// h after every step, [batch, time, units].
    pub outputs: &'a mut [f32],
    /// The last h, [batch, units].
    pub h: &'a mut [f32],
    /// The last c, [batch, units].
    pub c: &'a mut [f32],
    /// For the gradient: the gates after their functions [batch, time, 4, units].
    pub gates: &'a mut [f32],
    /// For the gradient: c after every step [batch, time, units].
    pub cells: &'a mut [f32],
}

/// Runs over whole sequences, from `state` on; `x` is [batch, time, input].
///
/// # Panics
/// If lengths do not fit the shape, or there are no steps or no units.
pub fn lstm(x: &[f32], weights: LstmWeights, state: LstmState, shape: RecurrentShape, out: LstmOutputs) {
    let RecurrentShape { batch, time, input, units } = shape;
    check(x, weights, state, shape);
    assert_eq!((out.outputs.len(), out.cells.len()), (batch * time * units, batch * time * units));
    assert_eq!((out.h.len(), out.c.len()), (batch * units, batch * units));
    assert_eq!(out.gates.len(), batch * time * GATES * units);
    let kernel = Panels::of(Factor::new(weights.kernel, GATES * units), input, GATES * units);
    let recurrent = Panels::of(Factor::new(weights.recurrent_kernel, GATES * units), units, GATES * units);
    let part = shape.part();
    let sequences = out.outputs.par_chunks_mut(part * time * units).zip(out.cells.par_chunks_mut(part * time * units));
    let gates = out.gates.par_chunks_mut(part * time * GATES * units);
    let finals = out.h.par_chunks_mut(part * units).zip(out.c.par_chunks_mut(part * units));
    sequences
        .zip(gates)
        .zip(finals)
        .enumerate()
        .with_min_len(least_pieces(shape.parts(), shape.operations(GATES)))
        .for_each(|(index, (((outputs, cells), gates), (h, c)))| {
            let rows = h.len() / units;
            let first = index * part;
            affine(&x[first * time * input..], input, &kernel, weights.bias, gates);
            let state = LstmState { h: &state.h[first * units..], c: &state.c[first * units..] };
            for step in 0..time {
                let (before, stride) =
                    if step == 0 { (state.h, units) } else { (&outputs[(step - 1) * units..], time * units) };
                let sums = (&mut gates[step * GATES * units..], time * GATES * units, Store::Add);
                multiply(Factor::new(before, stride), rows, (&recurrent, 0..units, GATES * units), sums);
                run_widest(Step { step, time, units, first_c: state.c, gates, cells, outputs });
            }
            for row in 0..rows {
                let last = (row * time + time - 1) * units;
                h[row * units..][..units].copy_from_slice(&outputs[last..][..units]);
                c[row * units..][..units].copy_from_slice(&cells[last..][..units]);
            }
        });
}

/// One step of a part, from sums to gates, cells and outputs.
struct Step<'a> {
    step: usize,
    time: usize,
    units: usize,
    first_c: &'a [f32],
    gates: &'a mut [f32],
    cells: &'a mut [f32],
    outputs: &'a mut [f32],
}

impl Loop for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { step, time, units, .. } = self;
        let rows = self.gates.chunks_exact_mut(time * GATES * units);
        let cells = self.cells.chunks_exact_mut(time * units);
        let outputs = self.outputs.chunks_exact_mut(time * units);
        for (((gates, cells), outputs), first_c) in rows.zip(cells).zip(outputs).zip(self.first_c.chunks_exact(units)) {
            let [i, f, g, o] = gates_of_mut(&mut gates[step * GATES * units..][..GATES * units]);
            let (earlier, later) = cells.split_at_mut(step * units);
            let before = if step == 0 { first_c } else { &earlier[(step - 1) * units..] };
            let (cell, output) = (&mut later[..units], &mut outputs[step * units..][..units]);
            for at in (0..units).step_by(LANES) {
                let before = load(before, at);
                let (mut li, mut lf, mut lg, mut lo) = (load(i, at), load(f, at), load(g, at), load(o, at));
                let (mut c, mut h) = ([0.0; LANES], [0.0; LANES]);
                for lane in 0..LANES {
                    li[lane] = math::sigmoid(li[lane]);
                    lf[lane] = math::sigmoid(lf[lane]);
                    lg[lane] = math::tanh(lg[lane]);
                    lo[lane] = math::sigmoid(lo[lane]);
                    c[lane] = lf[lane].mul_add(before[lane], li[lane] * lg[lane]);
                    h[lane] = lo[lane] * math::tanh(c[lane]);
                }
                store(i, at, li);
                store(f, at, lf);
                store(g, at, lg);
                store(o, at, lo);
                store(cell, at, c);
                store(output, at, h);
            }
        }
    }
}
