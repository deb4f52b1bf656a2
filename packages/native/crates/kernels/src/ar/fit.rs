//! Conditional least squares of an autoregression, end to end.

use super::cholesky::Factor;
use super::double_double::DoubleDouble;
use super::gram::{self, Gram};
use super::source::Shifted;
use super::specification::{Refusal, Specification, Trend};

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

/// Fits by least squares, conditional on the values held back. One pass over the series, O(n * lags) time.
///
/// With a constant in the trend the series is taken about its first value, exactly; sums, factorisation
/// and back-transformation are in double-double arithmetic, so that the results are the exact ones rounded, for
/// any data whose rank is not in doubt.
///
/// # Errors
/// A value that is not finite or whose square is no double, regressors that are dependent to the rounding of the
/// data (a constant series), too few rows.
pub fn fit(series: &[f64], specification: &Specification) -> Result<LeastSquares, Refusal> {
    specification.validate(series.len())?;
    let shift = if specification.trend.has_constant() { series[first_value(specification)] } else { 0.0 };
    let source = Shifted { series, shift };
    let basis = Basis { shift, origin: origin_of(specification) };
    let gram = gram::build(&source, specification, basis.origin);
    check_range(&gram, series, specification)?;
    // No value of the series is larger than this.
    solve(&gram, specification, &basis, gram.largest + shift.abs())
}

/// Solves a normal matrix of values that are as they should be, with time counted from 0.
pub(crate) fn solve_plain(gram: &Gram, specification: &Specification) -> Result<LeastSquares, Refusal> {
    solve(gram, specification, &Basis { shift: 0.0, origin: 0.0 }, 0.0)
}

/// How the fitted quantities relate to the series: z = y - shift, time counted from `origin`.
struct Basis {
    shift: f64,
    origin: f64,
}

fn first_value(specification: &Specification) -> usize {
    specification.targets().next().map_or(0, |segment| segment.start - specification.max_lag())
}

/// The middle of the targets, so that powers of time are as far from collinear as they can be; 0 without a constant.
fn origin_of(specification: &Specification) -> f64 {
    if !specification.trend.has_constant() {
        return 0.0;
    }
    let first = specification.targets().next().map_or(0, |segment| segment.start);
    let last = specification.targets().last().map_or(0, |segment| segment.end);
    ((first + last) / 2) as f64
}

/// Refuses what doubles cannot carry through a square.
fn check_range(gram: &Gram, series: &[f64], specification: &Specification) -> Result<(), Refusal> {
    // The low word of a square must stay clear of underflow.
    let carries = gram.largest == 0.0 || (1e-120..1e145).contains(&gram.largest);
    if carries && gram.entries.iter().all(|entry| entry.hi.is_finite()) {
        return Ok(());
    }
    let past = specification.max_lag();
    let mut touched = specification.targets().flat_map(|segment| segment.start - past..segment.end);
    Err(touched.find(|&index| !series[index].is_finite()).map_or(Refusal::OutOfRange, Refusal::NotFinite))
}

fn solve(gram: &Gram, specification: &Specification, basis: &Basis, largest: f64) -> Result<LeastSquares, Refusal> {
    let rows = specification.rows();
    let regressors = specification.regressors();
    let terms = specification.trend.powers().len();
    // A column that is explained but for the rounding of its values leaves about a unit in the last place a row.
    let unit = largest * f64::EPSILON;
    let noise = 4.0 * rows as f64 * unit * unit;
    let factor = Factor::of(gram, noise).map_err(Refusal::RankDeficient)?;
    if factor.rest_after(terms).hi <= noise {
        return Err(Refusal::RankDeficient(regressors));
    }
    let transform = Transform::new(specification.trend, basis, regressors);
    let constant = usize::from(specification.trend.has_constant());
    Ok(LeastSquares {
        rows,
        coefficients: transform.coefficients(&factor.solve()),
        inverse_gram: transform.inverse_gram(&factor.inverse()),
        ssr: factor.rest_after(regressors).to_f64(),
        tss: factor.rest_after(constant).to_f64(),
        nested_ssr: (terms..=regressors).map(|count| factor.rest_after(count).to_f64()).collect(),
    })
}

/// Leads from the fitted basis back to the user's: coefficients = matrix * fitted, plus the level in the constant.
struct Transform {
    size: usize,
    matrix: Vec<DoubleDouble>,
    level: f64,
}

impl Transform {
    fn new(trend: Trend, basis: &Basis, size: usize) -> Self {
        let terms = trend.powers().len();
        let mut matrix = vec![DoubleDouble::ZERO; size * size];
        for k in 0..size {
            matrix[k * size + k] = DoubleDouble::ONE;
        }
        if trend.has_constant() {
            let origin = DoubleDouble::from(basis.origin);
            // (T - o)^2 = T^2 - 2 o T + o^2.
            if terms > 1 {
                matrix[1] = -origin;
            }
            if terms > 2 {
                matrix[2] = origin * origin;
                matrix[size + 2] = -(origin + origin);
            }
            // phi (y - s) = phi y - s phi.
            matrix[terms..size].fill(DoubleDouble::from(-basis.shift));
        }
        Self { size, matrix, level: if trend.has_constant() { basis.shift } else { 0.0 } }
    }

    fn row(&self, row: usize) -> &[DoubleDouble] {
        &self.matrix[row * self.size..(row + 1) * self.size]
    }

    fn coefficients(&self, fitted: &[DoubleDouble]) -> Vec<f64> {
        (0..self.size)
            .map(|row| {
                let level = DoubleDouble::from(if row == 0 { self.level } else { 0.0 });
                (level + product(self.row(row), fitted)).to_f64()
            })
            .collect()
    }

    /// matrix * fitted * matrix', by rows: `fitted` is symmetric.
    fn inverse_gram(&self, fitted: &[DoubleDouble]) -> Vec<f64> {
        let n = self.size;
        let half: Vec<DoubleDouble> = (0..n * n).map(|k| product(self.row(k / n), &fitted[k % n * n..][..n])).collect();
        (0..n * n).map(|k| product(&half[k / n * n..][..n], self.row(k % n)).to_f64()).collect()
    }
}

fn product(a: &[DoubleDouble], b: &[DoubleDouble]) -> DoubleDouble {
    a.iter().zip(b).filter(|(a, _)| a.hi != 0.0).fold(DoubleDouble::ZERO, |sum, (a, b)| sum + *a * *b)
}

#[cfg(test)]
mod tests {
    use super::super::specification::Segment;
    use super::*;

    fn specification(lags: &[usize], trend: Trend, length: usize) -> Specification {
        let hold_back = lags.last().copied().unwrap_or(0);
        Specification { lags: lags.to_vec(), trend, hold_back, segments: vec![Segment { start: 0, end: length }] }
    }

    #[test]
    fn fit_refuses_a_constant_series_whatever_its_level() {
        for level in [0.0, 1.0, 0.1, -3.7e9] {
            let series = vec![level; 50];
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
