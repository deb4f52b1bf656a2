//! A trimmed cell as a number, by the grammar of `docs/csv.md`: the careful lane. It knows no rows and no columns.

use std::io::Write;

use super::decimal::short_decimal;
use super::decimal_sign::Decimal;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Value(f64),
    Missing,
    NotFinite,
    Text,
}

/// Reads a trimmed cell as a number.
pub(super) fn read_number(text: &[u8], decimal: Decimal) -> Number {
    if let Some((value, end)) = short_decimal(text, 0, decimal.byte())
        && end == text.len()
    {
        return Number::Value(value);
    }
    if is_missing(text) {
        return Number::Missing;
    }
    let (negative, unsigned) = sign_and_currency(text);
    match Digits::read(unsigned, decimal) {
        Some(digits) => digits.value(negative),
        None if is_infinity(text) => Number::NotFinite,
        None => Number::Text,
    }
}

fn is_missing(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 10] = [b"NA", b"N/A", b"#N/A", b"NaN", b"null", b"none", b"nil", b"-", b".", b"?"];
    text.is_empty() || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_infinity(text: &[u8]) -> bool {
    let (_, unsigned) = strip_sign(text);
    [b"inf".as_slice(), b"infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word))
}

/// Whether there is a minus, and the text after an optional sign and an optional currency sign in either order.
fn sign_and_currency(text: &[u8]) -> (bool, &[u8]) {
    let (sign, rest) = strip_sign(text);
    let rest = strip_currency(rest);
    if sign.is_some() {
        return (sign == Some(true), rest);
    }
    let (sign, rest) = strip_sign(rest);
    (sign == Some(true), rest)
}

fn strip_sign(text: &[u8]) -> (Option<bool>, &[u8]) {
    match text {
        [b'+', rest @ ..] => (Some(false), rest),
        [b'-', rest @ ..] => (Some(true), rest),
        // U+2212, the minus of typographers.
        [0xE2, 0x88, 0x92, rest @ ..] => (Some(true), rest),
        _ => (None, text),
    }
}

fn strip_currency(text: &[u8]) -> &[u8] {
    ["$", "€", "£", "¥"].iter().find_map(|sign| text.strip_prefix(sign.as_bytes())).unwrap_or(text)
}

/// Most digits of a number that can decide how it rounds are 767; the others only say whether there is more.
const DECISIVE: usize = 800;

/// A decimal number as its digits from the first that is not 0, and the power of ten of the last one.
struct Digits {
    /// ASCII digits, at most [`DECISIVE`] and one that stands for all the dropped ones.
    kept: Vec<u8>,
    /// Whether a digit other than 0 was dropped.
    more: bool,
    exponent: i64,
}

impl Digits {
    /// The whole text as a number without a sign, or nothing.
    fn read(text: &[u8], decimal: Decimal) -> Option<Self> {
        let mut digits = Self { kept: Vec::new(), more: false, exponent: 0 };
        let mut rest = digits.take_whole(text, decimal)?;
        let whole = text.len() - rest.len();
        let mut fraction = 0;
        if let [sign, tail @ ..] = rest
            && *sign == decimal.byte()
        {
            fraction = leading_digits(tail);
            digits.push(&tail[..fraction]);
            digits.exponent -= i64::try_from(fraction).ok()?;
            rest = &tail[fraction..];
        }
        if whole + fraction == 0 {
            return None;
        }
        if let [b'e' | b'E', tail @ ..] = rest {
            digits.exponent = digits.exponent.saturating_add(read_exponent(tail)?);
            rest = &[];
        }
        rest.is_empty().then_some(digits)
    }

    /// The whole part, with or without thousands marks; gives what is left of the text.
    fn take_whole<'a>(&mut self, text: &'a [u8], decimal: Decimal) -> Option<&'a [u8]> {
        let first = leading_digits(text);
        self.push(&text[..first]);
        let mut rest = &text[first..];
        let mark = thousands_mark(rest, decimal);
        if mark == 0 || first == 0 {
            return Some(rest);
        }
        if first > 3 {
            return None;
        }
        let mark = &rest[..mark];
        while let Some(group) = rest.strip_prefix(mark) {
            if leading_digits(group) != 3 {
                return None;
            }
            self.push(&group[..3]);
            rest = &group[3..];
        }
        Some(rest)
    }

    fn push(&mut self, digits: &[u8]) {
        for &digit in digits {
            if self.kept.is_empty() && digit == b'0' {
                continue;
            }
            if self.kept.len() < DECISIVE {
                self.kept.push(digit);
            } else {
                self.more |= digit != b'0';
                self.exponent += 1;
            }
        }
    }

    /// The double nearest to the number.
    fn value(mut self, negative: bool) -> Number {
        if self.kept.is_empty() {
            return Number::Value(if negative { -0.0 } else { 0.0 });
        }
        if self.more {
            self.kept.push(b'1');
            self.exponent -= 1;
        }
        // Far beyond the range of doubles for any 801 digits, and short enough for the parser to read it whole.
        let exponent = self.exponent.clamp(-9999, 9999);
        let written = write!(self.kept, "e{exponent}");
        debug_assert!(written.is_ok(), "a vector takes any bytes");
        match fast_float2::parse::<f64, _>(&self.kept) {
            Ok(value) if value.is_finite() => Number::Value(if negative { -value } else { value }),
            _ => Number::NotFinite,
        }
    }
}

fn leading_digits(text: &[u8]) -> usize {
    let length = text.iter().position(|byte| !byte.is_ascii_digit());
    length.unwrap_or(text.len())
}

/// Length of the thousands mark that the text begins with, 0 where there is none.
fn thousands_mark(text: &[u8], decimal: Decimal) -> usize {
    match (text, decimal) {
        ([b',', ..], Decimal::Point) | ([b'.', ..], Decimal::Comma) => 1,
        ([b'\'' | b'_' | b' ', ..], _) => 1,
        // U+00A0 and U+202F.
        ([0xC2, 0xA0, ..], _) => 2,
        ([0xE2, 0x80, 0xAF, ..], _) => 3,
        _ => 0,
    }
}

/// Optional sign and digits, nothing else; a number too large for an `i64` stands as the largest.
fn read_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'+', digits @ ..] => (false, digits),
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || leading_digits(digits) < digits.len() {
        return None;
    }
    let magnitude =
        digits.iter().fold(0_i64, |value, digit| value.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    Some(if negative { -magnitude } else { magnitude })
}
