//! Moments of the residuals of given coefficients: what Jarque-Bera, Ljung-Box and ARCH-LM are made of.
//!
//! Residuals are computed block by block inside one pass and never stored.

use super::double_double::DoubleDouble;
use super::fit::solve_plain;
use super::gram;
use super::pass::{self, Sums, Totals};
use super::source::{Residuals, Source, Squared};
use super::specification::{Refusal, Segment, Specification, Trend};

/// Moments of residuals; see [`residual_moments`].
#[derive(Clone, Debug, PartialEq)]
pub struct ResidualMoments {
    /// Number of residuals.
    pub rows: usize,
    /// Their mean.
    pub mean: f64,
    /// Second population moment about the mean.
    pub variance: f64,
    /// Third population moment in units of the standard deviation.
    pub skewness: f64,
    /// Fourth population moment in units of the standard deviation: 3 for Gaussian residuals.
    pub kurtosis: f64,
    /// Of the demeaned residuals, for lags 1, 2, ...; over pairs within a segment.
    pub autocorrelations: Vec<f64>,
    /// Rows and R squared of the regression of squared residuals on a constant and their own past; `None` where
    /// there are too few rows or the squares do not vary.
    pub arch: Option<(usize, f64)>,
}

/// Computes the moments of the residuals that `coefficients` (trend terms, then lags) leave, with autocorrelations
/// up to `lags` and the regression of Engle's test on `arch_lags` lags (none for 0). O(n * (lags + arch_lags)) time.
///
/// # Errors
/// As [`super::fit`], for a specification that does not suit the series.
pub fn residual_moments(
    series: &[f64],
    specification: &Specification,
    coefficients: &[f64],
    lags: usize,
    arch_lags: usize,
) -> Result<ResidualMoments, Refusal> {
    specification.validate(series.len())?;
    if coefficients.len() != specification.regressors() {
        return Err(Refusal::Invalid("one coefficient for each regressor is needed"));
    }
    let targets: Vec<Segment> = specification.targets().collect();
    let level = targets.first().map_or(0.0, |segment| series[segment.start]);
    let residuals = Residuals::new(series, &specification.lags, specification.trend, coefficients, level);
    let centre = centre_of(&residuals, &targets);
    let deviations = residuals.about(centre);
    let sums = ResidualSums::take(&deviations, targets, lags, arch_lags);
    let rows = specification.rows();
    let Central { mean, second, third, fourth } = sums.central_moments(rows);
    Ok(ResidualMoments {
        rows,
        mean: centre + mean.to_f64(),
        variance: second,
        skewness: third / second.powf(1.5),
        kurtosis: fourth / (second * second),
        autocorrelations: (1..=lags).map(|lag| sums.autocovariance(lag, mean, rows) / second).collect(),
        arch: sums.arch_regression(&residuals, centre, arch_lags, series.len()),
    })
}

/// About which value powers are summed: 0, as with every fit that has a constant, unless the first residuals lie so far from it
/// beside their spread that moments about 0 would lose the digits of moments about the mean.
fn centre_of(residuals: &Residuals<'_>, targets: &[Segment]) -> f64 {
    const SAMPLE: usize = 256;
    const FAR: f64 = 10.0;
    let sample: Vec<f64> = targets
        .iter()
        .flat_map(|segment| segment.start..segment.end)
        .take(SAMPLE)
        .map(|t| residuals.at(t).hi)
        .collect();
    let count = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / count;
    let variance = sample.iter().map(|residual| (residual - mean).powi(2)).sum::<f64>() / count;
    if mean * mean > FAR * FAR * variance { mean } else { 0.0 }
}

/// Sums over the residuals, their squares and their cubes, out of one pass, with the ends of the segments beside them.
struct ResidualSums {
    targets: Vec<Segment>,
    ends: Vec<SegmentEnds>,
    /// Over all residuals, products over all pairs.
    values: Totals,
    squares: Totals,
    cubes: Totals,
    /// Over the rows of Engle's regression.
    arch_squares: Totals,
}

/// The first and the last residuals of a segment, as many as the pass reached back, or all there are.
struct SegmentEnds {
    first: Vec<DoubleDouble>,
    last: Vec<DoubleDouble>,
}

struct Central {
    mean: DoubleDouble,
    second: f64,
    third: f64,
    fourth: f64,
}

impl ResidualSums {
    fn take(residuals: &Residuals<'_>, targets: Vec<Segment>, lags: usize, arch_lags: usize) -> Self {
        let reach = lags.max(arch_lags);
        let distances: Vec<usize> = (0..=reach).collect();
        let sums = |exponent, distances| Sums { exponent, distances, powers: &[0], origin: 0.0 };
        let questions = [sums(1, &distances[..=lags]), sums(2, &distances[..=arch_lags]), sums(3, &[])];
        let deep: Vec<Segment> = targets
            .iter()
            .map(|segment| Segment { start: segment.start + reach, end: segment.end })
            .filter(|segment| segment.start < segment.end)
            .collect();
        let [values, squares, cubes] = pass::run(residuals, &deep, questions);
        let read = |from: usize, to: usize| (from..to).map(|index| residuals.at(index)).collect();
        let ends: Vec<SegmentEnds> = targets
            .iter()
            .map(|&Segment { start, end }| SegmentEnds {
                first: read(start, end.min(start + reach)),
                last: read(start.max(end.saturating_sub(reach)), end),
            })
            .collect();
        Self {
            targets,
            values: complete(&values, &ends, 1, 0),
            squares: complete(&squares, &ends, 2, 0),
            cubes: complete(&cubes, &ends, 3, 0),
            arch_squares: complete(&squares, &ends, 2, arch_lags),
            ends,
        }
    }

    fn central_moments(&self, rows: usize) -> Central {
        let mean_of = |sum: DoubleDouble| sum / DoubleDouble::from(rows as f64);
        let (m1, m2) = (mean_of(self.values.weighted[0]), mean_of(self.values.products[0]));
        let (m3, m4) = (mean_of(self.cubes.weighted[0]), mean_of(self.squares.products[0]));
        let times = |factor: f64, value: DoubleDouble| DoubleDouble::from(factor) * value;
        let square = m1 * m1;
        Central {
            mean: m1,
            second: (m2 - square).to_f64(),
            third: (m3 - times(3.0, m1 * m2) + times(2.0, m1 * square)).to_f64(),
            fourth: (m4 - times(4.0, m1 * m3) + times(6.0, square * m2) - times(3.0, square * square)).to_f64(),
        }
    }

    /// Mean over all residuals of the products of deviations `lag` apart, which are fewer.
    fn autocovariance(&self, lag: usize, mean: DoubleDouble, rows: usize) -> f64 {
        let (mut late, mut early) = (self.values.weighted[0], self.values.weighted[0]);
        for SegmentEnds { first, last } in &self.ends {
            for (&at_start, &at_end) in first.iter().zip(last.iter().rev()).take(lag) {
                late -= at_start;
                early -= at_end;
            }
        }
        let pairs: usize = self.targets.iter().map(|segment| (segment.end - segment.start).saturating_sub(lag)).sum();
        let products =
            self.values.products[lag] - mean * (late + early) + mean * mean * DoubleDouble::from(pairs as f64);
        (products / DoubleDouble::from(rows as f64)).to_f64()
    }

    /// Engle's regression of the squared residuals on a constant and `lags` of their own past.
    fn arch_regression(
        &self,
        residuals: &Residuals<'_>,
        centre: f64,
        lags: usize,
        length: usize,
    ) -> Option<(usize, f64)> {
        if lags == 0 {
            return None;
        }
        let specification = Specification {
            lags: (1..=lags).collect(),
            trend: Trend::Constant,
            hold_back: lags,
            segments: self.targets.clone(),
        };
        specification.validate(length).ok()?;
        // It is a regression of the residuals' own squares, not of their deviations'.
        let squares = Squared(residuals);
        let gram = if centre == 0.0 {
            gram::assemble(&squares, &specification, 0.0, &self.arch_squares)
        } else {
            gram::build(&squares, &specification, 0.0)
        };
        let fitted = solve_plain(&gram, &specification).ok()?;
        Some((fitted.rows, 1.0 - fitted.ssr / fitted.tss))
    }
}

/// The totals of a power of the residuals with those that the pass left out, from number `from` of each segment on.
fn complete(passed: &Totals, ends: &[SegmentEnds], exponent: u32, from: usize) -> Totals {
    let mut complete = passed.clone();
    for SegmentEnds { first, .. } in ends {
        let raised: Vec<DoubleDouble> = first.iter().map(|&value| power(value, exponent)).collect();
        for late in from..raised.len() {
            complete.weighted[0] += raised[late];
            for (product, &earlier) in complete.products.iter_mut().zip(raised[..=late].iter().rev()) {
                *product += raised[late] * earlier;
            }
        }
    }
    complete
}

/// A power as the pass makes it: rounded to a double from the second on.
fn power(value: DoubleDouble, exponent: u32) -> DoubleDouble {
    match exponent {
        1 => value,
        2 => DoubleDouble::from(value.hi * value.hi),
        _ => DoubleDouble::from(value.hi * value.hi * value.hi),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residual_moments_equal_their_definitions_with_gaps() {
        let series: Vec<f64> = (0..120).map(|t| f64::from((t * 37 + t * t * 11) % 23)).collect();
        let specification = Specification {
            lags: vec![1, 3],
            trend: Trend::Constant,
            hold_back: 3,
            segments: vec![
                Segment { start: 0, end: 50 },
                Segment { start: 52, end: 56 },
                Segment { start: 60, end: 120 },
            ],
        };
        let coefficients = [4.0, 0.25, -0.5];
        let residual = |t: usize| series[t] - 4.0 - 0.25 * series[t - 1] + 0.5 * series[t - 3];
        let targets: Vec<Segment> = specification.targets().collect();
        let all: Vec<f64> = targets.iter().flat_map(|s| s.start..s.end).map(residual).collect();
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        let moment = |k: i32| all.iter().map(|e| (e - mean).powi(k)).sum::<f64>() / n;

        let found = residual_moments(&series, &specification, &coefficients, 6, 2).unwrap();
        let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-13 * b.abs().max(1.0), "{a} {b}");
        near(found.mean, mean);
        near(found.variance, moment(2));
        near(found.skewness, moment(3) / moment(2).powf(1.5));
        near(found.kurtosis, moment(4) / moment(2).powi(2));
        for (lag, &r) in (1..=6).zip(&found.autocorrelations) {
            let pairs: f64 = targets
                .iter()
                .flat_map(|s| (s.start + lag).min(s.end)..s.end)
                .map(|t| (residual(t) - mean) * (residual(t - lag) - mean))
                .sum();
            near(r, pairs / (moment(2) * n));
        }
        assert_eq!(found.arch.map(|(rows, _)| rows), Some(all.len() - 2 - 1 - 2));
    }
}
