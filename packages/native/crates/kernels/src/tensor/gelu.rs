//! The Gaussian error linear unit in its tanh form, as GPT-2 has it: Hendrycks & Gimpel, "Gaussian error linear units" (2016).

use super::math;
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// sqrt(2 / pi)
const SCALE: f32 = 0.797_884_6;
const CUBIC: f32 = 0.044_715;
/// What one value costs, in operations.
const COST: usize = 20;

/// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 of every value.
///
/// # Panics
/// If the lengths differ.
pub fn gelu(x: &[f32], out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    for_pieces(out, 1, COST, |first, out| run_widest(Gelu { x: &x[first..][..out.len()], out }));
}

/// `dy` times the derivative at `x`.
///
/// # Panics
/// If the lengths differ.
pub fn gelu_grad(dy: &[f32], x: &[f32], out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    assert_eq!(dy.len(), out.len());
    for_pieces(out, 1, COST, |first, out| {
        let piece = first..first + out.len();
        run_widest(GeluGrad { dy: &dy[piece.clone()], x: &x[piece], out });
    });
}

struct Gelu<'a> {
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (out, &x) in self.out.iter_mut().zip(self.x) {
            *out = 0.5 * x * (1.0 + math::tanh(SCALE * (CUBIC * x * x).mul_add(x, x)));
        }
    }
}

struct GeluGrad<'a> {
    dy: &'a [f32],
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for GeluGrad<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for ((out, &x), &dy) in self.out.iter_mut().zip(self.x).zip(self.dy) {
            let tanh = math::tanh(SCALE * (CUBIC * x * x).mul_add(x, x));
            let inner = SCALE * (3.0 * CUBIC * x).mul_add(x, 1.0);
            *out = dy * 0.5 * (x * (1.0 - tanh * tanh)).mul_add(inner, 1.0 + tanh);
        }
    }
}
