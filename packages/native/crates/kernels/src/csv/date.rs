//! Date patterns: compiled once, then a trimmed cell becomes a key that sorts as dates do. They know no rows.

use std::fmt;

use super::date_element::Element;
use super::date_parts::Parts;
use super::decimal_sign::Decimal;
use super::number::{Number, read_number};

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
    /// with `N` and anything else, or with a week or a day of the year beside a month or a day.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let mut elements = Vec::new();
        let mut stops = Vec::new();
        let mut open = 0_usize;
        let mut is_closing = false;
        let mut bytes = pattern.bytes().enumerate().peekable();
        while let Some((position, byte)) = bytes.next() {
            let fail = |rule| Err(PatternError { position, rule });
            let escaped = bytes.next_if(|(_, next)| byte == b'\\' && next.is_ascii_alphabetic());
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
                    let element = escaped.map_or_else(|| Element::new(byte), |(_, letter)| Element::Literal(letter));
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
        let counts = elements.iter().filter(|element| matches!(element, Element::Week | Element::YearDay)).count();
        if counts > 1 || (counts == 1 && elements.iter().any(|element| element.is_of_month())) {
            return fail("a week or a day of the year stands without month and day");
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
            b'v' => Self::Week,
            b'j' => Self::YearDay,
            b'w' => Self::WeekdayName,
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

    fn is_of_month(self) -> bool {
        matches!(self, Self::Month { .. } | Self::Day { .. } | Self::MonthName | Self::Quarter)
    }

    fn is_part(self) -> bool {
        !matches!(self, Self::Blank | Self::Literal(_))
    }
}
