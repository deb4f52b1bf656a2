//! Activations of products and convolutions: applied with the bias while the product is still in the cache, and differentiated
//! from their outputs.

use super::math;
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 12;

/// A function of one value, under TensorFlow's names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// x
    Linear,
    /// max(x, 0)
    Relu,
    /// min(max(x, 0), 6)
    Relu6,
    /// x, or e^x - 1 below 0
    Elu,
    /// x, or this slope times x below 0
    LeakyRelu(f32),
    /// 1 / (1 + e^-x)
    Sigmoid,
    /// tanh x
    Tanh,
}

impl Activation {
    /// The activation of that code, which is its place in the list above; `slope` matters to `LeakyRelu` alone.
    ///
    /// # Panics
    /// If there is no such code.
    pub fn from_code(code: u32, slope: f64) -> Self {
        match code {
            0 => Self::Linear,
            1 => Self::Relu,
            2 => Self::Relu6,
            3 => Self::Elu,
            4 => Self::LeakyRelu(slope as f32),
            5 => Self::Sigmoid,
            6 => Self::Tanh,
            _ => panic!("no activation has the code {code}"),
        }
    }
}

/// Adds `bias` [channels] to every row of `out` [.., channels] (none if it is empty) and applies the activation, on this thread.
///
/// # Panics
/// If `out` is not whole rows.
pub(crate) fn finish(out: &mut [f32], bias: &[f32], activation: Activation) {
    if bias.is_empty() && activation == Activation::Linear {
        return;
    }
    assert!(bias.is_empty() || out.len().is_multiple_of(bias.len()));
    run_widest(Finish { out, bias, activation });
}

/// As `finish`, over several threads.
pub(crate) fn finish_all(out: &mut [f32], bias: &[f32], activation: Activation) {
    if bias.is_empty() && activation == Activation::Linear {
        return;
    }
    let unit = bias.len().max(1);
    for_pieces(out, unit, unit * COST, |_, out| finish(out, bias, activation));
}

/// `dy` times the derivative of the activation, of which `y` is the output. A leaky slope is taken to be at least 0.
///
/// # Panics
/// If the lengths differ.
pub fn activation_gradient(dy: &[f32], y: &[f32], activation: Activation, out: &mut [f32]) {
    assert_eq!(dy.len(), out.len());
    assert_eq!(y.len(), out.len());
    for_pieces(out, 1, 4, |first, out| {
        let piece = first..first + out.len();
        run_widest(Gradient { dy: &dy[piece.clone()], y: &y[piece], activation, out });
    });
}

struct Finish<'a> {
    out: &'a mut [f32],
    bias: &'a [f32],
    activation: Activation,
}

impl Loop for Finish<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { out, bias, activation } = self;
        match activation {
            Activation::Linear => each(out, bias, |x| x),
            // Not `max`, which would lose a NaN.
            Activation::Relu => each(out, bias, |x| if x <= 0.0 { 0.0 } else { x }),
            Activation::Relu6 => each(out, bias, |x| {
                let x = if x <= 0.0 { 0.0 } else { x };
                if x > 6.0 { 6.0 } else { x }
            }),
            Activation::Elu => each(out, bias, |x| if x >= 0.0 { x } else { math::expm1(x) }),
            Activation::LeakyRelu(slope) => each(out, bias, |x| if x < 0.0 { slope * x } else { x }),
            Activation::Sigmoid => each(out, bias, math::sigmoid),
            Activation::Tanh => each(out, bias, math::tanh),
        }
    }
}

#[inline(always)]
fn each(out: &mut [f32], bias: &[f32], f: impl Fn(f32) -> f32) {
    if bias.is_empty() {
        for out in out {
            *out = f(*out);
        }
        return;
    }
    for row in out.chunks_exact_mut(bias.len()) {
        for (out, &bias) in row.iter_mut().zip(bias) {
            *out = f(*out + bias);
        }
    }
}

struct Gradient<'a> {
    dy: &'a [f32],
    y: &'a [f32],
    activation: Activation,
    out: &'a mut [f32],
}

impl Loop for Gradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { dy, y, activation, out } = self;
        match activation {
            Activation::Linear => out.copy_from_slice(dy),
            Activation::Relu => pairs(dy, y, out, |dy, y| if y > 0.0 { dy } else { 0.0 }),
            Activation::Relu6 => pairs(dy, y, out, |dy, y| if y > 0.0 && y < 6.0 { dy } else { 0.0 }),
            Activation::Elu => pairs(dy, y, out, |dy, y| if y > 0.0 { dy } else { dy * (y + 1.0) }),
            Activation::LeakyRelu(slope) => pairs(dy, y, out, |dy, y| if y > 0.0 { dy } else { slope * dy }),
            Activation::Sigmoid => pairs(dy, y, out, |dy, y| dy * (y * (1.0 - y))),
            Activation::Tanh => pairs(dy, y, out, |dy, y| dy * (1.0 - y * y)),
        }
    }
}

#[inline(always)]
fn pairs(dy: &[f32], y: &[f32], out: &mut [f32], f: impl Fn(f32, f32) -> f32) {
    for ((out, &dy), &y) in out.iter_mut().zip(dy).zip(y) {
        *out = f(dy, y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elu_is_as_exact_just_below_0_as_elsewhere() {
        for x in [-1e-6_f32, -1e-3, -0.5, -10.0] {
            let mut out = [x];
            finish(&mut out, &[], Activation::Elu);
            let exact = f64::from(x).exp_m1();
            assert!((f64::from(out[0]) / exact - 1.0).abs() < 3e-7, "{x}: {} is not {exact}", out[0]);
        }
    }
}
