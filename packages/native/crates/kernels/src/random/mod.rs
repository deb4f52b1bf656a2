//! Random numbers as a pure function of key and position: nothing here has a state.

pub mod normal;
pub mod philox;
pub mod stream;
