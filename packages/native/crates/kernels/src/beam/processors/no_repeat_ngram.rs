//! No run of tokens twice.

use super::Sequence;

/// Bans every token that followed the last `size - 1` tokens before; with size 1 every token seen. Padding counts.
pub(super) fn ban_repeated_ngrams(scores: &mut [f32], sequence: Sequence<'_>, size: usize) {
    let tokens = sequence.tokens;
    let Some(start) = tokens.len().checked_sub(size - 1) else { return };
    let prefix = &tokens[start..];
    for ngram in tokens.windows(size) {
        if ngram.starts_with(prefix) {
            scores[ngram[size - 1] as usize] = f32::NEG_INFINITY;
        }
    }
}
