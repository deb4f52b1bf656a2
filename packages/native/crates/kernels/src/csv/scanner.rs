//! Records with quotes, whose cells may hold delimiters and line ends, out of a text. It knows no plans and no files.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::RECORD_LIMIT;
use super::cells::{Cells, blank_line, is_blank_delimiter, is_separator, line_end_length, separators};

/// What stands at the beginning of a text.
pub(super) enum Scan {
    /// A line of nothing but blanks, and its length with its line end.
    Blank(usize),
    /// A record, and its length with its line end. Its cells are in [`Scanner::cells`].
    Record(usize),
    /// More bytes are needed to say.
    Incomplete,
    /// The text ends within a quoted cell.
    Unclosed,
    /// The record is longer than [`RECORD_LIMIT`].
    TooLong,
}

/// A scanner of records that keeps the cells of the last one.
pub(super) struct Scanner {
    delimiter: u8,
    machine: Machine,
    /// Cells without their quotes, one after the other.
    text: Vec<u8>,
    ranges: Vec<(usize, usize)>,
}

enum Machine {
    /// `csv-core`, between two records, and the ends of the cells of the last one.
    Core { reader: Box<Reader>, ends: Vec<usize> },
    /// Cells with any run of blanks between them, which `csv-core` does not know.
    Blank,
}

/// Puts a reader between two records. (A clone of it would not read: `csv-core` copies only a part of its tables.)
fn begin(reader: &mut Reader) {
    reader.reset();
    // It would pass over a byte order mark at the start of what it reads; but a line end before a record is nothing to
    // it.
    reader.read_record(b"\n", &mut [0], &mut [0]);
}

impl Scanner {
    pub(super) fn new(delimiter: u8) -> Self {
        let machine = if is_blank_delimiter(delimiter) {
            Machine::Blank
        } else {
            let mut reader = Box::new(ReaderBuilder::new().delimiter(delimiter).build());
            begin(&mut reader);
            Machine::Core { reader, ends: vec![0; 64] }
        };
        Self { delimiter, machine, text: Vec::new(), ranges: Vec::new() }
    }

    /// Cells of the last record.
    pub(super) fn cells(&self) -> Cells<'_> {
        Cells { text: &self.text, ranges: &self.ranges }
    }

    /// Scans the record or the blank line that `bytes` begins with; `is_end` where the file ends with them.
    pub(super) fn scan(&mut self, bytes: &[u8], is_end: bool) -> Scan {
        // Room for the line end, and a byte that says whether a CR stands alone.
        let within = &bytes[..bytes.len().min(RECORD_LIMIT + 3)];
        let is_end = is_end && within.len() == bytes.len();
        let scan = match (blank_line(within, self.delimiter), &self.machine) {
            (Some(length), _) if length < within.len() || is_end => Scan::Blank(length),
            (Some(_), _) => Scan::Incomplete,
            (None, Machine::Core { .. }) => self.scan_core(within, is_end),
            (None, Machine::Blank) => self.scan_blank(within, is_end),
        };
        let (Scan::Blank(length) | Scan::Record(length)) = scan else {
            let is_long = within.len() > RECORD_LIMIT + 2 || (is_end && within.len() > RECORD_LIMIT);
            return if is_long { Scan::TooLong } else { scan };
        };
        if length > RECORD_LIMIT {
            return Scan::TooLong;
        }
        if within.get(length..) == Some(b"\r") && !is_end {
            return Scan::Incomplete;
        }
        let length = length + line_end_length(within, length);
        match scan {
            Scan::Blank(_) => Scan::Blank(length),
            _ => Scan::Record(length),
        }
    }

    /// As `scan`, but the lengths are without the line ends.
    fn scan_core(&mut self, bytes: &[u8], is_end: bool) -> Scan {
        let Machine::Core { reader, ends } = &mut self.machine else {
            return Scan::Incomplete;
        };
        // One byte more than there can be, since it stops when its output is full.
        if self.text.len() <= bytes.len() {
            self.text.resize(bytes.len() + 1, 0);
        }
        let (mut read, mut written, mut cells) = (0, 0, 0);
        loop {
            let input = match &bytes[read.min(bytes.len())..] {
                // A line end closes every record but one within quotes.
                [] if is_end && read == bytes.len() => b"\n",
                [] => {
                    begin(reader);
                    return if is_end { Scan::Unclosed } else { Scan::Incomplete };
                }
                rest => rest,
            };
            let (result, more_read, more_written, more_cells) =
                reader.read_record(input, &mut self.text[written..], &mut ends[cells..]);
            read += more_read;
            written += more_written;
            cells += more_cells;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
                _ => {}
            }
        }
        self.ranges.clear();
        let mut start = 0;
        for &end in &ends[..cells] {
            self.ranges.push((start, end));
            start = end;
        }
        // The line end that it read, of the file or of ours.
        Scan::Record(read - 1)
    }

    /// The same rules where blanks separate cells.
    fn scan_blank(&mut self, bytes: &[u8], is_end: bool) -> Scan {
        self.text.clear();
        self.ranges.clear();
        let mut at = 0;
        loop {
            at = separators(bytes, at);
            let start = self.text.len();
            if bytes.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    match (bytes.get(at), bytes.get(at + 1)) {
                        (Some(b'"'), Some(b'"')) => {
                            self.text.push(b'"');
                            at += 2;
                        }
                        (Some(b'"'), _) => break,
                        (Some(&byte), _) => {
                            self.text.push(byte);
                            at += 1;
                        }
                        (None, _) if is_end => return Scan::Unclosed,
                        (None, _) => return Scan::Incomplete,
                    }
                }
                at += 1;
            } else if bytes.get(at).is_none() || line_end_length(bytes, at) > 0 {
                break;
            }
            while let Some(&byte) = bytes.get(at)
                && !is_separator(byte)
                && line_end_length(bytes, at) == 0
            {
                self.text.push(byte);
                at += 1;
            }
            self.ranges.push((start, self.text.len()));
        }
        if at == bytes.len() && !is_end { Scan::Incomplete } else { Scan::Record(at) }
    }
}
