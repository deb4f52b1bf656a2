//! Running sums along the middle axis of [outer, length, inner].

use super::split::for_pieces;

/// The sum of each value and those before it; without itself if `exclusive`, of those after it if `reverse`.
///
/// # Panics
/// If lengths disagree.
pub fn cumsum(x: &[f32], length: usize, inner: usize, exclusive: bool, reverse: bool, out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    let unit = length * inner;
    if unit == 0 {
        return;
    }
    assert!(out.len().is_multiple_of(unit));
    for_pieces(out, unit, unit, |first, out| {
        for (x, out) in x[first * unit..].chunks_exact(unit).zip(out.chunks_exact_mut(unit)) {
            for step in 0..length {
                let row = |step: usize| if reverse { (length - 1 - step) * inner } else { step * inner };
                for column in 0..inner {
                    let here = row(step) + column;
                    out[here] = match (step.checked_sub(1).map(|before| row(before) + column), exclusive) {
                        (None, true) => 0.0,
                        (None, false) => x[here],
                        (Some(before), true) => x[before] + out[before],
                        (Some(before), false) => x[here] + out[before],
                    };
                }
            }
        }
    });
}
