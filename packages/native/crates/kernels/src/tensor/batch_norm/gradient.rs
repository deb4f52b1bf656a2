//! The gradient of batch normalisation, and of the rectifier that follows it.

use super::{Affine, BatchNorm, COST, LEAST_ROWS, add, reciprocal_root, tiled};
use crate::tensor::lanes::LANES;
use crate::tensor::split::{piece_size, run_pieces};
use crate::vectors::{Loop, run_widest};

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
        fold(&of_dz, dz);
        fold(&of_products, products);
    }
}

/// Adds the sums of rows taken side by side up for each channel, and rounds once.
#[inline(always)]
fn fold(sums: &[f64], into: &mut [f32]) {
    let channels = into.len();
    for (channel, into) in into.iter_mut().enumerate() {
        *into = sums.iter().skip(channel).step_by(channels).sum::<f64>() as f32;
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
