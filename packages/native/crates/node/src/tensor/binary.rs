//! Exports of the functions of two values.

use kernels::tensor::{self, Operand};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use super::geometry::Geometry;
use super::views::{Bools, Floats, Ints, lend, lend_beside};

/// `name(a, b, shapes, out)`, where the output's values are of another type than the inputs'.
macro_rules! comparisons {
    ($($name:ident of $input:ty;)*) => {$(
        /// See the kernel of this name; `shapes` holds those of a and b.
        #[napi(catch_unwind)]
        pub fn $name(a: $input, b: $input, shapes: Ints, mut out: Bools) -> Result<()> {
            let mut shapes = Geometry::new(&shapes)?;
            let (a_shape, b_shape) = (shapes.dims()?, shapes.dims()?);
            let ([], [out]) = lend_beside(&[a.span(), b.span()], [], [&mut out])?;
            let ([a, b], []) = lend([&a, &b], [])?;
            tensor::$name(Operand { values: a, shape: &a_shape }, Operand { values: b, shape: &b_shape }, out);
            Ok(())
        }
    )*};
}

/// `name(a, b, shapes, out)`, all of one type.
macro_rules! arithmetic {
    ($($name:ident of $type:ty;)*) => {$(
        /// See the kernel of this name; `shapes` holds those of a and b.
        #[napi(catch_unwind)]
        pub fn $name(a: $type, b: $type, shapes: Ints, mut out: $type) -> Result<()> {
            let mut shapes = Geometry::new(&shapes)?;
            let (a_shape, b_shape) = (shapes.dims()?, shapes.dims()?);
            let ([a, b], [out]) = lend([&a, &b], [&mut out])?;
            tensor::$name(Operand { values: a, shape: &a_shape }, Operand { values: b, shape: &b_shape }, out);
            Ok(())
        }
    )*};
}

arithmetic! {
    add of Floats;
    div of Floats;
    elu_grad of Floats;
    maximum of Floats;
    minimum of Floats;
    modulo of Floats;
    mul of Floats;
    pow of Floats;
    prelu of Floats;
    squared_difference of Floats;
    sub of Floats;
    add_ints of Ints;
    floor_div_ints of Ints;
    maximum_ints of Ints;
    minimum_ints of Ints;
    mul_ints of Ints;
    sub_ints of Ints;
    and of Bools;
    or of Bools;
}

comparisons! {
    equal of Floats;
    equal_ints of Ints;
    greater of Floats;
    greater_equal of Floats;
    greater_equal_ints of Ints;
    greater_ints of Ints;
    less of Floats;
    less_equal of Floats;
    less_equal_ints of Ints;
    less_ints of Ints;
    not_equal of Floats;
    not_equal_ints of Ints;
}
