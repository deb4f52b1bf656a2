//! Mean and variance of channels.

use super::{COST, LEAST_ROWS, add, tiled, width_of};
use crate::tensor::split::{piece_size, run_pieces};
use crate::vectors::{Loop, run_widest};

/// Mean and variance of every channel: those of each part of the rows, put together by the rule of Chan, Golub & LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
pub(super) fn moments(x: &[f32], mean: &mut [f32], variance: &mut [f32]) {
    let channels = mean.len();
    let rows = x.len() / channels;
    let piece = piece_size(rows, channels * COST, LEAST_ROWS);
    let mut partial = vec![0.0; rows.div_ceil(piece) * 2 * channels];
    let pieces = x.chunks(piece * channels).zip(partial.chunks_mut(2 * channels));
    run_pieces(pieces.map(|(x, partial)| Moments { x, partial }).collect(), run_widest);
    mean.fill(0.0);
    variance.fill(0.0);
    let mut before = 0;
    for (part, partial) in partial.chunks(2 * channels).enumerate() {
        let count = piece.min(rows - part * piece);
        let share = count as f32 / (before + count) as f32;
        let (means, squares) = partial.split_at(channels);
        for ((mean, variance), (&part_mean, &part_squares)) in
            mean.iter_mut().zip(variance.iter_mut()).zip(means.iter().zip(squares))
        {
            let apart = part_mean - *mean;
            *mean += apart * share;
            *variance += part_squares + apart * apart * before as f32 * share;
        }
        before += count;
    }
    variance.iter_mut().for_each(|squares| *squares /= rows as f32);
}

/// Adds the sums of rows taken side by side to those of the channels.
#[inline(always)]
fn fold(sums: &[f32], into: &mut [f32]) {
    for sums in sums.chunks_exact(into.len()) {
        add(into, sums);
    }
}

/// Means and sums of squared deviations of a part of the rows, in two passes: nothing cancels where a mean is far from 0.
struct Moments<'a> {
    x: &'a [f32],
    partial: &'a mut [f32],
}

impl Loop for Moments<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let channels = self.partial.len() / 2;
        let count = (self.x.len() / channels) as f32;
        let (mean, squares) = self.partial.split_at_mut(channels);
        let width = width_of(channels);
        let mut sums = vec![0.0; width];
        for x in self.x.chunks(width) {
            add(&mut sums, x);
        }
        fold(&sums, mean);
        mean.iter_mut().for_each(|sum| *sum /= count);
        let centre = tiled(mean.iter().copied(), width);
        sums.fill(0.0);
        for x in self.x.chunks(width) {
            for ((sum, &x), &centre) in sums.iter_mut().zip(x).zip(&centre) {
                *sum = (x - centre).mul_add(x - centre, *sum);
            }
        }
        fold(&sums, squares);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_hold_where_the_mean_is_far_from_zero() {
        for (rows, channels) in [(7, 3), (5000, 3), (5000, 32), (64, 3137)] {
            // 4096 and 4098 in turn, then once more: mean 4097 but for the odd row, variance about 1.
            let x: Vec<f32> = (0..rows * channels).map(|k| 4096.0 + (k / channels % 2) as f32 * 2.0).collect();
            let high = (rows / 2) as f64 / rows as f64;
            let (mut mean, mut variance) = (vec![0.0; channels], vec![0.0; channels]);
            moments(&x, &mut mean, &mut variance);
            for (mean, variance) in mean.iter().zip(&variance) {
                assert!((f64::from(*mean) - 4096.0 - 2.0 * high).abs() < 1e-3, "{mean}");
                assert!((f64::from(*variance) - 4.0 * high * (1.0 - high)).abs() < 1e-5, "{variance}");
            }
        }
    }
}
