//! Exports of conversions.

use kernels::tensor;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::views::{Bools, Floats, Ints, lend, lend_beside};

/// `name(x, out)`.
macro_rules! casts {
    ($($name:ident: $from:ty => $to:ty;)*) => {$(
        /// See the kernel of this name.
        #[napi(catch_unwind)]
        pub fn $name(x: $from, mut out: $to) -> Result<()> {
            let ([], [out]) = lend_beside(&[x.span()], [], [&mut out])?;
            let ([x], []) = lend([&x], [])?;
            tensor::$name(x, out);
            Ok(())
        }
    )*};
}

casts! {
    cast_bools_to_floats: Bools => Floats;
    cast_bools_to_ints: Bools => Ints;
    cast_floats_to_bools: Floats => Bools;
    cast_floats_to_ints: Floats => Ints;
    cast_ints_to_bools: Ints => Bools;
    cast_ints_to_floats: Ints => Floats;
}
