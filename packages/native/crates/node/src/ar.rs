//! Exports for autoregressions.

use kernels::ar::{self, Refusal, Shocks, Simulation, Specification};
use napi::bindgen_prelude::{Either, Float64Array, Float64ArraySlice, Result};
use napi_derive::napi;

use crate::options::{ArOptions, index, invalid, lags, trend};

/// See `LeastSquares` in TypeScript.
#[napi(object)]
pub struct LeastSquaresResult {
    /// Rows of the regression.
    pub nobs: f64,
    /// Trend terms, then lags.
    pub coefficients: Float64Array,
    /// (X'X)^-1, row-major.
    pub inverse_gram: Float64Array,
    /// Sum of squared residuals.
    pub ssr: f64,
    /// Total sum of squares.
    pub tss: f64,
    /// Sums of squared residuals of the nested models.
    pub nested_ssr: Float64Array,
}

/// See `SeriesRefusal` in TypeScript.
#[napi(object)]
pub struct SeriesRefusal {
    /// Stable code.
    pub refused: String,
    /// What it is about.
    pub index: f64,
}

impl TryFrom<Refusal> for SeriesRefusal {
    type Error = napi::Error;

    fn try_from(refusal: Refusal) -> Result<Self> {
        let index = match refusal {
            Refusal::NotFinite(index) | Refusal::RankDeficient(index) => index,
            Refusal::OutOfRange | Refusal::TooShort => 0,
            Refusal::Invalid(what) => return Err(invalid(what)),
        };
        Ok(Self { refused: refusal.code().to_owned(), index: index as f64 })
    }
}

/// Conditional least squares.
#[napi(catch_unwind)]
pub fn fit_ar(series: Float64ArraySlice<'_>, options: ArOptions) -> Result<Either<LeastSquaresResult, SeriesRefusal>> {
    match ar::fit(&series, &Specification::try_from(options)?) {
        Ok(fit) => Ok(Either::A(LeastSquaresResult {
            nobs: fit.rows as f64,
            coefficients: fit.coefficients.into(),
            inverse_gram: fit.inverse_gram.into(),
            ssr: fit.ssr,
            tss: fit.tss,
            nested_ssr: fit.nested_ssr.into(),
        })),
        Err(refusal) => Ok(Either::B(refusal.try_into()?)),
    }
}

/// See `ResidualMoments` in TypeScript.
#[napi(object)]
pub struct ResidualMomentsResult {
    /// Number of residuals.
    pub nobs: f64,
    /// Their mean.
    pub mean: f64,
    /// Second central moment.
    pub variance: f64,
    /// Third, standardised.
    pub skewness: f64,
    /// Fourth, standardised.
    pub kurtosis: f64,
    /// Lags 1, 2, ...
    pub autocorrelations: Float64Array,
    /// Engle's regression.
    pub arch: Option<ArchResult>,
}

/// Rows and R squared of Engle's regression.
#[napi(object)]
pub struct ArchResult {
    /// Rows.
    pub nobs: f64,
    /// R squared.
    pub r_squared: f64,
}

/// Moments of the residuals of given coefficients.
#[napi(catch_unwind)]
pub fn residual_moments(
    series: Float64ArraySlice<'_>,
    options: ArOptions,
    coefficients: Float64ArraySlice<'_>,
    autocorrelations: u32,
    arch_lags: u32,
) -> Result<ResidualMomentsResult> {
    let specification = Specification::try_from(options)?;
    let moments =
        ar::residual_moments(&series, &specification, &coefficients, autocorrelations as usize, arch_lags as usize)
            .map_err(|refusal| invalid(refusal.code()))?;
    Ok(ResidualMomentsResult {
        nobs: moments.rows as f64,
        mean: moments.mean,
        variance: moments.variance,
        skewness: moments.skewness,
        kurtosis: moments.kurtosis,
        autocorrelations: moments.autocorrelations.into(),
        arch: moments.arch.map(|(rows, r_squared)| ArchResult { nobs: rows as f64, r_squared }),
    })
}

/// See `SimulationRequest` in TypeScript; `residuals` given means bootstrap shocks.
#[napi(object)]
pub struct SimulationOptions {
    /// `n`, `c`, `t`, `ct` or `ctt`.
    pub trend: String,
    /// Ascending lags.
    pub lags: Vec<u32>,
    /// 0-based time of the first value.
    pub start: f64,
    /// Standard deviation of Gaussian shocks.
    pub sigma: f64,
    /// Key of the generator.
    pub key: Vec<u32>,
}

/// Draws sample paths, row-major [paths, steps].
#[napi(catch_unwind)]
pub fn simulate_ar(
    options: SimulationOptions,
    coefficients: Float64ArraySlice<'_>,
    history: Float64ArraySlice<'_>,
    residuals: Option<Float64ArraySlice<'_>>,
    paths: u32,
    steps: u32,
) -> Result<Float64Array> {
    let lags = lags(&options.lags);
    let &[key_0, key_1] = options.key.as_slice() else {
        return Err(invalid("a key has two words"));
    };
    let simulation = Simulation {
        coefficients: &coefficients,
        trend: trend(&options.trend)?,
        lags: &lags,
        history: &history,
        start: index(options.start),
        steps: steps as usize,
        shocks: match &residuals {
            Some(residuals) => Shocks::Bootstrap(residuals),
            None => Shocks::Gaussian(options.sigma),
        },
        key: [key_0, key_1],
    };
    simulation.validate().map_err(invalid)?;
    let values = ar::simulate(&simulation, paths as usize).map_err(|_| invalid("not enough memory for the paths"))?;
    Ok(values.into())
}
