//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, the others make one call into `kernels::tensor` each.

mod gelu;
mod views;
