//! A GRU backwards through time.

use rayon::prelude::*;

use super::{GATES, GruWeights, check};
use crate::tensor::lanes::LANES;
use crate::tensor::panel::{Factor, Panels, Store, multiply};
use crate::tensor::recurrent::blocks::{gates_of, gates_of_mut, load, store};
use crate::tensor::recurrent::gate_sums::GateSums;
use crate::tensor::recurrent::{RecurrentShape, states_before};
use crate::tensor::split::least_pieces;
use crate::vectors::{Loop, run_widest};

/// What the gradient reads and writes.
#[derive(Debug)]
pub struct GruGradient<'a> {
    /// Gradients of what the forward pass gave: of all outputs [batch, time, units] and of the last h [batch, units].
    pub d_outputs: &'a [f32],
    /// See `d_outputs`.
    pub d_h: &'a [f32],
    /// What the forward pass wrote.
    pub outputs: &'a [f32],
    /// What the forward pass wrote.
    pub gates: &'a [f32],
    /// What the forward pass wrote.
    pub candidates: &'a [f32],
    /// Gradients of u [batch, time, 3 units]; times the transposed kernel they are that of `x`.
    pub d_gates: &'a mut [f32],
    /// Gradient of the kernel.
    pub d_kernel: &'a mut [f32],
    /// Gradient of the recurrent kernel.
    pub d_recurrent_kernel: &'a mut [f32],
    /// Gradient of the bias.
    pub d_bias: &'a mut [f32],
    /// Gradient of the recurrent bias.
    pub d_recurrent_bias: &'a mut [f32],
    /// Gradient of the first h.
    pub d_first: &'a mut [f32],
}

/// The gradient of `gru`, by back-propagation through time.
///
/// # Panics
/// If lengths do not fit the shape, or there are no steps or no units.
pub fn gru_grad(x: &[f32], weights: GruWeights, first: &[f32], shape: RecurrentShape, gradient: GruGradient) {
    let RecurrentShape { batch, time, input, units } = shape;
    let GruGradient { d_outputs, outputs, gates, candidates, d_gates, d_first, .. } = gradient;
    check(x, weights, first, shape);
    for all in [d_outputs, outputs, candidates] {
        assert_eq!(all.len(), batch * time * units);
    }
    assert_eq!((gates.len(), d_gates.len()), (batch * time * GATES * units, batch * time * GATES * units));
    assert_eq!((gradient.d_h.len(), d_first.len()), (batch * units, batch * units));
    assert_eq!(gradient.d_kernel.len(), weights.kernel.len());
    assert_eq!(gradient.d_recurrent_kernel.len(), weights.recurrent_kernel.len());
    assert_eq!((gradient.d_bias.len(), gradient.d_recurrent_bias.len()), (GATES * units, GATES * units));
    d_first.copy_from_slice(gradient.d_h);
    let recurrent = Panels::of(Factor::transposed(weights.recurrent_kernel, GATES * units), GATES * units, units);
    let part = shape.part();
    let sums: Vec<[GateSums<1>; 2]> = d_gates
        .par_chunks_mut(part * time * GATES * units)
        .zip(d_first.par_chunks_mut(part * units))
        .enumerate()
        .with_min_len(least_pieces(shape.parts(), 2 * shape.operations(GATES)))
        .map(|(index, (d_gates, d_h))| {
            let rows = d_h.len() / units;
            let sequence = index * part;
            let at = sequence * time * units;
            let outputs = &outputs[at..][..rows * time * units];
            let before = states_before(&first[sequence * units..][..rows * units], outputs, shape);
            let mut d_sums = vec![0.0; d_gates.len()];
            for step in (0..time).rev() {
                run_widest(StepGrad {
                    step,
                    time,
                    units,
                    d_outputs: &d_outputs[at..],
                    gates: &gates[GATES * at..],
                    candidates: &candidates[at..],
                    before: &before,
                    d_gates,
                    d_sums: &mut d_sums,
                    d_h,
                });
                let left = Factor::new(&d_sums[step * GATES * units..], time * GATES * units);
                multiply(left, rows, (&recurrent, 0..GATES * units, units), (d_h, units, Store::Add));
            }
            let x = &x[sequence * time * input..];
            [
                GateSums::of([(x, input)], d_gates, GATES * units),
                GateSums::of([(&before, units)], &d_sums, GATES * units),
            ]
        })
        .collect();
    GateSums::total(sums.iter().map(|[sums, _]| sums), gradient.d_bias, [gradient.d_kernel]);
    let recurrent_sums = sums.iter().map(|[_, sums]| sums);
    GateSums::total(recurrent_sums, gradient.d_recurrent_bias, [gradient.d_recurrent_kernel]);
}

/// One step of a part, backwards: the gradient of h becomes those of u and v, and the part of the h before that passes z.
struct StepGrad<'a> {
    step: usize,
    time: usize,
    units: usize,
    d_outputs: &'a [f32],
    gates: &'a [f32],
    candidates: &'a [f32],
    before: &'a [f32],
    d_gates: &'a mut [f32],
    d_sums: &'a mut [f32],
    d_h: &'a mut [f32],
}

impl Loop for StepGrad<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { step, time, units, .. } = self;
        let rows = self.d_gates.chunks_exact_mut(time * GATES * units);
        let rows = rows.zip(self.d_sums.chunks_exact_mut(time * GATES * units));
        for (row, ((d_gates, d_sums), d_h)) in rows.zip(self.d_h.chunks_exact_mut(units)).enumerate() {
            let at = row * time + step;
            let [r, z, n] = gates_of(&self.gates[at * GATES * units..][..GATES * units]);
            let candidate = &self.candidates[at * units..][..units];
            let before = &self.before[at * units..][..units];
            let d_output = &self.d_outputs[at * units..][..units];
            let now = step * GATES * units..(step + 1) * GATES * units;
            let [d_r, d_z, d_n] = gates_of_mut(&mut d_gates[now.clone()]);
            let [e_r, e_z, e_n] = gates_of_mut(&mut d_sums[now]);
            for at in (0..units).step_by(LANES) {
                let (r, z, n) = (load(r, at), load(z, at), load(n, at));
                let (candidate, before, d_output) = (load(candidate, at), load(before, at), load(d_output, at));
                let mut next = load(d_h, at);
                let [mut lr, mut lz, mut ln, mut en] = [[0.0; LANES]; 4];
                for lane in 0..LANES {
                    let dh = d_output[lane] + next[lane];
                    let dn = dh * (1.0 - z[lane]) * (1.0 - n[lane] * n[lane]);
                    lz[lane] = dh * (before[lane] - n[lane]) * z[lane] * (1.0 - z[lane]);
                    lr[lane] = dn * candidate[lane] * r[lane] * (1.0 - r[lane]);
                    ln[lane] = dn;
                    en[lane] = dn * r[lane];
                    next[lane] = dh * z[lane];
                }
                store(d_r, at, lr);
                store(d_z, at, lz);
                store(d_n, at, ln);
                store(e_r, at, lr);
                store(e_z, at, lz);
                store(e_n, at, en);
                store(d_h, at, next);
            }
        }
    }
}
