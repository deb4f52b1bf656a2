//! Double-double numbers: an unevaluated sum of two doubles, about 32 digits.
//!
//! Error-free transformations after Dekker (1971) and Knuth; the operations are the accurate ones of
//! Hida, Li & Bailey, "Library for double-double and quad-double arithmetic" (2007). Knows nothing of series.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A number held as `hi + lo` with `|lo|` at most half a unit in the last place of `hi`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct DoubleDouble {
    pub(crate) hi: f64,
    pub(crate) lo: f64,
}

/// `a + b` as a rounded sum and its exact error.
#[inline(always)]
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_seen = sum - a;
    (sum, (a - (sum - b_seen)) + (b - b_seen))
}

/// `a * b` as a rounded product and its exact error.
#[inline(always)]
pub(crate) fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

#[inline(always)]
fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

impl DoubleDouble {
    pub(crate) const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    pub(crate) const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    /// The exact difference of two doubles.
    #[inline(always)]
    pub(crate) fn difference(a: f64, b: f64) -> Self {
        let (hi, lo) = two_sum(a, -b);
        Self { hi, lo }
    }

    #[inline(always)]
    fn renormalized(hi: f64, lo: f64) -> Self {
        let (hi, lo) = quick_two_sum(hi, lo);
        Self { hi, lo }
    }

    /// Square root of a positive number, by one Newton step from the double root (Karp & Markstein).
    pub(crate) fn sqrt(self) -> Self {
        if self.hi <= 0.0 {
            return Self::ZERO;
        }
        let root = self.hi.sqrt();
        let remainder = self - Self::from(root) * Self::from(root);
        Self::from(root) + Self::from(remainder.hi / (2.0 * root))
    }

    /// The nearest double.
    #[inline(always)]
    pub(crate) fn to_f64(self) -> f64 {
        self.hi + self.lo
    }
}

impl From<f64> for DoubleDouble {
    #[inline(always)]
    fn from(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }
}

impl Add for DoubleDouble {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let (high, high_error) = two_sum(self.hi, other.hi);
        let (low, low_error) = two_sum(self.lo, other.lo);
        let (high, carry) = quick_two_sum(high, high_error + low);
        Self::renormalized(high, carry + low_error)
    }
}

impl Neg for DoubleDouble {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

impl Sub for DoubleDouble {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for DoubleDouble {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (high, error) = two_product(self.hi, other.hi);
        Self::renormalized(high, error + (self.hi * other.lo + self.lo * other.hi))
    }
}

impl Div for DoubleDouble {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let remainder = self - other * Self::from(first);
        let second = remainder.hi / other.hi;
        let remainder = remainder - other * Self::from(second);
        let third = remainder.hi / other.hi;
        Self::renormalized(first, second) + Self::from(third)
    }
}

impl AddAssign for DoubleDouble {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for DoubleDouble {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_times_three_is_one_to_thirty_digits() {
        let third = DoubleDouble::ONE / DoubleDouble::from(3.0);
        let back = third * DoubleDouble::from(3.0) - DoubleDouble::ONE;
        assert!(back.hi.abs() < 1e-31, "{back:?}");
    }

    #[test]
    fn the_root_of_two_squared_is_two_to_thirty_digits() {
        let root = DoubleDouble::from(2.0).sqrt();
        assert!((root * root - DoubleDouble::from(2.0)).hi.abs() < 1e-31);
        // Digits of the square root of two: the low word continues 1.4142135623730951.
        assert!((root.lo - -9.667_293_313_452_913e-17).abs() < 1e-31, "{root:?}");
    }

    #[test]
    fn a_difference_keeps_every_bit() {
        let d = DoubleDouble::difference(0.1, 1e16);
        assert_eq!(d + DoubleDouble::from(1e16), DoubleDouble::from(0.1));
    }
}
