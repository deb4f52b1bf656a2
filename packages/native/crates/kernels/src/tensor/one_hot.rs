//! Rows with one place marked.

use super::split::for_pieces;

/// Row `k` of `out` [indices, depth] is `off` but for `on` at place `indices[k]`, if there is such a place.
///
/// # Panics
/// If lengths disagree.
pub fn one_hot<T: Copy + Send + Sync>(indices: &[i32], depth: usize, on: T, off: T, out: &mut [T]) {
    assert_eq!(out.len(), indices.len() * depth);
    if depth == 0 {
        return;
    }
    for_pieces(out, depth, depth, |first, out| {
        out.fill(off);
        for (&index, row) in indices[first..].iter().zip(out.chunks_exact_mut(depth)) {
            if let Some(place) = usize::try_from(index).ok().and_then(|index| row.get_mut(index)) {
                *place = on;
            }
        }
    });
}
