//! What is to be fitted: lags, deterministic terms, held-back values and stretches without gaps.

/// Deterministic terms of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// No terms.
    None,
    /// A constant.
    Constant,
    /// The time t + 1 of value t.
    Time,
    /// A constant and the time.
    ConstantTime,
    /// A constant, the time and its square.
    ConstantTimeSquared,
}

impl Trend {
    /// Powers of time among the regressors, in their order.
    pub fn powers(self) -> &'static [u32] {
        match self {
            Self::None => &[],
            Self::Constant => &[0],
            Self::Time => &[1],
            Self::ConstantTime => &[0, 1],
            Self::ConstantTimeSquared => &[0, 1, 2],
        }
    }

    /// Whether a constant is among the terms.
    pub fn has_constant(self) -> bool {
        self.powers().first() == Some(&0)
    }
}

/// A stretch of a series without gaps, `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Index of the first value.
    pub start: usize,
    /// Index after the last value.
    pub end: usize,
}

/// An autoregression to be fitted by conditional least squares.
#[derive(Clone, Debug)]
pub struct Specification {
    /// Ascending lags, each at least 1.
    pub lags: Vec<usize>,
    /// Deterministic terms.
    pub trend: Trend,
    /// Values at the start of each segment that are only ever regressors.
    pub hold_back: usize,
    /// Ascending, disjoint stretches of the series.
    pub segments: Vec<Segment>,
}

/// Why a series could not be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The value at this index is NaN or infinite.
    NotFinite(usize),
    /// This regressor (trend terms, then lags) is a combination of those before it, to rounding; one more than the
    /// last where the trend terms explain the series itself.
    RankDeficient(usize),
    /// The square of some value is beyond the range of doubles.
    OutOfRange,
    /// There are not more rows than regressors.
    TooShort,
    /// The specification contradicts itself or the series: a mistake of the caller.
    Invalid(&'static str),
}

impl Refusal {
    /// The stable code that callers see.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFinite(_) => "SERIES_NOT_FINITE",
            Self::RankDeficient(_) => "SERIES_RANK_DEFICIENT",
            Self::OutOfRange => "SERIES_OUT_OF_RANGE",
            Self::TooShort => "SERIES_TOO_SHORT",
            Self::Invalid(_) => "OPTION_INVALID",
        }
    }
}

impl Specification {
    /// The largest lag, 0 without lags.
    pub fn max_lag(&self) -> usize {
        self.lags.last().copied().unwrap_or(0)
    }

    /// Number of regressors.
    pub fn regressors(&self) -> usize {
        self.trend.powers().len() + self.lags.len()
    }

    /// Rows of the regression.
    pub fn rows(&self) -> usize {
        self.targets().map(|segment| segment.end - segment.start).sum()
    }

    /// The values that are regressed on their past, a stretch per segment that has any.
    pub fn targets(&self) -> impl Iterator<Item = Segment> + '_ {
        self.segments
            .iter()
            .map(|segment| Segment { start: segment.start + self.hold_back, end: segment.end })
            .filter(|segment| segment.start < segment.end)
    }

    /// Checks the specification against a series of this length.
    pub fn validate(&self, length: usize) -> Result<(), Refusal> {
        if self.lags.first() == Some(&0) || self.lags.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(Refusal::Invalid("lags must ascend from 1"));
        }
        if self.hold_back < self.max_lag() {
            return Err(Refusal::Invalid("hold_back must be at least the largest lag"));
        }
        let mut from = 0;
        for segment in &self.segments {
            if segment.start < from || segment.end < segment.start || segment.end > length {
                return Err(Refusal::Invalid("segments must ascend within the series"));
            }
            from = segment.end;
        }
        if self.hold_back > length {
            return Err(Refusal::TooShort);
        }
        if self.rows() <= self.regressors() { Err(Refusal::TooShort) } else { Ok(()) }
    }
}
