//! Short decimals, eight digits at a time: the fast lane of numbers. What it does not know it leaves to `number.rs`.

/// Reads `-123.45` at `at`: optional minus, digits, optional decimal sign and digits, at most 19 digits in all.
/// Gives the nearest double and the position after it, whatever stands there; `None` for anything longer or stranger.
#[inline(always)]
pub(super) fn short_decimal(bytes: &[u8], at: usize, decimal: u8) -> Option<(f64, usize)> {
    let negative = bytes.get(at) == Some(&b'-');
    let start = at + usize::from(negative);
    let (mut mantissa, mut digits) = append_digits(bytes, start, 0, 0)?;
    let mut end = start + digits;
    let mut decimals = 0;
    if bytes.get(end) == Some(&decimal) {
        (mantissa, decimals) = append_digits(bytes, end + 1, mantissa, digits)?;
        decimals -= digits;
        digits += decimals;
        end += 1 + decimals;
    }
    if digits == 0 {
        return None;
    }
    let magnitude = if mantissa <= 1 << 53 {
        // Both are exact doubles, so that the division rounds once.
        let mantissa = mantissa as f64;
        mantissa / POWERS[decimals]
    } else if decimal == b'.' {
        fast_float2::parse(bytes.get(start..end)?).ok()?
    } else {
        return None;
    };
    Some((if negative { -magnitude } else { magnitude }, end))
}

/// Powers of ten that are exact doubles, as far as 19 digits reach.
const POWERS: [f64; 20] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

const INTEGER_POWERS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// Appends the digits that stand at `at` to a value of `digits` digits; `None` past 19, where a `u64` would overflow.
#[inline(always)]
fn append_digits(bytes: &[u8], mut at: usize, mut value: u64, mut digits: usize) -> Option<(u64, usize)> {
    loop {
        let digit_bytes = load(bytes, at) ^ 0x3030_3030_3030_3030;
        let other =
            (((digit_bytes & 0x7F7F_7F7F_7F7F_7F7F) + 0x7676_7676_7676_7676) | digit_bytes) & 0x8080_8080_8080_8080;
        let count = (other.trailing_zeros() / 8) as usize;
        if count == 0 {
            return Some((value, digits));
        }
        digits += count;
        if digits > 19 {
            return None;
        }
        // Shifted to the end of the word, with zeros for the digits that are not there.
        let eight = eight_digits(digit_bytes << (64 - 8 * count));
        value = value * INTEGER_POWERS[count] + eight;
        if count < 8 {
            return Some((value, digits));
        }
        at += 8;
    }
}

/// The number that eight bytes 0 to 9 are, the first one in the lowest byte: pairs, then fours, then all.
#[inline(always)]
fn eight_digits(bytes: u64) -> u64 {
    let pairs = bytes.wrapping_mul(10).wrapping_add(bytes >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF
}

/// Eight bytes at `at`, zeros past the end.
#[inline(always)]
pub(super) fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(word) => u64::from_le_bytes(word.try_into().unwrap_or_default()),
        None => {
            let rest = bytes.get(at..).unwrap_or_default();
            rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
        }
    }
}
