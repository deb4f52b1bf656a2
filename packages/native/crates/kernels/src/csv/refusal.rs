//! Why a file could not be read: a stable code and what is needed to say so. It words nothing.

use std::io;

/// What is wrong with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// A wanted cell is text.
    NotANumber,
    /// A wanted cell is infinite, or beyond the range of doubles.
    NotFinite,
    /// A row has fewer cells than the plan needs.
    ShortRow,
    /// A quoted cell goes on to the end of the file.
    UnclosedQuote,
    /// A record is longer than [`super::RECORD_LIMIT`].
    LineTooLong,
    /// The system could not give the bytes, or the memory for the values.
    Io,
}

impl RefusalKind {
    /// The code that every door shows, the same for ever.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "CSV_NOT_A_NUMBER",
            Self::NotFinite => "CSV_NOT_FINITE",
            Self::ShortRow => "CSV_SHORT_ROW",
            Self::UnclosedQuote => "CSV_UNCLOSED_QUOTE",
            Self::LineTooLong => "CSV_LINE_TOO_LONG",
            Self::Io => "CSV_IO",
        }
    }
}

/// A file that could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub kind: RefusalKind,
    /// 1-based line in the file, the first of its record; 0 for [`RefusalKind::Io`].
    pub line: u64,
    /// 0-based column that was wanted: for a short row the highest of the plan; 0 where there is none.
    pub column: usize,
    /// The trimmed cell, at most 80 characters of it; for a short row the number of its cells; for [`RefusalKind::Io`]
    /// the system's words; empty where there is none.
    pub cell: String,
}

impl Refusal {
    pub(super) fn new(kind: RefusalKind, line: u64, column: usize, cell: &[u8]) -> Self {
        Self { kind, line, column, cell: excerpt(cell) }
    }

    pub(super) fn io(words: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Io, line: 0, column: 0, cell: words.into() }
    }

    /// The same refusal when `lines` more lines come before.
    pub(super) fn after(mut self, lines: u64) -> Self {
        if self.kind != RefusalKind::Io {
            self.line += lines;
        }
        self
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::io(error.to_string())
    }
}

/// The first 80 characters of a cell, with what is not UTF-8 replaced.
pub(super) fn excerpt(cell: &[u8]) -> String {
    const CHARACTERS: usize = 80;
    // A character has at most four bytes; a cut one at the end lies beyond the 80.
    let head = &cell[..cell.len().min(4 * (CHARACTERS + 1))];
    String::from_utf8_lossy(head).chars().take(CHARACTERS).collect()
}
