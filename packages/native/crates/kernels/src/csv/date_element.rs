//! What a date pattern is made of.

/// A part of a date, or a text between parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Four digits.
    Year,
    /// Two digits: 69..99 are 19.., 00..68 are 20..
    ShortYear,
    /// One or two digits, or exactly two.
    Month {
        exact: bool,
    },
    /// One or two digits, or exactly two.
    Day {
        exact: bool,
    },
    /// English name, at least three letters of it, then an optional dot.
    MonthName,
    /// 1 to 4.
    Quarter,
    /// Two digits: a week of ISO 8601, in whose year the year is counted.
    Week,
    /// Three digits: 1 to 366.
    YearDay,
    /// English name, at least three letters of it, then an optional dot; it is not compared with the date.
    WeekdayName,
    Hour,
    Minute,
    /// With optional decimals.
    Second,
    /// AM or PM.
    HalfDay,
    /// `Z` or an offset from UTC.
    Offset,
    /// The whole cell is a number.
    Number,
    /// One or more blanks and tabs.
    Blank,
    Literal(u8),
}
