//! Tensor kernels over plain slices: what the tensor backend computes. Row-major, channels last, `f32` unless said otherwise.
//!
//! A kernel writes into a slice that it is given and allocates only scratch space of its own. Lengths are asserted first. Work is
//! split at the outermost level and sums are formed in a fixed number of parts, so no result depends on the number of threads.

mod activation;
mod batch_norm;
mod conv;
mod dropout;
mod gelu;
mod gemm;
mod lanes;
mod layer_norm;
pub mod math;
mod matmul;
mod optimizer;
mod random;
mod scratch;
mod sigmoid_cross_entropy;
mod split;

pub use activation::{Activation, activation_gradient};
pub use batch_norm::{BatchNorm, batch_norm, batch_norm_grad};
pub use conv::{ConvShape, conv2d, conv2d_filter_gradient, conv2d_input_gradient};
pub use dropout::dropout;
pub use gelu::{Gelu, gelu, gelu_grad};
pub use layer_norm::{layer_norm, layer_norm_grad};
pub use matmul::{Product, matmul};
pub use optimizer::{Adam, MovingAverage, RmsProp, Sgd, Step, sum_of_squares, update};
pub use random::{Distribution, fill_random};
pub use sigmoid_cross_entropy::{sigmoid_cross_entropy, sigmoid_cross_entropy_grad};
