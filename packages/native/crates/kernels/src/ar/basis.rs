//! In which columns the regression is solved, and the way back to the user's coefficients.
//!
//! Sums are taken of z = y - shift and of time about an origin, with a constant beside them. A model with a constant is solved in
//! those columns. A model without one cannot take the level off, but differences can: its columns are the first lag,
//! the other lags less the first, and the value less the first lag. Their products follow from the sums, exactly, and are as
//! well conditioned as those of a model with a constant.

use super::double_double::DoubleDouble;
use super::gram::Gram;
use super::specification::{Specification, Trend};

/// A column as a combination of columns of the summed matrix.
type Combination = Vec<(usize, DoubleDouble)>;

/// Columns, and the way back: coefficients = matrix * solution + offset.
pub(crate) struct Basis {
    /// Regressors and, last, the regressand.
    columns: Vec<Combination>,
    /// Trend terms and, last, the value itself.
    trend_alone: Vec<Combination>,
    size: usize,
    matrix: Vec<DoubleDouble>,
    offset: Vec<DoubleDouble>,
}

/// The specification whose sums a basis is made of: with a constant in its trend.
pub(crate) fn summed(specification: &Specification) -> Specification {
    let trend = match specification.trend {
        Trend::None => Trend::Constant,
        Trend::Time => Trend::ConstantTime,
        trend => trend,
    };
    Specification { trend, ..specification.clone() }
}

impl Basis {
    /// `shift` and `origin` are those of the sums.
    pub(crate) fn new(specification: &Specification, shift: f64, origin: f64) -> Self {
        let powers = specification.trend.powers();
        let has_constant = specification.trend.has_constant();
        let (terms, lags) = (powers.len(), specification.lags.len());
        let size = terms + lags;
        let first_lag = summed(specification).trend.powers().len();
        let value = first_lag + lags;
        let one = DoubleDouble::ONE;
        let (shift, origin) = (DoubleDouble::from(shift), DoubleDouble::from(origin));
        let itself = |column: usize| vec![(column, one)];
        // A power of time stands in the summed matrix where its number says, since those begin at 0.
        let time = |&power: &u32| {
            if has_constant { itself(power as usize) } else { vec![(power as usize, one), (0, origin)] }
        };
        let level_put_back = |column: usize| vec![(column, one), (0, shift)];
        let less_first_lag = |column: usize| vec![(column, one), (first_lag, -one)];
        let whole_value = if has_constant { itself(value) } else { level_put_back(value) };

        let mut columns: Vec<Combination> = powers.iter().map(time).collect();
        let mut trend_alone = columns.clone();
        trend_alone.push(whole_value.clone());
        let mut matrix = vec![DoubleDouble::ZERO; size * size];
        for k in 0..size {
            matrix[k * size + k] = one;
        }
        let mut offset = vec![DoubleDouble::ZERO; size];
        if has_constant {
            columns.extend((first_lag..=value).map(itself));
            // (T - o)^2 = T^2 - 2 o T + o^2 and phi (y - s) = phi y - s phi.
            if terms > 1 {
                matrix[1] = -origin;
            }
            if terms > 2 {
                matrix[2] = origin * origin;
                matrix[size + 2] = -(origin + origin);
            }
            matrix[terms..size].fill(-shift);
            offset[0] = shift;
        } else if lags > 0 {
            columns.push(level_put_back(first_lag));
            columns.extend((first_lag + 1..=value).map(less_first_lag));
            // The first lag collects what the differences took from it.
            matrix[terms * size + terms + 1..(terms + 1) * size].fill(-one);
            offset[terms] = one;
        } else {
            columns.push(whole_value);
        }
        Self { columns, trend_alone, size, matrix, offset }
    }

    /// The normal matrix of the columns, and that of the trend terms alone with the value.
    pub(crate) fn grams(&self, sums: &Gram) -> (Gram, Gram) {
        (combine(sums, &self.columns), combine(sums, &self.trend_alone))
    }

    fn row(&self, row: usize) -> &[DoubleDouble] {
        &self.matrix[row * self.size..(row + 1) * self.size]
    }

    pub(crate) fn coefficients(&self, solution: &[DoubleDouble]) -> Vec<f64> {
        (0..self.size).map(|row| (self.offset[row] + product(self.row(row), solution)).to_f64()).collect()
    }

    /// matrix * inverse * matrix', row-major: `inverse` is symmetric.
    pub(crate) fn inverse_gram(&self, inverse: &[DoubleDouble]) -> Vec<f64> {
        let n = self.size;
        let half: Vec<DoubleDouble> =
            (0..n * n).map(|k| product(self.row(k / n), &inverse[k % n * n..][..n])).collect();
        (0..n * n).map(|k| product(&half[k / n * n..][..n], self.row(k % n)).to_f64()).collect()
    }
}

fn combine(sums: &Gram, columns: &[Combination]) -> Gram {
    let size = columns.len();
    let mut entries = vec![DoubleDouble::ZERO; size * size];
    for (row, left) in columns.iter().enumerate() {
        for (column, right) in columns[..=row].iter().enumerate() {
            let mut entry = DoubleDouble::ZERO;
            for &(i, a) in left {
                for &(j, b) in right {
                    entry += a * b * sums.at(i, j);
                }
            }
            entries[row * size + column] = entry;
            entries[column * size + row] = entry;
        }
    }
    Gram { size, entries, largest: sums.largest }
}

fn product(a: &[DoubleDouble], b: &[DoubleDouble]) -> DoubleDouble {
    a.iter().zip(b).filter(|(a, _)| a.hi != 0.0).fold(DoubleDouble::ZERO, |sum, (a, b)| sum + *a * *b)
}
