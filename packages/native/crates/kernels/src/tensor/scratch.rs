//! Scratch space that a thread keeps, since fresh memory costs a page fault for each 4 kB of it.

use std::cell::Cell;

thread_local! {
    static KEPT: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// Calls `work` with a slice of that length, whose values are whatever was there before.
pub(crate) fn with_scratch<R>(length: usize, work: impl FnOnce(&mut [f32]) -> R) -> R {
    // Taken, so that work inside work has space of its own.
    let mut space = KEPT.take();
    if space.len() < length {
        space.resize(length, 0.0);
    }
    let result = work(&mut space[..length]);
    KEPT.set(space);
    result
}
