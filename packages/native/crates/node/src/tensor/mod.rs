//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, the others make one call into `kernels::tensor` each.

mod activation;
mod conv;
mod gelu;
mod matmul;
mod views;
