//! Beam search over one prompt, or over one group of its beams: transformers' rules since 4.50 (`_beam_search`), step by step. Beam sampling is the same
//! search over candidates that are drawn.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::candidates::{BestCandidates, Candidate};
use super::draw::{draw_without_replacement, push_row};
use super::length::length_divisor;
use super::phrases::PhraseProgress;
use super::processors::{Sequence, process_scores};
use super::search::{FinishReason, Hypothesis, Live, Start, StepContext, end_of};
use super::settings::{EarlyStopping, Settings};
use super::softmax::log_softmax;
use crate::random::stream::uniform_at;

/// A beam with what it has met of the forced phrases.
#[derive(Clone, Debug)]
struct Beam {
    live: Live,
    progress: PhraseProgress,
}

/// Beams of one prompt.
#[derive(Debug)]
pub(crate) struct BeamSearch {
    start: Start,
    /// The index of the first beam in the batch.
    first_beam: usize,
    beams: Vec<Beam>,
    /// Best first.
    finished: Vec<(f32, Hypothesis)>,
}

impl BeamSearch {
    pub(crate) fn new(start: Start, group: usize, settings: &Settings) -> Self {
        let live = Live {
            tokens: start.tokens.clone(),
            log_probs: Vec::new(),
            beam_indices: Vec::new(),
            score: 0.0,
            row: start.item,
        };
        let progress = PhraseProgress::none(&settings.force_words_ids);
        let first_beam = start.item * settings.num_beams + group * settings.width();
        Self { start, first_beam, beams: vec![Beam { live, progress }], finished: Vec::new() }
    }

    pub(crate) fn live(&self) -> impl Iterator<Item = &Live> {
        self.beams.iter().map(|beam| &beam.live)
    }

    pub(crate) fn finished(&self) -> impl Iterator<Item = &Hypothesis> {
        self.finished.iter().map(|(_, hypothesis)| hypothesis)
    }

    /// Writes the processed scores of a live sequence.
    pub(crate) fn score(&self, beam: usize, context: &StepContext<'_>, scores: &mut [f32]) {
        let live = &self.beams[beam].live;
        log_softmax(context.row(live.row), context.maxima[live.row], scores);
        for &(token, count) in context.chosen {
            scores[token as usize] -= (context.settings.diversity_penalty * count as f64) as f32;
        }
        let sequence = Sequence {
            tokens: &live.tokens,
            padding: self.start.padding,
            prompt_length: self.start.tokens.len(),
            allowed: context.allowed_in(live.row),
        };
        process_scores(scores, sequence, context.settings);
    }

    /// What may be chosen, best first.
    pub(crate) fn propose(&self, context: &StepContext<'_>, scores: &mut [f32]) -> Vec<Candidate> {
        if self.beams.is_empty() {
            return Vec::new();
        }
        if context.settings.do_sample { self.draw(context, scores) } else { self.best(context, scores) }
    }

    /// Chooses among what was proposed; those that go on have the row of the sequence that they go on from.
    pub(crate) fn accept(&mut self, proposals: &[Candidate], stopped: &[bool], settings: &Settings) {
        let prompt = self.start.tokens.len();
        let width = settings.width();
        let mut going = Vec::new();
        // Of the sequences with every phrase in them, how many there were so far.
        let mut complete = 0;
        for (proposal, &is_stopped) in proposals.iter().zip(stopped) {
            let from = &self.beams[proposal.beam];
            let beam_index = self.first_beam + proposal.beam;
            let live = from.live.extended(proposal.token, proposal.log_prob, beam_index, proposal.score);
            let beam = Beam { live, progress: from.progress.extended(&settings.force_words_ids, proposal.token) };
            let reason = end_of(proposal.token, beam.live.tokens.len() - prompt, is_stopped, settings);
            let is_complete = beam.progress.is_complete();
            match reason {
                None => going.push(beam),
                // What would end without a forced phrase is no sequence of this search.
                Some(reason) if is_complete && complete < width => self.finish(beam.live, reason, settings),
                Some(_) => {}
            }
            complete += usize::from(is_complete);
        }
        // Old entries come first among equals.
        self.finished.sort_by(|one, other| descending(one.0, other.0));
        self.finished.truncate(settings.pool_size());
        self.beams = select(going, settings);
        if !self.may_improve(settings) {
            self.beams.clear();
        }
    }

    /// Numbers the rows from `first` on.
    pub(crate) fn use_rows(&mut self, first: usize) {
        for (index, beam) in self.beams.iter_mut().enumerate() {
            beam.live.row = first + index;
        }
    }

    /// The generated tokens of all that may still become the best sequence.
    pub(crate) fn contenders(&self) -> Vec<&[u32]> {
        let best = self.finished.first().map(|(_, hypothesis)| &hypothesis.tokens[..]);
        best.into_iter().chain(self.live().map(|live| &live.tokens[self.start.tokens.len()..])).collect()
    }

    fn best(&self, context: &StepContext<'_>, scores: &mut [f32]) -> Vec<Candidate> {
        let phrases = &context.settings.force_words_ids;
        let few = 1 + context.settings.eos_token_ids.len();
        let mut best = BestCandidates::new(candidate_count(context.settings));
        let mut others = Vec::new();
        for (index, beam) in self.beams.iter().enumerate() {
            self.score(index, context, scores);
            best.offer_row(scores, beam.live.score, index);
            if phrases.is_empty() {
                continue;
            }
            // The best few of each beam, and the tokens that meet more of the phrases.
            let mut own = BestCandidates::new(few);
            own.offer_row(scores, beam.live.score, index);
            others.extend(own.into_list());
            others.extend(beam.progress.next_tokens(phrases).into_iter().filter_map(|token| {
                let log_prob = scores[token as usize];
                let score = log_prob + beam.live.score;
                (score > f32::NEG_INFINITY).then_some(Candidate { score, beam: index, token, log_prob })
            }));
        }
        let mut candidates = best.into_list();
        if !phrases.is_empty() {
            candidates.extend(others);
            candidates.sort_by_key(|candidate| (candidate.beam, candidate.token));
            candidates.dedup_by_key(|candidate| (candidate.beam, candidate.token));
            candidates.sort_by(|one, other| descending(one.score, other.score));
        }
        candidates
    }

    fn draw(&self, context: &StepContext<'_>, scores: &mut [f32]) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (index, beam) in self.beams.iter().enumerate() {
            self.score(index, context, scores);
            push_row(&mut candidates, scores, beam.live.score, index);
        }
        let count = candidate_count(context.settings) as u64;
        let step = (self.beams[0].live.tokens.len() - self.start.tokens.len()) as u64;
        let uniforms = (0..count).map(|draw| uniform_at(self.start.key, self.start.item as u64, step * count + draw));
        draw_without_replacement(&candidates, uniforms)
    }

    fn finish(&mut self, live: Live, reason: FinishReason, settings: &Settings) {
        let prompt = self.start.tokens.len();
        let generated = live.tokens.len() - prompt;
        let divisor = length_divisor(settings, prompt - self.start.padding, generated, Some(reason));
        let score = (f64::from(live.score) / divisor) as f32;
        self.finished.push((score, live.finished(self.start.item, prompt, Some(score), reason)));
    }

    /// Whether a live beam may yet become better than the worst sequence that would be kept.
    fn may_improve(&self, settings: &Settings) -> bool {
        let Some(first) = self.beams.first() else { return false };
        if self.finished.len() < settings.pool_size() {
            return true;
        }
        let prompt = self.start.tokens.len();
        let length = match settings.early_stopping {
            EarlyStopping::Yes => return false,
            EarlyStopping::Never if settings.length_penalty > 0.0 => settings.max_new_tokens,
            EarlyStopping::Never | EarlyStopping::No => first.live.tokens.len() - prompt,
        };
        let best = self.live().map(|live| live.score).fold(f32::NEG_INFINITY, f32::max);
        let divisor = length_divisor(settings, prompt - self.start.padding, length, None);
        let worst = self.finished.last().map_or(f32::NEG_INFINITY, |(score, _)| *score);
        (f64::from(best) / divisor) as f32 > worst
    }
}

/// Candidates of a step: enough for every beam to go on however many of the best are an EOS.
fn candidate_count(settings: &Settings) -> usize {
    settings.width() * (1 + settings.eos_token_ids.len()).max(2)
}

/// The beams of the next step: the best ones; with phrases the best of each number of tokens met in turn, the largest number first.
fn select(mut going: Vec<Beam>, settings: &Settings) -> Vec<Beam> {
    let phrases = &settings.force_words_ids;
    going.sort_by(|one, other| descending(one.live.score, other.live.score));
    if !phrases.is_empty() {
        let mut seen = HashMap::new();
        let mut ranked: Vec<(usize, usize, Beam)> = going
            .into_iter()
            .map(|beam| {
                let bank = beam.progress.tokens_met(phrases);
                let count = seen.entry(bank).or_insert(0);
                *count += 1;
                (*count, bank, beam)
            })
            .collect();
        ranked.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
        going = ranked.into_iter().map(|(_, _, beam)| beam).collect();
    }
    going.truncate(settings.width());
    going
}

fn descending(one: f32, other: f32) -> Ordering {
    other.partial_cmp(&one).unwrap_or(Ordering::Equal)
}
