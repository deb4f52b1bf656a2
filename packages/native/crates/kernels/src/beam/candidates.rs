//! The best few of many scores that are offered row by row. Of equal ones those that came first are better.

use crate::vectors::{Loop, run_widest};

/// A row with a token appended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Sum of log-probabilities, the token's included.
    pub(crate) score: f32,
    /// Which of the live sequences it goes on from.
    pub(crate) beam: usize,
    pub(crate) token: u32,
    pub(crate) log_prob: f32,
}

/// Keeps the `capacity` best.
#[derive(Debug)]
pub(crate) struct BestCandidates {
    capacity: usize,
    kept: Vec<Candidate>,
}

/// Scores looked at together: where none of them is good enough, that is all the work.
const BLOCK: usize = 64;

impl BestCandidates {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, kept: Vec::with_capacity(capacity + 1) }
    }

    /// Offers `added + scores[token]` for every token; what is -infinity is no candidate.
    pub(crate) fn offer_row(&mut self, scores: &[f32], added: f32, beam: usize) {
        run_widest(Offer { best: self, scores, added, beam });
    }

    /// Best first.
    pub(crate) fn into_list(self) -> Vec<Candidate> {
        self.kept
    }

    fn worst(&self) -> f32 {
        if self.kept.len() == self.capacity { self.kept[self.capacity - 1].score } else { f32::NEG_INFINITY }
    }

    #[inline(never)]
    fn offer_block(&mut self, first: usize, scores: &[f32], added: f32, beam: usize) {
        for (index, &log_prob) in scores.iter().enumerate() {
            let score = log_prob + added;
            if score > self.worst() {
                let place = self.kept.iter().rposition(|better| score <= better.score).map_or(0, |last| last + 1);
                self.kept.insert(place, Candidate { score, beam, token: (first + index) as u32, log_prob });
                self.kept.truncate(self.capacity);
            }
        }
    }
}

struct Offer<'a> {
    best: &'a mut BestCandidates,
    scores: &'a [f32],
    added: f32,
    beam: usize,
}

impl Loop for Offer<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { best, scores, added, beam } = self;
        let (blocks, rest) = scores.as_chunks::<BLOCK>();
        let mut worst = best.worst();
        for (index, block) in blocks.iter().enumerate() {
            if exceeds(block, added, worst) {
                best.offer_block(index * BLOCK, block, added, beam);
                worst = best.worst();
            }
        }
        best.offer_block(blocks.len() * BLOCK, rest, added, beam);
    }
}

#[inline(always)]
fn exceeds(block: &[f32; BLOCK], added: f32, worst: f32) -> bool {
    let mut hits = [0_u32; 16];
    for part in block.as_chunks::<16>().0 {
        for lane in 0..16 {
            hits[lane] |= u32::from(part[lane] + added > worst);
        }
    }
    hits != [0; 16]
}
