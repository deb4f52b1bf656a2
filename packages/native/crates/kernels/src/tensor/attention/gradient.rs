//! The gradient of causal attention.

use rayon::prelude::*;

use super::{AttentionShape, BLOCK, Head, Third, visible};
use crate::tensor::lanes::{LANES, total};
use crate::tensor::math;
use crate::tensor::panel::{Factor, Panels, Store, TILE_ROWS, multiply};
use crate::tensor::split::{for_pieces, least_pieces};
use crate::vectors::{Loop, run_widest};

/// The gradient for `packed`, from that of the output and the forward pass's `log_sum_exp`; shapes as in `causal_attention`.
///
/// # Panics
/// If lengths do not fit the shape.
pub fn causal_attention_grad(
    d_out: &[f32],
    packed: &[f32],
    log_sum_exp: &[f32],
    shape: AttentionShape,
    d_packed: &mut [f32],
) {
    let AttentionShape { batch, time, heads, head_size } = shape;
    let size = shape.size();
    assert_eq!(d_out.len(), batch * time * size);
    assert_eq!(packed.len(), batch * time * 3 * size);
    assert_eq!(log_sum_exp.len(), batch * time * heads);
    assert_eq!(d_packed.len(), packed.len());
    if packed.is_empty() {
        return;
    }
    // Heads are the pieces, but share rows of the result: each has rows of its own first. [batch, heads, 3, time, head size]
    let mut parts = vec![0.0; packed.len()];
    parts
        .par_chunks_mut(3 * time * head_size)
        .with_min_len(least_pieces(batch * heads, 3 * shape.operations()))
        .enumerate()
        .for_each_init(
            || Scratch::of(shape),
            |scratch, (piece, part)| {
                let (sequence, index) = (piece / heads, piece % heads);
                let head = Head { packed: &packed[sequence * time * 3 * size..][..time * 3 * size], shape, index };
                let d_out = &d_out[sequence * time * size..][..time * size];
                let sums = &log_sum_exp[sequence * time * heads..][..time * heads];
                differentiate(head, d_out, sums, scratch, part);
            },
        );
    for_pieces(d_packed, head_size, head_size, |first, rows| {
        for (row, out) in rows.chunks_exact_mut(head_size).enumerate() {
            // A row of the result is (sequence, position, third, head).
            let (rest, head) = ((first + row) / heads, (first + row) % heads);
            let (position, third) = (rest / 3, rest % 3);
            let (sequence, position) = (position / time, position % time);
            let part = (sequence * heads + head) * 3 + third;
            out.copy_from_slice(&parts[(part * time + position) * head_size..][..head_size]);
        }
    });
}

struct Scratch {
    /// Keys and values [head size, time], and keys [time, head size].
    key_columns: Panels,
    value_columns: Panels,
    keys: Panels,
    /// A block's queries and output gradients [64, head size].
    queries: Panels,
    d_outs: Panels,
    /// The softmax of a block's scores, and the gradient of those scores, [64, time] each.
    weights: Vec<f32>,
    d_scores: Vec<f32>,
}

impl Scratch {
    fn of(shape: AttentionShape) -> Self {
        let scores = BLOCK.min(shape.time) * shape.score_stride();
        Self {
            key_columns: Panels::default(),
            value_columns: Panels::default(),
            keys: Panels::default(),
            queries: Panels::default(),
            d_outs: Panels::default(),
            weights: vec![0.0; scores],
            d_scores: vec![0.0; scores],
        }
    }
}

/// The gradients of one head's queries, keys and values, `part` [3, time, head size], which holds zeros.
fn differentiate(head: Head, d_out: &[f32], sums: &[f32], scratch: &mut Scratch, part: &mut [f32]) {
    let Head { shape, index, .. } = head;
    let AttentionShape { time, heads, head_size: width, .. } = shape;
    let (size, stride) = (shape.size(), shape.score_stride());
    let Scratch { key_columns, value_columns, keys, queries, d_outs, weights, d_scores } = scratch;
    key_columns.pack(head.columns(Third::Key), width, time);
    value_columns.pack(head.columns(Third::Value), width, time);
    keys.pack(head.rows(Third::Key, 0), time, width);
    let (d_queries, rest) = part.split_at_mut(time * width);
    let (d_keys, d_values) = rest.split_at_mut(time * width);
    for first in (0..time).step_by(BLOCK) {
        let block = BLOCK.min(time - first);
        let d_out = &d_out[first * size + index * width..];
        for at in (0..block).step_by(TILE_ROWS) {
            let rows = TILE_ROWS.min(block - at);
            let seen = first + at + rows;
            let query = head.rows(Third::Query, first + at);
            let (weights, d_scores) = (&mut weights[at * stride..], &mut d_scores[at * stride..]);
            multiply(query, rows, (key_columns, 0..width, seen), (weights, stride, Store::Set));
            let d_rows = Factor::new(&d_out[at * size..], size);
            multiply(d_rows, rows, (value_columns, 0..width, seen), (d_scores, stride, Store::Set));
            for row in 0..rows {
                let query = first + at + row;
                run_widest(SoftmaxGrad {
                    weights: &mut weights[row * stride..][..stride],
                    d_scores: &mut d_scores[row * stride..][..stride],
                    query,
                    behind: seen,
                    scale: shape.scale(),
                    log_sum_exp: sums[query * heads + index],
                });
            }
            let out = (&mut d_queries[(first + at) * width..], width, Store::Set);
            multiply(Factor::new(d_scores, stride), rows, (keys, 0..seen, width), out);
        }
        queries.pack(head.rows(Third::Query, first), block, width);
        d_outs.pack(Factor::new(d_out, size), block, width);
        for (scores, right, out) in [(&*d_scores, &*queries, &mut *d_keys), (&*weights, &*d_outs, &mut *d_values)] {
            let all = Factor::transposed(scores, stride);
            multiply(all, first, (right, 0..block, width), (out, width, Store::Add));
            // Keys within the block are seen by the queries from their own on.
            for at in (0..block).step_by(TILE_ROWS) {
                let rows = TILE_ROWS.min(block - at);
                let below = Factor::transposed(&scores[at * stride + first + at..], stride);
                let out = &mut out[(first + at) * width..];
                multiply(below, rows, (right, at..block, width), (out, width, Store::Add));
            }
        }
    }
}

/// Of one query: makes scores the softmax's weights, and gradients of the weights those of the scores before scaling.
struct SoftmaxGrad<'a> {
    weights: &'a mut [f32],
    d_scores: &'a mut [f32],
    query: usize,
    /// The first key that no query of the tile sees.
    behind: usize,
    scale: f32,
    log_sum_exp: f32,
}

impl Loop for SoftmaxGrad<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for row in [&mut *self.weights, &mut *self.d_scores] {
            row[self.query + 1..self.behind].fill(0.0);
        }
        let weights = visible(self.weights, self.query, f32::NEG_INFINITY);
        let d_scores = visible(self.d_scores, self.query, 0.0);
        let mut sums = [0.0; LANES];
        for (weights, d_weights) in weights.iter_mut().zip(&*d_scores) {
            for ((weight, d_weight), sum) in weights.iter_mut().zip(d_weights).zip(&mut sums) {
                *weight = math::exp(self.scale.mul_add(*weight, -self.log_sum_exp));
                *sum = weight.mul_add(*d_weight, *sum);
            }
        }
        // The sum of a row of softmax is fixed: what all its gradients have in common has no effect.
        let mean = total(sums);
        for (weights, d_scores) in weights.iter().zip(d_scores) {
            for (weight, d_score) in weights.iter().zip(d_scores) {
                *d_score = *weight * (*d_score - mean) * self.scale;
            }
        }
    }
}
