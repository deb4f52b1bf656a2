//! Conditional least squares of an autoregression, end to end.

use super::basis::{Basis, summed};
use super::cholesky::Factor;
use super::double_double::DoubleDouble;
use super::gram::{self, Gram};
use super::source::Shifted;
use super::specification::{Refusal, Specification};

/// The least-squares solution; see [`fit`].
#[derive(Clone, Debug, PartialEq)]
pub struct LeastSquares {
    /// Rows of the regression.
    pub rows: usize,
    /// Trend terms, then one per lag. The time of value t is t + 1.
    pub coefficients: Vec<f64>,
    /// (X'X)^-1, row-major, in the order of the coefficients.
    pub inverse_gram: Vec<f64>,
    /// Sum of squared residuals.
    pub ssr: f64,
    /// Sum of squares of the regressand, about its mean where the trend has a constant.
    pub tss: f64,
    /// Sum of squared residuals with the trend and the first 0, 1, ..., p lags.
    pub nested_ssr: Vec<f64>,
}

/// Fits by least squares, conditional on the values held back. One pass over the series, O(n * d) time for d different
/// distances between lags (and the value itself): p + 1 for lags 1..p, up to p^2 / 2 for lags scattered at random.
///
/// The series is taken about its first value, exactly; sums, factorisation and back-transformation are in
/// double-double arithmetic, so that the results are the exact ones rounded, for any data whose rank is not in doubt.
///
/// # Errors
/// A value that is not finite or whose square is no double, regressors that are dependent to the rounding of the
/// data (a constant series), too few rows.
pub fn fit(series: &[f64], specification: &Specification) -> Result<LeastSquares, Refusal> {
    specification.validate(series.len())?;
    let shift = series[first_value(specification)];
    let origin = middle(specification);
    let sums = gram::build(&Shifted { series, shift }, &summed(specification), origin);
    // No value of the series is larger than this.
    let size = sums.largest + shift.abs();
    check_range(&sums, size, series, specification)?;
    solve(&sums, specification, &Basis::new(specification, shift, origin), size)
}

/// Solves a normal matrix, with a constant, of values that are as they should be and of time counted from 0.
pub(crate) fn solve_plain(gram: &Gram, specification: &Specification) -> Result<LeastSquares, Refusal> {
    solve(gram, specification, &Basis::new(specification, 0.0, 0.0), 0.0)
}

fn first_value(specification: &Specification) -> usize {
    specification.targets().next().map_or(0, |segment| segment.start - specification.max_lag())
}

/// The middle of the targets, so that powers of time are as far from collinear as they can be.
fn middle(specification: &Specification) -> f64 {
    let first = specification.targets().next().map_or(0, |segment| segment.start);
    let last = specification.targets().last().map_or(0, |segment| segment.end);
    ((first + last) / 2) as f64
}

/// Refuses what doubles cannot carry through a square; `size` bounds every value.
fn check_range(sums: &Gram, size: f64, series: &[f64], specification: &Specification) -> Result<(), Refusal> {
    // The low word of a square must stay clear of underflow.
    let carries = sums.largest == 0.0 || (sums.largest >= 1e-120 && size < 1e145);
    if carries && sums.entries.iter().all(|entry| entry.hi.is_finite()) {
        return Ok(());
    }
    let past = specification.max_lag();
    let mut touched = specification.targets().flat_map(|segment| segment.start - past..segment.end);
    Err(touched.find(|&index| !series[index].is_finite()).map_or(Refusal::OutOfRange, Refusal::NotFinite))
}

fn solve(sums: &Gram, specification: &Specification, basis: &Basis, size: f64) -> Result<LeastSquares, Refusal> {
    let rows = specification.rows();
    let regressors = specification.regressors();
    let terms = specification.trend.powers().len();
    // A column that is explained but for the rounding of its values leaves about a unit in the last place a row.
    let unit = size * f64::EPSILON;
    let noise = 4.0 * rows as f64 * unit * unit;
    let (gram, trend_alone) = basis.grams(sums);
    let factor = Factor::of(&gram, terms, noise).map_err(Refusal::RankDeficient)?;
    let trend_alone = Factor::of(&trend_alone, terms, noise).map_err(Refusal::RankDeficient)?;
    let without_lags = trend_alone.rest_after(terms);
    if without_lags.hi <= noise {
        return Err(Refusal::RankDeficient(regressors));
    }
    let constant = usize::from(specification.trend.has_constant());
    let with_lags = (terms + 1..=regressors).map(|count| factor.rest_after(count));
    Ok(LeastSquares {
        rows,
        coefficients: basis.coefficients(&factor.solve()),
        inverse_gram: basis.inverse_gram(&factor.inverse()),
        ssr: factor.rest_after(regressors).to_f64(),
        tss: trend_alone.rest_after(constant).to_f64(),
        nested_ssr: std::iter::once(without_lags).chain(with_lags).map(DoubleDouble::to_f64).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::specification::{Segment, Trend};
    use super::*;

    fn specification(lags: &[usize], trend: Trend, length: usize) -> Specification {
        let hold_back = lags.last().copied().unwrap_or(0);
        Specification { lags: lags.to_vec(), trend, hold_back, segments: vec![Segment { start: 0, end: length }] }
    }

    #[test]
    fn fit_refuses_a_constant_series_whatever_its_level() {
        for level in [0.0, 1.0, 0.1, -3.7e9] {
            let series = vec![level; 50];
            // Without a constant one lag fits a constant series perfectly: the caller's business.
            for trend in [Trend::None, Trend::Constant, Trend::ConstantTime] {
                let refusal = fit(&series, &specification(&[1, 2], trend, 50)).unwrap_err();
                assert!(matches!(refusal, Refusal::RankDeficient(_)), "{level} {trend:?} {refusal:?}");
            }
        }
    }

    #[test]
    fn fit_refuses_a_ramp_that_rounding_hides() {
        // 0.1 t at level 1e6: a straight line but for the rounding of its values.
        let series: Vec<f64> = (0..200).map(|t| 1e6 + 0.1 * f64::from(t)).collect();
        let refusal = fit(&series, &specification(&[1, 2], Trend::Constant, 200)).unwrap_err();
        assert!(matches!(refusal, Refusal::RankDeficient(_)), "{refusal:?}");
    }

    #[test]
    fn fit_recovers_a_recursion_without_noise() {
        let mut series = vec![100.0, 110.0];
        for t in 2..60 {
            series.push(30.0 + 0.5 * series[t - 1] + 0.3 * series[t - 2]);
        }
        let found = fit(&series, &specification(&[1, 2], Trend::Constant, 60)).unwrap();
        for (coefficient, expected) in found.coefficients.iter().zip([30.0, 0.5, 0.3]) {
            assert!((coefficient - expected).abs() < 1e-9 * expected, "{:?}", found.coefficients);
        }
    }

    #[test]
    fn fit_does_not_mind_the_size_of_the_values() {
        let small: Vec<f64> = (0..50).map(|t| f64::from(t * t % 17)).collect();
        for size in [2f64.powi(60), 2f64.powi(-60), 2f64.powi(300)] {
            let series: Vec<f64> = small.iter().map(|value| value * size).collect();
            for trend in [Trend::None, Trend::Constant, Trend::Time, Trend::ConstantTime, Trend::ConstantTimeSquared] {
                let expected = fit(&small, &specification(&[1, 3], trend, 50)).unwrap();
                let found = fit(&series, &specification(&[1, 3], trend, 50)).unwrap();
                let terms = trend.powers().len();
                assert_eq!(found.coefficients[terms..], expected.coefficients[terms..], "{size} {trend:?}");
            }
        }
    }

    #[test]
    fn fit_without_a_constant_keeps_its_digits_at_a_high_level() {
        // The same values 2^40 higher, where a model without a constant has next to nothing to hold on to.
        let noise: Vec<f64> = (0..400).map(|t| f64::from((t * 7919 + t * t * 31) % 1009)).collect();
        let level = 2f64.powi(40);
        let series: Vec<f64> = noise.iter().map(|value| value + level).collect();
        let found = fit(&series, &specification(&[1, 2, 3], Trend::None, 400)).unwrap();
        let (mut gradient, mut size) = ([0.0_f64; 3], 0.0_f64);
        for t in 3..400 {
            // Taken about the level: sum phi is 1 but for a term of the level's own size.
            let explained: f64 = (0..3).map(|k| found.coefficients[k] * noise[t - 1 - k]).sum();
            let gain: f64 = found
                .coefficients
                .iter()
                .map(|&phi| DoubleDouble::from(phi))
                .fold(-DoubleDouble::ONE, |a, b| a + b)
                .to_f64();
            let residual = noise[t] - explained - gain * level;
            for (k, gradient) in gradient.iter_mut().enumerate() {
                *gradient += residual * (noise[t - 1 - k] - noise[t - 1]);
            }
            size += residual * residual;
        }
        // The residuals are orthogonal to the differences of the regressors, to the rounding of the coefficients.
        for gradient in &gradient[1..] {
            assert!(gradient.abs() < 1e-5 * size, "{gradient} of {size}");
        }
    }

    #[test]
    fn fit_names_the_value_that_is_not_finite() {
        let mut series: Vec<f64> = (0..50).map(|t| f64::from(t * t % 7)).collect();
        series[31] = f64::NAN;
        assert_eq!(fit(&series, &specification(&[1], Trend::Constant, 50)), Err(Refusal::NotFinite(31)));
    }

    #[test]
    fn fit_refuses_squares_beyond_doubles() {
        let series: Vec<f64> = (0..50).map(|t| f64::from(t * t % 7) * 1e200).collect();
        assert_eq!(fit(&series, &specification(&[1], Trend::Constant, 50)), Err(Refusal::OutOfRange));
        let series: Vec<f64> = (0..50).map(|t| f64::from(t * t % 7) * 1e-200).collect();
        assert_eq!(fit(&series, &specification(&[1], Trend::Constant, 50)), Err(Refusal::OutOfRange));
    }
}
