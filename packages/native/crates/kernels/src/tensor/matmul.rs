//! Batches of matrix products, with bias and activation.

use rayon::prelude::*;

use super::activation::{Activation, finish, finish_all};
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
    let Product { rows, columns, depth, transpose_left, transpose_right } = product;
    let size = rows * columns;
    assert_eq!(out.len(), size * (pairs.len() / 2));
    assert!(bias.is_empty() || bias.len() == columns);
    if out.is_empty() {
        return;
    }
    let factors = |index: usize| {
        let [l, r] = [pairs[2 * index], pairs[2 * index + 1]].map(|at| usize::try_from(at).expect("an index"));
        let left = &left[l * rows * depth..][..rows * depth];
        let right = &right[r * depth * columns..][..depth * columns];
        (oriented(left, rows, depth, transpose_left), oriented(right, depth, columns, transpose_right))
    };
    let batch = pairs.len() / 2;
    if batch >= MANY && batch * size * depth > FORK_ABOVE {
        out.par_chunks_mut(size).enumerate().for_each(|(index, out)| {
            let (left, right) = factors(index);
            multiply(left, right, out, false);
            finish(out, bias, activation);
        });
    } else {
        for (index, out) in out.chunks_exact_mut(size).enumerate() {
            let (left, right) = factors(index);
            multiply_in_pieces(left, right, out);
            finish_all(out, bias, activation);
        }
    }
}

fn oriented(values: &[f32], rows: usize, columns: usize, transposed: bool) -> Matrix<'_> {
    if transposed {
        Matrix::row_major(values, columns, rows).transposed()
    } else {
        Matrix::row_major(values, rows, columns)
    }
}
