//! The product of some rows and a matrix that was packed once: what recurrences and attention are made of, since a general product
//! packs its right side anew at every call.
//!
//! The right side lies in panels of 32 columns, zero beyond its width. A tile of a few rows and a panel, or half a panel, is held in
//! registers while the depth runs by, so every value is a sum in order of the depth, however the work is cut.

mod multiply;
mod pack;

pub(crate) use multiply::{Store, TILE_ROWS, multiply};
pub(crate) use pack::Panels;

/// A factor: a matrix inside a slice, or the transpose of one.
#[derive(Clone, Copy)]
pub(crate) struct Factor<'a> {
    values: &'a [f32],
    stride: usize,
    is_transposed: bool,
}

impl<'a> Factor<'a> {
    /// Row `i` begins at `i * stride`.
    pub(crate) fn new(values: &'a [f32], stride: usize) -> Self {
        Self { values, stride, is_transposed: false }
    }

    /// Column `j` begins at `j * stride`.
    pub(crate) fn transposed(values: &'a [f32], stride: usize) -> Self {
        Self { values, stride, is_transposed: true }
    }
}
