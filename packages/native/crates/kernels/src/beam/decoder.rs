//! The decoder: the searches of all prompts over one array of logits. Rows are those of its live sequences, prompt by prompt.

use std::cmp::Ordering;

use super::beam_search::BeamSearch;
use super::candidates::Candidate;
use super::search::{Hypothesis, Live, Start, StepContext};
use super::settings::Settings;
use super::single_search::SingleSearch;
use super::softmax::maximum;
use super::step::{Allowed, Candidates, Prompts, Refusal, Step};

#[derive(Debug)]
enum Search {
    Single(SingleSearch),
    Beams(BeamSearch),
}

impl Search {
    fn live(&self) -> Vec<&Live> {
        match self {
            Self::Single(search) => search.live().collect(),
            Self::Beams(search) => search.live().collect(),
        }
    }

    fn score(&self, beam: usize, context: &StepContext<'_>, scores: &mut [f32]) {
        match self {
            Self::Single(search) => search.score(beam, context, scores),
            Self::Beams(search) => search.score(beam, context, scores),
        }
    }

    fn propose(&self, context: &StepContext<'_>, scores: &mut [f32]) -> Result<Vec<Candidate>, Refusal> {
        match self {
            Self::Single(search) => search.propose(context, scores).map_err(Refusal::NoTokenLeft),
            Self::Beams(search) => Ok(search.propose(context, scores)),
        }
    }

    fn accept(&mut self, proposals: &[Candidate], stopped: &[bool], settings: &Settings) {
        match self {
            Self::Single(search) => search.accept(proposals, stopped, settings),
            Self::Beams(search) => search.accept(proposals, stopped, settings),
        }
    }

    fn use_rows(&mut self, first: usize) {
        match self {
            Self::Single(search) => search.use_rows(first),
            Self::Beams(search) => search.use_rows(first),
        }
    }

    fn contenders(&self, sequence: usize) -> Vec<&[u32]> {
        match self {
            Self::Single(search) => search.contenders(sequence),
            Self::Beams(search) => search.contenders(),
        }
    }

    fn finished(&self) -> Vec<&Hypothesis> {
        match self {
            Self::Single(search) => search.finished().collect(),
            Self::Beams(search) => search.finished().collect(),
        }
    }
}

/// Sequences under way.
#[derive(Debug)]
pub struct Decoder {
    settings: Settings,
    vocab_size: usize,
    rows: usize,
    /// The groups of each prompt side by side, `groups` of them.
    searches: Vec<Search>,
    groups: usize,
    /// What each search has proposed, until it is accepted.
    proposals: Vec<Vec<Candidate>>,
    /// One row.
    scratch: Vec<f32>,
}

impl Decoder {
    /// Starts to decode a batch.
    ///
    /// # Panics
    /// If a token is not of the vocabulary, or lengths disagree.
    pub fn new(vocab_size: usize, prompts: Prompts<'_>, settings: Settings, key: [u32; 2]) -> Self {
        settings.check(vocab_size);
        let batch = prompts.padding.len();
        assert!(prompts.length > 0);
        assert_eq!(prompts.tokens.len(), batch * prompts.length);
        assert!(prompts.tokens.iter().all(|&token| token >= 0 && (token as usize) < vocab_size));
        assert!(prompts.padding.iter().all(|&padding| padding >= 0 && (padding as usize) < prompts.length));
        let groups = if settings.num_beams == 1 { 1 } else { settings.num_beam_groups };
        let mut searches = Vec::with_capacity(batch * groups);
        for (item, tokens) in prompts.tokens.chunks_exact(prompts.length).enumerate() {
            let tokens = tokens.iter().map(|&token| token as u32).collect();
            let start = Start { item, tokens, padding: prompts.padding[item] as usize, key };
            searches.extend((0..groups).map(|group| match settings.num_beams {
                1 => Search::Single(SingleSearch::new(start.clone(), &settings)),
                _ => Search::Beams(BeamSearch::new(start.clone(), group, &settings)),
            }));
        }
        let proposals = vec![Vec::new(); searches.len()];
        Self { settings, vocab_size, rows: batch, searches, groups, proposals, scratch: vec![0.0; vocab_size] }
    }

    /// Rows that the next logits are for.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One step: chooses what every sequence goes on with.
    ///
    /// # Errors
    /// If a row has no distribution, or no token left; then all is as it was.
    ///
    /// # Panics
    /// If lengths disagree.
    pub fn advance(&mut self, logits: &[f32], allowed: Option<Allowed<'_>>) -> Result<Step, Refusal> {
        if self.groups == 1 {
            let candidates = self.propose(logits, allowed)?;
            return Ok(self.accept(&vec![false; candidates.tokens.len()]));
        }
        let maxima = self.maxima(logits, allowed)?;
        let mut scratch = std::mem::take(&mut self.scratch);
        for groups in self.searches.chunks_mut(self.groups) {
            let mut chosen: Vec<(u32, usize)> = Vec::new();
            for search in groups {
                let context = StepContext {
                    settings: &self.settings,
                    logits,
                    maxima: &maxima,
                    vocab_size: self.vocab_size,
                    allowed,
                    chosen: &chosen,
                };
                let proposals = search.propose(&context, &mut scratch)?;
                search.accept(&proposals, &vec![false; proposals.len()], &self.settings);
                for live in search.live() {
                    let token = live.tokens[live.tokens.len() - 1];
                    match chosen.iter_mut().find(|(other, _)| *other == token) {
                        Some((_, count)) => *count += 1,
                        None => chosen.push((token, 1)),
                    }
                }
            }
        }
        self.scratch = scratch;
        Ok(self.step())
    }

    /// The first half of a step.
    ///
    /// # Errors
    /// As `advance`.
    ///
    /// # Panics
    /// If lengths disagree, or there are several groups.
    pub fn propose(&mut self, logits: &[f32], allowed: Option<Allowed<'_>>) -> Result<Candidates, Refusal> {
        assert_eq!(self.groups, 1);
        let maxima = self.maxima(logits, allowed)?;
        let mut scratch = std::mem::take(&mut self.scratch);
        let context = self.context(logits, &maxima, allowed);
        let proposals: Result<Vec<_>, _> =
            self.searches.iter().map(|search| search.propose(&context, &mut scratch)).collect();
        self.scratch = scratch;
        self.proposals = proposals?;
        let mut candidates = Candidates::default();
        for (search, proposals) in self.searches.iter().zip(&self.proposals) {
            let live = search.live();
            candidates.parents.extend(proposals.iter().map(|proposal| live[proposal.beam].row as i32));
            candidates.tokens.extend(proposals.iter().map(|proposal| proposal.token as i32));
        }
        Ok(candidates)
    }

    /// The second half: `stopped` says of each candidate whether its text ends the sequence.
    ///
    /// # Panics
    /// If lengths disagree.
    pub fn accept(&mut self, stopped: &[bool]) -> Step {
        assert_eq!(stopped.len(), self.proposals.iter().map(Vec::len).sum::<usize>());
        let mut rest = stopped;
        for (search, proposals) in self.searches.iter_mut().zip(&mut self.proposals) {
            let (own, others) = rest.split_at(proposals.len());
            search.accept(proposals, own, &self.settings);
            proposals.clear();
            rest = others;
        }
        self.step()
    }

    /// Scores of the next tokens as the settings leave them, [rows, vocab_size].
    ///
    /// # Errors
    /// If a row has no distribution.
    ///
    /// # Panics
    /// If lengths disagree.
    pub fn scores(&self, logits: &[f32], allowed: Option<Allowed<'_>>) -> Result<Vec<f32>, Refusal> {
        let maxima = self.maxima(logits, allowed)?;
        let context = self.context(logits, &maxima, allowed);
        let mut out = vec![0.0; logits.len()];
        for search in &self.searches {
            for (beam, live) in search.live().into_iter().enumerate() {
                search.score(beam, &context, &mut out[live.row * self.vocab_size..][..self.vocab_size]);
            }
        }
        Ok(out)
    }

    /// Generated tokens of a prompt that are settled.
    ///
    /// # Panics
    /// If there is no such prompt or sequence.
    pub fn settled(&self, item: usize, sequence: usize) -> Vec<i32> {
        let groups = &self.searches[item * self.groups..][..self.groups];
        let contenders: Vec<&[u32]> = groups.iter().flat_map(|search| search.contenders(sequence)).collect();
        let Some((first, others)) = contenders.split_first() else { return Vec::new() };
        let is_shared = |index: &usize| others.iter().all(|other| other.get(*index) == Some(&first[*index]));
        (0..first.len()).take_while(is_shared).map(|index| first[index] as i32).collect()
    }

    /// The finished sequences, prompt by prompt, best first.
    pub fn finish(&self) -> Vec<Hypothesis> {
        let mut all = Vec::new();
        for groups in self.searches.chunks(self.groups) {
            let mut finished: Vec<&Hypothesis> = groups.iter().flat_map(Search::finished).collect();
            finished.sort_by(|one, other| other.score.partial_cmp(&one.score).unwrap_or(Ordering::Equal));
            all.extend(finished.into_iter().take(self.settings.num_return_sequences).cloned());
        }
        all
    }

    fn context<'a>(&'a self, logits: &'a [f32], maxima: &'a [f32], allowed: Option<Allowed<'a>>) -> StepContext<'a> {
        StepContext { settings: &self.settings, logits, maxima, vocab_size: self.vocab_size, allowed, chosen: &[] }
    }

    /// The largest logit of each row.
    fn maxima(&self, logits: &[f32], allowed: Option<Allowed<'_>>) -> Result<Vec<f32>, Refusal> {
        assert_eq!(logits.len(), self.rows * self.vocab_size);
        if let Some(allowed) = allowed {
            allowed.check(self.rows, self.vocab_size);
        }
        let rows = logits.chunks_exact(self.vocab_size).enumerate();
        rows.map(|(row, values)| maximum(values).filter(|max| max.is_finite()).ok_or(Refusal::NotFinite(row))).collect()
    }

    /// Numbers the rows anew.
    fn step(&mut self) -> Step {
        let mut step = Step::default();
        for (index, search) in self.searches.iter_mut().enumerate() {
            let first = step.parents.len();
            for live in search.live() {
                step.parents.push(live.row as i32);
                step.tokens.push(live.tokens[live.tokens.len() - 1] as i32);
                step.items.push((index / self.groups) as i32);
                step.scores.push(live.score);
            }
            search.use_rows(first);
        }
        self.rows = step.parents.len();
        step
    }
}
