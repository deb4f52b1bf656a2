//! The one pass over the data: products of the series with its own past, and its sums weighted by time.
//!
//! Work O(n * distances), memory O(largest lag) a thread: blocks that fit the first-level cache, threads over fixed
//! chunks whose sums are added in order, so that the result never depends on the number of threads.

use rayon::prelude::*;

use super::dot::{DotSum, LANES, Words, add_dot};
use super::double_double::DoubleDouble;
use super::source::Source;
use super::specification::Segment;
use crate::vectors::{Loop, run_widest};

/// Values in a block: with its low words and a few hundred of the past it stays in 48 KiB.
const BLOCK: usize = 2048;
/// Values in a chunk, the unit that a thread takes.
const CHUNK: usize = 1 << 16;

/// What a pass is to sum of the values z (or their squares, or cubes), over all targets t of all segments.
#[derive(Clone, Copy)]
pub(crate) struct Sums<'a> {
    /// 1, 2 or 3: the values themselves, or this power of them, rounded to doubles.
    pub(crate) exponent: u32,
    /// For each distance d, the sum of z[t] z[t - d].
    pub(crate) distances: &'a [usize],
    /// For each power k, the sum of time(t)^k z[t], where time(t) = t + 1 - origin.
    pub(crate) powers: &'a [u32],
    pub(crate) origin: f64,
}

impl Sums<'_> {
    fn reach(&self) -> usize {
        self.distances.iter().copied().max().unwrap_or(0)
    }
}

/// The sums asked for, in the order of the question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Totals {
    pub(crate) products: Vec<DoubleDouble>,
    pub(crate) weighted: Vec<DoubleDouble>,
    /// Size of the largest value touched; a NaN does not show here, but in the products.
    pub(crate) largest: f64,
}

impl Totals {
    fn zero(sums: &Sums<'_>) -> Self {
        Self {
            products: vec![DoubleDouble::ZERO; sums.distances.len()],
            weighted: vec![DoubleDouble::ZERO; sums.powers.len()],
            largest: 0.0,
        }
    }

    fn add(&mut self, other: &Self) {
        for (total, part) in self.products.iter_mut().zip(&other.products) {
            *total += *part;
        }
        for (total, part) in self.weighted.iter_mut().zip(&other.weighted) {
            *total += *part;
        }
        self.largest = self.largest.max(other.largest);
    }
}

/// Runs the pass for several questions at once. Every target has the largest distance of past that the source can give.
pub(crate) fn run<const N: usize>(source: &impl Source, targets: &[Segment], questions: [Sums<'_>; N]) -> [Totals; N] {
    let chunks: Vec<Segment> = targets.iter().flat_map(|&segment| chunks_of(segment)).collect();
    let sum_chunk = |&chunk: &Segment| run_widest(ChunkSum { source, chunk, questions: &questions });
    let parts: Vec<[Totals; N]> = if chunks.len() > 1 {
        chunks.par_iter().map(sum_chunk).collect()
    } else {
        chunks.iter().map(sum_chunk).collect()
    };
    let mut totals = questions.each_ref().map(Totals::zero);
    for part in &parts {
        for (total, part) in totals.iter_mut().zip(part) {
            total.add(part);
        }
    }
    totals
}

fn chunks_of(segment: Segment) -> impl Iterator<Item = Segment> {
    (segment.start..segment.end).step_by(CHUNK).map(move |start| Segment { start, end: segment.end.min(start + CHUNK) })
}

/// The sums over one chunk.
struct ChunkSum<'a, S, const N: usize> {
    source: &'a S,
    chunk: Segment,
    questions: &'a [Sums<'a>; N],
}

impl<S: Source, const N: usize> Loop for ChunkSum<'_, S, N> {
    type Output = [Totals; N];

    #[inline(always)]
    fn run(self) -> [Totals; N] {
        // A series of many short segments must not pay for whole blocks.
        let room = BLOCK.min((self.chunk.end - self.chunk.start).next_multiple_of(LANES));
        let mut block = Block::new(self.questions, room);
        let mut sums = self.questions.each_ref().map(|question| RunningSums::new(question, room));
        let mut start = self.chunk.start;
        while start < self.chunk.end {
            let end = self.chunk.end.min(start + BLOCK);
            block.fill(self.source, start, end - start);
            for (sums, question) in sums.iter_mut().zip(self.questions) {
                if question.exponent > 1 {
                    block.raise(question.exponent);
                }
                sums.add(&block, question);
            }
            start = end;
        }
        sums.map(|sums| sums.totals())
    }
}

/// A stretch of values with the past that the questions reach back to, padded with zeros to whole lanes.
struct Block {
    start: usize,
    past: usize,
    padded: usize,
    hi: Vec<f64>,
    lo: Vec<f64>,
    inexact: bool,
    /// The power that is asked for next, where it is not the first.
    raised: Vec<f64>,
}

impl Block {
    fn new(questions: &[Sums<'_>], room: usize) -> Self {
        let past = questions.iter().map(Sums::reach).max().unwrap_or(0);
        let raises = questions.iter().any(|question| question.exponent > 1);
        let (hi, lo) = (vec![0.0; past + room], vec![0.0; past + room]);
        let raised = vec![0.0; if raises { past + room } else { 0 }];
        Self { start: 0, past, padded: 0, hi, lo, inexact: false, raised }
    }

    #[inline(always)]
    fn fill(&mut self, source: &impl Source, start: usize, length: usize) {
        let filled = self.past + length;
        self.start = start;
        self.padded = length.next_multiple_of(LANES);
        self.inexact = source.fill(start - self.past, &mut self.hi[..filled], &mut self.lo[..filled]);
        self.hi[filled..self.past + self.padded].fill(0.0);
        self.lo[filled..self.past + self.padded].fill(0.0);
    }

    #[inline(always)]
    fn raise(&mut self, exponent: u32) {
        for (raised, &value) in self.raised.iter_mut().zip(&self.hi[..self.past + self.padded]) {
            *raised = if exponent == 3 { value * value * value } else { value * value };
        }
    }

    /// The values of the block (of their power), `distance` steps earlier.
    #[inline(always)]
    fn words(&self, exponent: u32, distance: usize) -> Words<'_> {
        let range = self.past - distance..self.past - distance + self.padded;
        if exponent > 1 {
            return Words { hi: &self.raised[range], lo: None };
        }
        Words { hi: &self.hi[range.clone()], lo: if self.inexact { Some(&self.lo[range]) } else { None } }
    }
}

/// The sums of one question while a chunk is passed over.
struct RunningSums {
    products: Vec<DotSum>,
    weighted: Vec<DotSum>,
    largest: [f64; LANES],
    weights: Vec<f64>,
    weights_lo: Vec<f64>,
}

impl RunningSums {
    fn new(question: &Sums<'_>, room: usize) -> Self {
        let weighs = if question.powers.is_empty() { 0 } else { room };
        Self {
            products: vec![DotSum::ZERO; question.distances.len()],
            weighted: vec![DotSum::ZERO; question.powers.len()],
            largest: [0.0; LANES],
            weights: vec![0.0; weighs],
            weights_lo: vec![0.0; weighs],
        }
    }

    #[inline(always)]
    fn add(&mut self, block: &Block, question: &Sums<'_>) {
        let Sums { exponent, distances, powers, origin } = *question;
        if exponent == 1 {
            note_largest(&mut self.largest, &block.hi[..block.past + block.padded]);
        }
        for (sum, &distance) in self.products.iter_mut().zip(distances) {
            add_dot(sum, block.words(exponent, 0), block.words(exponent, distance));
        }
        for (sum, &power) in self.weighted.iter_mut().zip(powers) {
            let (hi, lo) = (&mut self.weights[..block.padded], &mut self.weights_lo[..block.padded]);
            let inexact = fill_powers(block.start, origin, power, hi, lo);
            add_dot(sum, block.words(exponent, 0), Words { hi, lo: if inexact { Some(lo) } else { None } });
        }
    }

    fn totals(&self) -> Totals {
        Totals {
            products: self.products.iter().map(DotSum::total).collect(),
            weighted: self.weighted.iter().map(DotSum::total).collect(),
            largest: self.largest.into_iter().fold(0.0, f64::max),
        }
    }
}

/// Raises each lane to the sizes of its values, lane by lane so that it becomes a vector maximum.
#[inline(always)]
fn note_largest(largest: &mut [f64; LANES], values: &[f64]) {
    for values in values.rchunks(LANES) {
        for (largest, value) in largest.iter_mut().zip(values) {
            let size = value.abs();
            *largest = if size > *largest { size } else { *largest };
        }
    }
}

/// Writes time^power as `hi + lo`; answers whether any low word is not zero (squares beyond 2^53).
#[inline(always)]
fn fill_powers(start: usize, origin: f64, power: u32, hi: &mut [f64], lo: &mut [f64]) -> bool {
    let mut inexact = false;
    for (offset, (hi, lo)) in hi.iter_mut().zip(lo).enumerate() {
        let time = DoubleDouble::from((start + offset + 1) as f64 - origin);
        let value = match power {
            0 => DoubleDouble::ONE,
            1 => time,
            _ => time * time,
        };
        (*hi, *lo) = (value.hi, value.lo);
        inexact |= value.lo != 0.0;
    }
    inexact
}
