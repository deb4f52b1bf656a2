//! Functions of one value, over whole arrays.

use super::math;
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// A function of one value.
trait Function: Copy + Send + Sync {
    /// What it makes of a value.
    type Output: Send;

    fn of(self, x: f32) -> Self::Output;
}

/// Defines kernels `name(x, parameters, out)`: the cost of a value in operations, then what it becomes.
macro_rules! unary {
    ($(
        $(#[$doc:meta])*
        $name:ident($cost:literal) -> $output:ty: |$x:ident $(, $parameter:ident)*| $value:expr;
    )*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        pub fn $name(x: &[f32], $($parameter: f32,)* out: &mut [$output]) {
            #[derive(Clone, Copy)]
            struct Operation {
                $($parameter: f32,)*
            }

            impl Function for Operation {
                type Output = $output;

                #[inline(always)]
                fn of(self, $x: f32) -> $output {
                    let Self { $($parameter,)* } = self;
                    $value
                }
            }

            map(Operation { $($parameter,)* }, $cost, x, out);
        }
    )*};
}

unary! {
    /// The magnitude.
    abs(1) -> f32: |x| x.abs();
    /// The least whole number that is not below.
    ceil(1) -> f32: |x| x.ceil();
    /// `min` below it, `max` above it; NaN stays.
    clip(1) -> f32: |x, min, max| if x > max { max } else if x < min { min } else { x };
    /// The cosine.
    cos(40) -> f32: |x| x.cos();
    /// x, and e^x - 1 below 0: Clevert et al., "Fast and accurate deep network learning by exponential linear units" (2016).
    elu(16) -> f32: |x| if x >= 0.0 { x } else { math::expm1(x) };
    /// The error function.
    erf(30) -> f32: |x| math::erf(x);
    /// e^x.
    exp(14) -> f32: |x| math::exp(x);
    /// e^x - 1, exact near 0.
    expm1(16) -> f32: |x| math::expm1(x);
    /// The largest whole number that is not above.
    floor(1) -> f32: |x| x.floor();
    /// 1 where the value is neither infinite nor NaN.
    is_finite(1) -> u8: |x| u8::from(x.is_finite());
    /// 1 where the value is infinite.
    is_inf(1) -> u8: |x| u8::from(x.is_infinite());
    /// 1 where the value is NaN.
    is_nan(1) -> u8: |x| u8::from(x.is_nan());
    /// x, and `alpha` x below 0.
    leaky_relu(1) -> f32: |x, alpha| if x < 0.0 { alpha * x } else { x };
    /// The natural logarithm.
    log(16) -> f32: |x| math::ln(x);
    /// ln(1 + x), exact near 0.
    log1p(18) -> f32: |x| math::ln_1p(x);
    /// -x.
    neg(1) -> f32: |x| -x;
    /// 1 / x.
    reciprocal(2) -> f32: |x| 1.0 / x;
    /// x, and 0 below 0; NaN stays.
    relu(1) -> f32: |x| if x <= 0.0 { 0.0 } else { x };
    /// x on [0, 6], the nearer end elsewhere; 0 for -0, NaN stays.
    relu6(1) -> f32: |x| x.clamp(0.0, 6.0) + 0.0;
    /// The nearest whole number, the even one of two.
    round(1) -> f32: |x| x.round_ties_even();
    /// 1 / sqrt(x).
    rsqrt(4) -> f32: |x| 1.0 / x.sqrt();
    /// `scale` x, and `scale_alpha` (e^x - 1) below 0: Klambauer et al., "Self-normalizing neural networks" (2017).
    selu(16) -> f32: |x, scale, scale_alpha| if x >= 0.0 { scale * x } else { scale_alpha * math::expm1(x) };
    /// 1 / (1 + e^-x).
    sigmoid(18) -> f32: |x| math::sigmoid(x);
    /// -1, 0 or 1; 0 for NaN.
    sign(1) -> f32: |x| if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { 0.0 };
    /// The sine.
    sin(40) -> f32: |x| x.sin();
    /// ln(1 + e^x).
    softplus(34) -> f32: |x| math::softplus(x);
    /// The square root.
    sqrt(2) -> f32: |x| x.sqrt();
    /// x².
    square(1) -> f32: |x| x * x;
    /// 1 above 0, `alpha` elsewhere; NaN stays.
    step(1) -> f32: |x, alpha| if x > 0.0 { 1.0 } else if x.is_nan() { x } else { alpha };
    /// The hyperbolic tangent.
    tanh(24) -> f32: |x| math::tanh(x);
}

fn map<F: Function>(function: F, cost: usize, x: &[f32], out: &mut [F::Output]) {
    assert_eq!(x.len(), out.len());
    for_pieces(out, 1, cost, |first, out| run_widest(Map { function, x: &x[first..][..out.len()], out }));
}

struct Map<'a, F: Function> {
    function: F,
    x: &'a [f32],
    out: &'a mut [F::Output],
}

impl<F: Function> Loop for Map<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (out, &x) in self.out.iter_mut().zip(self.x) {
            *out = self.function.of(x);
        }
    }
}
