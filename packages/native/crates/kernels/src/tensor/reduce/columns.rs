//! Folds of columns, of which many pass side by side.

use std::marker::PhantomData;

use super::{BLOCK, Fold, LANES, PIECE, settle};
use crate::tensor::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// Columns of each [reduced, inner]. Narrow ones are laid side by side first: [reduced / k, k inner] has the same columns, k times.
pub(super) fn fold_columns<F: Fold>(x: &[f32], reduced: usize, inner: usize, divisor: f64, out: &mut [f32]) {
    let beside = if inner < LANES / 4 { (LANES / inner).min(reduced) } else { 1 };
    let rows = reduced / beside;
    let outer = out.len() / inner;
    // Long columns of few matrices are cut into pieces of rows, so that threads have something to share.
    let piece_rows = (PIECE / (beside * inner)).max(BLOCK);
    let pieces = if outer < 8 { rows.div_ceil(piece_rows) } else { 1 };
    if beside * pieces == 1 {
        return fold_whole_columns::<F>(x, reduced, inner, divisor, out);
    }
    let columns = beside * inner;
    let mut totals = vec![F::EMPTY.into(); outer * pieces * columns];
    let rows_of =
        |piece: usize| if pieces == 1 { 0..rows } else { piece * piece_rows..((piece + 1) * piece_rows).min(rows) };
    for_pieces(&mut totals, columns, rows.div_ceil(pieces) * columns, |first, totals| {
        for (index, totals) in totals.chunks_exact_mut(columns).enumerate() {
            let (matrix, piece) = ((first + index) / pieces, (first + index) % pieces);
            let rows = rows_of(piece);
            let x = &x[matrix * reduced * inner..][rows.start * columns..rows.end * columns];
            run_widest(FoldColumns::<F> { x, columns, first: 0, totals, fold: PhantomData });
        }
    });
    for (matrix, out) in out.chunks_exact_mut(inner).enumerate() {
        let totals = &totals[matrix * pieces * columns..][..pieces * columns];
        let rest = &x[(matrix * reduced + rows * beside) * inner..(matrix + 1) * reduced * inner];
        for (column, out) in out.iter_mut().enumerate() {
            let whole = totals[column..].iter().step_by(inner).copied();
            let rest = rest.iter().skip(column).step_by(inner).map(|&x| f64::from(x));
            let total = whole.chain(rest).fold(F::EMPTY.into(), F::join_blocks);
            *out = settle::<F, _>(total, divisor, || column_of(x, reduced, inner, matrix, column));
        }
    }
}

/// Columns that are neither laid side by side nor cut. A column's result is its own, so that threads may share a row of them.
fn fold_whole_columns<F: Fold>(x: &[f32], reduced: usize, inner: usize, divisor: f64, out: &mut [f32]) {
    let unit = inner.min(4 * LANES);
    for_pieces(out, unit, unit * reduced, |first, mut out| {
        let mut at = first * unit;
        let mut totals = Vec::new();
        while !out.is_empty() {
            let (matrix, first) = (at / inner, at % inner);
            let (here, rest) = out.split_at_mut((inner - first).min(out.len()));
            totals.clear();
            totals.resize(here.len(), F::EMPTY.into());
            let x_here = &x[matrix * reduced * inner..][..reduced * inner];
            let totals = &mut totals[..];
            run_widest(FoldColumns::<F> { x: x_here, columns: inner, first, totals, fold: PhantomData });
            for (column, (out, &total)) in here.iter_mut().zip(&*totals).enumerate() {
                *out = settle::<F, _>(total, divisor, || column_of(x, reduced, inner, matrix, first + column));
            }
            at += here.len();
            out = rest;
        }
    });
}

/// The values of one column of one matrix of x [outer, reduced, inner].
fn column_of(x: &[f32], reduced: usize, inner: usize, matrix: usize, column: usize) -> impl Iterator<Item = &f32> {
    x[matrix * reduced * inner..][..reduced * inner][column..].iter().step_by(inner)
}

/// Folds columns of x [rows, columns] into `totals`, from the column `first` on.
struct FoldColumns<'a, F> {
    x: &'a [f32],
    columns: usize,
    first: usize,
    totals: &'a mut [f64],
    fold: PhantomData<F>,
}

impl<F: Fold> Loop for FoldColumns<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        const ROWS: usize = 64;
        const QUARTER: usize = LANES / 4;
        for block in self.x.chunks(ROWS * self.columns) {
            let mut rest = &mut self.totals[..];
            let mut column = self.first;
            while !rest.is_empty() {
                let width = match rest.len() {
                    LANES.. => LANES,
                    QUARTER.. => QUARTER,
                    _ => 1,
                };
                let (totals, later) = rest.split_at_mut(width);
                match width {
                    LANES => fold_strip::<F, LANES>(block, self.columns, column, totals),
                    QUARTER => fold_strip::<F, QUARTER>(block, self.columns, column, totals),
                    _ => fold_strip::<F, 1>(block, self.columns, column, totals),
                }
                column += width;
                rest = later;
            }
        }
    }
}

#[inline(always)]
fn fold_strip<F: Fold, const WIDTH: usize>(block: &[f32], columns: usize, first: usize, totals: &mut [f64]) {
    let mut lanes = [F::EMPTY; WIDTH];
    for row in block.chunks_exact(columns) {
        for (lane, &x) in lanes.iter_mut().zip(&row[first..first + WIDTH]) {
            *lane = F::join(*lane, x.into());
        }
    }
    for (total, lane) in totals.iter_mut().zip(lanes) {
        *total = F::join_blocks(*total, lane.into());
    }
}
