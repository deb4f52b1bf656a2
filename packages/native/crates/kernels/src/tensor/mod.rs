//! Tensor kernels over plain slices: what the tensor backend computes. Row-major, channels last, `f32` unless said otherwise.
//!
//! A kernel writes into a slice that it is given and allocates only scratch space of its own. Lengths are asserted first. Work is
//! split at the outermost level and sums are formed in a fixed number of parts, so no result depends on the number of threads.

mod activation;
mod any_all;
mod arg_extreme;
mod attention;
mod batch_norm;
mod binary;
mod broadcast;
mod cast;
mod concat;
mod conv;
mod copy;
mod cumsum;
mod dropout;
mod few_rows;
mod frozen_norm;
mod gather;
mod gelu;
mod gemm;
mod lanes;
mod layer_norm;
mod layout;
pub mod math;
mod matmul;
mod one_hot;
mod optimizer;
mod panel;
mod random;
mod recurrent;
mod reduce;
mod scratch;
mod select;
mod sigmoid_cross_entropy;
mod softmax;
mod softmax_cross_entropy;
mod split;
mod unary;

pub use activation::{Activation, activation_gradient};
pub use any_all::{all, any};
pub use arg_extreme::{arg_max, arg_min};
pub use attention::{AttentionShape, CachedShape, cached_attention, causal_attention, causal_attention_grad};
pub use batch_norm::{BatchNorm, batch_norm, batch_norm_grad};
pub use binary::*;
pub use broadcast::Operand;
pub use cast::*;
pub use concat::{copy_columns, pad};
pub use conv::{ConvShape, conv2d, conv2d_filter_gradient, conv2d_input_gradient};
pub use copy::copy;
pub use cumsum::cumsum;
pub use dropout::dropout;
pub use frozen_norm::frozen_norm;
pub use gather::{accumulate, gather, segment_sum};
pub use gelu::{Gelu, gelu, gelu_grad};
pub use layer_norm::{layer_norm, layer_norm_grad};
pub use layout::MAX_RANK;
pub use matmul::{Product, matmul};
pub use one_hot::one_hot;
pub use optimizer::{Adam, MovingAverage, RmsProp, Sgd, Step, sum_of_squares, update};
pub use random::{Distribution, fill_random};
pub use recurrent::{
    GruGradient, GruOutputs, GruWeights, LstmGradient, LstmOutputs, LstmState, LstmWeights, RecurrentShape, gru,
    gru_grad, lstm, lstm_grad,
};
pub use reduce::{max, mean, min, prod, sum};
pub use select::select;
pub use sigmoid_cross_entropy::{sigmoid_cross_entropy, sigmoid_cross_entropy_grad};
pub use softmax::softmax;
pub use softmax_cross_entropy::{softmax_cross_entropy, softmax_cross_entropy_grad};
pub use unary::*;
