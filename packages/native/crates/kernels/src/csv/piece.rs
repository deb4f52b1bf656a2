//! A piece of a source: the lines that begin in it, found and read by one thread. It knows no other pieces.

use memchr::memchr;

use super::RECORD_LIMIT;
use super::cells::{Cells, blank_line, find_line_end, line_end_length, split_line};
use super::lanes::Lanes;
use super::refusal::{Refusal, RefusalKind};
use super::rows::Rows;
use super::source::Source;

/// A range of a source.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Whether a line is known to begin at `start`.
    pub(super) is_aligned: bool,
}

/// How the reading of a piece ended.
pub(super) enum Outcome {
    /// No line begins in it.
    Empty,
    /// Its lines were read; the next one begins here.
    Read(u64),
    /// There is a quote in its lines, the first of which begins here; none was read.
    Quoted(u64),
}

/// Reads the lines of a piece. The lines of a refusal are counted from the piece's first.
pub(super) fn read_piece(
    source: &Source,
    lanes: &Lanes,
    piece: Piece,
    buffer: &mut Vec<u8>,
    rows: &mut Rows,
) -> Result<Outcome, Refusal> {
    let Some((offset, lines)) = load_lines(source, piece, buffer)? else {
        return Ok(Outcome::Empty);
    };
    if memchr(b'"', lines).is_some() {
        return Ok(Outcome::Quoted(offset));
    }
    read_lines(lanes, lines, rows)?;
    Ok(Outcome::Read(offset + lines.len() as u64))
}

/// The lines that begin in a piece, whole, and where the first one begins.
///
/// The last one is cut where it is longer than can be read.
fn load_lines<'a>(source: &Source, piece: Piece, buffer: &'a mut Vec<u8>) -> Result<Option<(u64, &'a [u8])>, Refusal> {
    let total = source.length();
    // The byte before tells whether a line begins with the piece.
    let base = if piece.is_aligned { piece.start } else { piece.start - 1 };
    let mut loaded = 0;
    // A little more than the piece, for its last line.
    let mut wanted = (piece.end - base) + (piece.end - base) / 128;
    loop {
        let length = to_length(wanted.min(total - base));
        if buffer.len() < length {
            buffer.resize(length, 0);
        }
        source.read(base + loaded as u64, &mut buffer[loaded..length])?;
        loaded = length;
        let bytes = &buffer[..loaded];
        let is_end = base + loaded as u64 == total;
        // The last line is the one that the last byte of the piece is in.
        let last = to_length(piece.end - base) - 1;
        let end = match find_line_end(bytes, last) {
            // A CR at the end of what is known may have its LF yet to come.
            Some(at) if is_end || at + 1 < loaded => Some(at + line_end_length(bytes, at)),
            _ if is_end || loaded - last > RECORD_LIMIT + 2 => Some(loaded),
            _ => None,
        };
        if let Some(end) = end {
            let start = if piece.is_aligned { 0 } else { next_line(&bytes[..end]) };
            return Ok((start < end).then(|| (base + start as u64, &buffer[start..end])));
        }
        wanted = wanted.saturating_mul(2);
    }
}

/// Position of the line after the first line end.
fn next_line(bytes: &[u8]) -> usize {
    find_line_end(bytes, 0).map_or(bytes.len(), |at| at + line_end_length(bytes, at))
}

fn to_length(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Reads whole lines without quotes; the last one may lack its line end.
fn read_lines(lanes: &Lanes, lines: &[u8], rows: &mut Rows) -> Result<(), Refusal> {
    let Lanes { layout, plain } = lanes;
    let delimiter = layout.plan.delimiter;
    let mut ranges = Vec::with_capacity(layout.highest.min(1 << 10) + 1);
    let mut at = 0;
    while at < lines.len() {
        if let Some(plain) = plain {
            at = plain.run(&layout.plan, lines, at, rows);
            if at == lines.len() {
                break;
            }
        }
        let end = find_line_end(lines, at).unwrap_or(lines.len());
        let line = &lines[at..end];
        at = end + line_end_length(lines, end);
        if line.len() > RECORD_LIMIT {
            return Err(Refusal::new(RefusalKind::LineTooLong, rows.lines + 1, 0, b""));
        }
        if blank_line(line, delimiter).is_some() {
            rows.blank();
            continue;
        }
        split_line(line, delimiter, layout.highest, &mut ranges);
        let cells = Cells { text: line, ranges: &ranges };
        rows.record(layout, cells, 1)?;
    }
    Ok(())
}
