//! Cross-entropy of labels with the logistic function of logits, value by value.

use super::math;
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 30;

/// max(x, 0) - x z + ln(1 + e^-|x|) for logits x and labels z, which is -z ln p - (1 - z) ln(1 - p) for p = 1 / (1 + e^-x), without
/// overflow. `labels` has one value for each logit, or one for all.
///
/// # Panics
/// If the lengths differ.
pub fn sigmoid_cross_entropy(logits: &[f32], labels: &[f32], out: &mut [f32]) {
    assert_eq!(logits.len(), out.len());
    assert!([1, logits.len()].contains(&labels.len()));
    for_pieces(out, 1, COST, |first, out| {
        let piece = first..first + out.len();
        run_widest(Loss { logits: &logits[piece.clone()], labels: piece_of(labels, piece), out });
    });
}

/// `dy` times the derivative with respect to the logits, 1 / (1 + e^-x) - z.
///
/// # Panics
/// If the lengths differ.
pub fn sigmoid_cross_entropy_grad(dy: &[f32], logits: &[f32], labels: &[f32], out: &mut [f32]) {
    assert_eq!([dy.len(), logits.len()], [out.len(); 2]);
    assert!([1, logits.len()].contains(&labels.len()));
    for_pieces(out, 1, COST, |first, out| {
        let piece = first..first + out.len();
        let (dy, logits) = (&dy[piece.clone()], &logits[piece.clone()]);
        run_widest(Gradient { dy, logits, labels: piece_of(labels, piece), out });
    });
}

/// The labels of a piece: its own, or the one of all.
fn piece_of(labels: &[f32], piece: std::ops::Range<usize>) -> &[f32] {
    if labels.len() == 1 { labels } else { &labels[piece] }
}

struct Loss<'a> {
    logits: &'a [f32],
    labels: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Loss<'_> {
    type Output = ();

    // Loops, not closures: those are functions of their own, which may be left without the vector instructions of the loop.
    #[inline(always)]
    fn run(self) {
        let rows = self.out.iter_mut().zip(self.logits);
        match *self.labels {
            [label] => {
                for (out, &x) in rows {
                    *out = loss(x, label);
                }
            }
            _ => {
                for ((out, &x), &z) in rows.zip(self.labels) {
                    *out = loss(x, z);
                }
            }
        }
    }
}

#[inline(always)]
fn loss(x: f32, z: f32) -> f32 {
    // NaN stays NaN, as `f32::max` would not have it.
    let positive = if x < 0.0 { 0.0 } else { x };
    positive - x * z + math::ln_1p(math::exp(-x.abs()))
}

struct Gradient<'a> {
    dy: &'a [f32],
    logits: &'a [f32],
    labels: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Gradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let rows = self.out.iter_mut().zip(self.dy).zip(self.logits);
        match *self.labels {
            [label] => {
                for ((out, &dy), &x) in rows {
                    *out = gradient(dy, x, label);
                }
            }
            _ => {
                for (((out, &dy), &x), &z) in rows.zip(self.labels) {
                    *out = gradient(dy, x, z);
                }
            }
        }
    }
}

#[inline(always)]
fn gradient(dy: f32, x: f32, z: f32) -> f32 {
    dy * (math::sigmoid(x) - z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_cross_entropy_neither_overflows_nor_cancels_at_the_ends() {
        let mut out = [0.0; 4];
        sigmoid_cross_entropy(&[-200.0, -30.0, 30.0, 200.0], &[1.0], &mut out);
        let small = (-30_f32).exp();
        assert!([200.0, 30.0, small, 0.0].iter().zip(out).all(|(a, b)| (a - b).abs() <= 1e-6 * a), "{out:?}");
    }
}
