//! The softmax of rows: e^x / sum e^x, the row's maximum subtracted first.

use super::math;
use super::reduce::{Max, Sum, fold_row};
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 24;

/// Softmax of every row of x [rows, columns].
///
/// # Panics
/// If lengths disagree.
pub fn softmax(x: &[f32], columns: usize, out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    assert!(out.len().is_multiple_of(columns.max(1)));
    for_pieces(out, columns, columns * COST, |first, out| {
        run_widest(Rows { x: &x[first * columns..][..out.len()], columns, out });
    });
}

struct Rows<'a> {
    x: &'a [f32],
    columns: usize,
    out: &'a mut [f32],
}

impl Loop for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let columns = self.columns.max(1);
        for (x, out) in self.x.chunks_exact(columns).zip(self.out.chunks_exact_mut(columns)) {
            let max = fold_row::<Max>(x) as f32;
            for (out, &x) in out.iter_mut().zip(x) {
                *out = math::exp(x - max);
            }
            let scale = 1.0 / fold_row::<Sum>(out) as f32;
            for out in out {
                *out *= scale;
            }
        }
    }
}
