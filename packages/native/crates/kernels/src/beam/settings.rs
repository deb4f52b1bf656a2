//! How tokens are chosen. The TypeScript interface `DecodingSettings` says what each setting means; here all of them have a value.

/// When a search of several beams ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlyStopping {
    /// When enough hypotheses have finished.
    Yes,
    /// When the best beam cannot beat the worst of them at its present length.
    No,
    /// When it could not at any length.
    Never,
}

/// What the sum of log-probabilities is divided by a power of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthRule {
    /// Generated tokens.
    Generated,
    /// Prompt and generated tokens without the EOS.
    Sequence,
    /// (5 + generated) / 6.
    Gnmt,
}

/// All settings.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Settings {
    pub num_beams: usize,
    pub num_beam_groups: usize,
    pub diversity_penalty: f64,
    pub do_sample: bool,
    pub num_return_sequences: usize,
    pub max_new_tokens: usize,
    pub min_length: usize,
    pub min_new_tokens: usize,
    pub eos_token_ids: Vec<u32>,
    pub early_stopping: EarlyStopping,
    pub length_penalty: f64,
    pub length_rule: LengthRule,
    pub patience: f64,
    /// Phrases, each with alternatives.
    pub force_words_ids: Vec<Vec<Vec<u32>>>,
    pub sequence_bias: Vec<(Vec<u32>, f64)>,
    pub repetition_penalty: f64,
    pub no_repeat_ngram_size: usize,
    pub bad_words_ids: Vec<Vec<u32>>,
    pub forced_bos_token_id: Option<u32>,
    pub forced_eos_token_ids: Vec<u32>,
    pub exponential_decay_length_penalty: Option<(usize, f64)>,
    pub suppress_tokens: Vec<u32>,
    pub begin_suppress_tokens: Vec<u32>,
    pub temperature: f64,
    pub top_h: Option<f64>,
    pub top_k: usize,
    pub top_p: f64,
    pub min_p: f64,
    pub typical_p: f64,
    pub epsilon_cutoff: f64,
    pub eta_cutoff: f64,
    pub renormalize_logits: bool,
}

impl Settings {
    /// Beams of a group.
    pub(crate) fn width(&self) -> usize {
        self.num_beams / self.num_beam_groups
    }

    /// How many finished sequences of a group are kept.
    pub(crate) fn pool_size(&self) -> usize {
        if self.early_stopping != EarlyStopping::Yes {
            return self.width();
        }
        // Halves go up, as in JavaScript.
        ((self.width() as f64 * self.patience + 0.5).floor() as usize).max(1)
    }

    /// How many tokens a filter leaves at least: so many that beams can go on beside every EOS.
    pub(crate) fn least_tokens(&self) -> usize {
        if self.num_beams == 1 { 1 } else { (self.eos_token_ids.len() + 1).max(2) }
    }

    /// # Panics
    /// If a token is not of the vocabulary, or a number that things are divided by is 0.
    pub(crate) fn check(&self, vocab_size: usize) {
        assert!(self.num_beams > 0 && self.num_beam_groups > 0 && self.num_return_sequences > 0);
        assert!(self.num_beams.is_multiple_of(self.num_beam_groups));
        let phrases = self.force_words_ids.iter().flatten().flatten();
        let biased = self.sequence_bias.iter().flat_map(|(ids, _)| ids);
        let banned = self.bad_words_ids.iter().flatten();
        let plain =
            [&self.eos_token_ids, &self.forced_eos_token_ids, &self.suppress_tokens, &self.begin_suppress_tokens];
        let single = plain.into_iter().flatten().chain(&self.forced_bos_token_id);
        assert!(phrases.chain(biased).chain(banned).chain(single).all(|&id| (id as usize) < vocab_size));
        let lists = self.sequence_bias.iter().map(|(ids, _)| ids).chain(&self.bad_words_ids);
        assert!(lists.chain(self.force_words_ids.iter().flatten()).all(|ids| !ids.is_empty()));
        assert!(self.force_words_ids.iter().all(|phrase| !phrase.is_empty()));
    }
}
