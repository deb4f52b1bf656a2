//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, the others make one call into `kernels::tensor` each.

mod attention;
mod gelu;
mod softmax_cross_entropy;
mod views;
