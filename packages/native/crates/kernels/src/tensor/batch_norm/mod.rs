//! Batch normalisation in training, over all axes but the last: Ioffe & Szegedy, "Batch normalization" (2015), with the leaky
//! rectifier that often follows it.

mod gradient;
mod moments;

pub use gradient::batch_norm_grad;

use moments::moments;

use super::split::{piece_size, run_pieces};
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 4;
/// Rows below which a partial sum costs more than a thread brings.
const LEAST_ROWS: usize = 16;
/// Values that a loop goes over at least before it comes back to the same sums: rows of few channels are taken several at once.
const WIDTH: usize = 256;

/// What is done beside normalising.
#[derive(Clone, Copy)]
pub struct BatchNorm {
    /// Added to the variance.
    pub epsilon: f32,
    /// Slope of the rectifier below 0: 0 for relu, 1 for none.
    pub slope: f32,
}

/// Each channel of `x` [rows, channels] brought to mean 0 and variance 1, times `weight`, plus `bias`, then rectified. `mean` and
/// `variance` are the channels' own; the variance is divided by the number of rows (biased).
///
/// # Panics
/// If the lengths differ.
pub fn batch_norm(
    x: &[f32],
    weight: &[f32],
    bias: &[f32],
    options: BatchNorm,
    y: &mut [f32],
    mean: &mut [f32],
    variance: &mut [f32],
) {
    let channels = weight.len();
    assert_eq!([bias.len(), mean.len(), variance.len()], [channels; 3]);
    assert_eq!(x.len(), y.len());
    if x.is_empty() {
        // As TensorFlow.js has the mean of nothing.
        mean.fill(0.0);
        return variance.fill(0.0);
    }
    assert_eq!(x.len() % channels, 0);
    moments(x, mean, variance);
    let affine = Affine::new(weight, bias, mean, variance, options);
    let piece = channels * piece_size(x.len() / channels, channels * COST, 1);
    let pieces = x.chunks(piece).zip(y.chunks_mut(piece)).map(|(x, y)| Forward { x, affine: &affine, y }).collect();
    run_pieces(pieces, run_widest);
}

fn reciprocal_root(variance: f32, options: BatchNorm) -> f32 {
    1.0 / (variance + options.epsilon).sqrt()
}

/// What the values of each channel are moved by; tiled to the width of the loops.
struct Affine {
    mean: Vec<f32>,
    /// weight / sqrt(variance + epsilon)
    scale: Vec<f32>,
    bias: Vec<f32>,
    slope: f32,
}

impl Affine {
    fn new(weight: &[f32], bias: &[f32], mean: &[f32], variance: &[f32], options: BatchNorm) -> Self {
        let width = width_of(weight.len());
        let scales = weight.iter().zip(variance).map(|(weight, &variance)| weight * reciprocal_root(variance, options));
        Self {
            mean: tiled(mean.iter().copied(), width),
            scale: tiled(scales, width),
            bias: tiled(bias.iter().copied(), width),
            slope: options.slope,
        }
    }
}

/// The smallest multiple of the number of channels from which loops over rows are long enough.
#[inline(always)]
fn width_of(channels: usize) -> usize {
    channels * WIDTH.div_ceil(channels)
}

/// The channels' values again and again, up to `width`.
#[inline(always)]
fn tiled(values: impl Iterator<Item = f32> + Clone, width: usize) -> Vec<f32> {
    values.cycle().take(width).collect()
}

#[inline(always)]
fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, &value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

struct Forward<'a> {
    x: &'a [f32],
    affine: &'a Affine,
    y: &'a mut [f32],
}

impl Loop for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Affine { mean, scale, bias, slope } = self.affine;
        for (x, y) in self.x.chunks(mean.len()).zip(self.y.chunks_mut(mean.len())) {
            for ((y, &x), ((&mean, &scale), &bias)) in y.iter_mut().zip(x).zip(mean.iter().zip(scale).zip(bias)) {
                let z = (x - mean).mul_add(scale, bias);
                *y = if z > 0.0 { z } else { z * slope };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: BatchNorm = BatchNorm { epsilon: 0.0, slope: 1.0 };

    #[test]
    fn batch_norm_of_a_channel_is_its_standard_scores_times_weight_plus_bias() {
        let (mut y, mut mean, mut variance) = ([0.0; 4], [0.0; 2], [0.0; 2]);
        batch_norm(&[1.0, 10.0, 3.0, 14.0], &[2.0; 2], &[1.0; 2], PLAIN, &mut y, &mut mean, &mut variance);
        assert_eq!((y, mean, variance), ([-1.0, -1.0, 3.0, 3.0], [2.0, 12.0], [1.0, 4.0]));
    }
}
