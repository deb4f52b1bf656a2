//! Functions of two values, over arrays that broadcast: arithmetic, comparisons and logic.

use super::broadcast::{Function2, Operand, zip};

/// Defines kernels `name(a, b, out)`: the cost of a pair in operations, then what it becomes.
macro_rules! binary {
    ($(
        $(#[$doc:meta])*
        $name:ident($cost:literal) $input:ty => $output:ty: |$a:ident, $b:ident| $value:expr;
    )*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the shapes cannot be broadcast, or lengths disagree with them.
        pub fn $name(a: Operand<'_, $input>, b: Operand<'_, $input>, out: &mut [$output]) {
            #[derive(Clone, Copy)]
            struct Operation;

            impl Function2 for Operation {
                type Input = $input;
                type Output = $output;

                #[inline(always)]
                fn of(self, $a: $input, $b: $input) -> $output {
                    $value
                }
            }

            zip(Operation, $cost, a, b, out);
        }
    )*};
}

binary! {
    /// a + b.
    add(1) f32 => f32: |a, b| a + b;
    /// a / b.
    div(2) f32 => f32: |a, b| a / b;
    /// `a` times the derivative of the exponential linear unit whose value is `b`.
    elu_grad(1) f32 => f32: |a, b| if b >= 0.0 { a } else { a * (b + 1.0) };
    /// The larger one, 0 being larger than -0; NaN if either is.
    maximum(1) f32 => f32: |a, b| {
        // Chosen from either side, for two zeros are equal: the bits of both together are those of 0.
        let bits = (if a > b { a } else { b }).to_bits() & (if b > a { b } else { a }).to_bits();
        if a.is_nan() || b.is_nan() { f32::NAN } else { f32::from_bits(bits) }
    };
    /// The smaller one, likewise.
    minimum(1) f32 => f32: |a, b| {
        let bits = (if a < b { a } else { b }).to_bits() | (if b < a { b } else { a }).to_bits();
        if a.is_nan() || b.is_nan() { f32::NAN } else { f32::from_bits(bits) }
    };
    /// The remainder that has b's sign.
    modulo(60) f32 => f32: |a, b| floored_remainder(a.into(), b.into()) as f32;
    /// a b.
    mul(1) f32 => f32: |a, b| a * b;
    /// a^b, by the rules of JavaScript.
    pow(100) f32 => f32: |a, b| power(a, b);
    /// a, and a b where a is below 0.
    prelu(1) f32 => f32: |a, b| if a < 0.0 { a * b } else { a };
    /// (a - b)².
    squared_difference(1) f32 => f32: |a, b| (a - b) * (a - b);
    /// a - b.
    sub(1) f32 => f32: |a, b| a - b;

    /// a + b, modulo 2^32.
    add_ints(1) i32 => i32: |a, b| a.wrapping_add(b);
    /// The largest whole number that is not above a / b, modulo 2^32; 0 where b is 0.
    floor_div_ints(4) i32 => i32: |a, b| if b == 0 { 0 } else { (f64::from(a) / f64::from(b)).floor() as i64 as i32 };
    /// The larger one.
    maximum_ints(1) i32 => i32: |a, b| a.max(b);
    /// The smaller one.
    minimum_ints(1) i32 => i32: |a, b| a.min(b);
    /// a b, rounded to the 53 bits of a number of JavaScript, modulo 2^32.
    mul_ints(2) i32 => i32: |a, b| (i64::from(a) * i64::from(b)) as f64 as i64 as i32;
    /// a - b, modulo 2^32.
    sub_ints(1) i32 => i32: |a, b| a.wrapping_sub(b);

    /// 1 where a = b.
    equal(1) f32 => u8: |a, b| u8::from(a == b);
    /// 1 where a > b.
    greater(1) f32 => u8: |a, b| u8::from(a > b);
    /// 1 where a >= b.
    greater_equal(1) f32 => u8: |a, b| u8::from(a >= b);
    /// 1 where a < b.
    less(1) f32 => u8: |a, b| u8::from(a < b);
    /// 1 where a <= b.
    less_equal(1) f32 => u8: |a, b| u8::from(a <= b);
    /// 1 where a and b differ.
    not_equal(1) f32 => u8: |a, b| u8::from(a != b);

    /// 1 where a = b.
    equal_ints(1) i32 => u8: |a, b| u8::from(a == b);
    /// 1 where a > b.
    greater_ints(1) i32 => u8: |a, b| u8::from(a > b);
    /// 1 where a >= b.
    greater_equal_ints(1) i32 => u8: |a, b| u8::from(a >= b);
    /// 1 where a < b.
    less_ints(1) i32 => u8: |a, b| u8::from(a < b);
    /// 1 where a <= b.
    less_equal_ints(1) i32 => u8: |a, b| u8::from(a <= b);
    /// 1 where a and b differ.
    not_equal_ints(1) i32 => u8: |a, b| u8::from(a != b);

    /// Both.
    and(1) u8 => u8: |a, b| u8::from(a != 0 && b != 0);
    /// Either or both.
    or(1) u8 => u8: |a, b| u8::from(a != 0 || b != 0);
}

fn floored_remainder(a: f64, b: f64) -> f64 {
    let remainder = a % b;
    if (a < 0.0 && b < 0.0) || (a >= 0.0 && b >= 0.0) { remainder } else { (remainder + b) % b }
}

/// Unlike C, JavaScript has NaN for 1^NaN, and for 1 or -1 to an infinite power.
fn power(a: f32, b: f32) -> f32 {
    if b.is_nan() || (b.is_infinite() && a.abs() == 1.0) {
        return f32::NAN;
    }
    f64::from(a).powf(f64::from(b)) as f32
}
