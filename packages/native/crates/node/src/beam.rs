//! Exports for decoding: a decoder that TypeScript pulls, a step at a time. Logits are read where they lie.

use kernels::beam::{self, Allowed, Candidates, EarlyStopping, FinishReason, LengthRule, Prompts, Settings, Step};
use napi::bindgen_prelude::{Either, Float32Array, Int32Array, Result};
use napi_derive::napi;

use crate::options::invalid;
use crate::tensor::views::{Bools, Floats, Ints, lend};

/// See `DecodingSettings` in TypeScript.
#[napi(object)]
#[allow(missing_docs)]
pub struct DecodingOptions {
    pub num_beams: u32,
    pub num_beam_groups: u32,
    pub diversity_penalty: f64,
    pub do_sample: bool,
    pub num_return_sequences: u32,
    pub max_new_tokens: u32,
    pub min_length: u32,
    pub min_new_tokens: u32,
    pub eos_token_ids: Vec<u32>,
    /// `true`, `false` or `never`.
    pub early_stopping: String,
    pub length_penalty: f64,
    pub length_rule: String,
    pub patience: f64,
    pub force_words_ids: Vec<Vec<Vec<u32>>>,
    pub sequence_bias: Vec<BiasOptions>,
    pub repetition_penalty: f64,
    pub no_repeat_ngram_size: u32,
    pub bad_words_ids: Vec<Vec<u32>>,
    pub forced_bos_token_id: Option<u32>,
    pub forced_eos_token_ids: Vec<u32>,
    pub exponential_decay_length_penalty: Option<DecayOptions>,
    pub suppress_tokens: Vec<u32>,
    pub begin_suppress_tokens: Vec<u32>,
    pub temperature: f64,
    pub top_h: Option<f64>,
    pub top_k: u32,
    pub top_p: f64,
    pub min_p: f64,
    pub typical_p: f64,
    pub epsilon_cutoff: f64,
    pub eta_cutoff: f64,
    pub renormalize_logits: bool,
}

/// A bias of a sequence.
#[napi(object)]
pub struct BiasOptions {
    /// The sequence.
    pub tokens: Vec<u32>,
    /// What is added to the score of its last token.
    pub bias: f64,
}

/// A growing pull towards the end.
#[napi(object)]
pub struct DecayOptions {
    /// Generated tokens before it.
    pub start: u32,
    /// How it grows.
    pub factor: f64,
}

impl TryFrom<DecodingOptions> for Settings {
    type Error = napi::Error;

    fn try_from(options: DecodingOptions) -> Result<Self> {
        Ok(Self {
            num_beams: options.num_beams as usize,
            num_beam_groups: options.num_beam_groups as usize,
            diversity_penalty: options.diversity_penalty,
            do_sample: options.do_sample,
            num_return_sequences: options.num_return_sequences as usize,
            max_new_tokens: options.max_new_tokens as usize,
            min_length: options.min_length as usize,
            min_new_tokens: options.min_new_tokens as usize,
            eos_token_ids: options.eos_token_ids,
            early_stopping: match options.early_stopping.as_str() {
                "true" => EarlyStopping::Yes,
                "false" => EarlyStopping::No,
                "never" => EarlyStopping::Never,
                _ => return Err(invalid("early stopping is one of true, false, never")),
            },
            length_penalty: options.length_penalty,
            length_rule: match options.length_rule.as_str() {
                "generated" => LengthRule::Generated,
                "sequence" => LengthRule::Sequence,
                "gnmt" => LengthRule::Gnmt,
                _ => return Err(invalid("the length rule is one of generated, sequence, gnmt")),
            },
            patience: options.patience,
            force_words_ids: options.force_words_ids,
            sequence_bias: options.sequence_bias.into_iter().map(|bias| (bias.tokens, bias.bias)).collect(),
            repetition_penalty: options.repetition_penalty,
            no_repeat_ngram_size: options.no_repeat_ngram_size as usize,
            bad_words_ids: options.bad_words_ids,
            forced_bos_token_id: options.forced_bos_token_id,
            forced_eos_token_ids: options.forced_eos_token_ids,
            exponential_decay_length_penalty: options
                .exponential_decay_length_penalty
                .map(|decay| (decay.start as usize, decay.factor)),
            suppress_tokens: options.suppress_tokens,
            begin_suppress_tokens: options.begin_suppress_tokens,
            temperature: options.temperature,
            top_h: options.top_h,
            top_k: options.top_k as usize,
            top_p: options.top_p,
            min_p: options.min_p,
            typical_p: options.typical_p,
            epsilon_cutoff: options.epsilon_cutoff,
            eta_cutoff: options.eta_cutoff,
            renormalize_logits: options.renormalize_logits,
        })
    }
}

/// See `DecodingCandidates` in TypeScript.
#[napi(object)]
pub struct DecodingCandidates {
    /// The row that each goes on from.
    pub parents: Int32Array,
    /// Its token.
    pub tokens: Int32Array,
}

impl From<Candidates> for DecodingCandidates {
    fn from(candidates: Candidates) -> Self {
        Self { parents: candidates.parents.into(), tokens: candidates.tokens.into() }
    }
}

/// See `DecodingStep` in TypeScript.
#[napi(object)]
pub struct DecodingStep {
    /// The latest token of each row.
    pub tokens: Int32Array,
    /// The row that each goes on from.
    pub parents: Int32Array,
    /// The prompt that each belongs to.
    pub items: Int32Array,
    /// Sum of log-probabilities.
    pub scores: Float32Array,
}

impl From<Step> for DecodingStep {
    fn from(step: Step) -> Self {
        Self {
            tokens: step.tokens.into(),
            parents: step.parents.into(),
            items: step.items.into(),
            scores: step.scores.into(),
        }
    }
}

/// See `DecodingRefusal` in TypeScript.
#[napi(object)]
pub struct DecodingRefusal {
    /// Stable code.
    pub refused: String,
    /// The row.
    pub row: u32,
}

impl From<beam::Refusal> for DecodingRefusal {
    fn from(refusal: beam::Refusal) -> Self {
        Self { refused: refusal.code().to_owned(), row: refusal.row() as u32 }
    }
}

/// See `Hypothesis` in TypeScript.
#[napi(object)]
pub struct Hypothesis {
    /// Its prompt.
    pub item: u32,
    /// Generated tokens.
    pub tokens: Int32Array,
    /// One for each token.
    pub log_probs: Float32Array,
    /// The beam that each token was chosen from.
    pub beam_indices: Int32Array,
    /// Absent where there is one beam.
    pub score: Option<f64>,
    /// `eos`, `stop` or `length`.
    pub reason: String,
}

impl From<beam::Hypothesis> for Hypothesis {
    fn from(hypothesis: beam::Hypothesis) -> Self {
        Self {
            item: hypothesis.item as u32,
            tokens: signed(hypothesis.tokens).into(),
            log_probs: hypothesis.log_probs.into(),
            beam_indices: signed(hypothesis.beam_indices).into(),
            score: hypothesis.score.map(f64::from),
            reason: match hypothesis.reason {
                FinishReason::Eos => "eos",
                FinishReason::Stop => "stop",
                FinishReason::Length => "length",
            }
            .to_owned(),
        }
    }
}

fn signed(values: Vec<u32>) -> Vec<i32> {
    values.into_iter().map(|value| value as i32).collect()
}

/// Sequences under way. Tokens allowed for each row are two arrays, both empty where all are.
#[napi]
pub struct Decoder {
    decoder: beam::Decoder,
}

#[napi]
impl Decoder {
    /// Starts to decode prompts [batch, length].
    #[napi(factory, catch_unwind)]
    pub fn start(
        vocab_size: u32,
        length: u32,
        tokens: Ints,
        padding: Ints,
        options: DecodingOptions,
        key: Vec<u32>,
    ) -> Result<Self> {
        let &[low, high] = key.as_slice() else { return Err(invalid("a key is two words")) };
        let ([tokens, padding], []) = lend([&tokens, &padding], [])?;
        let prompts = Prompts { tokens, length: length as usize, padding };
        let decoder = beam::Decoder::new(vocab_size as usize, prompts, options.try_into()?, [low, high]);
        Ok(Self { decoder })
    }

    /// Rows that the next logits are for.
    #[napi(getter, catch_unwind)]
    pub fn rows(&self) -> u32 {
        self.decoder.rows() as u32
    }

    /// One step.
    #[napi(catch_unwind)]
    pub fn advance(
        &mut self,
        logits: Floats,
        offsets: Ints,
        ids: Ints,
    ) -> Result<Either<DecodingStep, DecodingRefusal>> {
        let ([logits], []) = lend([&logits], [])?;
        let ([offsets, ids], []) = lend([&offsets, &ids], [])?;
        Ok(either(self.decoder.advance(logits, allowed(offsets, ids))))
    }

    /// The first half of a step.
    #[napi(catch_unwind)]
    pub fn propose(
        &mut self,
        logits: Floats,
        offsets: Ints,
        ids: Ints,
    ) -> Result<Either<DecodingCandidates, DecodingRefusal>> {
        let ([logits], []) = lend([&logits], [])?;
        let ([offsets, ids], []) = lend([&offsets, &ids], [])?;
        Ok(either(self.decoder.propose(logits, allowed(offsets, ids))))
    }

    /// The second half.
    #[napi(catch_unwind)]
    pub fn accept(&mut self, stopped: Bools) -> Result<DecodingStep> {
        let ([stopped], []) = lend([&stopped], [])?;
        let stopped: Vec<bool> = stopped.iter().map(|&stopped| stopped != 0).collect();
        Ok(self.decoder.accept(&stopped).into())
    }

    /// Scores of the next tokens.
    #[napi(catch_unwind)]
    pub fn scores(&self, logits: Floats, offsets: Ints, ids: Ints) -> Result<Either<Float32Array, DecodingRefusal>> {
        let ([logits], []) = lend([&logits], [])?;
        let ([offsets, ids], []) = lend([&offsets, &ids], [])?;
        Ok(either(self.decoder.scores(logits, allowed(offsets, ids))))
    }

    /// Generated tokens of a prompt that are settled.
    #[napi(catch_unwind)]
    pub fn settled(&self, item: u32, sequence: u32) -> Int32Array {
        self.decoder.settled(item as usize, sequence as usize).into()
    }

    /// The finished sequences.
    #[napi(catch_unwind)]
    pub fn finish(&self) -> Vec<Hypothesis> {
        self.decoder.finish().into_iter().map(Into::into).collect()
    }
}

fn allowed<'a>(offsets: &'a [i32], ids: &'a [i32]) -> Option<Allowed<'a>> {
    (!offsets.is_empty()).then_some(Allowed { offsets, ids })
}

fn either<T, U: From<T>>(answer: std::result::Result<T, beam::Refusal>) -> Either<U, DecodingRefusal> {
    match answer {
        Ok(value) => Either::A(value.into()),
        Err(refusal) => Either::B(refusal.into()),
    }
}
