//! The repetition penalty of Keskar et al. (arXiv 1909.05858).

use super::Sequence;

/// Multiplies scores below 0 and divides the others, once for each token that the sequence holds; padding does not count.
pub(super) fn penalize_repetition(scores: &mut [f32], sequence: Sequence<'_>, penalty: f64) {
    let factor = penalty as f32;
    let mut seen = sequence.tokens[sequence.padding..].to_vec();
    seen.sort_unstable();
    seen.dedup();
    for token in seen {
        let score = &mut scores[token as usize];
        *score = if *score < 0.0 { *score * factor } else { *score / factor };
    }
}
