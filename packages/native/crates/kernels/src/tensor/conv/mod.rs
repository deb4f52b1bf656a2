//! Convolutions of images, channels last: x [batch, height, width, in], filter [height, width, in, out].

mod columns;
mod filter_gradient;
mod forward;
mod input_gradient;
mod shape;

pub use filter_gradient::conv2d_filter_gradient;
pub use forward::conv2d;
pub use input_gradient::conv2d_input_gradient;
pub use shape::ConvShape;
