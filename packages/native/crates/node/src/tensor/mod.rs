//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, the others make one call into `kernels::tensor` each.

mod activation;
mod batch_norm;
mod conv;
mod dropout;
mod gelu;
mod layer_norm;
mod matmul;
mod optimizer;
mod random;
mod sigmoid_cross_entropy;
mod views;
