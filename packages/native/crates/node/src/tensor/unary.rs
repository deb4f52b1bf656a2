//! Exports of the functions of one value.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Bools, Floats, lend, lend_beside};

/// `name(x, parameters, out)`, from floats to floats.
macro_rules! unary {
    ($($name:ident($($parameter:ident),*);)*) => {$(
        /// See the kernel of this name.
        #[napi(catch_unwind)]
        pub fn $name(x: Floats, $($parameter: f64,)* mut out: Floats) -> Result<()> {
            let ([x], [out]) = lend([&x], [&mut out])?;
            tensor::$name(x, $($parameter as f32,)* out);
            Ok(())
        }
    )*};
}

/// `name(x, out)`, from floats to truth values.
macro_rules! tests {
    ($($name:ident;)*) => {$(
        /// See the kernel of this name.
        #[napi(catch_unwind)]
        pub fn $name(x: Floats, mut out: Bools) -> Result<()> {
            let ([], [out]) = lend_beside(&[x.span()], [], [&mut out])?;
            let ([x], []) = lend([&x], [])?;
            tensor::$name(x, out);
            Ok(())
        }
    )*};
}

unary! {
    abs();
    ceil();
    clip(min, max);
    cos();
    elu();
    erf();
    exp();
    expm1();
    floor();
    leaky_relu(alpha);
    log();
    log1p();
    neg();
    reciprocal();
    relu();
    relu6();
    round();
    rsqrt();
    selu(scale, scale_alpha);
    sigmoid();
    sign();
    sin();
    softplus();
    sqrt();
    square();
    step(alpha);
    tanh();
}

tests! {
    is_finite;
    is_inf;
    is_nan;
}
