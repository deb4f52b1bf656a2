//! Exports of the tensor backend: `views` lends JavaScript's arrays as slices, `geometry` reads shapes, the others make one call into
//! `kernels::tensor` each.

mod activation;
mod binary;
mod cast;
mod conv;
mod copy;
mod gelu;
mod geometry;
mod matmul;
mod reduce;
mod select;
mod unary;
mod views;
