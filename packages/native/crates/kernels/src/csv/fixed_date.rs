//! Dates of fixed width and falling weight (`Y-M-D h:m:s`): the fast lane of dates. Digits are checked eight at a time
//! and compared as they stand. What it does not know it leaves to `date.rs`.

use super::date::DatePattern;
use super::date_element::Element;
use super::date_parts::days_in_month;
use super::decimal::load;

/// Longest cell of the lane, in bytes.
pub(super) const LONGEST: usize = 32;
const WORDS: usize = LONGEST / 8;

/// The digits of a date, first byte highest: sorted as the dates are.
pub(super) type Packed = [u64; WORDS];

/// One width of a pattern: which byte stands where.
#[derive(Clone, Debug)]
pub(super) struct FixedDate {
    pub(super) length: usize,
    /// Words that have bytes of the cell.
    words: usize,
    /// All ones at the bytes of the cell.
    inside: Packed,
    /// Literals, and `0` where a digit is due.
    expected: Packed,
    /// What may be added to a digit before it reaches the byte's high bit: 127 less the largest digit.
    room: Packed,
    /// All ones, first byte highest, at the bytes up to the last whose check takes more than its largest digit.
    checked: Packed,
    /// Where the parts begin that have such a check.
    year: usize,
    month: Option<usize>,
    day: Option<usize>,
    hour: Option<usize>,
}

impl FixedDate {
    /// The widths of a pattern whose cells stand in this lane, none of them holding the delimiter.
    pub(super) fn widths(pattern: &DatePattern, delimiter: u8) -> Vec<Self> {
        let stops = pattern.stops.iter();
        stops.filter_map(|&stop| Self::new(&pattern.elements[..stop], delimiter)).collect()
    }

    fn new(elements: &[Element], delimiter: u8) -> Option<Self> {
        let mut bytes = Vec::new();
        let mut weight = 0;
        let (mut year, mut month, mut day, mut hour, mut checked) = (0, None, None, None, 0);
        for element in elements {
            let at = bytes.len();
            let (rank, largest): (u8, &[u8]) = match element {
                Element::Year => (1, &[9, 9, 9, 9]),
                Element::Month { .. } => (2, &[1, 9]),
                Element::Day { .. } => (3, &[3, 9]),
                Element::Hour => (4, &[2, 9]),
                Element::Minute => (5, &[5, 9]),
                Element::Second => (6, &[5, 9]),
                Element::Blank => {
                    bytes.push((b' ', 0));
                    continue;
                }
                Element::Literal(literal) => {
                    bytes.push((*literal, 0));
                    continue;
                }
                _ => return None,
            };
            if rank <= weight || (weight == 0 && rank > 1) {
                return None;
            }
            weight = rank;
            bytes.extend(largest.iter().map(|&digit| (b'0', digit)));
            match element {
                Element::Year => year = at,
                Element::Month { .. } => month = Some(at),
                Element::Day { .. } => day = Some(at),
                Element::Hour => hour = Some(at),
                _ => {}
            }
            if rank <= 4 {
                checked = bytes.len();
            }
        }
        let special = |&(byte, _): &(u8, u8)| byte == delimiter || matches!(byte, b'\n' | b'\r' | b'"');
        if weight == 0 || bytes.len() > LONGEST || bytes.iter().any(special) {
            return None;
        }
        let by_byte = |of: &dyn Fn(usize) -> u8| {
            let byte = |word: usize| std::array::from_fn(|byte| of(8 * word + byte));
            std::array::from_fn(|word| u64::from_le_bytes(byte(word)))
        };
        let length = bytes.len();
        Some(Self {
            length,
            words: length.div_ceil(8),
            inside: by_byte(&|at| if at < length { 0xFF } else { 0 }),
            expected: by_byte(&|at| bytes.get(at).map_or(0, |&(byte, _)| byte)),
            room: by_byte(&|at| 127 - bytes.get(at).map_or(0, |&(_, largest)| largest)),
            checked: by_byte(&|at| if at < checked { 0xFF } else { 0 }).map(u64::swap_bytes),
            year,
            month,
            day,
            hour,
        })
    }

    /// Reads the date at `at`, which must have this width; `before` is a date of this width that was read.
    #[inline(always)]
    pub(super) fn read(&self, bytes: &[u8], at: usize, before: Option<&Packed>) -> Option<Packed> {
        let mut packed = [0; WORDS];
        let mut beyond = 0;
        let mut changed = 0;
        for word in 0..self.words {
            let digits = (load(bytes, at + 8 * word) & self.inside[word]) ^ self.expected[word];
            beyond |= ((digits & 0x7F7F_7F7F_7F7F_7F7F) + self.room[word]) | digits;
            packed[word] = digits.swap_bytes();
            let before = before.map_or(u64::MAX, |before| before[word]);
            changed |= (packed[word] ^ before) & self.checked[word];
        }
        let plausible = beyond & 0x8080_8080_8080_8080 == 0;
        (plausible && (changed == 0 || self.is_date(bytes, at))).then_some(packed)
    }

    /// Whether there is such a month, day and hour; the bytes are known to be digits.
    fn is_date(&self, bytes: &[u8], at: usize) -> bool {
        let number = |from: usize, length: usize| {
            let digits = bytes[at + from..].iter().take(length);
            digits.fold(0, |value, byte| 10 * value + u32::from(byte & 0x0F))
        };
        let month = self.month.map_or(1, |from| number(from, 2));
        let day = self.day.map_or(1, |from| number(from, 2));
        let hour = self.hour.map_or(0, |from| number(from, 2));
        let in_month = || day <= 28 || day <= days_in_month(number(self.year, 4), month);
        (1..=12).contains(&month) && (1..=31).contains(&day) && in_month() && hour < 24
    }
}
