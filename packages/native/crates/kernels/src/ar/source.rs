//! Where a pass gets its values from: a series about its first value, or residuals of given coefficients.
//!
//! A source makes values on demand, block by block, so that nothing of the length of the series is ever stored.

use super::double_double::DoubleDouble;
use super::specification::Trend;

/// Values that a pass can ask for by index.
pub(crate) trait Source: Sync {
    /// Writes the values from index `from` on as `hi + lo`; answers whether any low word is not zero.
    fn fill(&self, from: usize, hi: &mut [f64], lo: &mut [f64]) -> bool;

    /// One value.
    fn at(&self, index: usize) -> DoubleDouble {
        let (mut hi, mut lo) = ([0.0], [0.0]);
        self.fill(index, &mut hi, &mut lo);
        DoubleDouble { hi: hi[0], lo: lo[0] }
    }
}

/// `series - shift`, exactly: what a double cannot hold goes into the low word.
pub(crate) struct Shifted<'a> {
    pub(crate) series: &'a [f64],
    pub(crate) shift: f64,
}

impl Source for Shifted<'_> {
    #[inline(always)]
    fn fill(&self, from: usize, hi: &mut [f64], lo: &mut [f64]) -> bool {
        let values = &self.series[from..from + hi.len()];
        let mut inexact = false;
        for ((&value, hi), lo) in values.iter().zip(hi.iter_mut()).zip(lo.iter_mut()) {
            let centred = DoubleDouble::difference(value, self.shift);
            (*hi, *lo) = (centred.hi, centred.lo);
            inexact |= centred.lo != 0.0;
        }
        inexact
    }
}

/// Residuals of an autoregression with given coefficients; defined where all its lags are.
pub(crate) struct Residuals<'a> {
    series: &'a [f64],
    lags: &'a [usize],
    lag_coefficients: &'a [f64],
    trend: Trend,
    trend_coefficients: &'a [f64],
    shift: f64,
    /// The constant of the model for the shifted series.
    shifted_constant: f64,
}

impl<'a> Residuals<'a> {
    /// `coefficients` are the trend terms, then one per lag. The level `shift` is taken off the series
    /// first, which keeps the digits of residuals that are small beside it.
    pub(crate) fn new(series: &'a [f64], lags: &'a [usize], trend: Trend, coefficients: &'a [f64], shift: f64) -> Self {
        let (trend_coefficients, lag_coefficients) = coefficients.split_at(trend.powers().len());
        let mut gain = DoubleDouble::ONE;
        for &coefficient in lag_coefficients {
            gain -= DoubleDouble::from(coefficient);
        }
        let constant = if trend.has_constant() { trend_coefficients[0] } else { 0.0 };
        let shifted_constant = (DoubleDouble::from(constant) - gain * DoubleDouble::from(shift)).to_f64();
        Self { series, lags, lag_coefficients, trend, trend_coefficients, shift, shifted_constant }
    }

    /// The residuals less a value.
    pub(crate) fn about(&self, centre: f64) -> Self {
        Self { shifted_constant: self.shifted_constant + centre, ..*self }
    }
}

impl Source for Residuals<'_> {
    #[inline(always)]
    fn fill(&self, from: usize, hi: &mut [f64], lo: &mut [f64]) -> bool {
        let length = hi.len();
        for (hi, &value) in hi.iter_mut().zip(&self.series[from..from + length]) {
            *hi = (value - self.shift) - self.shifted_constant;
        }
        for (&coefficient, &lag) in self.lag_coefficients.iter().zip(self.lags) {
            let past = &self.series[from - lag..from - lag + length];
            for (hi, &value) in hi.iter_mut().zip(past) {
                *hi -= coefficient * (value - self.shift);
            }
        }
        for (&coefficient, &power) in self.trend_coefficients.iter().zip(self.trend.powers()) {
            if power > 0 {
                for (offset, hi) in hi.iter_mut().enumerate() {
                    *hi -= coefficient * ((from + offset + 1) as f64).powi(power as i32);
                }
            }
        }
        lo.fill(0.0);
        false
    }
}

/// Squares of another source's values, rounded to doubles.
pub(crate) struct Squared<'a, S>(pub(crate) &'a S);

impl<S: Source> Source for Squared<'_, S> {
    #[inline(always)]
    fn fill(&self, from: usize, hi: &mut [f64], lo: &mut [f64]) -> bool {
        self.0.fill(from, hi, lo);
        for hi in hi.iter_mut() {
            *hi *= *hi;
        }
        lo.fill(0.0);
        false
    }
}
