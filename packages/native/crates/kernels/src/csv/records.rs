//! Records out of a source, one after the other, by the one lane that knows quotes. It knows no plans.

use super::cells::{Cells, count_line_ends};
use super::refusal::{Refusal, RefusalKind};
use super::scanner::{Scan, Scanner};
use super::source::Source;

/// What came next.
pub(super) enum Next {
    Blank,
    /// A record of so many lines; its cells are in [`Records::cells`].
    Record(u64),
    End,
}

/// A stream of records that is pulled.
pub(super) struct Records<'a> {
    source: &'a Source,
    scanner: &'a mut Scanner,
    buffer: &'a mut Vec<u8>,
    /// Bytes that are read at a time; more where a record needs them.
    block: u64,
    /// Where the bytes of the buffer begin in the source, how many there are, and how many are behind.
    base: u64,
    loaded: usize,
    at: usize,
}

impl<'a> Records<'a> {
    /// Records from `position` on, which is where one begins.
    pub(super) fn new(
        source: &'a Source,
        scanner: &'a mut Scanner,
        buffer: &'a mut Vec<u8>,
        block: u64,
        position: u64,
    ) -> Self {
        Self { source, scanner, buffer, block, base: position, loaded: 0, at: 0 }
    }

    /// Where the next record begins.
    pub(super) fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Cells of the last record.
    pub(super) fn cells(&self) -> Cells<'_> {
        self.scanner.cells()
    }

    /// The next record or blank line, which begins at `line`.
    pub(super) fn next(&mut self, line: u64) -> Result<Next, Refusal> {
        loop {
            let is_end = self.base + self.loaded as u64 == self.source.length();
            let bytes = &self.buffer[self.at..self.loaded];
            if bytes.is_empty() && is_end {
                return Ok(Next::End);
            }
            let (length, next) = match self.scanner.scan(bytes, is_end) {
                Scan::Blank(length) => (length, Next::Blank),
                Scan::Record(length) => {
                    let lines = count_line_ends(&bytes[..length]).max(1);
                    (length, Next::Record(lines))
                }
                Scan::Incomplete => {
                    self.load()?;
                    continue;
                }
                Scan::Unclosed => return Err(Refusal::new(RefusalKind::UnclosedQuote, line, 0, b"")),
                Scan::TooLong => return Err(Refusal::new(RefusalKind::LineTooLong, line, 0, b"")),
            };
            self.at += length;
            return Ok(next);
        }
    }

    /// Begins the buffer anew with the next record; if it began with it already, with more of it.
    fn load(&mut self) -> Result<(), Refusal> {
        let is_cut = self.loaded > 0 && self.at == 0;
        let wanted = if is_cut { 2 * self.loaded as u64 } else { self.block };
        self.base = self.position();
        self.at = 0;
        let length = wanted.min(self.source.length() - self.base);
        self.loaded = usize::try_from(length).unwrap_or(usize::MAX);
        if self.buffer.len() < self.loaded {
            self.buffer.resize(self.loaded, 0);
        }
        self.source.read(self.base, &mut self.buffer[..self.loaded])
    }
}
