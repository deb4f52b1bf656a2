//! Rows times a matrix stored row by row: every row of the product is a sum of the matrix's rows, each times a weight.

use std::array::from_fn;
use std::ops::Range;

use super::{Piece, Right, groups};
use crate::tensor::lanes::LANES;
use crate::vectors::{Loop, prefetch};

/// Columns that are read before the next rows of the matrix: their sums stay in the first cache, and so does what is asked for ahead.
const STRIP: usize = 512;
/// Rows of the matrix that are added at once, so that sums are loaded and stored once for all of them.
const AT_ONCE: usize = 4;

impl Piece<'_> {
    #[inline(always)]
    pub(super) fn weighted_rows(&mut self) {
        weighted_rows(self.left, self.right, 0..self.right.depth, self.first, &mut self.out);
    }
}

/// The part of a product that some of its terms make: `out` [rows, columns], all of it.
pub(super) struct Terms<'a> {
    pub(super) left: &'a [f32],
    pub(super) right: Right<'a>,
    pub(super) terms: Range<usize>,
    pub(super) out: &'a mut [f32],
}

impl Loop for Terms<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut out: Vec<_> = self.out.chunks_exact_mut(self.right.columns).collect();
        weighted_rows(self.left, self.right, self.terms, 0, &mut out);
    }
}

/// Columns of the product from `first` on, as far as `terms` make them.
#[inline(always)]
fn weighted_rows(left: &[f32], right: Right, terms: Range<usize>, first: usize, out: &mut [&mut [f32]]) {
    let Right { values, depth, columns, .. } = right;
    let width = out[0].len();
    for start in (0..width).step_by(STRIP) {
        let strip = STRIP.min(width - start);
        let first = first + start;
        let term = |k: usize| &values[k * columns + first..][..strip];
        let mut sums: Vec<&mut [f32]> = out.iter_mut().map(|out| &mut out[start..][..strip]).collect();
        for sums in &mut sums {
            sums.fill(0.0);
        }
        let whole = terms.end - terms.len() % AT_ONCE;
        for k in (terms.start..whole).step_by(AT_ONCE) {
            for next in k + AT_ONCE..k + 2 * AT_ONCE {
                for column in (0..strip).step_by(LANES) {
                    prefetch(values, next * columns + first + column);
                }
            }
            add_weighted::<AT_ONCE>(&mut sums, &left[k..], depth, from_fn(|i| term(k + i)));
        }
        for k in whole..terms.end {
            add_weighted::<1>(&mut sums, &left[k..], depth, [term(k)]);
        }
    }
}

/// `sums[i]` += the sum of `left[i * depth + j] * terms[j]`, which the first group of rows brings into the first cache.
#[inline(always)]
fn add_weighted<const TERMS: usize>(sums: &mut [&mut [f32]], left: &[f32], depth: usize, terms: [&[f32]; TERMS]) {
    let [first, second] = groups(sums.len());
    let (first_sums, second_sums) = sums.split_at_mut(first);
    add_weighted_to_group(first_sums, left, depth, terms);
    if second > 0 {
        add_weighted_to_group(second_sums, &left[first * depth..], depth, terms);
    }
}

#[inline(always)]
fn add_weighted_to_group<const TERMS: usize>(
    sums: &mut [&mut [f32]],
    left: &[f32],
    depth: usize,
    terms: [&[f32]; TERMS],
) {
    match sums.len() {
        1 => add_weighted_to::<1, TERMS>(sums, left, depth, terms),
        2 => add_weighted_to::<2, TERMS>(sums, left, depth, terms),
        3 => add_weighted_to::<3, TERMS>(sums, left, depth, terms),
        4 => add_weighted_to::<4, TERMS>(sums, left, depth, terms),
        _ => {}
    }
}

#[inline(always)]
fn add_weighted_to<const ROWS: usize, const TERMS: usize>(
    sums: &mut [&mut [f32]],
    left: &[f32],
    depth: usize,
    terms: [&[f32]; TERMS],
) {
    let weights: [[f32; TERMS]; ROWS] = from_fn(|i| from_fn(|j| left[i * depth + j]));
    let blocks = terms[0].len() / LANES;
    let term_blocks = terms.map(|term| &term.as_chunks::<LANES>().0[..blocks]);
    for block in 0..blocks {
        let terms = term_blocks.map(|blocks| blocks[block]);
        for (sums, weights) in sums.iter_mut().zip(weights) {
            let out: &mut [f32; LANES] = sums[block * LANES..].first_chunk_mut().expect("a whole block");
            let mut sum = *out;
            for (weight, term) in weights.iter().zip(&terms) {
                for lane in 0..LANES {
                    sum[lane] = weight.mul_add(term[lane], sum[lane]);
                }
            }
            *out = sum;
        }
    }
    for column in blocks * LANES..terms[0].len() {
        for (sums, weights) in sums.iter_mut().zip(weights) {
            for (weight, term) in weights.iter().zip(terms) {
                sums[column] = weight.mul_add(term[column], sums[column]);
            }
        }
    }
}
