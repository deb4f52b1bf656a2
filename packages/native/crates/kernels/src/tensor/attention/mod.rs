//! Causal self-attention over queries, keys and values packed side by side, and its gradient: Vaswani et al., "Attention is all
//! you need" (2017), section 3.2.1, with every position attending to itself and those before it.
//!
//! Scores live for 8 queries at a time, never as a matrix of the whole sequence; the gradient forms them again from the
//! logarithm of each row's sum (Dao et al., "FlashAttention", 2022). What lies behind the diagonal is not computed.

mod cached;
mod forward;
mod gradient;

pub use cached::{CachedShape, cached_attention};
pub use forward::causal_attention;
pub use gradient::causal_attention_grad;

use super::lanes::LANES;
use super::panel::Factor;

/// Queries whose work is one piece.
const BLOCK: usize = 64;

/// Sizes of an attention: activations are [batch, time, heads, head size].
#[derive(Clone, Copy, Debug)]
pub struct AttentionShape {
    /// Sequences.
    pub batch: usize,
    /// Positions of each.
    pub time: usize,
    /// Heads.
    pub heads: usize,
    /// Values of a head's query, key and value.
    pub head_size: usize,
}

impl AttentionShape {
    /// Values of a position's output; its query, key and value have thrice as many.
    fn size(&self) -> usize {
        self.heads * self.head_size
    }

    /// 1 / sqrt(head size)
    fn scale(&self) -> f32 {
        1.0 / (self.head_size as f32).sqrt()
    }

    /// Multiply-adds of the forward pass, roughly.
    fn operations(&self) -> usize {
        self.batch * self.time * self.time * self.size()
    }

    /// The length of a row of scores: whole vectors, an odd number of them, so that the rows' columns share the cache's sets evenly.
    fn score_stride(&self) -> usize {
        (self.time.div_ceil(LANES) | 1) * LANES
    }
}

/// Which third of a packed row.
#[derive(Clone, Copy)]
enum Third {
    Query,
    Key,
    Value,
}

/// A head's queries, keys and values in one sequence of the packed input [time, 3, heads, head size].
#[derive(Clone, Copy)]
struct Head<'a> {
    packed: &'a [f32],
    shape: AttentionShape,
    index: usize,
}

impl<'a> Head<'a> {
    /// A third's rows from position `from` on, [time - from, head size].
    fn rows(&self, third: Third, from: usize) -> Factor<'a> {
        Factor::new(self.values(third, from), 3 * self.shape.size())
    }

    /// All of a third, [head size, time].
    fn columns(&self, third: Third) -> Factor<'a> {
        Factor::transposed(self.values(third, 0), 3 * self.shape.size())
    }

    fn values(&self, third: Third, from: usize) -> &'a [f32] {
        let size = self.shape.size();
        &self.packed[(3 * from + third as usize) * size + self.index * self.shape.head_size..]
    }
}

/// Hides the keys after position `query` from a row of scores, up to a whole vector; gives the row that is left.
#[inline(always)]
fn visible(row: &mut [f32], query: usize, hidden: f32) -> &mut [[f32; LANES]] {
    let row = &mut row[..(query + 1).next_multiple_of(LANES)];
    row[query + 1..].fill(hidden);
    row.as_chunks_mut().0
}
