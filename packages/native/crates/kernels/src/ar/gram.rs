//! The normal matrix of an autoregression, made from one row of products by its shift structure.
//!
//! With C[i][j] = sum over targets t of z[t - i] z[t - j], C[i][i + d] differs from C[0][d] only by the products at
//! the two ends of each segment. So the pass sums one product per distance d, and the matrix follows in O(lags^2)
//! a segment. Sums weighted by time shift in the same way. (docs/autoregression.md, "How it is fitted".)

use super::double_double::DoubleDouble;
use super::pass::{self, Sums, Totals};
use super::source::Source;
use super::specification::{Segment, Specification};

/// The normal matrix of trend terms, lags and, last, the regressand; symmetric, row-major, side `size`.
pub(crate) struct Gram {
    pub(crate) size: usize,
    pub(crate) entries: Vec<DoubleDouble>,
    /// Size of the largest value of the source.
    pub(crate) largest: f64,
}

impl Gram {
    pub(crate) fn at(&self, row: usize, column: usize) -> DoubleDouble {
        self.entries[row * self.size + column]
    }

    fn set(&mut self, row: usize, column: usize, value: DoubleDouble) {
        self.entries[row * self.size + column] = value;
        self.entries[column * self.size + row] = value;
    }
}

/// Makes the normal matrix in one pass over the source. Time is counted as t + 1 - `origin`.
pub(crate) fn build(source: &impl Source, specification: &Specification, origin: f64) -> Gram {
    let targets: Vec<Segment> = specification.targets().collect();
    let distances = distances_between(&positions(specification));
    let powers = weights_for(specification.trend.powers());
    let [totals] = pass::run(source, &targets, [Sums { exponent: 1, distances: &distances, powers, origin }]);
    assemble(source, specification, origin, &totals)
}

/// The regressand (position 0) and the lags.
fn positions(specification: &Specification) -> Vec<usize> {
    std::iter::once(0).chain(specification.lags.iter().copied()).collect()
}

/// Makes the normal matrix of sums that were already taken over the targets: of all distances between positions, ascending, and
/// of the powers of time up to the trend's highest.
pub(crate) fn assemble(source: &impl Source, specification: &Specification, origin: f64, totals: &Totals) -> Gram {
    let targets: Vec<Segment> = specification.targets().collect();
    let powers = specification.trend.powers();
    let positions = positions(specification);
    // The regressand's column stands last in the matrix.
    let column = |position: usize| powers.len() + (position + specification.lags.len()) % positions.len();
    let size = powers.len() + positions.len();
    let mut gram = Gram { size, entries: vec![DoubleDouble::ZERO; size * size], largest: totals.largest };

    for (row, &power) in powers.iter().enumerate() {
        for (other, &other_power) in powers.iter().enumerate() {
            gram.set(row, other, power_sum(&targets, origin, power + other_power));
        }
    }

    let ends = Ends::read(source, &targets, specification.max_lag());
    for (distance, &product) in distances_between(&positions).into_iter().zip(&totals.products) {
        let shifted = ends.shift_product(product, distance);
        for (i, &lag) in positions.iter().enumerate() {
            if let Ok(j) = positions.binary_search(&(lag + distance)) {
                gram.set(column(i), column(j), shifted[lag]);
            }
        }
    }
    for (i, &lag) in positions.iter().enumerate() {
        let moments = ends.shift_weighted(&totals.weighted, origin, lag);
        for (row, &power) in powers.iter().enumerate() {
            gram.set(row, column(i), moments[power as usize]);
        }
    }
    gram
}

/// Powers of time that the pass must sum: a shifted square needs the lower powers too.
fn weights_for(powers: &[u32]) -> &'static [u32] {
    match powers.iter().max() {
        None => &[],
        Some(0) => &[0],
        Some(1) => &[0, 1],
        Some(_) => &[0, 1, 2],
    }
}

/// All differences between two positions, ascending, each once.
fn distances_between(positions: &[usize]) -> Vec<usize> {
    let mut distances: Vec<usize> =
        positions.iter().enumerate().flat_map(|(i, &low)| positions[i..].iter().map(move |&high| high - low)).collect();
    distances.sort_unstable();
    distances.dedup();
    distances
}

/// Sum over all targets of (t + 1 - origin)^power, in closed form.
fn power_sum(targets: &[Segment], origin: f64, power: u32) -> DoubleDouble {
    let mut total = DoubleDouble::ZERO;
    for segment in targets {
        let first = segment.start as f64 + 1.0 - origin;
        let last = segment.end as f64 - origin;
        total += faulhaber(last, power) - faulhaber(first - 1.0, power);
    }
    total
}

/// A polynomial in n whose first difference is n^power (Faulhaber's formula), for any integer n.
fn faulhaber(n: f64, power: u32) -> DoubleDouble {
    let n = DoubleDouble::from(n);
    let constant = DoubleDouble::from;
    let next = n + DoubleDouble::ONE;
    let twice = n * constant(2.0) + DoubleDouble::ONE;
    match power {
        0 => n,
        1 => n * next / constant(2.0),
        2 => n * next * twice / constant(6.0),
        3 => {
            let triangle = n * next / constant(2.0);
            triangle * triangle
        }
        _ => n * next * twice * (n * n * constant(3.0) + n * constant(3.0) - DoubleDouble::ONE) / constant(30.0),
    }
}

/// The values around both ends of the targets of each segment: what shifting by a lag brings in and leaves out.
struct Ends {
    max_lag: usize,
    segments: Vec<SegmentEnds>,
}

struct SegmentEnds {
    targets: Segment,
    /// z[start - max_lag ..= start - 1], the values before the targets.
    before: Vec<DoubleDouble>,
    /// z[end - 2 max_lag ..= end - 1] as far as the segment reaches back; the last values of the targets and their past.
    last: Vec<DoubleDouble>,
}

impl Ends {
    fn read(source: &impl Source, targets: &[Segment], max_lag: usize) -> Self {
        let values = |from: usize, to: usize| (from..to).map(|index| source.at(index)).collect();
        let segments = targets
            .iter()
            .map(|&targets| {
                let first = targets.start - max_lag;
                SegmentEnds {
                    targets,
                    before: values(first, targets.start),
                    last: values(first.max(targets.end.saturating_sub(2 * max_lag)), targets.end),
                }
            })
            .collect();
        Self { max_lag, segments }
    }

    /// For i = 0..=max_lag - distance: the sum over targets of z[t - i] z[t - i - distance], from that at i = 0.
    fn shift_product(&self, product: DoubleDouble, distance: usize) -> Vec<DoubleDouble> {
        let reach = self.max_lag - distance;
        let mut shifted = vec![DoubleDouble::ZERO; reach + 1];
        for segment in &self.segments {
            let mut change = DoubleDouble::ZERO;
            for (i, entry) in shifted.iter_mut().enumerate().skip(1) {
                let before = segment.back_from_start(i) * segment.back_from_start(i + distance);
                let last = segment.back_from_end(i) * segment.back_from_end(i + distance);
                change += before - last;
                *entry += change;
            }
        }
        for entry in &mut shifted {
            *entry += product;
        }
        shifted
    }

    /// For each power k: the sum over targets of time(t)^k z[t - lag], from those at lag 0.
    fn shift_weighted(&self, weighted: &[DoubleDouble], origin: f64, lag: usize) -> [DoubleDouble; 3] {
        let mut sums = [DoubleDouble::ZERO; 3];
        sums[..weighted.len()].copy_from_slice(weighted);
        // First the same weights over the shifted range of z ...
        for segment in &self.segments {
            for i in 1..=lag {
                let before = DoubleDouble::from((segment.targets.start - i + 1) as f64 - origin);
                let last = DoubleDouble::from((segment.targets.end - i + 1) as f64 - origin);
                let mut gained = segment.back_from_start(i);
                let mut lost = segment.back_from_end(i);
                for sum in &mut sums[..weighted.len()] {
                    *sum += gained - lost;
                    gained = gained * before;
                    lost = lost * last;
                }
            }
        }
        // ... then each weight moves on by the lag: (time + lag)^k by the binomial theorem.
        let step = DoubleDouble::from(lag as f64);
        let [s0, s1, s2] = sums;
        [s0, s1 + step * s0, s2 + step * (s1 + s1 + step * s0)]
    }
}

impl SegmentEnds {
    /// z[start - back], `back` from 1 to max_lag.
    fn back_from_start(&self, back: usize) -> DoubleDouble {
        self.before[self.before.len() - back]
    }

    /// z[end - back].
    fn back_from_end(&self, back: usize) -> DoubleDouble {
        self.last[self.last.len() - back]
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Shifted;
    use super::super::specification::Trend;
    use super::*;

    /// Every entry by its definition, in exact integer arithmetic.
    fn by_definition(series: &[f64], specification: &Specification, origin: i128) -> Vec<f64> {
        let rows: Vec<Vec<i128>> = specification
            .targets()
            .flat_map(|segment| segment.start..segment.end)
            .map(|t| {
                let time = t as i128 + 1 - origin;
                let trend = specification.trend.powers().iter().map(|&power| time.pow(power));
                let lags = specification.lags.iter().map(|&lag| series[t - lag] as i128);
                trend.chain(lags).chain([series[t] as i128]).collect()
            })
            .collect();
        let size = specification.regressors() + 1;
        let entry = |i: usize, j: usize| rows.iter().map(|row| row[i] * row[j]).sum::<i128>() as f64;
        (0..size * size).map(|k| entry(k / size, k % size)).collect()
    }

    #[test]
    fn build_equals_the_definition_for_lag_lists_trends_hold_back_and_segments() {
        let series: Vec<f64> = (0..400_i64).map(|t| ((t * t * 7919 + t * 31) % 1009 - 500) as f64).collect();
        let whole = vec![Segment { start: 0, end: 400 }];
        let pieces = vec![
            Segment { start: 3, end: 40 },
            Segment { start: 41, end: 49 },
            Segment { start: 60, end: 62 },
            Segment { start: 100, end: 400 },
        ];
        for trend in [Trend::None, Trend::Constant, Trend::Time, Trend::ConstantTime, Trend::ConstantTimeSquared] {
            for lags in [vec![1], vec![1, 2, 3, 4], vec![2, 5], vec![1, 2, 12], vec![]] {
                for (segments, hold_back) in [(&whole, 12), (&whole, 20), (&pieces, 12), (&pieces, 5)] {
                    let specification =
                        Specification { lags: lags.clone(), trend, hold_back, segments: segments.clone() };
                    if hold_back < specification.max_lag() {
                        continue;
                    }
                    let source = Shifted { series: &series, shift: 0.0 };
                    let gram = build(&source, &specification, 150.0);
                    let found: Vec<f64> = gram.entries.iter().map(|entry| entry.to_f64()).collect();
                    assert_eq!(found, by_definition(&series, &specification, 150), "{specification:?}");
                }
            }
        }
    }
}
