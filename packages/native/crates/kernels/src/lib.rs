//! Passes over data, in pure Rust: autoregressions (`ar`), decoding (`beam`), columns of delimited text (`csv`), IDX files (`idx`), random
//! numbers (`random`), tensor kernels (`tensor`).
//!
//! Nothing here has heard of JavaScript; the crate `ferrogen-node` is the door.

pub mod ar;
pub mod beam;
pub mod csv;
pub mod idx;
pub mod random;
pub mod tensor;
mod vectors;

pub use vectors::instruction_set;
