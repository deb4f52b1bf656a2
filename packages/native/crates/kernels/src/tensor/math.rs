//! Transcendental functions of `f32` without a branch, so that loops over them become vector instructions.
//!
//! `exp` follows the usual reduction to [-ln 2 / 2, ln 2 / 2] with a minimax polynomial (Cody & Waite, "Software Manual for the
//! Elementary Functions", 1980). Relative errors against exact values, over the whole range, are asserted in the tests below.

/// e^x: 0 below -103.98, infinity above 88.72, NaN for NaN; subnormal results are exact to their last bit or two.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let (rest, n) = reduced_exp(x.clamp(-104.0, 88.8));
    // 2^n in two halves, so that neither overflows where the product does not.
    let half = n >> 1;
    (rest + 1.0) * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// e^x - 1 without loss near 0: -1 far below 0, infinity above 88.72, NaN for NaN.
#[inline(always)]
pub fn expm1(x: f32) -> f32 {
    let (rest, n) = reduced_exp(x.clamp(-20.0, 88.8));
    // Half of 2^n, which is finite where 2^n is not.
    let half = power_of_two(n.wrapping_sub(1));
    let result = 2.0 * half.mul_add(rest, half - 0.5);
    // -0 stays what it is.
    if x == 0.0 { x } else { result }
}

/// (e^r - 1, n) for x = n ln 2 + r with the smallest r.
#[inline(always)]
fn reduced_exp(x: f32) -> (f32, i32) {
    const LN2_HIGH: f32 = 0.693_145_75;
    const LN2_LOW: f32 = 1.428_606_8e-6;
    // Adding and subtracting 1.5 * 2^23 rounds to the nearest whole number.
    const ROUND: f32 = 12_582_912.0;
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = (-n).mul_add(LN2_LOW, (-n).mul_add(LN2_HIGH, x));
    let p = 1.987_569_1e-4_f32
        .mul_add(r, 1.398_199_9e-3)
        .mul_add(r, 8.333_452e-3)
        .mul_add(r, 4.166_579_6e-2)
        .mul_add(r, 0.166_666_65)
        .mul_add(r, 0.5);
    // The last bits of the shifted number are n; a conversion would look for NaN first.
    ((p * r).mul_add(r, r), shifted.to_bits().wrapping_sub(ROUND.to_bits()) as i32)
}

/// 2^n for -126 <= n <= 127, and infinity for 128.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) << 23) as u32)
}

/// The logistic function 1 / (1 + e^-x).
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent: a polynomial near 0, where 1 - 2 / (e^2x + 1) would cancel, and that elsewhere.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let magnitude = x.abs();
    let square = x * x;
    let p = (-5.704_988_7e-3_f32)
        .mul_add(square, 2.063_909e-2)
        .mul_add(square, -5.373_971_6e-2)
        .mul_add(square, 0.133_314_42)
        .mul_add(square, -0.333_332_8);
    let small = (p * square).mul_add(magnitude, magnitude);
    let large = 1.0 - 2.0 / (exp(2.0 * magnitude) + 1.0);
    let result = if magnitude < 0.625 { small } else { large };
    result.copysign(x)
}

/// The natural logarithm: NaN below 0, -infinity at 0, infinity at infinity.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    // Subnormal numbers are scaled into the normal range first.
    let is_tiny = x < f32::MIN_POSITIVE;
    let scaled = if is_tiny { x * 8_388_608.0 } else { x };
    let bits = scaled.to_bits();
    // The mantissa is brought to [sqrt(1/2), sqrt(2)).
    let exponent_bits = bits.wrapping_sub(0x3F35_04F3) & 0xFF80_0000;
    let m = f32::from_bits(bits.wrapping_sub(exponent_bits)) - 1.0;
    let exponent = (exponent_bits as i32 >> 23) as f32 - if is_tiny { 23.0 } else { 0.0 };
    let p = 7.037_683_6e-2_f32
        .mul_add(m, -0.115_146_1)
        .mul_add(m, 0.116_769_984)
        .mul_add(m, -0.124_201_41)
        .mul_add(m, 0.142_493_23)
        .mul_add(m, -0.166_680_57)
        .mul_add(m, 0.200_007_15)
        .mul_add(m, -0.249_999_94)
        .mul_add(m, 0.333_333_3);
    let square = m * m;
    let tail = exponent.mul_add(LN2_LOW, p * m * square) - 0.5 * square;
    let result = exponent.mul_add(LN2_HIGH, m + tail);
    let result = if x == f32::INFINITY { x } else { result };
    let result = if x == 0.0 { f32::NEG_INFINITY } else { result };
    if x < 0.0 || x.is_nan() { f32::NAN } else { result }
}

/// ln(1 + x) without loss near 0: NaN below -1, -infinity at -1, infinity at infinity.
///
/// The rounding error of 1 + x is undone by a factor: Higham, "Accuracy and stability of numerical algorithms" (2002), section 1.14.1.
#[inline(always)]
pub fn ln_1p(x: f32) -> f32 {
    let shifted = 1.0 + x;
    let result = ln(shifted) * (x / (shifted - 1.0));
    // Where 1 + x is 1, or infinite, the factor is not a number.
    if shifted == 1.0 || x == f32::INFINITY { x } else { result }
}

/// ln(1 + e^x).
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    let positive = if x <= 0.0 { 0.0 } else { x };
    positive + ln_1p(exp(-x.abs()))
}

/// The error function: its series in x² to 1, fitted at Chebyshev nodes, and Abramowitz & Stegun, "Handbook of mathematical
/// functions" (1964), formula 7.1.26, above.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let magnitude = x.abs();
    let square = x * x;
    let small = 7.875_875e-5_f32
        .mul_add(square, -8.016_864e-4)
        .mul_add(square, 5.189_087_4e-3)
        .mul_add(square, -2.685_421_2e-2)
        .mul_add(square, 0.112_835_95)
        .mul_add(square, -0.376_126_26)
        .mul_add(square, std::f32::consts::FRAC_2_SQRT_PI);
    let t = 1.0 / 0.327_591_1_f32.mul_add(magnitude, 1.0);
    let tail = 1.061_405_4_f32
        .mul_add(t, -1.453_152_1)
        .mul_add(t, 1.421_413_8)
        .mul_add(t, -0.284_496_74)
        .mul_add(t, 0.254_829_6);
    let large = 1.0 - tail * t * exp(-square);
    if magnitude < 1.0 { small * x } else { large.copysign(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Largest |f - exact| / max(|exact|, smallest normal number) over a grid of bit patterns.
    fn worst(f: impl Fn(f32) -> f32, exact: impl Fn(f64) -> f64, from: f32, to: f32) -> f64 {
        (0..=u32::MAX)
            .step_by(997)
            .map(f32::from_bits)
            .filter(|x| (from..=to).contains(x))
            .map(|x| {
                let expected = exact(f64::from(x));
                (f64::from(f(x)) - expected).abs() / expected.abs().max(f64::from(f32::MIN_POSITIVE))
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn exp_sigmoid_tanh_and_ln_are_within_two_units_of_exact_values() {
        assert!(worst(exp, f64::exp, -103.0, 88.7) < 1.7e-7);
        assert!(worst(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), -80.0, 80.0) < 3e-7);
        assert!(worst(tanh, f64::tanh, -30.0, 30.0) < 3e-7);
        assert!(worst(ln, f64::ln, f32::from_bits(1), f32::MAX) < 2e-7);
    }

    #[test]
    fn expm1_and_ln_1p_are_within_a_few_units_of_exact_values() {
        assert!(worst(expm1, f64::exp_m1, -100.0, 88.7) < 3e-7);
        assert!(worst(ln_1p, f64::ln_1p, -0.999_999, f32::MAX) < 4e-7);
    }

    #[test]
    fn softplus_is_within_a_few_units_of_exact_values() {
        let exact = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
        assert!(worst(softplus, exact, -87.0, 1000.0) < 5e-7);
        assert_eq!([softplus(f32::INFINITY), softplus(f32::NEG_INFINITY)], [f32::INFINITY, 0.0]);
        assert!(softplus(f32::NAN).is_nan());
    }

    #[test]
    fn expm1_and_ln_1p_hold_at_the_ends() {
        assert_eq!([expm1(f32::INFINITY), expm1(f32::NEG_INFINITY), expm1(-0.0)], [f32::INFINITY, -1.0, 0.0]);
        assert!(expm1(-0.0).is_sign_negative());
        assert_eq!([ln_1p(-1.0), ln_1p(0.0), ln_1p(f32::INFINITY)], [f32::NEG_INFINITY, 0.0, f32::INFINITY]);
        assert!(expm1(f32::NAN).is_nan() && ln_1p(f32::NAN).is_nan() && ln_1p(-1.5).is_nan());
    }

    #[test]
    fn erf_is_within_a_few_units_of_exact_values() {
        // Computed with 40 digits.
        let exact = [
            (0.02, 0.022_564_574_692),
            (0.1, 0.112_462_916_02),
            (0.5, 0.520_499_877_81),
            (0.98, 0.834_231_504_34),
            (1.0, 0.842_700_792_95),
            (1.02, 0.850_838_017_7),
            (1.5, 0.966_105_146_48),
            (1.98, 0.994_892_000_39),
        ];
        for (x, expected) in exact {
            assert!((f64::from(erf(x)) / expected - 1.0).abs() < 4e-7, "erf({x}) = {}", erf(x));
            assert_eq!(erf(-x), -erf(x));
        }
        assert_eq!([erf(0.0), erf(f32::INFINITY), erf(f32::NEG_INFINITY)], [0.0, 1.0, -1.0]);
        assert!(erf(f32::NAN).is_nan());
    }

    #[test]
    fn exp_sigmoid_tanh_and_ln_hold_at_the_ends() {
        assert_eq!([exp(f32::INFINITY), exp(f32::NEG_INFINITY), exp(0.0)], [f32::INFINITY, 0.0, 1.0]);
        assert_eq!([sigmoid(f32::INFINITY), sigmoid(f32::NEG_INFINITY), sigmoid(0.0)], [1.0, 0.0, 0.5]);
        assert_eq!([tanh(f32::INFINITY), tanh(f32::NEG_INFINITY), tanh(-0.0)], [1.0, -1.0, 0.0]);
        assert_eq!([ln(0.0), ln(1.0), ln(f32::INFINITY)], [f32::NEG_INFINITY, 0.0, f32::INFINITY]);
        assert!(exp(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan() && tanh(f32::NAN).is_nan());
        assert!(ln(f32::NAN).is_nan() && ln(-1.0).is_nan());
    }
}
