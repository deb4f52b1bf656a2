//! Tensor kernels over plain slices: what the tensor backend computes. Row-major, channels last, `f32` unless said otherwise.
//!
//! A kernel writes into a slice that it is given and allocates only scratch space of its own. Lengths are asserted first. Work is
//! split at the outermost level and sums are formed in a fixed number of parts, so no result depends on the number of threads.

mod batch_norm;
mod gelu;
mod lanes;
mod layer_norm;
pub mod math;
mod optimizer;
mod split;

pub use batch_norm::{BatchNorm, batch_norm, batch_norm_grad};
pub use gelu::{gelu, gelu_grad};
pub use layer_norm::{layer_norm, layer_norm_grad};
pub use optimizer::{Adam, MovingAverage, RmsProp, Sgd, Step, sum_of_squares, update};
