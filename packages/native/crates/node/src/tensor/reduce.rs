//! Exports of reductions along an axis.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Bools, Floats, Ints, lend, lend_beside};

/// `name(x, reduced, inner, out)`.
macro_rules! reductions {
    ($($name:ident of $type:ty;)*) => {$(
        /// See the kernel of this name.
        #[napi(catch_unwind)]
        pub fn $name(x: $type, reduced: u32, inner: u32, mut out: $type) -> Result<()> {
            let ([x], [out]) = lend([&x], [&mut out])?;
            tensor::$name(x, reduced as usize, inner as usize, out);
            Ok(())
        }
    )*};
}

/// `name(x, reduced, inner, out)`, with indices as output.
macro_rules! places {
    ($($name:ident;)*) => {$(
        /// See the kernel of this name.
        #[napi(catch_unwind)]
        pub fn $name(x: Floats, reduced: u32, inner: u32, mut out: Ints) -> Result<()> {
            let ([], [out]) = lend_beside(&[x.span()], [], [&mut out])?;
            let ([x], []) = lend([&x], [])?;
            tensor::$name(x, reduced as usize, inner as usize, out);
            Ok(())
        }
    )*};
}

reductions! {
    all of Bools;
    any of Bools;
    max of Floats;
    mean of Floats;
    min of Floats;
    prod of Floats;
    sum of Floats;
}

places! {
    arg_max;
    arg_min;
}

/// See `kernels::tensor::softmax`.
#[napi(catch_unwind)]
pub fn softmax(x: Floats, columns: u32, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::softmax(x, columns as usize, out);
    Ok(())
}

/// See `kernels::tensor::cumsum`.
#[napi(catch_unwind)]
pub fn cumsum(x: Floats, length: u32, inner: u32, exclusive: bool, reverse: bool, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::cumsum(x, length as usize, inner as usize, exclusive, reverse, out);
    Ok(())
}

/// See `kernels::tensor::frozen_norm`.
#[napi(catch_unwind)]
pub fn frozen_norm(
    x: Floats,
    mean: Floats,
    variance: Floats,
    scale: Floats,
    offset: Floats,
    epsilon: f64,
    mut out: Floats,
) -> Result<()> {
    let ([x, mean, variance, scale, offset], [out]) = lend([&x, &mean, &variance, &scale, &offset], [&mut out])?;
    tensor::frozen_norm(x, mean, variance, scale, offset, epsilon as f32, out);
    Ok(())
}
