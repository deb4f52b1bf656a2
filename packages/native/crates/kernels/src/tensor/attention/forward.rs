//! The forward pass of causal attention.

use rayon::prelude::*;

use super::{AttentionShape, BLOCK, Head, Third, visible};
use crate::tensor::lanes::{self, LANES};
use crate::tensor::math;
use crate::tensor::panel::{Factor, Panels, Store, TILE_ROWS, multiply};
use crate::tensor::split::least_pieces;
use crate::vectors::{Loop, run_widest};

/// softmax(Q K^T / sqrt(head size)) V of every head, over the positions up to each one.
///
/// `packed` is [batch, time, 3, heads, head size], `out` [batch, time, heads, head size]; `log_sum_exp` [batch, time, heads] gets the
/// logarithms of the softmax's sums.
///
/// # Panics
/// If lengths do not fit the shape.
pub fn causal_attention(packed: &[f32], shape: AttentionShape, out: &mut [f32], log_sum_exp: &mut [f32]) {
    let AttentionShape { batch, time, heads, .. } = shape;
    let size = shape.size();
    assert_eq!(packed.len(), batch * time * 3 * size);
    assert_eq!(out.len(), batch * time * size);
    assert_eq!(log_sum_exp.len(), batch * time * heads);
    if out.is_empty() {
        return;
    }
    // A sequence is cut into blocks of queries, each of which writes whole rows of the output.
    let blocks = time.div_ceil(BLOCK);
    let pieces: Vec<_> = out
        .chunks_mut(time * size)
        .zip(log_sum_exp.chunks_mut(time * heads))
        .zip(packed.chunks(time * 3 * size))
        .flat_map(|((out, sums), packed)| {
            let rows = out.chunks_mut(BLOCK * size).zip(sums.chunks_mut(BLOCK * heads));
            rows.enumerate().map(move |(block, (out, sums))| (packed, block * BLOCK, out, sums))
        })
        .collect();
    pieces.into_par_iter().with_min_len(least_pieces(batch * blocks, shape.operations())).for_each_init(
        || Scratch::of(shape),
        |scratch, (packed, first, out, sums)| {
            for index in 0..heads {
                attend(Head { packed, shape, index }, first, scratch, out, sums);
            }
        },
    );
}

struct Scratch {
    keys: Panels,
    values: Panels,
    /// [8, time]
    scores: Vec<f32>,
}

impl Scratch {
    fn of(shape: AttentionShape) -> Self {
        let scores = vec![0.0; TILE_ROWS * shape.score_stride()];
        Self { keys: Panels::default(), values: Panels::default(), scores }
    }
}

/// The outputs of one head for a block of queries from `first` on.
fn attend(head: Head, first: usize, scratch: &mut Scratch, out: &mut [f32], sums: &mut [f32]) {
    let Head { shape, index, .. } = head;
    let (size, width, stride) = (shape.size(), shape.head_size, shape.score_stride());
    let Scratch { keys, values, scores } = scratch;
    let queries = out.len() / size;
    keys.pack(head.columns(Third::Key), width, first + queries);
    values.pack(head.rows(Third::Value, 0), first + queries, width);
    for at in (0..queries).step_by(TILE_ROWS) {
        let rows = TILE_ROWS.min(queries - at);
        let seen = first + at + rows;
        let query = head.rows(Third::Query, first + at);
        multiply(query, rows, (keys, 0..width, seen), (scores, stride, Store::Set));
        let totals = run_widest(Softmax { scores, stride, first: first + at, rows, scale: shape.scale() });
        let weights = Factor::new(scores, stride);
        let out = &mut out[at * size + index * width..];
        multiply(weights, rows, (values, 0..seen, width), (out, size, Store::Set));
        for (row, &(total, log_sum_exp)) in totals[..rows].iter().enumerate() {
            let scale = 1.0 / total;
            out[row * size..][..width].iter_mut().for_each(|value| *value *= scale);
            sums[(at + row) * shape.heads + index] = log_sum_exp;
        }
    }
}

/// Makes scores e^(scale score - largest); gives each row's sum, and the logarithm of the sum without that shift.
struct Softmax<'a> {
    scores: &'a mut [f32],
    stride: usize,
    first: usize,
    rows: usize,
    scale: f32,
}

impl Loop for Softmax<'_> {
    type Output = [(f32, f32); TILE_ROWS];

    #[inline(always)]
    fn run(self) -> Self::Output {
        let mut totals = [(0.0, 0.0); TILE_ROWS];
        let rows = self.scores.chunks_exact_mut(self.stride).take(self.rows);
        for ((index, row), total) in rows.enumerate().zip(&mut totals) {
            // Keys behind the row's own that its neighbours see must weigh nothing.
            let last = self.first + self.rows;
            row[self.first + index + 1..last].fill(0.0);
            let row = visible(row, self.first + index, f32::NEG_INFINITY);
            let mut largest = [f32::NEG_INFINITY; LANES];
            for block in &*row {
                for (largest, &score) in largest.iter_mut().zip(block) {
                    *largest = if score > *largest { score } else { *largest };
                }
            }
            let largest = self.scale * largest.into_iter().fold(f32::NEG_INFINITY, f32::max);
            let mut sums = [0.0; LANES];
            for block in row {
                for (sum, score) in sums.iter_mut().zip(block) {
                    *score = math::exp(self.scale.mul_add(*score, -largest));
                    *sum += *score;
                }
            }
            let sum = lanes::total(sums);
            *total = (sum, largest + math::ln(sum));
        }
        totals
    }
}
