//! Batches of matrix products, with bias and activation.

use std::borrow::Cow;

use rayon::prelude::*;

use super::activation::{Activation, finish, finish_all};
use super::few_rows::{self, FEW, Right};
use super::gemm::{FORK_ABOVE, Matrix, multiply, multiply_in_pieces};

/// Batches from which on threads share out whole products, not pieces of each.
const MANY: usize = 8;

/// One product of the batch: [rows, depth] x [depth, columns].
#[derive(Clone, Copy, Debug)]
pub struct Product {
    /// Rows of the result.
    pub rows: usize,
    /// Columns of the result.
    pub columns: usize,
    /// Terms of each sum.
    pub depth: usize,
    /// Whether the left factor is stored as [depth, rows].
    pub transpose_left: bool,
    /// Whether the right factor is stored as [columns, depth].
    pub transpose_right: bool,
}

/// `out[i]` = activation(`left[pairs[2 i]]` x `right[pairs[2 i + 1]]` + `bias`), where `bias` [columns] is empty for none.
///
/// # Panics
/// If the lengths do not fit, or a pair names a matrix that is not there.
pub fn matmul(
    left: &[f32],
    right: &[f32],
    pairs: &[i32],
    product: Product,
    bias: &[f32],
    activation: Activation,
    out: &mut [f32],
) {
    let Product { rows, columns, depth, .. } = product;
    let size = rows * columns;
    assert_eq!(out.len(), size * (pairs.len() / 2));
    assert!(bias.is_empty() || bias.len() == columns);
    if out.is_empty() {
        return;
    }
    let factors = |index: usize| {
        let [l, r] = [pairs[2 * index], pairs[2 * index + 1]].map(|at| usize::try_from(at).expect("an index"));
        [&left[l * rows * depth..][..rows * depth], &right[r * depth * columns..][..depth * columns]]
    };
    let batch = pairs.len() / 2;
    if batch >= MANY && batch * size * depth > FORK_ABOVE {
        out.par_chunks_mut(size).enumerate().for_each(|(index, out)| {
            multiply_one(product, factors(index), out, |a, b, out| multiply(a, b, out, false));
            finish(out, bias, activation);
        });
    } else {
        for (index, out) in out.chunks_exact_mut(size).enumerate() {
            multiply_one(product, factors(index), out, multiply_in_pieces);
            finish_all(out, bias, activation);
        }
    }
}

/// One product, by `general` unless it has few rows, or one column.
fn multiply_one(
    product: Product,
    [left, right]: [&[f32]; 2],
    out: &mut [f32],
    general: fn(Matrix, Matrix, &mut [f32]),
) {
    let Product { rows, columns, depth, transpose_left, transpose_right } = product;
    if rows <= FEW {
        let left = if transpose_left && rows > 1 { Cow::Owned(transposed(left, rows)) } else { Cow::Borrowed(left) };
        few_rows::multiply(&left, Right { values: right, depth, columns, is_transposed: transpose_right }, out);
    } else if columns == 1 {
        // The transpose of the product: a row, times the left factor's transpose.
        few_rows::multiply(right, Right { values: left, depth, columns: rows, is_transposed: !transpose_left }, out);
    } else {
        general(oriented(left, rows, depth, transpose_left), oriented(right, depth, columns, transpose_right), out);
    }
}

/// The transpose of values [.., columns].
fn transposed(values: &[f32], columns: usize) -> Vec<f32> {
    (0..columns).flat_map(|column| values.iter().skip(column).step_by(columns).copied()).collect()
}

fn oriented(values: &[f32], rows: usize, columns: usize, transposed: bool) -> Matrix<'_> {
    if transposed {
        Matrix::row_major(values, columns, rows).transposed()
    } else {
        Matrix::row_major(values, rows, columns)
    }
}
