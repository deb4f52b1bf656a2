//! Tensor kernels over plain slices: what the tensor backend computes. Row-major, channels last, `f32` unless said otherwise.
//!
//! A kernel writes into a slice that it is given and allocates only scratch space of its own. Lengths are asserted first. Work is
//! split at the outermost level and sums are formed in a fixed number of parts, so no result depends on the number of threads.

mod activation;
mod batch_norm;
mod conv;
mod attention;
mod gelu;
mod gemm;
mod lanes;
mod layer_norm;
pub mod math;
mod matmul;
mod optimizer;
mod arg_extreme;
mod binary;
mod broadcast;
mod cast;
mod concat;
mod copy;
mod cumsum;
mod frozen_norm;
mod gather;
mod layout;
mod one_hot;
mod reduce;
mod scratch;
mod select;
mod softmax;
mod split;
pub use activation::{Activation, activation_gradient};
pub use batch_norm::{BatchNorm, batch_norm, batch_norm_grad};
mod unary;
pub use arg_extreme::{arg_max, arg_min};
pub use binary::*;
pub use broadcast::Operand;
pub use cast::*;
pub use concat::{copy_columns, pad};
pub use conv::{ConvShape, conv2d, conv2d_filter_gradient, conv2d_input_gradient};
pub use copy::copy;
pub use cumsum::cumsum;
pub use frozen_norm::frozen_norm;
pub use gather::{accumulate, gather, segment_sum};
pub use gelu::{gelu, gelu_grad};
pub use layer_norm::{layer_norm, layer_norm_grad};
pub use matmul::{Product, matmul};
pub use optimizer::{Adam, MovingAverage, RmsProp, Sgd, Step, sum_of_squares, update};
mod panel;
mod softmax_cross_entropy;
pub use attention::{AttentionShape, causal_attention, causal_attention_grad};
pub use softmax_cross_entropy::{softmax_cross_entropy, softmax_cross_entropy_grad};
pub use layout::MAX_RANK;
pub use one_hot::one_hot;
pub use reduce::{max, mean, min, prod, sum};
pub use select::select;
pub use softmax::softmax;
pub use unary::*;
