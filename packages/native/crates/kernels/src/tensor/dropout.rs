//! Inverted dropout: Srivastava et al., "Dropout" (2014), section 10. The mask is a function of the key, so it is never stored.

use super::split::for_pieces;
use crate::random::stream::{NUMBERS, uniforms};
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 25;

/// Each value times 0 with probability `rate`, else times 1 / (1 - rate): value i by uniform number i of the key's stream 0.
///
/// # Panics
/// If the lengths differ.
pub fn dropout(x: &[f32], rate: f64, key: [u32; 2], out: &mut [f32]) {
    assert_eq!(x.len(), out.len());
    for_pieces(out, NUMBERS, NUMBERS * COST, |first, out| {
        run_widest(Dropout { x: &x[first * NUMBERS..][..out.len()], rate, key, first, out });
    });
}

struct Dropout<'a> {
    x: &'a [f32],
    rate: f64,
    key: [u32; 2],
    /// Which block of `NUMBERS` is the first.
    first: usize,
    out: &'a mut [f32],
}

impl Loop for Dropout<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let scale = (1.0 / (1.0 - self.rate)) as f32;
        for (index, (out, x)) in self.out.chunks_mut(NUMBERS).zip(self.x.chunks(NUMBERS)).enumerate() {
            let factors = uniforms(self.key, 0, (self.first + index) as u64)
                .map(|number| if number < self.rate { 0.0 } else { scale });
            for ((out, &x), factor) in out.iter_mut().zip(x).zip(factors) {
                *out = x * factor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropout_drops_its_rate_and_scales_the_rest_to_the_same_mean() {
        let mut out = vec![0.0; 1_000_000];
        dropout(&vec![3.0; 1_000_000], 0.25, [1, 2], &mut out);
        let dropped = out.iter().filter(|&&value| value == 0.0).count();
        assert!(out.iter().all(|&value| value == 0.0 || value == 4.0));
        // Five standard errors.
        assert!((dropped as f64 - 250_000.0).abs() < 5.0 * 433.0, "{dropped}");
    }
}
