//! Rows picked by index, and their opposite: rows added up by index.

use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// out [batch, outer, picked, inner] from x [batch, outer, size, inner]: place `p` is x's place `indices[batch][p]`.
///
/// # Panics
/// If lengths disagree, or an index is not below `size`.
pub fn gather(x: &[f32], indices: &[i32], batch: usize, size: usize, inner: usize, out: &mut [f32]) {
    if out.is_empty() {
        return;
    }
    let picked = indices.len() / batch;
    let outer = out.len() / (batch * picked * inner);
    assert_eq!(indices.len(), batch * picked);
    assert_eq!(out.len(), batch * outer * picked * inner);
    assert_eq!(x.len(), batch * outer * size * inner);
    for_pieces(out, inner, inner, |first, out| {
        for (index, out) in out.chunks_exact_mut(inner).enumerate() {
            let (matrix, place) = ((first + index) / picked, (first + index) % picked);
            let row = indices[matrix / outer * picked + place] as usize;
            assert!(row < size, "an index of gather is out of range");
            out.copy_from_slice(&x[(matrix * size + row) * inner..][..inner]);
        }
    });
}

/// out [segments, inner]: row `s` is the sum of the rows of x [rows, inner] whose id is `s`, in their order. Ids that are no segment
/// are left out.
///
/// # Panics
/// If lengths disagree.
pub fn segment_sum(x: &[f32], ids: &[i32], inner: usize, out: &mut [f32]) {
    assert_eq!(x.len(), ids.len() * inner);
    if out.is_empty() {
        return;
    }
    assert!(out.len().is_multiple_of(inner));
    let segments = out.len() / inner;
    for_pieces(out, inner, inner + x.len() / segments, |first, out| {
        out.fill(0.0);
        let here = first..first + out.len() / inner;
        for (&id, row) in ids.iter().zip(x.chunks_exact(inner)) {
            if let Ok(id) = usize::try_from(id)
                && here.contains(&id)
            {
                run_widest(Accumulate { x: row, out: &mut out[(id - first) * inner..][..inner] });
            }
        }
    });
}

/// Adds x to `out`.
///
/// # Panics
/// If the lengths differ.
pub fn accumulate(x: &[f32], out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    for_pieces(out, 1, 1, |first, out| run_widest(Accumulate { x: &x[first..][..out.len()], out }));
}

struct Accumulate<'a> {
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Accumulate<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (out, &x) in self.out.iter_mut().zip(self.x) {
            *out += x;
        }
    }
}
