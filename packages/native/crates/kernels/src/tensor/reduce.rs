//! Sums, products and extrema along the middle axis of [outer, reduced, inner].
//!
//! Values are folded in 64 fixed lanes over blocks of `BLOCK`, and the blocks' results in `f64`, so that the error of a sum does not
//! grow with its length; a long sum is cut into pieces by its length alone. So results do not depend on threads or instructions.
//! What is not finite then is formed anew in `f64`: lanes may overflow where the whole does not.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::split::{for_pieces, is_worth_a_fork};
use crate::vectors::{Loop, run_widest};

/// Lanes that are folded side by side.
const LANES: usize = 64;
/// Values (or rows, of [reduced, inner]) that are folded in `f32`.
const BLOCK: usize = 1024;
/// Values that a piece of one long row has.
const PIECE: usize = 64 * BLOCK;

/// An associative way to make one value of two.
pub(super) trait Fold: Sync {
    /// What a lane holds: `f32`, but for products, whose rounding errors do not cancel.
    type Lane: Copy + From<f32> + Into<f64>;

    /// The result of no value at all.
    const EMPTY: Self::Lane;

    fn join(a: Self::Lane, b: Self::Lane) -> Self::Lane;

    /// The same on results of blocks.
    fn join_blocks(a: f64, b: f64) -> f64;
}

/// Defines folds, and kernels `name(x, reduced, inner, out)` that reduce by them.
macro_rules! reductions {
    ($($(#[$doc:meta])* $name:ident by $Fold:ident in $Lane:ty: $empty:expr, |$a:ident, $b:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        pub(super) struct $Fold;

        impl Fold for $Fold {
            type Lane = $Lane;

            const EMPTY: $Lane = $empty;

            #[inline(always)]
            fn join($a: $Lane, $b: $Lane) -> $Lane {
                $value
            }

            #[inline(always)]
            fn join_blocks($a: f64, $b: f64) -> f64 {
                $value
            }
        }

        $(#[$doc])*
        /// Of x [outer, reduced, inner] along `reduced`; `out` is [outer, inner].
        ///
        /// # Panics
        /// If lengths disagree.
        pub fn $name(x: &[f32], reduced: usize, inner: usize, out: &mut [f32]) {
            reduce::<$Fold>(x, reduced, inner, 1.0, out);
        }
    )*};
}

reductions! {
    /// The largest value, NaN if any is NaN.
    max by Max in f32: f32::NEG_INFINITY, |a, b| if b > a || b.is_nan() { b } else { a };
    /// The smallest value, NaN if any is NaN.
    min by Min in f32: f32::INFINITY, |a, b| if b < a || b.is_nan() { b } else { a };
    /// The product.
    prod by Product in f64: 1.0, |a, b| a * b;
    /// The sum.
    sum by Sum in f32: 0.0, |a, b| a + b;
}

/// The mean along `reduced` of x [outer, reduced, inner], 0 where nothing is reduced; `out` is [outer, inner].
///
/// # Panics
/// If lengths disagree.
pub fn mean(x: &[f32], reduced: usize, inner: usize, out: &mut [f32]) {
    reduce::<Sum>(x, reduced, inner, reduced.max(1) as f64, out);
}

/// Results are divided by `divisor`.
fn reduce<F: Fold>(x: &[f32], reduced: usize, inner: usize, divisor: f64, out: &mut [f32]) {
    assert_eq!(x.len(), out.len() / inner.max(1) * reduced * inner);
    if out.is_empty() || reduced == 0 {
        out.fill(F::EMPTY.into() as f32);
    } else if inner == 1 && reduced > PIECE {
        for (row, out) in x.chunks_exact(reduced).zip(out) {
            *out = settle::<F, _>(fold_pieces::<F>(row), divisor, || row.iter());
        }
    } else if inner == 1 {
        for_pieces(out, 1, reduced, |first, out| {
            for (row, out) in x[first * reduced..].chunks_exact(reduced).zip(out) {
                *out = settle::<F, _>(run_widest(FoldRow::<F>::new(row)), divisor, || row.iter());
            }
        });
    } else {
        fold_columns::<F>(x, reduced, inner, divisor, out);
    }
}

/// The result of `values`, whose fold in lanes was `total`.
fn settle<'a, F: Fold, V: Iterator<Item = &'a f32>>(total: f64, divisor: f64, values: impl FnOnce() -> V) -> f32 {
    let anew = || values().fold(F::EMPTY.into(), |total, &x| F::join_blocks(total, x.into()));
    (if total.is_finite() { total } else { anew() } / divisor) as f32
}

/// One long row.
fn fold_pieces<F: Fold>(row: &[f32]) -> f64 {
    let fold = |row| run_widest(FoldRow::<F>::new(row));
    let totals: Vec<f64> = if is_worth_a_fork(row.len()) {
        row.par_chunks(PIECE).map(fold).collect()
    } else {
        row.chunks(PIECE).map(fold).collect()
    };
    totals.into_iter().reduce(F::join_blocks).map_or(F::EMPTY.into(), |total| total)
}

struct FoldRow<'a, F> {
    row: &'a [f32],
    fold: PhantomData<F>,
}

impl<'a, F: Fold> FoldRow<'a, F> {
    fn new(row: &'a [f32]) -> Self {
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
pub(super) fn fold_row<F: Fold>(row: &[f32]) -> f64 {
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

/// Columns of each [reduced, inner]. Narrow ones are laid side by side first: [reduced / k, k inner] has the same columns, k times.
fn fold_columns<F: Fold>(x: &[f32], reduced: usize, inner: usize, divisor: f64, out: &mut [f32]) {
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
