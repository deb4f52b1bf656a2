//! Products of a few rows and a large matrix, whose cost is to read that matrix: decoding with a language model, a layer of one
//! output. A general product would first copy the matrix into an order of its own; here it is read once, as it lies.
//!
//! Every value is a sum in an order that depends on the shape alone, however many threads there are.

mod dot_products;
mod weighted_rows;

use rayon::prelude::*;

use self::dot_products::Block;
use self::weighted_rows::Terms;
use super::scratch::with_scratch;
use super::split::{FORK_ABOVE, PIECES, is_worth_a_fork, least_pieces};
use crate::vectors::{Loop, run_widest};

/// Rows up to which this is the way to multiply.
pub(crate) const FEW: usize = 8;

/// Rows that pass a part of the matrix together, at most, so that their sums fit into registers.
const TOGETHER: usize = 4;
/// Pieces begin at multiples of a cache line's floats.
const CACHE_LINE: usize = 16;
/// Columns from which on a matrix stored row by row is cut into columns: narrower pieces of its rows are read slowly, since the
/// processor foresees no step to the next row.
const WIDE: usize = PIECES * 512;
/// Parts that the rows of a narrower one are cut into, each of which is a part of every sum.
const PARTS: usize = 8;

/// A large factor as it lies in memory.
#[derive(Clone, Copy)]
pub(crate) struct Right<'a> {
    /// [depth, columns], or [columns, depth] if it is transposed.
    pub(crate) values: &'a [f32],
    /// Terms of each sum.
    pub(crate) depth: usize,
    /// Columns of the product.
    pub(crate) columns: usize,
    /// Whether the values are stored column by column.
    pub(crate) is_transposed: bool,
}

/// `out` [rows, columns] = `left` [rows, depth] x `right`.
///
/// # Panics
/// If the lengths do not fit, or there are more than `FEW` rows.
pub(crate) fn multiply(left: &[f32], right: Right, out: &mut [f32]) {
    let Right { values, depth, columns, is_transposed } = right;
    assert_eq!(values.len(), depth * columns);
    if out.is_empty() {
        return;
    }
    let rows = out.len() / columns;
    assert!(rows <= FEW && out.len() == rows * columns && left.len() == rows * depth);
    if depth == 0 {
        return out.fill(0.0);
    }
    if !is_transposed && columns < WIDE && values.len() > FORK_ABOVE {
        return in_parts(left, right, out);
    }
    let left_blocks = if is_transposed { dot_products::blocks_of(left, rows, depth) } else { Vec::new() };
    let is_large = is_worth_a_fork(values.len());
    let width = if is_large { columns.div_ceil(PIECES).next_multiple_of(CACHE_LINE) } else { columns };
    let mut row_pieces: Vec<_> = out.chunks_exact_mut(columns).map(|row| row.chunks_mut(width)).collect();
    let pieces: Vec<Piece> = (0..columns.div_ceil(width))
        .map(|index| {
            let out = row_pieces.iter_mut().map(|pieces| pieces.next().expect("as many pieces in every row")).collect();
            Piece { left, left_blocks: &left_blocks, right, first: index * width, out }
        })
        .collect();
    if is_large {
        pieces.into_par_iter().for_each(run_widest);
    } else {
        pieces.into_iter().for_each(run_widest);
    }
}

/// A product whose terms are summed in parts, which are then added up.
fn in_parts(left: &[f32], right: Right, out: &mut [f32]) {
    let Right { values, depth, .. } = right;
    let part = depth.div_ceil(PARTS);
    let parts = depth.div_ceil(part);
    with_scratch(parts * out.len(), |sums| {
        sums.par_chunks_mut(out.len()).with_min_len(least_pieces(parts, values.len())).enumerate().for_each(
            |(index, out)| {
                let terms = index * part..depth.min((index + 1) * part);
                run_widest(Terms { left, right, terms, out });
            },
        );
        let (first, others) = sums.split_at(out.len());
        out.copy_from_slice(first);
        for part in others.chunks_exact(out.len()) {
            out.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
    });
}

/// Columns of the product from `first` on; `out` holds a slice of each row.
struct Piece<'a> {
    left: &'a [f32],
    /// What `dot_products` reads of it.
    left_blocks: &'a [Block],
    right: Right<'a>,
    first: usize,
    out: Vec<&'a mut [f32]>,
}

impl Loop for Piece<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        if self.right.is_transposed { self.dot_products() } else { self.weighted_rows() }
    }
}

/// Rows of the first group and, where they are too many for one, of the second.
#[inline(always)]
fn groups(rows: usize) -> [usize; 2] {
    let first = if rows <= TOGETHER { rows } else { rows.div_ceil(2) };
    [first, rows - first]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers, so that products are exact whatever the order.
    fn numbers(length: usize) -> Vec<f32> {
        (0..length).map(|k| ((k * 37 + k / 7) % 15) as f32 - 7.0).collect()
    }

    fn check(rows: usize, depth: usize, columns: usize, is_transposed: bool) {
        let (left, values) = (numbers(rows * depth), numbers(depth * columns));
        let right = Right { values: &values, depth, columns, is_transposed };
        let mut out = vec![f32::NAN; rows * columns];
        multiply(&left, right, &mut out);
        for row in 0..rows {
            for column in 0..columns {
                let expected: f32 = (0..depth)
                    .map(|k| {
                        let at = if is_transposed { column * depth + k } else { k * columns + column };
                        left[row * depth + k] * values[at]
                    })
                    .sum();
                assert_eq!(out[row * columns + column], expected, "{rows} x {depth} x {columns}, {row} {column}");
            }
        }
    }

    #[test]
    fn products_are_exact_for_tiles_strips_and_remainders() {
        for rows in 0..=FEW {
            for depth in [0, 1, 3, 16, 21, 65] {
                for columns in [0, 1, 3, 4, 37, 1100] {
                    check(rows, depth, columns, true);
                    check(rows, depth, columns, false);
                }
            }
        }
    }

    #[test]
    fn products_are_exact_where_they_are_cut_into_parts_and_into_columns() {
        for rows in [1, 3, 5, 8] {
            check(rows, 301, 205, false);
            check(rows, 9, 7001, false);
            check(rows, 6, WIDE + 5, false);
            check(rows, 70, 1301, true);
        }
    }

    #[test]
    #[should_panic(expected = "FEW")]
    fn more_rows_are_refused() {
        let right = Right { values: &[1.0], depth: 1, columns: 1, is_transposed: false };
        multiply(&[1.0; 9], right, &mut [0.0; 9]);
    }
}
