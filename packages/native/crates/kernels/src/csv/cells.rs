//! Lines, blanks and cells as bytes: where they begin and end. It knows no numbers, no dates and no plans.

use memchr::{memchr_iter, memchr2};

const FORM_FEED: u8 = 0x0C;

/// Cells of one row: ranges of one text.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) text: &'a [u8],
    pub(super) ranges: &'a [(usize, usize)],
}

impl<'a> Cells<'a> {
    /// The cell as it stands; empty beyond the row.
    pub(super) fn get(self, index: usize) -> &'a [u8] {
        self.ranges.get(index).and_then(|&(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

/// Length of the line end at `at`, or 0 where there is none. Without the byte after it a CR counts as a line end.
pub(super) fn line_end_length(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(b'\n' | b'\r'), _) => 1,
        _ => 0,
    }
}

/// Position of the first line end at or after `from`.
pub(super) fn find_line_end(bytes: &[u8], from: usize) -> Option<usize> {
    memchr2(b'\n', b'\r', bytes.get(from..)?).map(|at| from + at)
}

/// Number of line ends.
pub(super) fn count_line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = find_line_end(bytes, from) {
        count += 1;
        from = at + line_end_length(bytes, at);
    }
    count
}

/// Length of the blank that the text begins with, line ends among them; 0 where there is none.
fn leading_blank(text: &[u8]) -> usize {
    match text {
        [b'\t' | b'\n' | FORM_FEED | b'\r' | b' ', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        _ => 0,
    }
}

fn trailing_blank(text: &[u8]) -> usize {
    match text {
        [.., b'\t' | b'\n' | FORM_FEED | b'\r' | b' '] => 1,
        [.., 0xC2, 0xA0] => 2,
        _ => 0,
    }
}

/// The text without the blanks at both ends.
pub(super) fn trim(mut text: &[u8]) -> &[u8] {
    loop {
        match leading_blank(text) {
            0 => break,
            length => text = &text[length..],
        }
    }
    loop {
        match trailing_blank(text) {
            0 => return text,
            length => text = &text[..text.len() - length],
        }
    }
}

/// What a cell says: trimmed, and without a pair of quotes that is left around it.
pub(super) fn content(cell: &[u8]) -> &[u8] {
    match trim(cell) {
        [b'"', inner @ .., b'"'] => trim(inner),
        trimmed => trimmed,
    }
}

/// Whether blanks and tabs separate cells.
pub(super) fn is_blank_delimiter(delimiter: u8) -> bool {
    delimiter == b' '
}

/// Whether `text` begins with blanks up to a line end or its own end, and the position of that end. Delimiters are no
/// blanks, but where they are blanks themselves those at both ends of the line do not count.
pub(super) fn blank_line(text: &[u8], delimiter: u8) -> Option<usize> {
    let runs = is_blank_delimiter(delimiter);
    let mut at = if runs { separators(text, 0) } else { 0 };
    while let Some(&byte) = text.get(at)
        && !matches!(byte, b'\n' | b'\r')
        && byte != delimiter
        && !(runs && is_separator(byte))
    {
        match leading_blank(&text[at..]) {
            0 => return None,
            length => at += length,
        }
    }
    if runs {
        at = separators(text, at);
    }
    (at == text.len() || line_end_length(text, at) > 0).then_some(at)
}

/// Position after the blanks and tabs at `at`.
pub(super) fn separators(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|&&byte| is_separator(byte)).count()
}

/// Cuts a line without quotes at its delimiters. Past `highest` it does not look: the last range is then as far as it
/// goes.
pub(super) fn split_line(line: &[u8], delimiter: u8, highest: usize, ranges: &mut Vec<(usize, usize)>) {
    ranges.clear();
    if is_blank_delimiter(delimiter) {
        return split_at_blanks(line, highest, ranges);
    }
    let mut start = 0;
    for end in memchr_iter(delimiter, line) {
        ranges.push((start, end));
        start = end + 1;
        if ranges.len() > highest {
            return;
        }
    }
    ranges.push((start, line.len()));
}

fn split_at_blanks(line: &[u8], highest: usize, ranges: &mut Vec<(usize, usize)>) {
    let mut start = separators(line, 0);
    while start < line.len() && ranges.len() <= highest {
        let length = line[start..].iter().take_while(|&&byte| !is_separator(byte)).count();
        ranges.push((start, start + length));
        start = separators(line, start + length);
    }
}

/// Whether a byte separates cells where the delimiter is a blank.
pub(super) fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
