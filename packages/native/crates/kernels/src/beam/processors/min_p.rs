//! Min-p sampling (arXiv 2407.01082).

use super::ranked::{Ranked, Ties};

/// Bans what has less than `share` of the likeliest token's probability; the `least` best stay.
pub(super) fn keep_min_p(scores: &mut [f32], share: f64, least: usize) {
    let ranked = Ranked::of(scores, Ties::Lower);
    let threshold = share * ranked.probability(scores[ranked.tokens[0] as usize]);
    for &token in ranked.tokens.iter().skip(least) {
        let score = &mut scores[token as usize];
        if ranked.probability(*score) < threshold {
            *score = f32::NEG_INFINITY;
        }
    }
}
