//! Export of the choice between two arrays.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Bools, Floats, lend, lend_beside};

/// See `kernels::tensor::select`.
#[napi(catch_unwind)]
pub fn select(condition: Bools, yes: Floats, no: Floats, mut out: Floats) -> Result<()> {
    let ([yes, no], [out]) = lend_beside(&[condition.span()], [&yes, &no], [&mut out])?;
    let ([condition], []) = lend([&condition], [])?;
    tensor::select(condition, yes, no, out);
    Ok(())
}
