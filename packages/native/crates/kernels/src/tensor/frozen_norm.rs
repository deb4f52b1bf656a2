//! Batch normalisation with given moments, as at inference: Ioffe & Szegedy, "Batch normalization" (2015), algorithm 2.

use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// (x - mean) scale / sqrt(variance + epsilon) + offset for x [rows, channels]; the others are [channels].
///
/// # Panics
/// If lengths disagree.
pub fn frozen_norm(
    x: &[f32],
    mean: &[f32],
    variance: &[f32],
    scale: &[f32],
    offset: &[f32],
    epsilon: f32,
    out: &mut [f32],
) {
    let channels = mean.len();
    assert!(variance.len() == channels && scale.len() == channels && offset.len() == channels);
    assert_eq!(x.len(), out.len());
    if out.is_empty() {
        return;
    }
    assert!(out.len().is_multiple_of(channels));
    let factor: Vec<f32> = variance.iter().zip(scale).map(|(v, s)| s / (v + epsilon).sqrt()).collect();
    for_pieces(out, channels, channels, |first, out| {
        run_widest(Rows { x: &x[first * channels..][..out.len()], mean, factor: &factor, offset, out });
    });
}

struct Rows<'a> {
    x: &'a [f32],
    mean: &'a [f32],
    factor: &'a [f32],
    offset: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let channels = self.mean.len();
        for (x, out) in self.x.chunks_exact(channels).zip(self.out.chunks_exact_mut(channels)) {
            let moments = self.mean.iter().zip(self.factor).zip(self.offset);
            for ((out, &x), ((&mean, &factor), &offset)) in out.iter_mut().zip(x).zip(moments) {
                *out = (x - mean).mul_add(factor, offset);
            }
        }
    }
}
