//! Attention of a few new positions to all that came before, for models that write a text token by token.
//!
//! Keys and values lie in one memory, where each position has a number; a row of the batch is a list of numbers. So rows that part from
//! a common past share it, and replacing rows by others moves no key.

use super::{AttentionShape, causal_attention};
use crate::tensor::lanes::{LANES, Lanes, sum, total};
use crate::tensor::math;
use crate::tensor::scratch::with_scratch;
use crate::tensor::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// Vectors of lanes whose sums are formed side by side.
const TOGETHER: usize = 4;

/// Sizes of a step.
#[derive(Clone, Copy, Debug)]
pub struct CachedShape {
    /// Sequences.
    pub rows: usize,
    /// New positions of each.
    pub time: usize,
    /// Heads.
    pub heads: usize,
    /// Values of a head's query, key and value.
    pub head_size: usize,
    /// Positions that the memory holds already, over all rows that ever were: the numbers of the new ones go on from there.
    pub count: usize,
}

impl CachedShape {
    fn size(&self) -> usize {
        self.heads * self.head_size
    }
}

/// Writes the new positions' keys and values into `memory`, then gives softmax(q K^T / sqrt(head size)) V of each of their queries over the
/// positions of its row up to its own.
///
/// `packed` is [rows, time, 3, heads, head size], `memory` [room, 2, heads, head size], `out` [rows, time, heads, head size]. A row of
/// `visible` [rows, 1 + length] says how many positions at its left nobody sees, then the numbers of all its positions, new ones included.
///
/// # Panics
/// If lengths do not fit the shape, or a number is that of no position.
pub fn cached_attention(packed: &[f32], memory: &mut [f32], visible: &[i32], shape: CachedShape, out: &mut [f32]) {
    let CachedShape { rows, time, heads, head_size, count } = shape;
    let size = shape.size();
    assert_eq!(packed.len(), rows * time * 3 * size);
    assert_eq!(out.len(), rows * time * size);
    if out.is_empty() {
        return;
    }
    assert!(memory.len().is_multiple_of(2 * size) && (count + rows * time) * 2 * size <= memory.len());
    assert!(visible.len().is_multiple_of(rows) && visible.len() / rows > time);
    let known = 0..(count + rows * time) as i32;
    assert!(visible.chunks_exact(visible.len() / rows).all(|row| row[1..].iter().all(|number| known.contains(number))));

    let fresh = &mut memory[count * 2 * size..(count + rows * time) * 2 * size];
    for (kept, packed) in fresh.chunks_exact_mut(2 * size).zip(packed.chunks_exact(3 * size)) {
        kept.copy_from_slice(&packed[size..]);
    }
    let length = visible.len() / rows - 1;
    if count == 0 && are_whole_sequences(visible, rows, time) {
        let mut log_sum_exp = vec![0.0; rows * time * heads];
        return causal_attention(packed, AttentionShape { batch: rows, time, heads, head_size }, out, &mut log_sum_exp);
    }
    let memory = &*memory;
    for_pieces(out, head_size, length * head_size, |first, out| {
        with_scratch(length, |scores| {
            for (index, out) in out.chunks_exact_mut(head_size).enumerate() {
                let (position, head) = ((first + index) / heads, (first + index) % heads);
                let (row, t) = (position / time, position % time);
                let numbers = &visible[row * (1 + length)..][..1 + length];
                let seen = length - time + t + 1;
                let unseen = usize::try_from(numbers[0]).expect("a padding").min(seen);
                let query = &packed[position * 3 * size + head * head_size..][..head_size];
                let keys = Keys { memory, size, at: head * head_size, numbers: &numbers[1 + unseen..1 + seen] };
                run_widest(Attend { query, keys, scores: &mut scores[..seen - unseen], out });
            }
        });
    });
}

/// Whether each row sees its new positions alone, all of them: prompts without padding, which are quicker as what they are.
fn are_whole_sequences(visible: &[i32], rows: usize, time: usize) -> bool {
    visible.len() == rows * (1 + time)
        && visible.chunks_exact(1 + time).zip((0..).step_by(time)).all(|(row, first)| {
            row[0] == 0 && row[1..].iter().zip(first..).all(|(&number, expected)| number == expected)
        })
}

/// A head's keys and values at the positions that a query sees.
#[derive(Clone, Copy)]
struct Keys<'a> {
    memory: &'a [f32],
    size: usize,
    at: usize,
    numbers: &'a [i32],
}

impl<'a> Keys<'a> {
    #[inline(always)]
    fn key(&self, number: i32) -> &'a [f32] {
        &self.memory[2 * number as usize * self.size + self.at..]
    }

    #[inline(always)]
    fn value(&self, number: i32) -> &'a [f32] {
        &self.memory[(2 * number as usize + 1) * self.size + self.at..]
    }
}

struct Attend<'a> {
    query: &'a [f32],
    keys: Keys<'a>,
    scores: &'a mut [f32],
    out: &'a mut [f32],
}

impl Loop for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Attend { query, keys, scores, out } = self;
        let scale = 1.0 / (query.len() as f32).sqrt();
        let mut largest = f32::NEG_INFINITY;
        for (score, &number) in scores.iter_mut().zip(keys.numbers) {
            *score = scale * dot(query, &keys.key(number)[..query.len()]);
            largest = largest.max(*score);
        }
        for score in scores.iter_mut() {
            *score = math::exp(*score - largest);
        }
        // A position of padding sees nothing, and its sum is 0.
        let sum = sum(scores, |weight| weight);
        let scale = if sum > 0.0 { 1.0 / sum } else { 0.0 };
        let width = out.len();
        let wide = width - width % (TOGETHER * LANES);
        let whole = width - width % LANES;
        for at in (0..wide).step_by(TOGETHER * LANES) {
            weighted::<TOGETHER>(keys, scores, scale, at, out);
        }
        for at in (wide..whole).step_by(LANES) {
            weighted::<1>(keys, scores, scale, at, out);
        }
        for (at, out) in out.iter_mut().enumerate().skip(whole) {
            let terms = scores.iter().zip(keys.numbers);
            *out = scale * terms.fold(0.0, |sum, (&weight, &number)| weight.mul_add(keys.value(number)[at], sum));
        }
    }
}

/// The weighted sum of the values' lanes from `at` on.
#[inline(always)]
fn weighted<const BLOCKS: usize>(keys: Keys, weights: &[f32], scale: f32, at: usize, out: &mut [f32]) {
    let mut sums = [[0.0; LANES]; BLOCKS];
    for (&weight, &number) in weights.iter().zip(keys.numbers) {
        let value = keys.value(number)[at..][..BLOCKS * LANES].as_chunks::<LANES>().0;
        for (sums, value) in sums.iter_mut().zip(value) {
            for (sum, &value) in sums.iter_mut().zip(value) {
                *sum = weight.mul_add(value, *sum);
            }
        }
    }
    for (out, sums) in out[at..][..BLOCKS * LANES].as_chunks_mut::<LANES>().0.iter_mut().zip(&sums) {
        for (out, &sum) in out.iter_mut().zip(sums) {
            *out = scale * sum;
        }
    }
}

#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a_blocks, a_rest), (b_blocks, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums: Lanes = [0.0; LANES];
    for (a, b) in a_blocks.iter().zip(b_blocks) {
        for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
            *sum = a.mul_add(b, *sum);
        }
    }
    for ((sum, &a), &b) in sums.iter_mut().zip(a_rest).zip(b_rest) {
        *sum = a.mul_add(b, *sum);
    }
    total(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_sees_its_own_row_up_to_itself_and_no_padding() {
        // One head of 1 value; equal keys weigh all values alike, so outputs are means of what is seen.
        let shape = CachedShape { rows: 2, time: 2, heads: 1, head_size: 1, count: 1 };
        let packed = [1.0, 0.0, 2.0, 1.0, 0.0, 4.0, 1.0, 0.0, 8.0, 1.0, 0.0, 16.0];
        let mut memory = [0.0, 32.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0];
        // Row 0 has position 0 and its own, 1 and 2; row 1 hides position 0 and the first of its own, 3.
        let visible = [0, 0, 1, 2, 2, 0, 3, 4];
        let mut out = [f32::NAN; 4];
        cached_attention(&packed, &mut memory, &visible, shape, &mut out);
        assert_eq!(out, [17.0, 38.0 / 3.0, 0.0, 16.0]);
        assert_eq!(memory[..10], [0.0, 32.0, 0.0, 2.0, 0.0, 4.0, 0.0, 8.0, 0.0, 16.0]);
        assert_eq!(memory[10..], [9.0, 9.0]);
    }

    #[test]
    #[should_panic(expected = "known")]
    fn numbers_of_no_position_are_refused() {
        let shape = CachedShape { rows: 1, time: 1, heads: 1, head_size: 1, count: 0 };
        cached_attention(&[0.0; 3], &mut [0.0; 8], &[0, 1], shape, &mut [0.0]);
    }
}
