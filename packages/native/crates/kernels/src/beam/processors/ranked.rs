//! Tokens in the order of their scores, with their probabilities: what the filters of a distribution walk along.

use crate::beam::softmax::Normalizer;

/// Which of two tokens with equal scores comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ties {
    Lower,
    Higher,
}

/// The tokens that are not banned.
pub(super) struct Ranked {
    /// Best first.
    pub(super) tokens: Vec<u32>,
    normalizer: Normalizer,
}

impl Ranked {
    pub(super) fn of(scores: &[f32], ties: Ties) -> Self {
        let mut keys: Vec<u64> = scores
            .iter()
            .enumerate()
            .filter(|&(_, &score)| score > f32::NEG_INFINITY)
            .map(|(token, &score)| {
                let token = token as u32;
                let low = if ties == Ties::Lower { token } else { !token };
                u64::from(!ascending(score)) << 32 | u64::from(low)
            })
            .collect();
        keys.sort_unstable();
        let token = |key: u64| if ties == Ties::Lower { key as u32 } else { !(key as u32) };
        Self { tokens: keys.into_iter().map(token).collect(), normalizer: Normalizer::of(scores) }
    }

    pub(super) fn probability(&self, score: f32) -> f64 {
        self.normalizer.probability(score)
    }

    pub(super) fn log_probability(&self, score: f32) -> f32 {
        self.normalizer.log_probability(score)
    }

    /// Minus the sum of p ln p.
    pub(super) fn entropy(&self, scores: &[f32]) -> f64 {
        self.tokens.iter().fold(0.0, |sum, &token| sum - self.entropy_term(scores[token as usize]))
    }

    /// p ln p.
    pub(super) fn entropy_term(&self, score: f32) -> f64 {
        self.probability(score) * f64::from(self.log_probability(score))
    }
}

/// Bits that are ordered as the numbers are, 0 and -0 alike.
fn ascending(score: f32) -> u32 {
    let bits = (score + 0.0).to_bits();
    if bits >> 31 == 0 { bits | 0x8000_0000 } else { !bits }
}
