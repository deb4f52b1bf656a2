//! What the searches of prompts share: sequences that go on, and sequences that have ended.

use super::settings::Settings;

/// Why a sequence ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinishReason {
    /// With an EOS.
    Eos,
    /// At a stop text.
    Stop,
    /// At the largest number of tokens.
    Length,
}

/// A finished sequence; see `Hypothesis` in TypeScript.
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// Its prompt.
    pub item: usize,
    /// Generated tokens.
    pub tokens: Vec<u32>,
    /// One for each token.
    pub log_probs: Vec<f32>,
    /// The beam that each token was chosen from.
    pub beam_indices: Vec<u32>,
    /// Nothing where there is one beam.
    pub score: Option<f32>,
    /// Why it ended.
    pub reason: FinishReason,
}

/// A sequence that goes on.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    /// Padding, prompt, generated tokens.
    pub(crate) tokens: Vec<u32>,
    pub(crate) log_probs: Vec<f32>,
    pub(crate) beam_indices: Vec<u32>,
    /// Sum of the log-probabilities, added up in single precision.
    pub(crate) score: f32,
    /// The row of logits that its next token is chosen by.
    pub(crate) row: usize,
}

impl Live {
    /// One more token.
    pub(crate) fn extended(&self, token: u32, log_prob: f32, beam: usize, score: f32) -> Self {
        let mut next = self.clone();
        next.tokens.push(token);
        next.log_probs.push(log_prob);
        next.beam_indices.push(beam as u32);
        next.score = score;
        next
    }

    /// The sequence as it ended, behind a prompt of so many tokens.
    pub(crate) fn finished(self, item: usize, prompt: usize, score: Option<f32>, reason: FinishReason) -> Hypothesis {
        let tokens = self.tokens[prompt..].to_vec();
        Hypothesis { item, tokens, log_probs: self.log_probs, beam_indices: self.beam_indices, score, reason }
    }
}

/// What a search begins with.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// The prompt's number in the batch.
    pub(crate) item: usize,
    /// Padding and prompt.
    pub(crate) tokens: Vec<u32>,
    /// How many of them are padding.
    pub(crate) padding: usize,
    /// Key of the random numbers.
    pub(crate) key: [u32; 2],
}

/// What a step knows beyond a search.
pub(crate) struct StepContext<'a> {
    pub(crate) settings: &'a Settings,
    /// [rows, vocab_size]
    pub(crate) logits: &'a [f32],
    /// The largest logit of each row.
    pub(crate) maxima: &'a [f32],
    pub(crate) vocab_size: usize,
    /// The tokens allowed for each row, or nothing for any.
    pub(crate) allowed: Option<super::Allowed<'a>>,
    /// Tokens that earlier groups of the same prompt have chosen in this step, and how often.
    pub(crate) chosen: &'a [(u32, usize)],
}

impl<'a> StepContext<'a> {
    pub(crate) fn row(&self, row: usize) -> &'a [f32] {
        &self.logits[row * self.vocab_size..][..self.vocab_size]
    }

    pub(crate) fn allowed_in(&self, row: usize) -> Option<&'a [i32]> {
        self.allowed.map(|allowed| allowed.of_row(row))
    }
}

/// Why a sequence ends with its latest token, or nothing where it goes on.
pub(crate) fn end_of(token: u32, generated: usize, is_stopped: bool, settings: &Settings) -> Option<FinishReason> {
    if settings.eos_token_ids.contains(&token) {
        return Some(FinishReason::Eos);
    }
    if is_stopped {
        return Some(FinishReason::Stop);
    }
    (generated >= settings.max_new_tokens).then_some(FinishReason::Length)
}
