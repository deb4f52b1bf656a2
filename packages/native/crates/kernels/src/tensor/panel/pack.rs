//! A matrix packed into panels.

use super::Factor;

/// Columns of a panel.
pub(crate) const LANES: usize = 32;

/// One row of a panel, on a cache line of its own.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct PanelRow(pub(super) [f32; LANES]);

/// A matrix [depth, width] in panels [ceil(width / 32), depth, 32].
#[derive(Default)]
pub(crate) struct Panels {
    pub(super) depth: usize,
    pub(super) width: usize,
    pub(super) rows: Vec<PanelRow>,
}

impl Panels {
    /// The matrix, packed.
    pub(crate) fn of(matrix: Factor, depth: usize, width: usize) -> Self {
        let mut panels = Self::default();
        panels.pack(matrix, depth, width);
        panels
    }

    /// Packs another matrix into the same memory.
    pub(crate) fn pack(&mut self, matrix: Factor, depth: usize, width: usize) {
        (self.depth, self.width) = (depth, width);
        let count = width.div_ceil(LANES);
        self.rows.resize(count * depth, PanelRow([0.0; LANES]));
        for index in 0..count {
            let first = index * LANES;
            let lanes = LANES.min(width - first);
            let panel = &mut self.rows[index * depth..][..depth];
            if lanes < LANES {
                panel.fill(PanelRow([0.0; LANES]));
            }
            if matrix.is_transposed {
                for lane in 0..lanes {
                    let column = &matrix.values[(first + lane) * matrix.stride..][..depth];
                    for (row, &value) in panel.iter_mut().zip(column) {
                        row.0[lane] = value;
                    }
                }
            } else {
                for (k, row) in panel.iter_mut().enumerate() {
                    let values = &matrix.values[k * matrix.stride + first..][..lanes];
                    match values.try_into() {
                        Ok(values) => row.0 = values,
                        Err(_) => row.0[..lanes].copy_from_slice(values),
                    }
                }
            }
        }
    }
}
