//! Layer normalisation over the last axis: Ba, Kiros & Hinton, "Layer normalization" (2016).

use super::lanes::{LANES, Lanes, sum, total};
use super::split::{piece_size, run_pieces};
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 4;
/// Rows below which a partial sum of the parameters' gradients costs more than a thread brings.
const LEAST_ROWS: usize = 4;

/// Each row of `x` brought to mean 0 and variance 1, times `weight`, plus `bias`. `mean` and `rstd` have one value for each row:
/// its mean, and 1 / sqrt(variance + epsilon).
///
/// # Panics
/// If the lengths differ.
pub fn layer_norm(
    x: &[f32],
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
    y: &mut [f32],
    mean: &mut [f32],
    rstd: &mut [f32],
) {
    let (rows, size) = (mean.len(), weight.len());
    assert_eq!([x.len(), y.len()], [rows * size; 2]);
    assert_eq!([bias.len(), rstd.len()], [size, rows]);
    if size == 0 {
        // As TensorFlow.js has the mean of nothing.
        mean.fill(0.0);
        return rstd.fill(1.0 / epsilon.sqrt());
    }
    let piece = piece_size(rows, size * COST, 1);
    let pieces = x
        .chunks(piece * size)
        .zip(y.chunks_mut(piece * size))
        .zip(mean.chunks_mut(piece).zip(rstd.chunks_mut(piece)))
        .map(|((x, y), (mean, rstd))| Forward { x, weight, bias, epsilon, y, mean, rstd })
        .collect();
    run_pieces(pieces, run_widest);
}

/// The gradients with respect to `x`, `weight` and `bias`, of what `layer_norm` made of them.
///
/// # Panics
/// If the lengths differ.
#[allow(clippy::too_many_arguments, reason = "five arrays in, three out")]
pub fn layer_norm_grad(
    dy: &[f32],
    x: &[f32],
    weight: &[f32],
    mean: &[f32],
    rstd: &[f32],
    dx: &mut [f32],
    dweight: &mut [f32],
    dbias: &mut [f32],
) {
    let (rows, size) = (mean.len(), weight.len());
    assert_eq!([x.len(), dy.len(), dx.len()], [rows * size; 3]);
    assert_eq!([rstd.len(), dweight.len(), dbias.len()], [rows, size, size]);
    dweight.fill(0.0);
    dbias.fill(0.0);
    if size == 0 || rows == 0 {
        return;
    }
    let piece = piece_size(rows, size * COST, LEAST_ROWS);
    let mut partial = vec![0.0; rows.div_ceil(piece) * 2 * size];
    let pieces = dy
        .chunks(piece * size)
        .zip(x.chunks(piece * size))
        .zip(mean.chunks(piece).zip(rstd.chunks(piece)))
        .zip(dx.chunks_mut(piece * size).zip(partial.chunks_mut(2 * size)))
        .map(|(((dy, x), (mean, rstd)), (dx, partial))| {
            let (dweight, dbias) = partial.split_at_mut(size);
            Backward { dy, x, weight, mean, rstd, dx, dweight, dbias }
        })
        .collect();
    run_pieces(pieces, run_widest);
    for part in partial.chunks(2 * size) {
        for (sum, &part) in dweight.iter_mut().chain(dbias.iter_mut()).zip(part) {
            *sum += part;
        }
    }
}

struct Forward<'a> {
    x: &'a [f32],
    weight: &'a [f32],
    bias: &'a [f32],
    epsilon: f32,
    y: &'a mut [f32],
    mean: &'a mut [f32],
    rstd: &'a mut [f32],
}

impl Loop for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let size = self.weight.len();
        let rows = self.x.chunks_exact(size).zip(self.y.chunks_exact_mut(size));
        for ((x, y), (mean, rstd)) in rows.zip(self.mean.iter_mut().zip(self.rstd.iter_mut())) {
            let m = sum(x, |x| x) / size as f32;
            let variance = sum(x, |x| (x - m) * (x - m)) / size as f32;
            let r = 1.0 / (variance + self.epsilon).sqrt();
            for ((y, &x), (&weight, &bias)) in y.iter_mut().zip(x).zip(self.weight.iter().zip(self.bias)) {
                *y = ((x - m) * r).mul_add(weight, bias);
            }
            (*mean, *rstd) = (m, r);
        }
    }
}

struct Backward<'a> {
    dy: &'a [f32],
    x: &'a [f32],
    weight: &'a [f32],
    mean: &'a [f32],
    rstd: &'a [f32],
    dx: &'a mut [f32],
    dweight: &'a mut [f32],
    dbias: &'a mut [f32],
}

impl Loop for Backward<'_> {
    type Output = ();

    /// With n = (x - mean) rstd and g = dy weight: dx = rstd (g - mean of g - n times mean of g n).
    #[inline(always)]
    fn run(self) {
        let size = self.weight.len();
        let rows = self.dy.chunks_exact(size).zip(self.x.chunks_exact(size)).zip(self.dx.chunks_exact_mut(size));
        for (((dy, x), dx), (&mean, &rstd)) in rows.zip(self.mean.iter().zip(self.rstd)) {
            let [g, gn] = row_sums(dy, x, self.weight, mean, rstd, self.dweight, self.dbias);
            let (mean_g, mean_gn) = (g / size as f32, gn / size as f32);
            for ((dx, &dy), (&x, &weight)) in dx.iter_mut().zip(dy).zip(x.iter().zip(self.weight)) {
                let n = (x - mean) * rstd;
                *dx = rstd * (n.mul_add(-mean_gn, dy * weight) - mean_g);
            }
        }
    }
}

/// The sums of g and of g n over a row; adds what the row gives to the parameters' gradients.
#[inline(always)]
fn row_sums(
    dy: &[f32],
    x: &[f32],
    weight: &[f32],
    mean: f32,
    rstd: f32,
    dweight: &mut [f32],
    dbias: &mut [f32],
) -> [f32; 2] {
    let (mut g, mut gn) = ([0.0; LANES], [0.0; LANES]);
    let (dys, dy) = dy.as_chunks::<LANES>();
    let (xs, x) = x.as_chunks::<LANES>();
    let (weights, weight) = weight.as_chunks::<LANES>();
    let (dweights, dweight) = dweight.as_chunks_mut::<LANES>();
    let (dbiases, dbias) = dbias.as_chunks_mut::<LANES>();
    for (((dy, x), weight), (dweight, dbias)) in dys.iter().zip(xs).zip(weights).zip(dweights.iter_mut().zip(dbiases)) {
        block_sums(dy, x, weight, mean, rstd, dweight, dbias, &mut g, &mut gn);
    }
    block_sums(dy, x, weight, mean, rstd, dweight, dbias, &mut g, &mut gn);
    [total(g), total(gn)]
}

#[inline(always)]
#[allow(clippy::too_many_arguments, reason = "the body of the loop above")]
fn block_sums(
    dy: &[f32],
    x: &[f32],
    weight: &[f32],
    mean: f32,
    rstd: f32,
    dweight: &mut [f32],
    dbias: &mut [f32],
    g: &mut Lanes,
    gn: &mut Lanes,
) {
    for lane in 0..dy.len() {
        let n = (x[lane] - mean) * rstd;
        let dyw = dy[lane] * weight[lane];
        g[lane] += dyw;
        gn[lane] = dyw.mul_add(n, gn[lane]);
        dweight[lane] = dy[lane].mul_add(n, dweight[lane]);
        dbias[lane] += dy[lane];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layer_norm_of_a_row_is_its_standard_scores_times_weight_plus_bias() {
        let (mut y, mut mean, mut rstd) = ([0.0; 4], [0.0], [0.0]);
        layer_norm(&[1.0, 3.0, 1.0, 3.0], &[2.0; 4], &[1.0; 4], 0.0, &mut y, &mut mean, &mut rstd);
        assert_eq!((y, mean, rstd), ([-1.0, 3.0, -1.0, 3.0], [2.0], [1.0]));
    }
}
