//! All processors of scores, in the order of transformers.

mod cutoffs;
mod exponential_decay;
mod min_p;
mod no_repeat_ngram;
mod ranked;
mod repetition_penalty;
mod sequence;
mod sequence_bias;
mod top_h;
mod top_k;
mod top_p;
mod typical;

pub(crate) use sequence::Sequence;

use super::settings::Settings;
use super::softmax;
use sequence::{ban, ban_others};

/// Changes the scores of a sequence's next token as the settings say.
pub(crate) fn process_scores(scores: &mut [f32], sequence: Sequence<'_>, settings: &Settings) {
    apply_rules(scores, sequence, settings);
    if settings.do_sample && scores.iter().any(|&score| score > f32::NEG_INFINITY) {
        filter_distribution(scores, settings);
    }
    if settings.renormalize_logits {
        softmax::renormalize(scores);
    }
}

/// What looks at the sequence so far.
fn apply_rules(scores: &mut [f32], sequence: Sequence<'_>, settings: &Settings) {
    let eos = &settings.eos_token_ids;
    let length = sequence.tokens.len();
    let generated = length - sequence.prompt_length;
    sequence_bias::add_sequence_bias(scores, sequence, &settings.sequence_bias);
    if settings.repetition_penalty != 1.0 {
        repetition_penalty::penalize_repetition(scores, sequence, settings.repetition_penalty);
    }
    if settings.no_repeat_ngram_size > 0 {
        no_repeat_ngram::ban_repeated_ngrams(scores, sequence, settings.no_repeat_ngram_size);
    }
    sequence_bias::ban_sequences(scores, sequence, &settings.bad_words_ids, eos);
    if length < settings.min_length || generated < settings.min_new_tokens {
        ban(scores, eos);
    }
    if let Some(allowed) = sequence.allowed {
        ban_others(scores, allowed.iter().map(|&token| token as u32));
    }
    if let Some(bos) = settings.forced_bos_token_id
        && length == 1
    {
        force(scores, &[bos]);
    }
    if !settings.forced_eos_token_ids.is_empty() && generated + 1 == settings.max_new_tokens {
        force(scores, &settings.forced_eos_token_ids);
    }
    if let Some((start, factor)) = settings.exponential_decay_length_penalty {
        exponential_decay::raise_eos(scores, generated, start, factor, eos);
    }
    ban(scores, &settings.suppress_tokens);
    // Behind a forced first token the one after it counts as the first.
    let is_forced = settings.forced_bos_token_id.is_some() && sequence.prompt_length == 1;
    if generated == usize::from(is_forced) {
        ban(scores, &settings.begin_suppress_tokens);
    }
}

/// What looks at the scores alone, where tokens are drawn.
fn filter_distribution(scores: &mut [f32], settings: &Settings) {
    let least = settings.least_tokens();
    if settings.temperature != 1.0 {
        let divisor = settings.temperature as f32;
        for score in scores.iter_mut() {
            *score /= divisor;
        }
    }
    if let Some(share) = settings.top_h {
        top_h::keep_top_h(scores, share);
    }
    if settings.top_k > 0 {
        top_k::keep_top_k(scores, settings.top_k.max(least));
    }
    if settings.top_p < 1.0 {
        top_p::keep_nucleus(scores, settings.top_p, least);
    }
    if settings.min_p > 0.0 {
        min_p::keep_min_p(scores, settings.min_p, least);
    }
    if settings.typical_p < 1.0 {
        typical::keep_typical(scores, settings.typical_p, least);
    }
    if settings.epsilon_cutoff > 0.0 {
        cutoffs::cut_epsilon(scores, settings.epsilon_cutoff, least);
    }
    if settings.eta_cutoff > 0.0 {
        cutoffs::cut_eta(scores, settings.eta_cutoff, least);
    }
}

fn force(scores: &mut [f32], tokens: &[u32]) {
    scores.fill(f32::NEG_INFINITY);
    for &token in tokens {
        scores[token as usize] = 0.0;
    }
}
