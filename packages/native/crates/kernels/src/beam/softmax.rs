//! Log-softmax of a row by operations in a fixed order, so that TypeScript can form the same bits.

use crate::vectors::{Loop, run_widest};

/// Partial sums in single precision, and how many numbers go into them before they are added up in double.
const LANES: usize = 16;
const BLOCK: usize = 1024;

/// Below this, e^x is taken for 0.
const LEAST: f32 = -87.0;

/// e^x for x <= 0, within one unit of the last place; 0 below -87, NaN for NaN.
///
/// Cody & Waite's reduction to [-ln 2 / 2, ln 2 / 2], where the polynomial's relative error is below 3.1e-9. `tensor::math::exp` takes more
/// roundings, each of which costs TypeScript as much as the arithmetic.
#[inline(always)]
pub(crate) fn exponential(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_145_75;
    const LN2_LOW: f32 = 1.428_606_8e-6;
    // Adding and subtracting 1.5 * 2^23 rounds to the nearest whole number.
    const ROUND: f32 = 12_582_912.0;
    let clamped = if x < LEAST { LEAST } else { x };
    let shifted = clamped.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = (-n).mul_add(LN2_LOW, (-n).mul_add(LN2_HIGH, clamped));
    let value = 1.381_459_9e-3_f32
        .mul_add(r, 8.368_717e-3)
        .mul_add(r, 4.166_839e-2)
        .mul_add(r, 0.166_665_21)
        .mul_add(r, 0.499_999_94)
        .mul_add(r, 1.0)
        .mul_add(r, 1.0);
    // The last bits of the shifted number are n.
    let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127);
    let scaled = value * f32::from_bits(exponent << 23);
    if x < LEAST { 0.0 } else { scaled }
}

/// The softmax of a row is e^(x - max) / sum, its logarithm x - max - log_sum.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Normalizer {
    pub(crate) max: f32,
    pub(crate) sum: f64,
    pub(crate) log_sum: f32,
}

impl Normalizer {
    /// Of a row whose maximum is known. `sum` is NaN where that is not finite.
    pub(crate) fn with_max(row: &[f32], max: f32) -> Self {
        let sum = run_widest(SumOfExponentials { row, max });
        Self { max, sum, log_sum: sum.ln() as f32 }
    }

    pub(crate) fn of(row: &[f32]) -> Self {
        Self::with_max(row, maximum(row).unwrap_or(f32::NAN))
    }

    pub(crate) fn probability(&self, score: f32) -> f64 {
        f64::from(exponential(score - self.max)) / self.sum
    }

    pub(crate) fn log_probability(&self, score: f32) -> f32 {
        (score - self.max) - self.log_sum
    }
}

/// Writes the log-softmax of a row whose maximum is known.
///
/// # Panics
/// If lengths disagree.
pub(crate) fn log_softmax(row: &[f32], max: f32, out: &mut [f32]) {
    assert_eq!(row.len(), out.len());
    let Normalizer { log_sum, .. } = Normalizer::with_max(row, max);
    run_widest(Shift { row, max, log_sum, out });
}

/// Replaces a row by its log-softmax; where it has none it stays.
pub(crate) fn renormalize(row: &mut [f32]) {
    let normalizer = Normalizer::of(row);
    if !normalizer.sum.is_nan() {
        for score in row {
            *score = normalizer.log_probability(*score);
        }
    }
}

/// The largest number of a row, -infinity for an empty one; nothing where there is a NaN.
pub(crate) fn maximum(row: &[f32]) -> Option<f32> {
    run_widest(Maximum(row))
}

struct Maximum<'a>(&'a [f32]);

impl Loop for Maximum<'_> {
    type Output = Option<f32>;

    #[inline(always)]
    fn run(self) -> Option<f32> {
        let (blocks, rest) = self.0.as_chunks::<LANES>();
        let mut largest = [f32::NEG_INFINITY; LANES];
        let mut unordered = [0_u32; LANES];
        for block in blocks {
            for lane in 0..LANES {
                largest[lane] = if block[lane] > largest[lane] { block[lane] } else { largest[lane] };
            }
            for lane in 0..LANES {
                unordered[lane] |= u32::from(block[lane].is_nan());
            }
        }
        let is_ordered = unordered == [0; LANES] && rest.iter().all(|value| !value.is_nan());
        let max = largest.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
        is_ordered.then_some(max)
    }
}

struct SumOfExponentials<'a> {
    row: &'a [f32],
    max: f32,
}

impl Loop for SumOfExponentials<'_> {
    type Output = f64;

    #[inline(always)]
    fn run(self) -> f64 {
        let mut sum = 0.0;
        for block in self.row.chunks(BLOCK) {
            let (parts, rest) = block.as_chunks::<LANES>();
            let mut lanes = [0.0; LANES];
            for part in parts {
                for lane in 0..LANES {
                    lanes[lane] += exponential(part[lane] - self.max);
                }
            }
            for (lane, &value) in lanes.iter_mut().zip(rest) {
                *lane += exponential(value - self.max);
            }
            for lane in lanes {
                sum += f64::from(lane);
            }
        }
        sum
    }
}

struct Shift<'a> {
    row: &'a [f32],
    max: f32,
    log_sum: f32,
    out: &'a mut [f32],
}

impl Loop for Shift<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (out, &value) in self.out.iter_mut().zip(self.row) {
            *out = (value - self.max) - self.log_sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_is_within_one_unit_of_exact_values() {
        for step in 0..870_000 {
            let x = -(step as f32) * 1e-4;
            let exact = f64::from(x).exp();
            assert!((f64::from(exponential(x)) / exact - 1.0).abs() < 1.2e-7, "{x}");
        }
        assert_eq!([exponential(0.0), exponential(-88.0), exponential(f32::NEG_INFINITY)], [1.0, 0.0, 0.0]);
        assert!(exponential(f32::NAN).is_nan());
    }

    #[test]
    fn normalizer_sums_every_number_once_whatever_the_length() {
        for length in [1, 15, 16, 17, 1023, 1024, 1025, 5000] {
            let row: Vec<f32> = (0..length).map(|k| (k % 7) as f32 - 3.0).collect();
            let exact: f64 = row.iter().map(|&x| f64::from(x - 3.0).exp()).sum();
            let exact = if length < 7 { row.iter().map(|&x| f64::from(x + 3.0).exp()).sum() } else { exact };
            assert!((Normalizer::of(&row).sum / exact - 1.0).abs() < 1e-6, "{length}");
        }
    }

    #[test]
    fn maximum_finds_a_nan_anywhere() {
        for length in [1, 16, 40] {
            for place in 0..length {
                let mut row = vec![1.0; length];
                row[place] = f32::NAN;
                assert_eq!(maximum(&row), None);
                row[place] = 2.0;
                assert_eq!(maximum(&row), Some(2.0));
            }
        }
    }
}
