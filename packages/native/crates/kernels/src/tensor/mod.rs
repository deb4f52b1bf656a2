//! Tensor kernels over plain slices: what the tensor backend computes. Row-major, channels last, `f32` unless said otherwise.
//!
//! A kernel writes into a slice that it is given and allocates only scratch space of its own. Lengths are asserted first. Work is
//! split at the outermost level and sums are formed in a fixed number of parts, so no result depends on the number of threads.

mod activation;
mod attention;
mod conv;
mod gelu;
mod gemm;
pub mod math;
mod matmul;
mod panel;
mod recurrent;
mod scratch;
mod softmax_cross_entropy;
mod split;

pub use activation::{Activation, activation_gradient};
pub use attention::{AttentionShape, causal_attention, causal_attention_grad};
pub use conv::{ConvShape, conv2d, conv2d_filter_gradient, conv2d_input_gradient};
pub use gelu::{gelu, gelu_grad};
pub use matmul::{Product, matmul};
pub use recurrent::{
    GruGradient, GruOutputs, GruWeights, LstmGradient, LstmOutputs, LstmState, LstmWeights, RecurrentShape, gru,
    gru_grad, lstm, lstm_grad,
};
pub use softmax_cross_entropy::{softmax_cross_entropy, softmax_cross_entropy_grad};
