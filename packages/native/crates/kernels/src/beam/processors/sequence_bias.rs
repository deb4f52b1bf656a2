//! Biases of tokens that would complete a sequence; a banned one is a bias of -infinity.

use super::Sequence;

/// Adds each bias to the last token of its sequence where the tokens before it are the last ones of `sequence`. Sequences longer than what
/// stands already are passed over.
pub(super) fn add_sequence_bias(scores: &mut [f32], sequence: Sequence<'_>, biases: &[(Vec<u32>, f64)]) {
    for (ids, bias) in biases {
        add(scores, sequence.tokens, ids, *bias as f32);
    }
}

/// Bans the last token of each sequence whose other tokens stand already; one that is an EOS alone is passed over.
pub(super) fn ban_sequences(scores: &mut [f32], sequence: Sequence<'_>, banned: &[Vec<u32>], eos: &[u32]) {
    for ids in banned {
        if !(ids.len() == 1 && eos.contains(&ids[0])) {
            add(scores, sequence.tokens, ids, f32::NEG_INFINITY);
        }
    }
}

fn add(scores: &mut [f32], tokens: &[u32], ids: &[u32], bias: f32) {
    let (&last, before) = ids.split_last().expect("a sequence has a token");
    if before.is_empty() || (ids.len() <= tokens.len() && tokens.ends_with(before)) {
        scores[last as usize] += bias;
    }
}
