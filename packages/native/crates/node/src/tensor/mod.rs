//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, the others make one call into `kernels::tensor` each.

mod activation;
mod attention;
mod conv;
mod gelu;
mod gru;
mod lstm;
mod matmul;
mod softmax_cross_entropy;
mod views;
