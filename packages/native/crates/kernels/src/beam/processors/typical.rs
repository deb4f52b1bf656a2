//! Locally typical sampling (arXiv 2202.00666).

use std::cmp::Ordering;

use super::ranked::{Ranked, Ties};

/// Keeps the tokens whose information is nearest to the entropy, up to the one that brings their probability to `mass`, with all that are as near,
/// and at least `least` tokens.
pub(super) fn keep_typical(scores: &mut [f32], mass: f64, least: usize) {
    let ranked = Ranked::of(scores, Ties::Lower);
    let mean = ranked.entropy(scores);
    let distance = |token: u32| (-f64::from(ranked.log_probability(scores[token as usize])) - mean).abs() as f32;
    let mut nearest: Vec<(f32, u32)> = ranked.tokens.iter().map(|&token| (distance(token), token)).collect();
    nearest.sort_unstable_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal).then(a.1.cmp(&b.1)));
    let probability = |place: usize| ranked.probability(scores[nearest[place].1 as usize]);
    let mut last = 0;
    let mut reached = probability(0);
    while reached < mass && last + 1 < nearest.len() {
        last += 1;
        reached += probability(last);
    }
    let furthest = nearest[last].0;
    for &(distance, token) in nearest.iter().skip(least) {
        if distance > furthest {
            scores[token as usize] = f32::NEG_INFINITY;
        }
    }
}
