//! Rows times packed panels, tile by tile.

use std::array::from_fn;
use std::ops::Range;

use super::Factor;
use super::pack::{LANES, PanelRow, Panels};
use crate::vectors::{Loop, instruction_set, run_widest};

/// Rows of a tile.
pub(crate) const TILE_ROWS: usize = 8;
/// Columns and rows of a tile where registers are narrower than AVX-512's, so that its sums still fit into them.
const HALF: usize = LANES / 2;
const NARROW_ROWS: usize = 4;

/// What a product does with what is there.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Store {
    /// Replaces it.
    Set,
    /// Is added to it.
    Add,
}

/// Rows of `left`, [rows, depth.len()], times the rows `depth` of `right`, of which the first `width` columns count; into `out`, whose
/// rows are `stride` apart.
///
/// # Panics
/// If a side is shorter than that.
pub(crate) fn multiply(
    left: Factor,
    rows: usize,
    (right, depth, width): (&Panels, Range<usize>, usize),
    (out, stride, store): (&mut [f32], usize, Store),
) {
    assert!(depth.end <= right.depth && width <= right.width);
    let has_wide_registers = instruction_set() == "avx512";
    run_widest(Multiply { left, rows, right, depth, width, out, stride, store, has_wide_registers });
}

struct Multiply<'a> {
    left: Factor<'a>,
    rows: usize,
    right: &'a Panels,
    depth: Range<usize>,
    width: usize,
    out: &'a mut [f32],
    stride: usize,
    store: Store,
    has_wide_registers: bool,
}

impl Loop for Multiply<'_> {
    type Output = ();

    // A panel stays in the first cache while all rows pass.
    #[inline(always)]
    fn run(mut self) {
        for index in 0..self.width.div_ceil(LANES) {
            if self.has_wide_registers {
                self.panel::<TILE_ROWS, LANES, 0>(index);
            } else {
                self.panel::<NARROW_ROWS, HALF, 0>(index);
                self.panel::<NARROW_ROWS, HALF, 1>(index);
            }
        }
    }
}

impl Multiply<'_> {
    /// All rows times part `PART` of a panel's columns, of `WIDTH` columns.
    #[inline(always)]
    fn panel<const ROWS: usize, const WIDTH: usize, const PART: usize>(&mut self, index: usize) {
        if index * LANES + PART * WIDTH >= self.width {
            return;
        }
        let mut row = 0;
        while row + ROWS <= self.rows {
            self.tile::<ROWS, WIDTH, PART>(index, row);
            row += ROWS;
        }
        if ROWS > NARROW_ROWS && row + NARROW_ROWS <= self.rows {
            self.tile::<NARROW_ROWS, WIDTH, PART>(index, row);
            row += NARROW_ROWS;
        }
        while row < self.rows {
            self.tile::<1, WIDTH, PART>(index, row);
            row += 1;
        }
    }

    #[inline(always)]
    fn tile<const ROWS: usize, const WIDTH: usize, const PART: usize>(&mut self, index: usize, first: usize) {
        let depth = self.depth.len();
        let panel = &self.right.rows[index * self.right.depth + self.depth.start..][..depth];
        let Factor { values, stride, is_transposed } = self.left;
        let sums = if is_transposed {
            accumulate::<ROWS, WIDTH, PART>(panel, |k| {
                let column: &[f32; ROWS] =
                    values[k * stride + first..].first_chunk().expect("a column of the left side");
                *column
            })
        } else {
            let rows: [&[f32]; ROWS] = from_fn(|row| &values[(first + row) * stride..][..depth]);
            accumulate::<ROWS, WIDTH, PART>(panel, |k| from_fn(|row| rows[row][k]))
        };
        let column = index * LANES + PART * WIDTH;
        let lanes = WIDTH.min(self.width - column);
        for (row, sums) in sums.iter().enumerate() {
            let out = &mut self.out[(first + row) * self.stride + column..][..lanes];
            match (self.store, <&mut [f32; WIDTH]>::try_from(&mut *out)) {
                (Store::Set, Ok(out)) => *out = *sums,
                (Store::Set, Err(_)) => out.copy_from_slice(&sums[..lanes]),
                (Store::Add, Ok(out)) => out.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum),
                (Store::Add, Err(_)) => out.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum),
            }
        }
    }
}

/// Sums of `column(k)[row] * panel[k][lane]` over `k`, for the lanes of part `PART`.
#[inline(always)]
fn accumulate<const ROWS: usize, const WIDTH: usize, const PART: usize>(
    panel: &[PanelRow],
    column: impl Fn(usize) -> [f32; ROWS],
) -> [[f32; WIDTH]; ROWS] {
    let mut sums = [[0.0; WIDTH]; ROWS];
    for (k, right) in panel.iter().enumerate() {
        let left = column(k);
        let right = &right.0.as_chunks().0[PART];
        // Row by row, since LLVM would not unroll a loop of this size, and then the sums would not stay in registers.
        add_row::<0, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<1, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<2, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<3, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<4, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<5, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<6, ROWS, WIDTH>(&mut sums, &left, right);
        add_row::<7, ROWS, WIDTH>(&mut sums, &left, right);
    }
    sums
}

#[inline(always)]
fn add_row<const ROW: usize, const ROWS: usize, const WIDTH: usize>(
    sums: &mut [[f32; WIDTH]; ROWS],
    left: &[f32; ROWS],
    right: &[f32; WIDTH],
) {
    if ROW < ROWS {
        for (sum, &right) in sums[ROW].iter_mut().zip(right) {
            *sum = left[ROW].mul_add(right, *sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers, so that products are exact whatever the order.
    fn numbers(length: usize) -> Vec<f32> {
        (0..length).map(|k| ((k * 37 + k / 7) % 15) as f32 - 7.0).collect()
    }

    fn check(rows: usize, depth: Range<usize>, width: usize, is_transposed: [bool; 2], store: Store) {
        let (total, all) = (depth.end + 2, width + 3);
        let (left, right) = (numbers(rows * depth.len()), numbers(total * all));
        let [left_transposed, right_transposed] = is_transposed;
        let view = |values, rows, columns, is_transposed| {
            if is_transposed { Factor::transposed(values, rows) } else { Factor::new(values, columns) }
        };
        let mut panels = Panels::default();
        panels.pack(view(&right, total, all, right_transposed), total, all);
        let (stride, before) = (width + 1, 1000.0);
        let [out, narrow] = [true, false].map(|has_wide_registers| {
            let mut out = vec![before; rows * stride];
            run_widest(Multiply {
                left: view(&left, rows, depth.len(), left_transposed),
                rows,
                right: &panels,
                depth: depth.clone(),
                width,
                out: &mut out,
                stride,
                store,
                has_wide_registers,
            });
            out
        });
        assert_eq!(out, narrow);
        for row in 0..rows {
            for column in 0..width {
                let sum: f32 = (0..depth.len())
                    .map(|k| {
                        let at = depth.start + k;
                        let a = if left_transposed { left[k * rows + row] } else { left[row * depth.len() + k] };
                        let b = if right_transposed { right[column * total + at] } else { right[at * all + column] };
                        a * b
                    })
                    .sum();
                let expected = if store == Store::Add { before + sum } else { sum };
                assert_eq!(out[row * stride + column], expected, "{rows} x {depth:?} x {width}, {row} {column}");
            }
            assert_eq!(out[row * stride + width], before, "beside the product");
        }
    }

    #[test]
    fn products_are_exact_for_tiles_and_remainders() {
        for rows in [0, 1, 3, 4, 7, 8, 13, 21] {
            for depth in [0..0, 0..1, 3..20, 0..65] {
                for width in [0, 1, 31, 32, 33, 70] {
                    for is_transposed in [[false, false], [true, false], [false, true], [true, true]] {
                        check(rows, depth.clone(), width, is_transposed, Store::Set);
                        check(rows, depth.clone(), width, is_transposed, Store::Add);
                    }
                }
            }
        }
    }

    #[test]
    fn a_row_has_the_same_bits_alone_and_among_others() {
        let (depth, width) = (67, 45);
        let left: Vec<f32> = (0..13 * depth).map(|k| (k as f32).sin()).collect();
        let right: Vec<f32> = (0..depth * width).map(|k| (k as f32).cos()).collect();
        let mut panels = Panels::default();
        panels.pack(Factor::new(&right, width), depth, width);
        let product = |left: &[f32]| {
            let rows = left.len() / depth;
            let mut out = vec![0.0; rows * width];
            multiply(Factor::new(left, depth), rows, (&panels, 0..depth, width), (&mut out, width, Store::Set));
            out
        };
        let together = product(&left);
        let alone: Vec<f32> = left.chunks(depth).flat_map(product).collect();
        assert_eq!(together, alone);
    }

    #[test]
    #[should_panic(expected = "depth.end")]
    fn a_depth_beyond_the_packed_one_is_refused() {
        multiply(Factor::new(&[1.0], 1), 1, (&Panels::default(), 0..1, 1), (&mut [0.0], 1, Store::Set));
    }
}
