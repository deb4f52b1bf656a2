//! The k likeliest tokens.

use std::cmp::Ordering;

/// Bans what scores below the `count`-th best; ties with that stay.
pub(super) fn keep_top_k(scores: &mut [f32], count: usize) {
    if count >= scores.len() {
        return;
    }
    let mut ordered = scores.to_vec();
    let (_, &mut least, _) =
        ordered.select_nth_unstable_by(count - 1, |a, b| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    for score in scores {
        *score = if *score < least { f32::NEG_INFINITY } else { *score };
    }
}
