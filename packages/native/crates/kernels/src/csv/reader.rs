//! The reader that is pulled: a stretch of the source at a time, all of them in one table. It knows no cells.

use std::path::Path;

use super::cells::count_line_ends;
use super::lanes::Lanes;
use super::plan::ColumnPlan;
use super::records::{Next, Records};
use super::refusal::Refusal;
use super::rows::Rows;
use super::scanner::Scanner;
use super::source::Source;
use super::stretch::{Stretch, read_stretch};
use super::table::ColumnTable;

/// How far a read has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes whose rows are in the table.
    pub bytes_read: u64,
    /// Bytes of the source when it was opened.
    pub bytes_total: u64,
    /// Whether nothing is left to read.
    pub done: bool,
}

/// Sizes in bytes, on which no result depends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// What one call of `advance` reads.
    pub(super) stretch: u64,
    /// What a thread reads at a time: it stays in the thread's own cache.
    pub(super) piece: u64,
    /// What is read at a time where there are quotes.
    pub(super) block: u64,
}

pub(super) const SIZES: Sizes = Sizes { stretch: 64 << 20, piece: 512 << 10, block: 1 << 20 };

/// More threads than these only wait for memory.
const MOST_THREADS: usize = 64;

/// A read of columns in progress.
///
/// ```
/// use kernels::csv::{ColumnPlan, ColumnReader, Decimal};
///
/// let plan = ColumnPlan {
///     delimiter: b',',
///     header_lines: 1,
///     decimal: Decimal::Point,
///     numbers: vec![1],
///     date: None,
///     conditions: vec![],
/// };
/// let mut reader = ColumnReader::from_bytes(b"day,close\n1,2.5\n2,NA\n".to_vec(), plan, 2)?;
/// while !reader.advance()?.done {}
/// let table = reader.finish()?;
/// assert_eq!(table.columns[0][0], 2.5);
/// assert_eq!(table.missing[0].map(|missing| missing.line), Some(3));
/// # Ok::<(), kernels::csv::Refusal>(())
/// ```
pub struct ColumnReader {
    source: Source,
    lanes: Lanes,
    sizes: Sizes,
    /// One for each thread.
    buffers: Vec<Vec<u8>>,
    scanner: Scanner,
    /// Where the next record begins.
    position: u64,
    rows: Rows,
    refusal: Option<Refusal>,
}

impl ColumnReader {
    /// Opens a regular file, passes over its header, and is ready to read with `threads` threads (1 to 64; others count
    /// as the nearest).
    ///
    /// # Errors
    /// [`super::RefusalKind::Io`] for a path that is no regular file or cannot be read, or a delimiter that cannot be
    /// one; a header whose quote does not close, or that is too long.
    pub fn open(path: impl AsRef<Path>, plan: ColumnPlan, threads: usize) -> Result<Self, Refusal> {
        Self::new(Source::open(path.as_ref())?, plan, threads, SIZES)
    }

    /// The same for bytes in memory.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn from_bytes(bytes: Vec<u8>, plan: ColumnPlan, threads: usize) -> Result<Self, Refusal> {
        Self::new(Source::Bytes(bytes), plan, threads, SIZES)
    }

    /// The same with other sizes, for tests of cuts.
    pub(super) fn new(source: Source, plan: ColumnPlan, threads: usize, sizes: Sizes) -> Result<Self, Refusal> {
        if !plan.delimiter.is_ascii() || matches!(plan.delimiter, b'"' | b'\n' | b'\r') {
            let words = "the delimiter is not an ASCII character, or is a quote or a line end";
            return Err(Refusal::io(words));
        }
        let header_lines = plan.header_lines;
        let scanner = Scanner::new(plan.delimiter);
        let lanes = Lanes::new(plan);
        let mut reader = Self {
            rows: Rows::new(&lanes.layout),
            source,
            lanes,
            sizes,
            buffers: vec![Vec::new(); threads.clamp(1, MOST_THREADS)],
            scanner,
            position: 0,
            refusal: None,
        };
        reader.skip_byte_order_mark()?;
        reader.skip_header(header_lines)?;
        reader.make_room()?;
        Ok(reader)
    }

    /// Reads about 64 MiB more, with all threads. After the end it reads nothing; after a refusal it gives the same
    /// one.
    ///
    /// # Errors
    /// What is wrong with the first faulty row.
    pub fn advance(&mut self) -> Result<Progress, Refusal> {
        if self.refusal.is_none() {
            self.refusal = self.read_on().err();
        }
        match &self.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => Ok(self.progress()),
        }
    }

    /// Reads what is left and gives the table.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn finish(mut self) -> Result<ColumnTable, Refusal> {
        while !self.advance()?.done {}
        Ok(self.rows.finish(&self.lanes.layout))
    }

    fn progress(&self) -> Progress {
        let bytes_total = self.source.length();
        Progress { bytes_read: self.position, bytes_total, done: self.position == bytes_total }
    }

    fn read_on(&mut self) -> Result<(), Refusal> {
        let stretch = Stretch {
            start: self.position,
            end: self.source.length().min(self.position.saturating_add(self.sizes.stretch)),
            piece: self.sizes.piece,
        };
        let reached = read_stretch(&self.source, &self.lanes, stretch, &mut self.buffers, &mut self.rows)?;
        self.position = reached.position;
        if reached.is_quoted {
            self.read_records(stretch.end)?;
        }
        Ok(())
    }

    /// Reads the records that begin before `end`, one by one.
    fn read_records(&mut self, end: u64) -> Result<(), Refusal> {
        let (scanner, buffer) = (&mut self.scanner, &mut self.buffers[0]);
        let mut records = Records::new(&self.source, scanner, buffer, self.sizes.block, self.position);
        while records.position() < end {
            match records.next(self.rows.lines + 1)? {
                Next::Blank => self.rows.blank(),
                Next::Record(lines) => self.rows.record(&self.lanes.layout, records.cells(), lines)?,
                Next::End => break,
            }
        }
        self.position = records.position();
        Ok(())
    }

    fn skip_byte_order_mark(&mut self) -> Result<(), Refusal> {
        const MARK: &[u8; 3] = b"\xEF\xBB\xBF";
        if self.source.length() >= MARK.len() as u64 {
            let mut start = [0; MARK.len()];
            self.source.read(0, &mut start)?;
            if start == *MARK {
                self.position = MARK.len() as u64;
            }
        }
        Ok(())
    }

    fn skip_header(&mut self, mut records_left: usize) -> Result<(), Refusal> {
        let (scanner, buffer) = (&mut self.scanner, &mut self.buffers[0]);
        let mut records = Records::new(&self.source, scanner, buffer, self.sizes.block, self.position);
        while records_left > 0 {
            match records.next(self.rows.lines + 1)? {
                Next::Blank => self.rows.blank(),
                Next::Record(lines) => {
                    self.rows.lines += lines;
                    records_left -= 1;
                }
                Next::End => break,
            }
        }
        self.position = records.position();
        Ok(())
    }

    /// Makes room for as many rows as there are by the lines at the beginning: memory that is not touched costs
    /// nothing.
    fn make_room(&mut self) -> Result<(), Refusal> {
        const SAMPLE: u64 = 64 << 10;
        let left = self.source.length() - self.position;
        if left > SAMPLE {
            let mut sample = vec![0; usize::try_from(SAMPLE).unwrap_or(usize::MAX)];
            self.source.read(self.position, &mut sample)?;
            let rows = u128::from(left) * u128::from(count_line_ends(&sample)) / u128::from(SAMPLE);
            // A twentieth more, for rows that get shorter; it is an estimate, so that too much of it is no fault.
            let room = usize::try_from(rows + rows / 20).unwrap_or(usize::MAX);
            self.rows.reserve(room).unwrap_or_default();
        }
        Ok(())
    }
}
