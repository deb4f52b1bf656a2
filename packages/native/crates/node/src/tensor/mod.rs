//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, `geometry` reads shapes, the others make one call into
//! `kernels::tensor` each.

mod activation;
mod attention;
mod batch_norm;
mod binary;
mod cast;
mod conv;
mod copy;
mod dropout;
mod gelu;
mod geometry;
mod gru;
mod layer_norm;
mod lstm;
mod matmul;
mod optimizer;
mod random;
mod reduce;
mod select;
mod sigmoid_cross_entropy;
mod softmax_cross_entropy;
mod unary;
pub(crate) mod views;
