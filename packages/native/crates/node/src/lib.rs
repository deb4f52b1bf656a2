//! The napi door: `options` translates what JavaScript hands over, each export makes one call into `kernels`.
//!
//! Every export is marked `catch_unwind`: a panic becomes a JavaScript error, never the end of the process. What a user's data do
//! wrong comes back as a value with a code, not as an error.

// napi exports what is `pub`, however private its module.
#![allow(unreachable_pub)]

mod ar;
mod beam;
mod csv;
mod idx;
mod options;
mod system;
mod tensor;
