//! Sums, products and extrema along the middle axis of [outer, reduced, inner].
//!
//! Values are folded in 64 fixed lanes over blocks of `BLOCK`, and the blocks' results in `f64`, so that the error of a sum does not
//! grow with its length; a long sum is cut into pieces by its length alone. So results do not depend on threads or instructions.
//! What is not finite then is formed anew in `f64`: lanes may overflow where the whole does not.

mod columns;
mod rows;

pub(super) use rows::fold_row;

use self::columns::fold_columns;
use self::rows::{FoldRow, fold_pieces};
use super::split::for_pieces;
use crate::vectors::run_widest;

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
