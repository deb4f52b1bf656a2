//! Nucleus sampling (arXiv 1904.09751).

use super::ranked::{Ranked, Ties};
use super::sequence::ban;

/// Keeps the fewest likeliest tokens with at least the probability `mass`, and at least `least` tokens. Of equal ones the higher tokens are
/// kept first, as transformers' ascending sort has it.
pub(super) fn keep_nucleus(scores: &mut [f32], mass: f64, least: usize) {
    let ranked = Ranked::of(scores, Ties::Higher);
    let mut reached = 0.0;
    let mut kept = 0;
    while kept < ranked.tokens.len() && (reached < mass || kept < least) {
        reached += ranked.probability(scores[ranked.tokens[kept] as usize]);
        kept += 1;
    }
    ban(scores, &ranked.tokens[kept..]);
}
