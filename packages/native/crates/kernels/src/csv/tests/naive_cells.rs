//! The grammar of numbers and dates once more, by other means: texts cut up, numbers by the standard library, days
//! counted one by one.

use crate::csv::{Decimal, RefusalKind};

/// The number that a trimmed cell says; NaN for a missing value.
pub(super) fn number(cell: &str, decimal: Decimal) -> Result<f64, RefusalKind> {
    let lower = cell.to_ascii_lowercase().replace('−', "-");
    let missing = ["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", ".", "?"];
    if missing.contains(&cell.to_ascii_lowercase().as_str()) {
        return Ok(f64::NAN);
    }
    if ["inf", "infinity"].contains(&lower.trim_start_matches(['+', '-'])) && lower.len() <= "+infinity".len() {
        let signs = lower.chars().filter(|sign| "+-".contains(*sign)).count();
        return Err(if signs < 2 { RefusalKind::NotFinite } else { RefusalKind::NotANumber });
    }
    let text = RefusalKind::NotANumber;
    let (point, thousands) = if decimal == Decimal::Point { ('.', ',') } else { (',', '.') };
    let front: String = lower.chars().take_while(|letter| "+-$€£¥".contains(*letter)).collect();
    let signs = front.chars().filter(|sign| "+-".contains(*sign)).count();
    if front.chars().count() > 2 || signs > 1 || front.chars().count() - signs > 1 {
        return Err(text);
    }
    let rest = &lower[front.len()..];
    let (mantissa, exponent) = rest.split_once('e').map_or((rest, None), |(head, tail)| (head, Some(tail)));
    let (whole, fraction) = mantissa.split_once(point).map_or((mantissa, ""), |parts| parts);
    let is_digits = |part: &str| part.chars().all(|digit| digit.is_ascii_digit());
    let mark = whole.chars().find(|letter| !letter.is_ascii_digit());
    let groups: Vec<&str> = mark.map_or(vec![whole], |mark| whole.split(mark).collect());
    let grouped = groups.len() == 1 || {
        let allowed = [thousands, '\'', '_', ' ', '\u{A0}', '\u{202F}'];
        mark.is_some_and(|mark| allowed.contains(&mark))
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| group.len() == 3)
    };
    let digits = groups.concat();
    if !grouped || !is_digits(&digits) || !is_digits(fraction) || digits.len() + fraction.len() == 0 {
        return Err(text);
    }
    let power = exponent.unwrap_or("0");
    let unsigned = power.strip_prefix(['+', '-']).unwrap_or(power);
    if unsigned.is_empty() || !is_digits(unsigned) {
        return Err(text);
    }
    let value: f64 = format!("{digits}.{fraction}0e{power}").parse().expect("a decimal number");
    if value.is_infinite() {
        return Err(RefusalKind::NotFinite);
    }
    Ok(if front.contains('-') { -value } else { value })
}

/// The key of `Y-M-D[ h:m[:s]]`.
pub(super) fn year_first(cell: &str) -> Option<f64> {
    let (day, time) = match cell.split_once([' ', '\t']) {
        Some((day, time)) => (day, time.trim_start_matches([' ', '\t'])),
        None => (cell, "0:0"),
    };
    let day: Vec<&str> = day.split('-').collect();
    let [year, month, day] = day[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    let (minutes, seconds) = match time.rsplit_once(':') {
        Some((head, tail)) if head.contains(':') => (head, tail),
        _ => (time, "0"),
    };
    let (hour, minute) = minutes.split_once(':')?;
    let (second, fraction) = match seconds.split_once('.') {
        Some((second, fraction)) => (second, digits(fraction, usize::MAX).map(|_| format!("0.{fraction}"))?),
        None => (seconds, "0".to_owned()),
    };
    let (hour, minute, second) = (digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?);
    let days = days(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?)?;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let whole = 86_400 * days + (3600 * hour + 60 * minute + second) as i64;
    is_time.then(|| whole as f64 + fraction.parse::<f64>().expect("decimals"))
}

/// The key of `D/M/Y`.
pub(super) fn day_first(cell: &str) -> Option<f64> {
    let parts: Vec<&str> = cell.split('/').collect();
    let [day, month, year] = parts[..] else { return None };
    let days = days(digits(year, 4).filter(|_| year.len() == 4)?, digits(month, 2)?, digits(day, 2)?)?;
    Some(86_400.0 * days as f64)
}

/// The key of `YMD`.
pub(super) fn packed(cell: &str) -> Option<f64> {
    let is_packed = cell.len() == 8 && cell.is_ascii();
    let parts = is_packed.then(|| (&cell[..4], &cell[4..6], &cell[6..]))?;
    let days = days(digits(parts.0, 4)?, digits(parts.1, 2)?, digits(parts.2, 2)?)?;
    Some(86_400.0 * days as f64)
}

fn digits(text: &str, most: usize) -> Option<u64> {
    let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.bytes().fold(0_u64, |value, digit| value.wrapping_mul(10) + u64::from(digit - b'0')))
}

/// Days from 1970-01-01, counted year by year and month by month.
fn days(year: u64, month: u64, day: u64) -> Option<i64> {
    let is_leap = |year: u64| year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100));
    let february = |year| if is_leap(year) { 29 } else { 28 };
    let lengths = |year| [31, february(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let all = |years: std::ops::Range<u64>| years.flat_map(lengths).sum::<u64>() as i64;
    let month = usize::try_from(month).ok().filter(|month| (1..=12).contains(month))? - 1;
    let before: u64 = lengths(year)[..month].iter().sum();
    let is_day = (1..=lengths(year)[month]).contains(&day);
    is_day.then(|| all(0..year) - all(0..1970) + (before + day) as i64 - 1)
}
