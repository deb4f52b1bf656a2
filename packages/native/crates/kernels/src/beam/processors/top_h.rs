//! Entropy-bounded sampling (arXiv 2509.02510).

use super::ranked::{Ranked, Ties};
use super::sequence::ban_others;

/// How many of the likeliest tokens make the entropy that is shared out.
const COUNTED: usize = 100;

/// Keeps the likeliest tokens as long as their part of the entropy is at most `share` of that of the 100 likeliest; the first always.
pub(super) fn keep_top_h(scores: &mut [f32], share: f64) {
    let all = Ranked::of(scores, Ties::Lower);
    ban_others(scores, all.tokens.into_iter().take(COUNTED));
    let ranked = Ranked::of(scores, Ties::Lower);
    let most = share * ranked.entropy(scores);
    let mut kept = 0;
    let mut reached = 0.0;
    for &token in &ranked.tokens {
        reached -= ranked.entropy_term(scores[token as usize]);
        if kept > 0 && reached > most {
            break;
        }
        kept += 1;
    }
    ban_others(scores, ranked.tokens.into_iter().take(kept));
}
