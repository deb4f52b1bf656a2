//! Truncation by absolute probability: epsilon and eta sampling (arXiv 2210.15191).

use super::ranked::{Ranked, Ties};

/// Bans what has a probability below `epsilon`; what scores no less than the `least`-th best stays.
pub(super) fn cut_epsilon(scores: &mut [f32], epsilon: f64, least: usize) {
    let ranked = Ranked::of(scores, Ties::Lower);
    cut(scores, &ranked, epsilon, least);
}

/// As `cut_epsilon`, with the threshold sqrt(eta) e^-entropy where that is lower.
pub(super) fn cut_eta(scores: &mut [f32], eta: f64, least: usize) {
    let ranked = Ranked::of(scores, Ties::Lower);
    let threshold = eta.min(eta.sqrt() * (-ranked.entropy(scores)).exp());
    cut(scores, &ranked, threshold, least);
}

fn cut(scores: &mut [f32], ranked: &Ranked, threshold: f64, least: usize) {
    let safe = scores[ranked.tokens[least.min(ranked.tokens.len()) - 1] as usize];
    for &token in &ranked.tokens {
        let score = &mut scores[token as usize];
        if ranked.probability(*score) < threshold && *score < safe {
            *score = f32::NEG_INFINITY;
        }
    }
}
