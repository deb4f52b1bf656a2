//! Rows times a matrix stored column by column: every value is the dot product of two contiguous runs.

use std::array::from_fn;
use std::ops::Range;

use super::{Piece, Right, groups};
use crate::tensor::lanes::{LANES, Lanes, total};
use crate::vectors::{instruction_set, prefetch};

/// Columns that pass together where registers are wide enough for their sums, and where they are not.
const COLUMNS: usize = 2;
const NARROW_COLUMNS: usize = 1;

impl Piece<'_> {
    #[inline(always)]
    pub(super) fn dot_products(&mut self) {
        if instruction_set() == "avx512" {
            self.dot_products_by::<COLUMNS>();
        } else {
            self.dot_products_by::<NARROW_COLUMNS>();
        }
    }

    #[inline(always)]
    fn dot_products_by<const COLUMNS: usize>(&mut self) {
        let columns = self.out[0].len();
        let whole = columns - columns % COLUMNS;
        for column in (0..whole).step_by(COLUMNS) {
            self.columns::<COLUMNS>(column);
        }
        for column in whole..columns {
            self.columns::<1>(column);
        }
    }

    /// All rows times some columns, which the first group of rows brings into the first cache for the second.
    #[inline(always)]
    fn columns<const COLUMNS: usize>(&mut self, column: usize) {
        let [first, second] = groups(self.out.len());
        self.rows_by_columns::<COLUMNS>(0, first, column);
        self.rows_by_columns::<COLUMNS>(first, second, column);
    }

    #[inline(always)]
    fn rows_by_columns<const COLUMNS: usize>(&mut self, row: usize, rows: usize, column: usize) {
        match rows {
            1 => self.tile::<1, COLUMNS>(row, column),
            2 => self.tile::<2, COLUMNS>(row, column),
            3 => self.tile::<3, COLUMNS>(row, column),
            4 => self.tile::<4, COLUMNS>(row, column),
            _ => {}
        }
    }

    #[inline(always)]
    fn tile<const ROWS: usize, const COLUMNS: usize>(&mut self, row: usize, column: usize) {
        let Right { values, depth, .. } = self.right;
        let columns: [&[f32]; COLUMNS] = from_fn(|j| &values[(self.first + column + j) * depth..][..depth]);
        let blocks = depth / LANES;
        let left = self.left_blocks[row * blocks..][..ROWS * blocks].as_chunks().0;
        let sums: [[Lanes; COLUMNS]; ROWS] = dot_products(left, columns);
        for (i, sums) in sums.iter().enumerate() {
            let left = &self.left[(row + i) * depth..][..depth];
            for (j, sums) in sums.iter().enumerate() {
                let mut sums = *sums;
                let rest = left.as_chunks::<LANES>().1.iter().zip(columns[j].as_chunks::<LANES>().1);
                for (sum, (&a, &b)) in sums.iter_mut().zip(rest) {
                    *sum = a.mul_add(b, *sum);
                }
                self.out[row + i][column + j] = total(sums);
            }
        }
    }
}

/// A block of lanes on a cache line of its own, so that it is read at once.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Block(Lanes);

/// The rows' whole blocks of lanes, in the order in which a group of rows meets them: [groups, blocks, rows of the group].
pub(super) fn blocks_of(left: &[f32], rows: usize, depth: usize) -> Vec<Block> {
    let [first, second] = groups(rows);
    let row_blocks: Vec<_> = left.chunks_exact(depth).map(|row| row.as_chunks::<LANES>().0).collect();
    let group = |rows: Range<usize>| {
        let row_blocks = &row_blocks[rows];
        (0..depth / LANES).flat_map(move |block| row_blocks.iter().map(move |blocks| Block(blocks[block])))
    };
    group(0..first).chain(group(first..first + second)).collect()
}

/// For each row and each column the products of their whole blocks, summed lane by lane. The loop has one slice of rows, not
/// one for each, so that no index is checked in it and the sums stay in registers.
#[inline(always)]
fn dot_products<const ROWS: usize, const COLUMNS: usize>(
    left: &[[Block; ROWS]],
    columns: [&[f32]; COLUMNS],
) -> [[Lanes; COLUMNS]; ROWS] {
    let column_blocks = columns.map(|column| &column.as_chunks::<LANES>().0[..left.len()]);
    let mut sums = [[[0.0; LANES]; COLUMNS]; ROWS];
    for (block, left) in left.iter().enumerate() {
        // Of the columns after the next, which follow in memory: the processor foresees no run beyond its end. Of GPT-2's head, with
        // one row, 17 GB/s were read without this and 38 with it, on one core.
        for line in 0..COLUMNS {
            prefetch(columns[0], 2 * COLUMNS * columns[0].len() + (block * COLUMNS + line) * LANES);
        }
        let right = column_blocks.map(|blocks| blocks[block]);
        // Row by row, since LLVM would not unroll a loop of this size, and then the sums would not stay in registers.
        add_row::<0, ROWS, COLUMNS>(&mut sums, left, &right);
        add_row::<1, ROWS, COLUMNS>(&mut sums, left, &right);
        add_row::<2, ROWS, COLUMNS>(&mut sums, left, &right);
        add_row::<3, ROWS, COLUMNS>(&mut sums, left, &right);
    }
    sums
}

#[inline(always)]
fn add_row<const ROW: usize, const ROWS: usize, const COLUMNS: usize>(
    sums: &mut [[Lanes; COLUMNS]; ROWS],
    left: &[Block; ROWS],
    right: &[Lanes; COLUMNS],
) {
    if ROW < ROWS {
        let Block(left) = left[ROW];
        add_product::<0, COLUMNS>(&mut sums[ROW], &left, right);
        add_product::<1, COLUMNS>(&mut sums[ROW], &left, right);
    }
}

#[inline(always)]
fn add_product<const COLUMN: usize, const COLUMNS: usize>(
    sums: &mut [Lanes; COLUMNS],
    left: &Lanes,
    right: &[Lanes; COLUMNS],
) {
    if COLUMN < COLUMNS {
        for (sum, (&a, &b)) in sums[COLUMN].iter_mut().zip(left.iter().zip(&right[COLUMN])) {
            *sum = a.mul_add(b, *sum);
        }
    }
}
