//! Passes over data, in pure Rust: autoregressions (`ar`), columns of delimited text (`csv`), random numbers (`random`),
//! tensor kernels (`tensor`).
//!
//! Nothing here has heard of JavaScript; the crate `ferrogen-node` is the door.

pub mod ar;
pub mod csv;
pub mod random;
pub mod tensor;
mod vectors;

pub use vectors::instruction_set;
