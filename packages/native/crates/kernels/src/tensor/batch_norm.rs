//! Batch normalisation in training, over all axes but the last: Ioffe & Szegedy, "Batch normalization" (2015), with the leaky
//! rectifier that often follows it.

use super::lanes::LANES;
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

/// The gradients with respect to `x`, `weight` and `bias`, of what `batch_norm` made of them with the same options.
///
/// # Panics
/// If the lengths differ.
#[allow(clippy::too_many_arguments, reason = "six arrays in, three out")]
pub fn batch_norm_grad(
    dy: &[f32],
    x: &[f32],
    weight: &[f32],
    bias: &[f32],
    mean: &[f32],
    variance: &[f32],
    options: BatchNorm,
    dx: &mut [f32],
    dweight: &mut [f32],
    dbias: &mut [f32],
) {
    let channels = weight.len();
    assert_eq!([bias.len(), mean.len(), variance.len(), dweight.len(), dbias.len()], [channels; 5]);
    assert_eq!([dy.len(), dx.len()], [x.len(); 2]);
    dweight.fill(0.0);
    dbias.fill(0.0);
    if x.is_empty() {
        return;
    }
    assert_eq!(x.len() % channels, 0);
    let affine = Affine::new(weight, bias, mean, variance, options);
    gradient_sums(dy, x, &affine, dbias, dweight);
    let rows = x.len() / channels;
    let width = affine.mean.len();
    let centre = tiled(dbias.iter().map(|sum| sum / rows as f32), width);
    let rstd = variance.iter().map(|&variance| reciprocal_root(variance, options));
    let tilt = tiled(dweight.iter().zip(rstd.clone()).map(|(sum, rstd)| sum * rstd * rstd / rows as f32), width);
    for (sum, rstd) in dweight.iter_mut().zip(rstd) {
        *sum *= rstd;
    }
    let piece = channels * piece_size(rows, channels * COST, 1);
    let pieces = dy.chunks(piece).zip(x.chunks(piece)).zip(dx.chunks_mut(piece));
    let pieces = pieces.map(|((dy, x), dx)| Backward { dy, x, affine: &affine, centre: &centre, tilt: &tilt, dx });
    run_pieces(pieces.collect(), run_widest);
}

/// Mean and variance of every channel: those of each part of the rows, put together by the rule of Chan, Golub & LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
fn moments(x: &[f32], mean: &mut [f32], variance: &mut [f32]) {
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

/// The sums over the rows of dz and of dz (x - mean), where dz is the gradient below the rectifier.
fn gradient_sums(dy: &[f32], x: &[f32], affine: &Affine, of_dz: &mut [f32], of_products: &mut [f32]) {
    let channels = of_dz.len();
    let piece = channels * piece_size(x.len() / channels, channels * COST, LEAST_ROWS);
    let mut partial = vec![0.0; x.len().div_ceil(piece) * 2 * channels];
    let pieces = dy.chunks(piece).zip(x.chunks(piece)).zip(partial.chunks_mut(2 * channels));
    run_pieces(pieces.map(|((dy, x), partial)| Sums { dy, x, affine, partial }).collect(), run_widest);
    for part in partial.chunks(2 * channels) {
        add(of_dz, &part[..channels]);
        add(of_products, &part[channels..]);
    }
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

/// Adds the sums of rows taken side by side to those of the channels.
#[inline(always)]
fn fold(sums: &[f32], into: &mut [f32]) {
    for sums in sums.chunks_exact(into.len()) {
        add(into, sums);
    }
}

/// As `fold`, of sums in doubles, which are rounded once.
#[inline(always)]
fn fold_doubles(sums: &[f64], into: &mut [f32]) {
    let channels = into.len();
    for (channel, into) in into.iter_mut().enumerate() {
        *into = sums.iter().skip(channel).step_by(channels).sum::<f64>() as f32;
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

struct Sums<'a> {
    dy: &'a [f32],
    x: &'a [f32],
    affine: &'a Affine,
    partial: &'a mut [f32],
}

impl Loop for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Affine { mean, scale, bias, slope } = self.affine;
        let width = mean.len();
        // In doubles: gradients of either sign leave a small sum of large ones.
        let (mut of_dz, mut of_products) = (vec![0.0_f64; width], vec![0.0_f64; width]);
        for (dy, x) in self.dy.chunks(width).zip(self.x.chunks(width)) {
            let len = dy.len();
            let whole = len - len % LANES;
            // In blocks of a fixed length: a loop over seven slices does not become vector instructions.
            for at in (0..whole).step_by(LANES) {
                let block = at..at + LANES;
                add_block::<LANES>(
                    &dy[block.clone()],
                    &x[block.clone()],
                    [&mean[block.clone()], &scale[block.clone()], &bias[block.clone()]],
                    *slope,
                    &mut of_dz[block.clone()],
                    &mut of_products[block],
                );
            }
            for at in whole..len {
                let block = at..at + 1;
                add_block::<1>(
                    &dy[block.clone()],
                    &x[block.clone()],
                    [&mean[block.clone()], &scale[block.clone()], &bias[block.clone()]],
                    *slope,
                    &mut of_dz[block.clone()],
                    &mut of_products[block],
                );
            }
        }
        let (dz, products) = self.partial.split_at_mut(self.partial.len() / 2);
        fold_doubles(&of_dz, dz);
        fold_doubles(&of_products, products);
    }
}

/// Adds dz and dz (x - mean) of N values to their sums.
#[inline(always)]
fn add_block<const N: usize>(
    dy: &[f32],
    x: &[f32],
    [mean, scale, bias]: [&[f32]; 3],
    slope: f32,
    of_dz: &mut [f64],
    of_products: &mut [f64],
) {
    let (mut dz, mut products) = ([0.0_f64; N], [0.0_f64; N]);
    for lane in 0..N {
        let deviation = x[lane] - mean[lane];
        let value = below_rectifier(dy[lane], deviation.mul_add(scale[lane], bias[lane]), slope);
        products[lane] = f64::from(value).mul_add(f64::from(deviation), of_products[lane]);
        dz[lane] = f64::from(value) + of_dz[lane];
    }
    of_dz.copy_from_slice(&dz);
    of_products.copy_from_slice(&products);
}

/// The gradient below the rectifier: `z`, what went into it, is computed again just as it was, so its sign is the same.
#[inline(always)]
fn below_rectifier(dy: f32, z: f32, slope: f32) -> f32 {
    if z > 0.0 { dy } else { dy * slope }
}

struct Backward<'a> {
    dy: &'a [f32],
    x: &'a [f32],
    affine: &'a Affine,
    /// The mean of dz.
    centre: &'a [f32],
    /// The mean of dz (x - mean), over the variance.
    tilt: &'a [f32],
    dx: &'a mut [f32],
}

impl Loop for Backward<'_> {
    type Output = ();

    /// dx = scale (dz - centre - tilt (x - mean)).
    #[inline(always)]
    fn run(self) {
        let Affine { mean, scale, bias, slope } = self.affine;
        let width = mean.len();
        for ((dy, x), dx) in self.dy.chunks(width).zip(self.x.chunks(width)).zip(self.dx.chunks_mut(width)) {
            let channels = mean.iter().zip(scale).zip(bias).zip(self.centre.iter().zip(self.tilt));
            for (((dx, &dy), &x), (((&mean, &scale), &bias), (&centre, &tilt))) in
                dx.iter_mut().zip(dy).zip(x).zip(channels)
            {
                let deviation = x - mean;
                let dz = below_rectifier(dy, deviation.mul_add(scale, bias), *slope);
                *dx = scale * (deviation.mul_add(-tilt, dz) - centre);
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
