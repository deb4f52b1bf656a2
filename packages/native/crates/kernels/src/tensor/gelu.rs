//! The Gaussian error linear unit: Hendrycks & Gimpel, "Gaussian error linear units" (2016), in both forms of its section 2.

use super::math;
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// sqrt(2 / pi)
const SCALE: f32 = 0.797_884_6;
const CUBIC: f32 = 0.044_715;
/// 1 / sqrt(2 pi)
const DENSITY_AT_0: f32 = 0.398_942_3;
/// What one value costs, in operations.
const COST: usize = 20;

/// Which form is computed.
#[derive(Clone, Copy)]
pub enum Gelu {
    /// x (1 + erf(x / sqrt(2))) / 2.
    Exact,
    /// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, as GPT-2 has it.
    Tanh,
}

/// The unit of every value.
///
/// # Panics
/// If the lengths differ.
pub fn gelu(form: Gelu, x: &[f32], out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    for_pieces(out, 1, COST, |first, out| run_widest(Forward { form, x: &x[first..][..out.len()], out }));
}

/// `dy` times the derivative at `x`.
///
/// # Panics
/// If the lengths differ.
pub fn gelu_grad(form: Gelu, dy: &[f32], x: &[f32], out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    assert_eq!(dy.len(), out.len());
    for_pieces(out, 1, COST, |first, out| {
        let piece = first..first + out.len();
        run_widest(Backward { form, dy: &dy[piece.clone()], x: &x[piece], out });
    });
}

struct Forward<'a> {
    form: Gelu,
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let values = self.out.iter_mut().zip(self.x);
        match self.form {
            Gelu::Exact => values.for_each(|(out, &x)| *out = x * distribution(x)),
            Gelu::Tanh => values.for_each(|(out, &x)| *out = 0.5 * x * (1.0 + inner_tanh(x))),
        }
    }
}

/// The distribution function of the standard normal distribution.
#[inline(always)]
fn distribution(x: f32) -> f32 {
    0.5 * (1.0 + math::erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

#[inline(always)]
fn inner_tanh(x: f32) -> f32 {
    math::tanh(SCALE * (CUBIC * x * x).mul_add(x, x))
}

struct Backward<'a> {
    form: Gelu,
    dy: &'a [f32],
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Backward<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let values = self.out.iter_mut().zip(self.x).zip(self.dy);
        match self.form {
            Gelu::Exact => values.for_each(|((out, &x), &dy)| {
                *out = dy * (x * DENSITY_AT_0).mul_add(math::exp(-0.5 * x * x), distribution(x));
            }),
            Gelu::Tanh => values.for_each(|((out, &x), &dy)| {
                let tanh = inner_tanh(x);
                let inner = SCALE * (3.0 * CUBIC * x).mul_add(x, 1.0);
                *out = dy * 0.5 * (x * (1.0 - tanh * tanh)).mul_add(inner, 1.0 + tanh);
            }),
        }
    }
}
