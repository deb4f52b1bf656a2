//! Folds of rows, whose values lie one after the other.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::{BLOCK, Fold, LANES, PIECE};
use crate::tensor::split::is_worth_a_fork;
use crate::vectors::{Loop, run_widest};

/// One long row.
pub(super) fn fold_pieces<F: Fold>(row: &[f32]) -> f64 {
    let fold = |row| run_widest(FoldRow::<F>::new(row));
    let totals: Vec<f64> = if is_worth_a_fork(row.len()) {
        row.par_chunks(PIECE).map(fold).collect()
    } else {
        row.chunks(PIECE).map(fold).collect()
    };
    totals.into_iter().reduce(F::join_blocks).map_or(F::EMPTY.into(), |total| total)
}

pub(super) struct FoldRow<'a, F> {
    row: &'a [f32],
    fold: PhantomData<F>,
}

impl<'a, F: Fold> FoldRow<'a, F> {
    pub(super) fn new(row: &'a [f32]) -> Self {
        Self { row, fold: PhantomData }
    }
}

impl<F: Fold> Loop for FoldRow<'_, F> {
    type Output = f64;

    #[inline(always)]
    fn run(self) -> f64 {
        fold_row::<F>(self.row)
    }
}

/// One row, inside a loop that is compiled for wide vectors.
#[inline(always)]
pub(in crate::tensor) fn fold_row<F: Fold>(row: &[f32]) -> f64 {
    if row.len() < LANES / 2 {
        return row.iter().fold(F::EMPTY, |total, &x| F::join(total, x.into())).into();
    }
    let mut total = F::EMPTY.into();
    for block in row.chunks(BLOCK) {
        let mut lanes = [F::EMPTY; LANES];
        let mut chunks = block.chunks_exact(LANES);
        for chunk in &mut chunks {
            for (lane, &x) in lanes.iter_mut().zip(chunk) {
                *lane = F::join(*lane, x.into());
            }
        }
        for (lane, &x) in lanes.iter_mut().zip(chunks.remainder()) {
            *lane = F::join(*lane, x.into());
        }
        total = F::join_blocks(total, fold_lanes::<F>(lanes).into());
    }
    total
}

/// Halves the lanes until one is left.
#[inline(always)]
fn fold_lanes<F: Fold>(mut lanes: [F::Lane; LANES]) -> F::Lane {
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            lanes[lane] = F::join(lanes[lane], lanes[lane + width]);
        }
        width /= 2;
    }
    lanes[0]
}
