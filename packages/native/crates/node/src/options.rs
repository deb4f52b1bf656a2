//! Translation of JavaScript's objects into the kernels' own types. Numbers were checked in TypeScript before they
//! came here; what is checked again is what memory safety or a kernel's contract rests on.

use kernels::ar::{Segment, Specification, Trend};
use napi::bindgen_prelude::{Error, Result, Status};
use napi_derive::napi;

/// An error for arguments that TypeScript should never have let through.
pub(crate) fn invalid(what: &str) -> Error {
    Error::new(Status::InvalidArg, what)
}

/// A stretch of a series, `start` inclusive, `end` exclusive.
#[napi(object)]
pub struct SegmentOptions {
    /// Index of the first value.
    pub start: f64,
    /// Index after the last value.
    pub end: f64,
}

/// An autoregression to be fitted; see `ArRequest` in TypeScript.
#[napi(object)]
pub struct ArOptions {
    /// Ascending lags.
    pub lags: Vec<u32>,
    /// `n`, `c`, `t`, `ct` or `ctt`.
    pub trend: String,
    /// Values held back in each segment.
    pub hold_back: u32,
    /// Ascending, disjoint stretches.
    pub segments: Vec<SegmentOptions>,
}

impl TryFrom<ArOptions> for Specification {
    type Error = Error;

    fn try_from(options: ArOptions) -> Result<Self> {
        Ok(Self {
            lags: lags(&options.lags),
            trend: trend(&options.trend)?,
            hold_back: options.hold_back as usize,
            segments: options
                .segments
                .iter()
                .map(|segment| Segment { start: index(segment.start), end: index(segment.end) })
                .collect(),
        })
    }
}

/// Lags as indices.
pub(crate) fn lags(lags: &[u32]) -> Vec<usize> {
    lags.iter().map(|&lag| lag as usize).collect()
}

/// An index that JavaScript holds as a double; the kernels check it against the data.
pub(crate) fn index(value: f64) -> usize {
    value as usize
}

/// Deterministic terms by their letters.
pub(crate) fn trend(letters: &str) -> Result<Trend> {
    match letters {
        "n" => Ok(Trend::None),
        "c" => Ok(Trend::Constant),
        "t" => Ok(Trend::Time),
        "ct" => Ok(Trend::ConstantTime),
        "ctt" => Ok(Trend::ConstantTimeSquared),
        _ => Err(invalid("trend is one of n, c, t, ct, ctt")),
    }
}
