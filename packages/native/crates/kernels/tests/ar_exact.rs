//! `fit` against exact rational arithmetic on random whole numbers, at levels that defeat a normal matrix in doubles.

use kernels::ar::{Refusal, Segment, Specification, Trend, fit};
use proptest::prelude::*;

/// Largest relative error allowed: LRE of at least 14.5.
const BOUND: f64 = 4e-15;

/// The normal equations in whole numbers: const and lags against each other and, last, against the value.
fn normal_equations(values: &[i128], lags: &[usize]) -> Vec<Vec<i128>> {
    let past = *lags.last().unwrap();
    let rows: Vec<Vec<i128>> = (past..values.len())
        .map(|t| {
            let lagged = lags.iter().map(|lag| values[t - lag]);
            std::iter::once(1).chain(lagged).chain([values[t]]).collect()
        })
        .collect();
    let size = lags.len() + 1;
    (0..size).map(|i| (0..=size).map(|j| rows.iter().map(|row| row[i] * row[j]).sum()).collect()).collect()
}

/// The determinant, by Bareiss's fraction-free elimination.
fn determinant(mut matrix: Vec<Vec<i128>>) -> i128 {
    let n = matrix.len();
    let (mut sign, mut previous) = (1, 1);
    for k in 0..n - 1 {
        let Some(pivot) = (k..n).find(|&row| matrix[row][k] != 0) else {
            return 0;
        };
        if pivot != k {
            matrix.swap(pivot, k);
            sign = -sign;
        }
        for i in k + 1..n {
            for j in k + 1..n {
                matrix[i][j] = (matrix[i][j] * matrix[k][k] - matrix[i][k] * matrix[k][j]) / previous;
            }
        }
        previous = matrix[k][k];
    }
    sign * matrix[n - 1][n - 1]
}

/// Numerators of the coefficients by Cramer's rule, and their common denominator.
fn solve(equations: &[Vec<i128>]) -> (Vec<i128>, i128) {
    let n = equations.len();
    let with_column = |replaced: Option<usize>| {
        let matrix = equations
            .iter()
            .map(|row| (0..n).map(|j| if Some(j) == replaced { row[n] } else { row[j] }).collect())
            .collect();
        determinant(matrix)
    };
    ((0..n).map(|column| with_column(Some(column))).collect(), with_column(None))
}

/// A quotient of whole numbers as a double, right but for its last digits.
fn quotient(numerator: i128, denominator: i128) -> f64 {
    (numerator / denominator) as f64 + (numerator % denominator) as f64 / denominator as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn fit_is_exact_to_fourteen_and_a_half_digits(
        values in prop::collection::vec(-200_i64..200, 12..50),
        lags in prop::sample::subsequence(vec![1_usize, 2, 3, 5], 1..=3),
        level in prop::sample::select(vec![0_i64, 1_000, 1_000_000, 10_000_000_000, -4_000_000_000_000]),
    ) {
        let exact: Vec<i128> = values.iter().map(|&value| i128::from(value)).collect();
        let series: Vec<f64> = values.iter().map(|&value| (value + level) as f64).collect();
        let specification = Specification {
            hold_back: *lags.last().unwrap(),
            segments: vec![Segment { start: 0, end: series.len() }],
            lags: lags.clone(),
            trend: Trend::Constant,
        };
        let (numerators, denominator) = solve(&normal_equations(&exact, &lags));
        match fit(&series, &specification) {
            Err(Refusal::RankDeficient(_)) => prop_assert_eq!(denominator, 0),
            Err(refusal) => prop_assert!(false, "{:?}", refusal),
            Ok(found) => {
                prop_assert!(denominator != 0);
                // The level moves the constant only: c + level (1 - sum phi).
                let phi: i128 = numerators[1..].iter().sum();
                let constant = numerators[0] + i128::from(level) * (denominator - phi);
                let expected = std::iter::once(constant).chain(numerators[1..].iter().copied());
                for (&coefficient, numerator) in found.coefficients.iter().zip(expected) {
                    let expected = quotient(numerator, denominator);
                    prop_assert!(
                        (coefficient - expected).abs() <= BOUND * expected.abs(),
                        "{} against {}", coefficient, expected
                    );
                }
            }
        }
    }
}
