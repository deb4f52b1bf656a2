//! Cholesky's factorisation of a normal matrix in double-double arithmetic.
//!
//! The regressand is the last column, so the last row of the factor holds its projections: every nested sum of
//! squares, the coefficients and the inverse come out of one factorisation.

use super::double_double::DoubleDouble;
use super::gram::Gram;

/// Relative size of a pivot below which a column counts as explained by those before it, whatever the data's rounding.
const SMALLEST_PIVOT: f64 = 1e-26;

/// The lower factor of the regressors' block, with the projections of the regressand.
pub(crate) struct Factor {
    regressors: usize,
    /// Row-major, side `regressors + 1`; the last row belongs to the regressand.
    lower: Vec<DoubleDouble>,
    square: DoubleDouble,
}

impl Factor {
    /// Factorises, or names the first regressor that the ones before it explain. `noise` is the square that rounding
    /// alone leaves in a column of values that is explained exactly; the first `terms` columns are no values but powers of time.
    pub(crate) fn of(gram: &Gram, terms: usize, noise: f64) -> Result<Self, usize> {
        let size = gram.size;
        let regressors = size - 1;
        let mut lower = vec![DoubleDouble::ZERO; size * size];
        for row in 0..size {
            for column in 0..regressors.min(row + 1) {
                let mut rest = gram.at(row, column);
                for k in 0..column {
                    rest -= lower[row * size + k] * lower[column * size + k];
                }
                lower[row * size + column] = if row > column {
                    rest / lower[column * size + column]
                } else {
                    let noise = if row < terms { 0.0 } else { noise };
                    let least = noise.max(SMALLEST_PIVOT * gram.at(row, row).hi);
                    // Written so that NaN is refused too.
                    let enough = rest.hi > least;
                    if !enough {
                        return Err(row);
                    }
                    rest.sqrt()
                };
            }
        }
        Ok(Self { regressors, lower, square: gram.at(regressors, regressors) })
    }

    fn at(&self, row: usize, column: usize) -> DoubleDouble {
        self.lower[row * (self.regressors + 1) + column]
    }

    /// Sum of squares that the first `regressors` columns leave of the regressand; never below zero.
    pub(crate) fn rest_after(&self, regressors: usize) -> DoubleDouble {
        let mut rest = self.square;
        for k in 0..regressors {
            let projection = self.at(self.regressors, k);
            rest -= projection * projection;
        }
        if rest.hi > 0.0 { rest } else { DoubleDouble::ZERO }
    }

    /// The coefficients of least squares.
    pub(crate) fn solve(&self) -> Vec<DoubleDouble> {
        let mut solution: Vec<DoubleDouble> = (0..self.regressors).map(|k| self.at(self.regressors, k)).collect();
        for row in (0..self.regressors).rev() {
            for k in row + 1..self.regressors {
                let known = self.at(k, row) * solution[k];
                solution[row] -= known;
            }
            solution[row] = solution[row] / self.at(row, row);
        }
        solution
    }

    /// The inverse of the regressors' block, row-major.
    pub(crate) fn inverse(&self) -> Vec<DoubleDouble> {
        let n = self.regressors;
        // The inverse of the factor, column by column: lower triangular too.
        let mut inverse_lower = vec![DoubleDouble::ZERO; n * n];
        for column in 0..n {
            inverse_lower[column * n + column] = DoubleDouble::ONE / self.at(column, column);
            for row in column + 1..n {
                let mut sum = DoubleDouble::ZERO;
                for k in column..row {
                    sum += self.at(row, k) * inverse_lower[k * n + column];
                }
                inverse_lower[row * n + column] = -(sum / self.at(row, row));
            }
        }
        let mut inverse = vec![DoubleDouble::ZERO; n * n];
        for row in 0..n {
            for column in 0..=row {
                let mut sum = DoubleDouble::ZERO;
                for k in row..n {
                    sum += inverse_lower[k * n + row] * inverse_lower[k * n + column];
                }
                inverse[row * n + column] = sum;
                inverse[column * n + row] = sum;
            }
        }
        inverse
    }
}
