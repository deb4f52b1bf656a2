//! Conversions between `f32`, `i32` and truth values (`u8` 0 or 1), by the rules of JavaScript's typed arrays.

use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// A conversion of one value.
trait Conversion {
    type From: Copy + Sync;
    type To: Send;

    fn of(x: Self::From) -> Self::To;
}

/// Defines kernels `name(x, out)`.
macro_rules! casts {
    ($($(#[$doc:meta])* $name:ident: |$x:ident: $from:ty| -> $to:ty { $value:expr })*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        pub fn $name(x: &[$from], out: &mut [$to]) {
            struct Cast;

            impl Conversion for Cast {
                type From = $from;
                type To = $to;

                #[inline(always)]
                fn of($x: $from) -> $to {
                    $value
                }
            }

            convert::<Cast>(x, out);
        }
    )*};
}

casts! {
    /// Truncated towards 0; 0 for NaN and infinities, modulo 2^32 beyond the range.
    cast_floats_to_ints: |x: f32| -> i32 { to_int(x) }
    /// 0 for 0, 1 for all else, NaN too.
    cast_floats_to_bools: |x: f32| -> u8 { u8::from(x != 0.0) }
    /// The nearest.
    cast_ints_to_floats: |x: i32| -> f32 { x as f32 }
    /// 0 for 0, 1 for all else.
    cast_ints_to_bools: |x: i32| -> u8 { u8::from(x != 0) }
    /// The same number.
    cast_bools_to_floats: |x: u8| -> f32 { f32::from(x) }
    /// The same number.
    cast_bools_to_ints: |x: u8| -> i32 { i32::from(x) }
}

/// ECMAScript's ToInt32.
#[inline(always)]
fn to_int(x: f32) -> i32 {
    const RANGE: f32 = 2_147_483_648.0;
    if x.abs() < RANGE {
        x as i32
    } else if x.abs() < RANGE * RANGE {
        x as i64 as i32
    } else {
        // A multiple of 2^32, infinite, or not a number.
        0
    }
}

fn convert<C: Conversion>(x: &[C::From], out: &mut [C::To]) {
    assert_eq!(x.len(), out.len());
    for_pieces(out, 1, 1, |first, out| run_widest(Convert::<C> { x: &x[first..][..out.len()], out }));
}

struct Convert<'a, C: Conversion> {
    x: &'a [C::From],
    out: &'a mut [C::To],
}

impl<C: Conversion> Loop for Convert<'_, C> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (out, &x) in self.out.iter_mut().zip(self.x) {
            *out = C::of(x);
        }
    }
}
