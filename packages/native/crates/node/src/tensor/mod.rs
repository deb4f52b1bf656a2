//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, `geometry` reads shapes, the others make one call into
//! `kernels::tensor` each.

mod activation;
mod batch_norm;
mod binary;
mod cast;
mod conv;
mod copy;
mod gelu;
mod layer_norm;
mod matmul;
mod optimizer;
mod attention;
mod softmax_cross_entropy;
mod geometry;
mod reduce;
mod select;
mod unary;
mod views;
