//! An LSTM backwards through time.

use rayon::prelude::*;

use super::{GATES, LstmState, LstmWeights, check};
use crate::tensor::lanes::LANES;
use crate::tensor::math;
use crate::tensor::panel::{Factor, Panels, Store, multiply};
use crate::tensor::recurrent::blocks::{gates_of, gates_of_mut, load, store};
use crate::tensor::recurrent::gate_sums::GateSums;
use crate::tensor::recurrent::{RecurrentShape, states_before};
use crate::tensor::split::least_pieces;
use crate::vectors::{Loop, run_widest};

/// What the gradient reads and writes.
#[derive(Debug)]
pub struct LstmGradient<'a> {
    /// Gradients of what the forward pass gave: of all outputs [batch, time, units], the last h and the last c [batch, units].
    pub d_outputs: &'a [f32],
    /// See `d_outputs`.
    pub d_h: &'a [f32],
    /// See `d_outputs`.
    pub d_c: &'a [f32],
    /// What the forward pass wrote.
    pub outputs: &'a [f32],
    /// What the forward pass wrote.
    pub gates: &'a [f32],
    /// What the forward pass wrote.
    pub cells: &'a [f32],
    /// Gradients of the gates before their functions [batch, time, 4 units]; times the transposed kernel they are that of `x`.
    pub d_gates: &'a mut [f32],
    /// Gradient of the kernel.
    pub d_kernel: &'a mut [f32],
    /// Gradient of the recurrent kernel.
    pub d_recurrent_kernel: &'a mut [f32],
    /// Gradient of the bias.
    pub d_bias: &'a mut [f32],
    /// Gradient of the first h.
    pub d_first_h: &'a mut [f32],
    /// Gradient of the first c.
    pub d_first_c: &'a mut [f32],
}

/// The gradient of `lstm`, by back-propagation through time: Werbos (1990).
///
/// # Panics
/// If lengths do not fit the shape, or there are no steps or no units.
pub fn lstm_grad(x: &[f32], weights: LstmWeights, state: LstmState, shape: RecurrentShape, gradient: LstmGradient) {
    let RecurrentShape { batch, time, input, units } = shape;
    let LstmGradient { d_outputs, outputs, gates, cells, d_gates, d_first_h, d_first_c, .. } = gradient;
    check(x, weights, state, shape);
    for all in [d_outputs, outputs, cells] {
        assert_eq!(all.len(), batch * time * units);
    }
    assert_eq!(gradient.d_kernel.len(), weights.kernel.len());
    assert_eq!(gradient.d_recurrent_kernel.len(), weights.recurrent_kernel.len());
    assert_eq!(gradient.d_bias.len(), weights.bias.len());
    assert_eq!((gates.len(), d_gates.len()), (batch * time * GATES * units, batch * time * GATES * units));
    for one in [gradient.d_h, gradient.d_c, d_first_h, d_first_c] {
        assert_eq!(one.len(), batch * units);
    }
    d_first_h.copy_from_slice(gradient.d_h);
    d_first_c.copy_from_slice(gradient.d_c);
    let recurrent = Panels::of(Factor::transposed(weights.recurrent_kernel, GATES * units), GATES * units, units);
    let part = shape.part();
    let states = d_first_h.par_chunks_mut(part * units).zip(d_first_c.par_chunks_mut(part * units));
    let sums: Vec<GateSums<2>> = d_gates
        .par_chunks_mut(part * time * GATES * units)
        .zip(states)
        .enumerate()
        .with_min_len(least_pieces(shape.parts(), 2 * shape.operations(GATES)))
        .map(|(index, (d_gates, (d_h, d_c)))| {
            let rows = d_h.len() / units;
            let first = index * part;
            let at = first * time * units;
            let (outputs, cells) = (&outputs[at..][..rows * time * units], &cells[at..][..rows * time * units]);
            for step in (0..time).rev() {
                run_widest(StepGrad {
                    step,
                    time,
                    units,
                    d_outputs: &d_outputs[at..],
                    gates: &gates[GATES * at..],
                    cells,
                    first_c: &state.c[first * units..],
                    d_gates,
                    d_h,
                    d_c,
                });
                let left = Factor::new(&d_gates[step * GATES * units..], time * GATES * units);
                multiply(left, rows, (&recurrent, 0..GATES * units, units), (d_h, units, Store::Set));
            }
            let before = states_before(&state.h[first * units..][..rows * units], outputs, shape);
            let x = &x[first * time * input..];
            GateSums::of([(x, input), (&before, units)], d_gates, GATES * units)
        })
        .collect();
    GateSums::total(sums.iter(), gradient.d_bias, [gradient.d_kernel, gradient.d_recurrent_kernel]);
}

/// One step of a part, backwards: gradients of h and c become those of the gates, and of the c before.
struct StepGrad<'a> {
    step: usize,
    time: usize,
    units: usize,
    d_outputs: &'a [f32],
    gates: &'a [f32],
    cells: &'a [f32],
    first_c: &'a [f32],
    d_gates: &'a mut [f32],
    d_h: &'a [f32],
    d_c: &'a mut [f32],
}

impl Loop for StepGrad<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { step, time, units, .. } = self;
        let rows = self.d_gates.chunks_exact_mut(time * GATES * units);
        let states = self.d_h.chunks_exact(units).zip(self.d_c.chunks_exact_mut(units));
        for (row, (d_gates, (d_h, d_c))) in rows.zip(states).enumerate() {
            let at = row * time + step;
            let [i, f, g, o] = gates_of(&self.gates[at * GATES * units..][..GATES * units]);
            let cell = &self.cells[at * units..][..units];
            let d_output = &self.d_outputs[at * units..][..units];
            let before = if step == 0 { &self.first_c[row * units..] } else { &self.cells[(at - 1) * units..] };
            let before = &before[..units];
            let [d_i, d_f, d_g, d_o] = gates_of_mut(&mut d_gates[step * GATES * units..][..GATES * units]);
            for at in (0..units).step_by(LANES) {
                let (i, f, g, o) = (load(i, at), load(f, at), load(g, at), load(o, at));
                let (cell, before) = (load(cell, at), load(before, at));
                let (d_output, d_h, mut next) = (load(d_output, at), load(d_h, at), load(d_c, at));
                let [mut ri, mut rf, mut rg, mut ro] = [[0.0; LANES]; 4];
                for lane in 0..LANES {
                    let dh = d_output[lane] + d_h[lane];
                    let tanh = math::tanh(cell[lane]);
                    let dc = (dh * o[lane]).mul_add(1.0 - tanh * tanh, next[lane]);
                    ri[lane] = dc * g[lane] * i[lane] * (1.0 - i[lane]);
                    rf[lane] = dc * before[lane] * f[lane] * (1.0 - f[lane]);
                    rg[lane] = dc * i[lane] * (1.0 - g[lane] * g[lane]);
                    ro[lane] = dh * tanh * o[lane] * (1.0 - o[lane]);
                    next[lane] = dc * f[lane];
                }
                store(d_i, at, ri);
                store(d_f, at, rf);
                store(d_g, at, rg);
                store(d_o, at, ro);
                store(d_c, at, next);
            }
        }
    }
}
