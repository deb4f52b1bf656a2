//! Where the largest and the smallest values are, along the middle axis of [outer, reduced, inner].

use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// The index of the first largest value. NaN is never larger than another value, and nothing is larger than NaN.
///
/// # Panics
/// If lengths disagree, or nothing is reduced.
pub fn arg_max(x: &[f32], reduced: usize, inner: usize, out: &mut [i32]) {
    arg_extreme::<false>(x, reduced, inner, out);
}

/// The index of the first smallest value, likewise.
///
/// # Panics
/// If lengths disagree, or nothing is reduced.
pub fn arg_min(x: &[f32], reduced: usize, inner: usize, out: &mut [i32]) {
    arg_extreme::<true>(x, reduced, inner, out);
}

fn arg_extreme<const SMALLEST: bool>(x: &[f32], reduced: usize, inner: usize, out: &mut [i32]) {
    assert!(reduced > 0);
    assert_eq!(x.len(), out.len() * reduced);
    for_pieces(out, inner.max(1), reduced * inner, |first, out| {
        let matrices = x[first * reduced * inner..].chunks_exact(reduced * inner.max(1));
        for (x, out) in matrices.zip(out.chunks_exact_mut(inner.max(1))) {
            if inner == 1 {
                out[0] = run_widest(InRow::<SMALLEST>(x)) as i32;
            } else {
                in_columns::<SMALLEST>(x, out);
            }
        }
    });
}

#[inline(always)]
fn beats<const SMALLEST: bool>(a: f32, b: f32) -> bool {
    if SMALLEST { a < b } else { a > b }
}

/// The extreme value is found first, in lanes, and then its place.
struct InRow<'a, const SMALLEST: bool>(&'a [f32]);

impl<const SMALLEST: bool> Loop for InRow<'_, SMALLEST> {
    type Output = usize;

    #[inline(always)]
    fn run(self) -> usize {
        const LANES: usize = 64;
        let mut lanes = [self.0[0]; LANES];
        let mut chunks = self.0.chunks_exact(LANES);
        for chunk in &mut chunks {
            for (lane, &x) in lanes.iter_mut().zip(chunk) {
                *lane = if beats::<SMALLEST>(x, *lane) { x } else { *lane };
            }
        }
        let rest = chunks.remainder().iter().copied();
        let best =
            lanes.into_iter().chain(rest).fold(self.0[0], |best, x| if beats::<SMALLEST>(x, best) { x } else { best });
        self.0.iter().position(|&x| x == best).unwrap_or(0)
    }
}

fn in_columns<const SMALLEST: bool>(x: &[f32], out: &mut [i32]) {
    let inner = out.len();
    out.fill(0);
    for (index, row) in x.chunks_exact(inner).enumerate() {
        for (column, (&value, out)) in row.iter().zip(out.iter_mut()).enumerate() {
            if beats::<SMALLEST>(value, x[*out as usize * inner + column]) {
                *out = index as i32;
            }
        }
    }
}
