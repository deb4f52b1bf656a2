//! Greedy decoding and plain sampling: each sequence of a prompt goes on by itself.

use super::candidates::{BestCandidates, Candidate};
use super::draw::{draw_without_replacement, push_row};
use super::processors::{Sequence, process_scores};
use super::search::{Hypothesis, Live, Start, StepContext, end_of};
use super::settings::Settings;
use super::softmax::Normalizer;
use crate::random::stream::uniform_at;

/// The sequences of one prompt.
#[derive(Debug)]
pub(crate) struct SingleSearch {
    start: Start,
    /// Each with its number among the sequences of its prompt.
    live: Vec<(usize, Live)>,
    finished: Vec<Option<Hypothesis>>,
}

impl SingleSearch {
    pub(crate) fn new(start: Start, settings: &Settings) -> Self {
        let count = settings.num_return_sequences;
        let first = Live {
            tokens: start.tokens.clone(),
            log_probs: Vec::new(),
            beam_indices: Vec::new(),
            score: 0.0,
            row: start.item,
        };
        let live = (0..count).map(|sequence| (sequence, first.clone())).collect();
        Self { start, live, finished: vec![None; count] }
    }

    pub(crate) fn live(&self) -> impl Iterator<Item = &Live> {
        self.live.iter().map(|(_, live)| live)
    }

    pub(crate) fn finished(&self) -> impl Iterator<Item = &Hypothesis> {
        self.finished.iter().flatten()
    }

    /// Writes the processed scores of a live sequence.
    pub(crate) fn score(&self, beam: usize, context: &StepContext<'_>, scores: &mut [f32]) {
        let live = &self.live[beam].1;
        scores.copy_from_slice(context.row(live.row));
        let sequence = Sequence {
            tokens: &live.tokens,
            padding: self.start.padding,
            prompt_length: self.start.tokens.len(),
            allowed: context.allowed_in(live.row),
        };
        process_scores(scores, sequence, context.settings);
    }

    /// A candidate for each live sequence, in their order; where one has none, the row of the first such.
    pub(crate) fn propose(&self, context: &StepContext<'_>, scores: &mut [f32]) -> Result<Vec<Candidate>, usize> {
        let mut proposals = Vec::with_capacity(self.live.len());
        for (beam, (sequence, live)) in self.live.iter().enumerate() {
            self.score(beam, context, scores);
            let chosen = self.choose(scores, *sequence, live, context.settings).ok_or(live.row)?;
            let log_prob = Normalizer::of(scores).log_probability(chosen.log_prob);
            proposals.push(Candidate { score: live.score + log_prob, beam, token: chosen.token, log_prob });
        }
        Ok(proposals)
    }

    /// Chooses among what was proposed; those that go on have the row of the sequence that they go on from.
    pub(crate) fn accept(&mut self, proposals: &[Candidate], stopped: &[bool], settings: &Settings) {
        let prompt = self.start.tokens.len();
        let mut going = Vec::with_capacity(proposals.len());
        for (proposal, &is_stopped) in proposals.iter().zip(stopped) {
            let (sequence, from) = &self.live[proposal.beam];
            let next = from.extended(proposal.token, proposal.log_prob, self.start.item, proposal.score);
            match end_of(proposal.token, next.tokens.len() - prompt, is_stopped, settings) {
                None => going.push((*sequence, next)),
                Some(reason) => {
                    self.finished[*sequence] = Some(next.finished(self.start.item, prompt, None, reason));
                }
            }
        }
        self.live = going;
    }

    /// Numbers the rows from `first` on.
    pub(crate) fn use_rows(&mut self, first: usize) {
        for (index, (_, live)) in self.live.iter_mut().enumerate() {
            live.row = first + index;
        }
    }

    /// The generated tokens of a sequence.
    pub(crate) fn contenders(&self, sequence: usize) -> Vec<&[u32]> {
        let live = self.live.iter().find(|(other, _)| *other == sequence);
        let tokens = match live {
            Some((_, live)) => &live.tokens[self.start.tokens.len()..],
            None => self.finished[sequence].as_ref().map_or(&[][..], |hypothesis| &hypothesis.tokens),
        };
        vec![tokens]
    }

    fn choose(&self, scores: &[f32], sequence: usize, live: &Live, settings: &Settings) -> Option<Candidate> {
        if !settings.do_sample {
            let mut best = BestCandidates::new(1);
            best.offer_row(scores, 0.0, 0);
            return best.into_list().pop();
        }
        let stream = self.start.item * settings.num_return_sequences + sequence;
        let step = live.tokens.len() - self.start.tokens.len();
        let uniform = uniform_at(self.start.key, stream as u64, step as u64);
        let mut candidates = Vec::new();
        push_row(&mut candidates, scores, 0.0, 0);
        draw_without_replacement(&candidates, std::iter::once(uniform)).pop()
    }
}
