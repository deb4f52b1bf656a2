//! Blocks of 16 lanes of a slice: loops over many slices become vector instructions when they run over such blocks.

use std::array::from_fn;

use crate::tensor::lanes::{LANES, Lanes};

/// The block at `start`, with zeros behind the slice's end.
#[inline(always)]
pub(super) fn load(values: &[f32], start: usize) -> Lanes {
    let rest = &values[start..];
    match rest.first_chunk() {
        Some(block) => *block,
        None => {
            let mut block = [0.0; LANES];
            block[..rest.len()].copy_from_slice(rest);
            block
        }
    }
}

/// Writes the block at `start`, as far as the slice goes.
#[inline(always)]
pub(super) fn store(values: &mut [f32], start: usize, block: Lanes) {
    let rest = &mut values[start..];
    match rest.first_chunk_mut() {
        Some(place) => *place = block,
        None => rest.copy_from_slice(&block[..rest.len()]),
    }
}

/// A row of gates as one slice for each gate.
#[inline(always)]
pub(super) fn gates_of<const GATES: usize>(row: &[f32]) -> [&[f32]; GATES] {
    let units = row.len() / GATES;
    from_fn(|gate| &row[gate * units..][..units])
}

/// The same, to be written.
#[inline(always)]
pub(super) fn gates_of_mut<const GATES: usize>(row: &mut [f32]) -> [&mut [f32]; GATES] {
    let mut gates = row.chunks_exact_mut(row.len() / GATES);
    from_fn(|_| gates.next().expect("a row holds all gates"))
}
