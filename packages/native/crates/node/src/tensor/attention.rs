//! Exports of causal attention.

use kernels::tensor::{self, AttentionShape, CachedShape};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Floats, Ints, lend, lend_beside};

/// See `kernels::tensor::cached_attention`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "numbers cross the door faster one by one than in an object")]
pub fn cached_attention(
    packed: Floats,
    mut memory: Floats,
    visible: Ints,
    rows: u32,
    time: u32,
    heads: u32,
    head_size: u32,
    count: u32,
    mut out: Floats,
) -> Result<()> {
    let [rows, time, heads, head_size, count] = [rows, time, heads, head_size, count].map(|size| size as usize);
    let ([packed], [memory, out]) = lend_beside(&[visible.span()], [&packed], [&mut memory, &mut out])?;
    let ([visible], []) = lend([&visible], [])?;
    tensor::cached_attention(packed, memory, visible, CachedShape { rows, time, heads, head_size, count }, out);
    Ok(())
}

/// See `kernels::tensor::causal_attention`.
#[napi(catch_unwind)]
pub fn causal_attention(
    packed: Floats,
    batch: u32,
    time: u32,
    heads: u32,
    head_size: u32,
    mut out: Floats,
    mut log_sum_exp: Floats,
) -> Result<()> {
    let ([packed], [out, log_sum_exp]) = lend([&packed], [&mut out, &mut log_sum_exp])?;
    tensor::causal_attention(packed, shape(batch, time, heads, head_size), out, log_sum_exp);
    Ok(())
}

/// See `kernels::tensor::causal_attention_grad`.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "numbers cross the door faster one by one than in an object")]
pub fn causal_attention_grad(
    d_out: Floats,
    packed: Floats,
    log_sum_exp: Floats,
    batch: u32,
    time: u32,
    heads: u32,
    head_size: u32,
    mut d_packed: Floats,
) -> Result<()> {
    let ([d_out, packed, log_sum_exp], [d_packed]) = lend([&d_out, &packed, &log_sum_exp], [&mut d_packed])?;
    tensor::causal_attention_grad(d_out, packed, log_sum_exp, shape(batch, time, heads, head_size), d_packed);
    Ok(())
}

fn shape(batch: u32, time: u32, heads: u32, head_size: u32) -> AttentionShape {
    let [batch, time, heads, head_size] = [batch, time, heads, head_size].map(|size| size as usize);
    AttentionShape { batch, time, heads, head_size }
}
