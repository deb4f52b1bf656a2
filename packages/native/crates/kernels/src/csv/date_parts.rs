//! One date cell, part by part, and the key that it comes to. It knows no patterns.

use super::cells::separators;
use super::date_element::Element;
use super::decimal_sign::Decimal;
use super::number::{Number, read_number};

/// The parts of one date, each at its smallest value until it is read.
pub(super) struct Parts {
    year: u32,
    month: u32,
    day: u32,
    /// Week of ISO 8601, in place of month and day.
    week: Option<u32>,
    /// Day of the year, in place of month and day.
    year_day: Option<u32>,
    hour: u32,
    minute: u32,
    second: u32,
    /// Decimal part of the second.
    fraction: f64,
    afternoon: Option<bool>,
    /// Seconds that the clock is ahead of UTC.
    ahead: i32,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            year: 0,
            month: 1,
            day: 1,
            week: None,
            year_day: None,
            hour: 0,
            minute: 0,
            second: 0,
            fraction: 0.0,
            afternoon: None,
            ahead: 0,
        }
    }
}

impl Parts {
    /// Reads one element from the text and gives what is left of it.
    pub(super) fn read<'a>(&mut self, element: Element, text: &'a [u8]) -> Option<&'a [u8]> {
        let rest = match element {
            Element::Year => take(&mut self.year, digits(text, 4, 4)?),
            Element::ShortYear => {
                let (value, rest) = digits(text, 2, 2)?;
                self.year = if value >= 69 { 1900 + value } else { 2000 + value };
                rest
            }
            Element::Month { exact } => take(&mut self.month, digits(text, if exact { 2 } else { 1 }, 2)?),
            Element::Day { exact } => take(&mut self.day, digits(text, if exact { 2 } else { 1 }, 2)?),
            Element::MonthName => {
                let (month, rest) = name_of(&MONTHS, text)?;
                self.month = month;
                rest
            }
            Element::WeekdayName => name_of(&WEEKDAYS, text)?.1,
            Element::Week => {
                let (week, rest) = digits(text, 2, 2)?;
                self.week = Some(week);
                rest
            }
            Element::YearDay => {
                let (day, rest) = digits(text, 3, 3)?;
                self.year_day = Some(day);
                rest
            }
            Element::Quarter => {
                let (value, rest) = digits(text, 1, 1)?;
                self.month = (1..=4).contains(&value).then(|| 3 * value - 2)?;
                rest
            }
            Element::Hour => take(&mut self.hour, digits(text, 1, 2)?),
            Element::Minute => take(&mut self.minute, digits(text, 1, 2)?),
            Element::Second => {
                let rest = take(&mut self.second, digits(text, 1, 2)?);
                let (fraction, rest) = fraction(rest);
                self.fraction = fraction;
                rest
            }
            Element::HalfDay => {
                let (word, rest) = text.split_at_checked(2)?;
                let word: [u8; 2] = [word[0].to_ascii_uppercase(), word[1].to_ascii_uppercase()];
                self.afternoon = Some(match &word {
                    b"AM" => false,
                    b"PM" => true,
                    _ => return None,
                });
                rest
            }
            Element::Offset => {
                let (ahead, rest) = offset(text)?;
                self.ahead = ahead;
                rest
            }
            Element::Blank => {
                let length = separators(text, 0);
                (length > 0).then(|| &text[length..])?
            }
            Element::Literal(byte) => text.strip_prefix(&[byte])?,
            Element::Number => return None,
        };
        Some(rest)
    }

    /// Seconds since 1970, where there is such a day and such a time.
    pub(super) fn key(&self) -> Option<f64> {
        let hour = match self.afternoon {
            None => self.hour,
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(afternoon) => self.hour % 12 + if afternoon { 12 } else { 0 },
        };
        let valid = (1..=12).contains(&self.month)
            && (1..=days_in_month(self.year, self.month)).contains(&self.day)
            && hour < 24
            && self.minute < 60
            && self.second < 60;
        let days = self.days()?;
        let seconds = i64::from(3600 * hour + 60 * self.minute + self.second);
        let whole = 86_400 * days + seconds - i64::from(self.ahead);
        // Exact: a whole number of seconds within 10,000 years is far below 2^53.
        valid.then_some(whole as f64 + self.fraction)
    }

    /// Days since 1970, a week's being its Monday; `None` where the year has no such week or day.
    fn days(&self) -> Option<i64> {
        let new_year = days_since_1970(self.year, 1, 1);
        let next_year = days_since_1970(self.year + 1, 1, 1);
        if let Some(day) = self.year_day {
            let days = new_year + i64::from(day) - 1;
            return (new_year..next_year).contains(&days).then_some(days);
        }
        let Some(week) = self.week else {
            return Some(days_since_1970(self.year, self.month, self.day));
        };
        // The fourth of January is in the first week, and every week belongs to the year of its Thursday.
        let fourth = new_year + 3;
        let monday = fourth - (fourth + 3).rem_euclid(7) + 7 * (i64::from(week) - 1);
        (new_year..next_year).contains(&(monday + 3)).then_some(monday)
    }
}

fn take<'a>(part: &mut u32, (value, rest): (u32, &'a [u8])) -> &'a [u8] {
    *part = value;
    rest
}

/// A number of `least` to `most` digits (at most 9).
fn digits(text: &[u8], least: usize, most: usize) -> Option<(u32, &[u8])> {
    let mut value = 0;
    let mut length = 0;
    while length < most
        && let Some(digit) = text.get(length).filter(|byte| byte.is_ascii_digit())
    {
        value = 10 * value + u32::from(digit - b'0');
        length += 1;
    }
    (length >= least).then(|| (value, &text[length..]))
}

/// A dot and at least one digit, or 0 where there is none.
fn fraction(text: &[u8]) -> (f64, &[u8]) {
    let decimals = text.strip_prefix(b".").unwrap_or_default();
    let length = decimals.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match read_number(&text[..text.len().min(1 + length)], Decimal::Point) {
        Number::Value(value) if length > 0 => (value, &text[1 + length..]),
        _ => (0.0, text),
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The number from 1 of the name that a run of letters begins, at least three of them; a dot behind it goes too.
fn name_of<'a>(names: &[&str], text: &'a [u8]) -> Option<(u32, &'a [u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = text.split_at(length);
    let begins = |name: &&str| name.as_bytes().get(..length).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let index = names.iter().position(begins).filter(|_| length >= 3)?;
    Some((u32::try_from(index).ok()? + 1, rest.strip_prefix(b".").unwrap_or(rest)))
}

/// `Z`, `+hh:mm`, `+hhmm` or `+hh`, in seconds.
fn offset(text: &[u8]) -> Option<(i32, &[u8])> {
    let (sign, rest) = match text {
        [b'Z', rest @ ..] => return Some((0, rest)),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2, 2)?;
    let minutes = digits(rest.strip_prefix(b":").unwrap_or(rest), 2, 2);
    let (minutes, rest) = minutes.unwrap_or((0, rest));
    let seconds = i32::try_from(3600 * hours + 60 * minutes).ok()?;
    (hours < 24 && minutes < 60).then_some((sign * seconds, rest))
}

/// Days of a month of the Gregorian calendar; 31 for a month that is none.
pub(super) fn days_in_month(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01, by counting the year from March so that the leap day comes last.
fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 + day - 719_469
}
