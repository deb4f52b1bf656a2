//! What processors see of a sequence under way.

/// A sequence whose next token is to be chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sequence<'a> {
    /// Padding, prompt, generated tokens.
    pub(crate) tokens: &'a [u32],
    /// How many of them are padding, at the left.
    pub(crate) padding: usize,
    /// How many of them are padding and prompt.
    pub(crate) prompt_length: usize,
    /// The only tokens that it may go on with, or nothing for any.
    pub(crate) allowed: Option<&'a [i32]>,
}

/// Sets the scores of these tokens to -infinity.
pub(super) fn ban(scores: &mut [f32], tokens: &[u32]) {
    for &token in tokens {
        scores[token as usize] = f32::NEG_INFINITY;
    }
}

/// Sets the scores of all tokens but these to -infinity.
pub(super) fn ban_others(scores: &mut [f32], tokens: impl Iterator<Item = u32>) {
    let kept: Vec<(usize, f32)> = tokens.map(|token| (token as usize, scores[token as usize])).collect();
    scores.fill(f32::NEG_INFINITY);
    for (token, score) in kept {
        scores[token] = score;
    }
}
