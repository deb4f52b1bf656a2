//! Whether any or all of some truth values hold, along the middle axis of [outer, reduced, inner].

use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// 1 where all hold. Of x [outer, reduced, inner] along `reduced`; `out` is [outer, inner].
///
/// # Panics
/// If lengths disagree, or nothing is reduced.
pub fn all(x: &[u8], reduced: usize, inner: usize, out: &mut [u8]) {
    join::<true>(x, reduced, inner, out);
}

/// 1 where any holds, likewise.
///
/// # Panics
/// If lengths disagree, or nothing is reduced.
pub fn any(x: &[u8], reduced: usize, inner: usize, out: &mut [u8]) {
    join::<false>(x, reduced, inner, out);
}

fn join<const ALL: bool>(x: &[u8], reduced: usize, inner: usize, out: &mut [u8]) {
    assert!(reduced > 0);
    assert_eq!(x.len(), out.len() * reduced);
    let inner = inner.max(1);
    for_pieces(out, inner, reduced * inner, |first, out| {
        let matrices = x[first * reduced * inner..].chunks_exact(reduced * inner);
        for (x, out) in matrices.zip(out.chunks_exact_mut(inner)) {
            run_widest(Join::<ALL> { x, out });
        }
    });
}

/// Joins the rows of x into `out`.
struct Join<'a, const ALL: bool> {
    x: &'a [u8],
    out: &'a mut [u8],
}

impl<const ALL: bool> Loop for Join<'_, ALL> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { x, out } = self;
        if let [out] = out {
            *out = u8::from(if ALL { !x.contains(&0) } else { x.iter().any(|&x| x != 0) });
            return;
        }
        out.fill(u8::from(ALL));
        for row in x.chunks_exact(out.len()) {
            for (out, &x) in out.iter_mut().zip(row) {
                let holds = u8::from(x != 0);
                *out = if ALL { *out & holds } else { *out | holds };
            }
        }
    }
}
