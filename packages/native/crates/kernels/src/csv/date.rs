//! Date patterns: compiled once, then a trimmed cell becomes a key that sorts as dates do. They know no rows.

use std::fmt;

use super::date_parts::Parts;
use super::number::{Number, read_number};
use super::plan::Decimal;

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

/// A date pattern in the language of `docs/csv.md`.
#[derive(Clone, Debug)]
pub struct DatePattern {
    pub(super) elements: Vec<Element>,
    /// Counts of elements after which a cell may end, ascending; the last one is all of them.
    pub(super) stops: Vec<usize>,
}

/// A text that is no date pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Position in the pattern, in bytes from 0.
    pub position: usize,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (at position {})", self.rule, self.position)
    }
}

impl std::error::Error for PatternError {}

impl DatePattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// A pattern without a year, with a part that stands twice, with brackets that are not nested around its end, or
    /// with `N` and anything else.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let mut elements = Vec::new();
        let mut stops = Vec::new();
        let mut open = 0_usize;
        let mut is_closing = false;
        for (position, &byte) in pattern.as_bytes().iter().enumerate() {
            let fail = |rule| Err(PatternError { position, rule });
            match byte {
                b']' if open == 0 => return fail("a bracket is closed that was not opened"),
                b']' => {
                    open -= 1;
                    is_closing = true;
                }
                _ if is_closing => return fail("brackets stand around the end of a pattern"),
                b'[' => {
                    open += 1;
                    stops.push(elements.len());
                }
                _ => {
                    let element = Element::new(byte);
                    if element.is_part() && elements.contains(&element) {
                        return fail("a part stands only once");
                    }
                    elements.push(element);
                }
            }
        }
        let fail = |rule| Err(PatternError { position: pattern.len(), rule });
        if open > 0 {
            return fail("a bracket is not closed");
        }
        if elements.contains(&Element::Number) {
            if pattern != "N" {
                return fail("N stands alone");
            }
        } else if !elements.contains(&Element::Year) && !elements.contains(&Element::ShortYear) {
            return fail("a pattern has a year, Y or y, or is N");
        }
        stops.push(elements.len());
        let bare = elements.clone();
        for (index, element) in elements.iter_mut().enumerate() {
            let before = index.checked_sub(1).and_then(|before| bare.get(before));
            let beside = [before, bare.get(index + 1)];
            let is_packed = beside.into_iter().flatten().any(|other| other.is_part());
            if let Element::Month { exact } | Element::Day { exact } = element {
                *exact = is_packed;
            }
        }
        Ok(Self { elements, stops })
    }

    /// Seconds since 1970, or the number itself for `N`; `None` where the trimmed cell is no date.
    pub(super) fn key(&self, cell: &[u8], decimal: Decimal) -> Option<f64> {
        if self.elements == [Element::Number] {
            return match read_number(cell, decimal) {
                Number::Value(value) => Some(value),
                _ => None,
            };
        }
        if cell.is_empty() {
            return None;
        }
        let mut rest = cell;
        let mut date = Parts::default();
        for (index, &element) in self.elements.iter().enumerate() {
            if rest.is_empty() && self.stops.contains(&index) {
                break;
            }
            rest = date.read(element, rest)?;
        }
        if rest.is_empty() { date.key() } else { None }
    }
}

impl Element {
    fn new(byte: u8) -> Self {
        match byte {
            b'Y' => Self::Year,
            b'y' => Self::ShortYear,
            b'M' => Self::Month { exact: false },
            b'D' => Self::Day { exact: false },
            b'b' => Self::MonthName,
            b'q' => Self::Quarter,
            b'h' => Self::Hour,
            b'm' => Self::Minute,
            b's' => Self::Second,
            b'p' => Self::HalfDay,
            b'Z' => Self::Offset,
            b'N' => Self::Number,
            b' ' => Self::Blank,
            literal => Self::Literal(literal),
        }
    }

    fn is_part(self) -> bool {
        !matches!(self, Self::Blank | Self::Literal(_))
    }
}
