//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, the others make one call into `kernels::tensor` each.

mod batch_norm;
mod gelu;
mod layer_norm;
mod optimizer;
mod views;
