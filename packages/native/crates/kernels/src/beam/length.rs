//! The length that a sum of log-probabilities is divided by.

use super::search::FinishReason;
use super::settings::{LengthRule, Settings};

/// What the score of a sequence is divided by; `prompt` counts no padding.
pub(crate) fn length_divisor(
    settings: &Settings,
    prompt: usize,
    generated: usize,
    reason: Option<FinishReason>,
) -> f64 {
    let length = match settings.length_rule {
        LengthRule::Generated => generated as f64,
        LengthRule::Sequence => (prompt + generated - usize::from(reason == Some(FinishReason::Eos))) as f64,
        LengthRule::Gnmt => (5 + generated) as f64 / 6.0,
    };
    length.powf(settings.length_penalty)
}
