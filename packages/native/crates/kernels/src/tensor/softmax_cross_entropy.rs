//! The cross-entropy of softmax(logits) against class ids, row by row, and its gradient.

use rayon::prelude::*;

use super::lanes::{LANES, sum};
use super::math;
use super::split::{for_pieces, least_pieces};
use crate::vectors::{Loop, run_widest};

/// What one logit costs, in operations.
const COST: usize = 12;
/// Rows of one piece of work hold about so many logits.
const PIECE: usize = 1 << 14;

/// `losses[row] = log_sum_exp[row] - logits[row][ids[row]]`, for logits [rows, classes].
///
/// # Panics
/// If lengths do not fit, or an id is no class.
pub fn softmax_cross_entropy(logits: &[f32], ids: &[i32], classes: usize, losses: &mut [f32], log_sum_exp: &mut [f32]) {
    let rows = ids.len();
    assert_eq!(logits.len(), rows * classes);
    assert_eq!((losses.len(), log_sum_exp.len()), (rows, rows));
    if rows == 0 {
        return;
    }
    let each = (PIECE / classes.max(1)).max(1);
    losses
        .par_chunks_mut(each)
        .zip(log_sum_exp.par_chunks_mut(each))
        .zip(logits.par_chunks(each * classes).zip(ids.par_chunks(each)))
        .with_min_len(least_pieces(rows.div_ceil(each), logits.len() * COST))
        .for_each(|((losses, log_sum_exp), (logits, ids))| {
            for (row, &id) in ids.iter().enumerate() {
                let logits = &logits[row * classes..][..classes];
                log_sum_exp[row] = run_widest(LogSumExp { logits });
                losses[row] = log_sum_exp[row] - logits[id as usize];
            }
        });
}

/// (softmax(logits) - one-hot(ids)) * `d_losses`, from the forward pass's `log_sum_exp`.
///
/// # Panics
/// If lengths do not fit, or an id is no class.
pub fn softmax_cross_entropy_grad(
    d_losses: &[f32],
    logits: &[f32],
    ids: &[i32],
    log_sum_exp: &[f32],
    d_logits: &mut [f32],
) {
    let rows = ids.len();
    assert_eq!(logits.len(), d_logits.len());
    assert_eq!((d_losses.len(), log_sum_exp.len()), (rows, rows));
    if d_logits.is_empty() {
        return;
    }
    let classes = logits.len() / rows;
    assert_eq!(logits.len(), rows * classes);
    for_pieces(d_logits, classes, classes * COST, |first, piece| {
        for (index, d_logits) in piece.chunks_exact_mut(classes).enumerate() {
            let row = first + index;
            let logits = &logits[row * classes..][..classes];
            run_widest(Grad { logits, log_sum_exp: log_sum_exp[row], d_loss: d_losses[row], d_logits });
            d_logits[ids[row] as usize] -= d_losses[row];
        }
    });
}

/// ln(sum of e^logits), by the largest.
struct LogSumExp<'a> {
    logits: &'a [f32],
}

impl Loop for LogSumExp<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        let (blocks, rest) = self.logits.as_chunks::<LANES>();
        let mut largest = [f32::NEG_INFINITY; LANES];
        for block in blocks {
            for (largest, &logit) in largest.iter_mut().zip(block) {
                *largest = if logit > *largest { logit } else { *largest };
            }
        }
        let largest = largest.iter().chain(rest).fold(f32::NEG_INFINITY, |a, &b| a.max(b));
        // Infinite logits decide alone; without this they would be subtracted from themselves.
        let shift = if largest.is_finite() { largest } else { 0.0 };
        shift + math::ln(sum(self.logits, |logit| math::exp(logit - shift)))
    }
}

struct Grad<'a> {
    logits: &'a [f32],
    log_sum_exp: f32,
    d_loss: f32,
    d_logits: &'a mut [f32],
}

impl Loop for Grad<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (out, &logit) in self.d_logits.iter_mut().zip(self.logits) {
            *out = math::exp(logit - self.log_sum_exp) * self.d_loss;
        }
    }
}
