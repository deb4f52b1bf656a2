//! IDX files, the format of MNIST: a header of types and sizes, then values in big-endian order; as they are or gzipped.
//!
//! `parse` gives the values in the machine's own order, or a [`Refusal`]. A file is taken only where its header explains every byte, and
//! nothing is allocated for a size that the file cannot hold. Format: <http://yann.lecun.com/exdb/mnist/>, "The IDX file format".

mod gunzip;
mod header;
mod refusal;
mod values;

pub use header::ElementType;
pub use refusal::{Refusal, RefusalKind};
pub use values::Values;

use gunzip::Members;
use header::Header;

/// Most bytes that a gzipped file may unpack to: 4 GiB.
pub const UNPACKED_LIMIT: u64 = 1 << 32;

/// What an IDX file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Idx<'a> {
    /// Sizes, the slowest first; none for a single value.
    pub shape: Vec<u32>,
    /// Row-major values; borrowed where the file is not gzipped and a value is one byte.
    pub values: Values<'a>,
}

impl Idx<'_> {
    /// Bytes in front of the values.
    #[must_use]
    pub fn header_length(&self) -> usize {
        header::length(self.shape.len())
    }
}

/// Reads a whole file. Gzip is known by its magic; several members are read as one.
///
/// # Errors
/// What is wrong with the bytes, and where.
pub fn parse(bytes: &[u8]) -> Result<Idx<'_>, Refusal> {
    if bytes.starts_with(&gunzip::MAGIC) { parse_packed(bytes) } else { parse_plain(bytes) }
}

fn parse_plain(bytes: &[u8]) -> Result<Idx<'_>, Refusal> {
    let (element, rank) = header::parse_magic(bytes)?;
    let Header { shape, end, .. } = Header::parse(element, rank, bytes)?;
    let needed = end as usize;
    if end > bytes.len() as f64 {
        return Err(Refusal::short_body(bytes.len() as u64, end));
    }
    if needed < bytes.len() {
        return Err(Refusal::new(RefusalKind::TrailingBytes, needed as u64, end));
    }
    let values = Values::decode(element, &bytes[header::length(rank)..])?;
    Ok(Idx { shape, values })
}

fn parse_packed(bytes: &[u8]) -> Result<Idx<'static>, Refusal> {
    let mut members = Members::new(bytes);
    let mut head = [0; header::length(u8::MAX as usize)];
    let filled = members.fill(&mut head[..header::MAGIC_LENGTH])?;
    let (element, rank) = header::parse_magic(&head[..filled])?;
    let length = header::length(rank);
    let filled = filled + members.fill(&mut head[filled..length])?;
    let Header { shape, count, end } = Header::parse(element, rank, &head[..filled])?;
    if end > members.most_bytes() {
        // It is not all there, whatever there is; it is counted, not kept.
        let body = members.count_rest()?;
        return Err(Refusal::short_body(length as u64 + body, end));
    }
    if end > UNPACKED_LIMIT as f64 {
        return Err(Refusal::too_large(end - length as f64));
    }
    let (values, body) = Values::read(element, count as usize, |body| members.fill(body))?;
    if ((length + body) as f64) < end {
        return Err(Refusal::short_body((length + body) as u64, end));
    }
    if members.fill(&mut [0])? > 0 {
        return Err(Refusal::new(RefusalKind::TrailingBytes, end as u64, end));
    }
    Ok(Idx { shape, values })
}
