//! Exports of copies in another order, side by side, within a border, and by index.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::geometry::Geometry;
use super::views::{Bools, Floats, Ints, lend, lend_beside};

/// `name(x, geometry, start, out)`.
macro_rules! copies {
    ($($name:ident of $type:ty;)*) => {$(
        /// See `kernels::tensor::copy`; `geometry` holds the dimensions and the strides.
        #[napi(catch_unwind)]
        pub fn $name(x: $type, geometry: Ints, start: u32, mut out: $type) -> Result<()> {
            let mut geometry = Geometry::new(&geometry)?;
            let (dims, strides) = (geometry.dims()?, geometry.strides()?);
            let ([x], [out]) = lend([&x], [&mut out])?;
            tensor::copy(x, &dims, &strides, start as usize, out);
            Ok(())
        }
    )*};
}

/// `name(x, width, first, total, out)`.
macro_rules! columns {
    ($($name:ident of $type:ty;)*) => {$(
        /// See `kernels::tensor::copy_columns`.
        #[napi(catch_unwind)]
        pub fn $name(x: $type, width: u32, first: u32, total: u32, mut out: $type) -> Result<()> {
            let ([x], [out]) = lend([&x], [&mut out])?;
            tensor::copy_columns(x, width as usize, first as usize, total as usize, out);
            Ok(())
        }
    )*};
}

copies! {
    copy of Floats;
    copy_bools of Bools;
    copy_ints of Ints;
}

columns! {
    copy_columns of Floats;
    copy_columns_of_ints of Ints;
}

/// See `kernels::tensor::pad`; `geometry` holds the dimensions of x, what comes before it, and the dimensions of `out`.
#[napi(catch_unwind)]
pub fn pad(x: Floats, geometry: Ints, value: f64, mut out: Floats) -> Result<()> {
    let mut geometry = Geometry::new(&geometry)?;
    let (dims, before, out_dims) = (geometry.dims()?, geometry.dims()?, geometry.dims()?);
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::pad(x, &dims, &before, &out_dims, value as f32, out);
    Ok(())
}

/// See `kernels::tensor::gather`.
#[napi(catch_unwind)]
pub fn gather(x: Floats, indices: Ints, batch: u32, size: u32, inner: u32, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend_beside(&[indices.span()], [&x], [&mut out])?;
    let ([indices], []) = lend([&indices], [])?;
    tensor::gather(x, indices, batch as usize, size as usize, inner as usize, out);
    Ok(())
}

/// See `kernels::tensor::segment_sum`.
#[napi(catch_unwind)]
pub fn segment_sum(x: Floats, ids: Ints, inner: u32, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend_beside(&[ids.span()], [&x], [&mut out])?;
    let ([ids], []) = lend([&ids], [])?;
    tensor::segment_sum(x, ids, inner as usize, out);
    Ok(())
}

/// See `kernels::tensor::accumulate`.
#[napi(catch_unwind)]
pub fn accumulate(x: Floats, mut out: Floats) -> Result<()> {
    let ([x], [out]) = lend([&x], [&mut out])?;
    tensor::accumulate(x, out);
    Ok(())
}

/// See `kernels::tensor::one_hot`.
#[napi(catch_unwind)]
pub fn one_hot(indices: Ints, depth: u32, on: f64, off: f64, mut out: Floats) -> Result<()> {
    let ([], [out]) = lend_beside(&[indices.span()], [], [&mut out])?;
    let ([indices], []) = lend([&indices], [])?;
    tensor::one_hot(indices, depth as usize, on as f32, off as f32, out);
    Ok(())
}

/// See `kernels::tensor::one_hot`.
#[napi(catch_unwind)]
pub fn one_hot_of_ints(indices: Ints, depth: u32, on: i32, off: i32, mut out: Ints) -> Result<()> {
    let ([], [out]) = lend_beside(&[indices.span()], [], [&mut out])?;
    let ([indices], []) = lend([&indices], [])?;
    tensor::one_hot(indices, depth as usize, on, off, out);
    Ok(())
}
