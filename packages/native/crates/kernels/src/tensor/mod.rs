//! Tensor kernels over plain slices: what the tensor backend computes. Row-major, channels last, `f32` unless said otherwise.
//!
//! A kernel writes into a slice that it is given and allocates only scratch space of its own. Lengths are asserted first. Work is
//! split at the outermost level and sums are formed in a fixed number of parts, so no result depends on the number of threads.

mod attention;
mod gelu;
pub mod math;
mod panel;
mod softmax_cross_entropy;
mod split;

pub use attention::{AttentionShape, causal_attention, causal_attention_grad};
pub use gelu::{gelu, gelu_grad};
pub use softmax_cross_entropy::{softmax_cross_entropy, softmax_cross_entropy_grad};
