//! Tensors of random numbers: stream 0 of a key (`random::stream`), brought to a distribution and rounded to `f32`.

use super::split::for_pieces;
use crate::random::stream::{NUMBERS, quantiles, uniforms};
use crate::vectors::{Loop, run_widest};

/// What one number costs, in operations.
const COST: usize = 40;

/// The probability that a Gaussian number is below -2.
const BELOW_TWO: f64 = 0.022_750_131_948_179_21;

/// What numbers are distributed like.
#[derive(Clone, Copy)]
pub enum Distribution {
    /// On the interval between two numbers, each part of it alike.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Gaussian.
    Normal {
        /// Expectation.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
    /// Gaussian, given that it is within two deviations of its mean: the quantile of a uniform number on that interval, so that
    /// none is drawn twice.
    TruncatedNormal {
        /// Expectation.
        mean: f64,
        /// Standard deviation of the Gaussian that is truncated.
        deviation: f64,
    },
}

/// Fills `out` with numbers 0, 1, ... of the key.
pub fn fill_random(key: [u32; 2], distribution: Distribution, out: &mut [f32]) {
    for_pieces(out, NUMBERS, NUMBERS * COST, |first, out| run_widest(Fill { key, first, distribution, out }));
}

struct Fill<'a> {
    key: [u32; 2],
    /// Which block of `NUMBERS` is the first.
    first: usize,
    distribution: Distribution,
    out: &'a mut [f32],
}

impl Loop for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (index, out) in self.out.chunks_mut(NUMBERS).enumerate() {
            let mut numbers = uniforms(self.key, 0, (self.first + index) as u64);
            let (offset, scale) = match self.distribution {
                Distribution::Uniform { low, high } => (low, high - low),
                Distribution::Normal { mean, deviation } => {
                    quantiles(&mut numbers);
                    (mean, deviation)
                }
                Distribution::TruncatedNormal { mean, deviation } => {
                    numbers.iter_mut().for_each(|p| *p = BELOW_TWO + *p * (1.0 - 2.0 * BELOW_TWO));
                    quantiles(&mut numbers);
                    (mean, deviation)
                }
            };
            let numbers = numbers.map(|number| (offset + scale * number) as f32);
            out.copy_from_slice(&numbers[..out.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream::fill_gaussian;

    #[test]
    fn fill_random_rounds_the_stream_of_its_key_however_it_is_cut() {
        let mut exact = vec![0.0; 100_001];
        fill_gaussian([1, 2], 0, &mut exact);
        for length in [0, 1, 31, 33, 100_001] {
            let mut out = vec![0.0; length];
            fill_random([1, 2], Distribution::Normal { mean: 0.0, deviation: 1.0 }, &mut out);
            assert!(out.iter().zip(&exact).all(|(&out, &exact)| out == exact as f32));
        }
    }

    #[test]
    fn truncated_normal_stays_within_two_deviations_and_has_the_variance_of_the_textbook() {
        let mut out = vec![0.0; 1_000_000];
        fill_random([1, 2], Distribution::TruncatedNormal { mean: 1.0, deviation: 0.5 }, &mut out);
        assert!(out.iter().all(|x| (x - 1.0).abs() <= 1.0));
        let square = out.iter().map(|&x| (f64::from(x) - 1.0).powi(2)).sum::<f64>() / 1e6;
        // 1 - 2 * 2 phi(2) / (1 - 2 Phi(-2)) = 0.773741..., times 0.25; five standard errors.
        assert!((square - 0.25 * 0.773_741).abs() < 5.0 * 2.2e-4, "{square}");
    }
}
