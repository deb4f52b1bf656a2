//! The bytes that a gzip file unpacks to, as many at a time as are asked for (RFC 1952). The inflating is flate2's.

use std::io::{ErrorKind, Read};

use flate2::bufread::GzDecoder;

use super::refusal::{Refusal, RefusalKind};

/// What a member begins with.
pub(super) const MAGIC: [u8; 2] = [0x1F, 0x8B];

/// Bytes that one byte of deflated data can stand for, at most (zlib's technical details: 1032).
const BEST_RATIO: f64 = 1032.0;

/// The members of a file, one after the other.
pub(super) struct Members<'a> {
    length: usize,
    /// Where the member begins that is being read.
    start: usize,
    decoder: GzDecoder<&'a [u8]>,
}

impl<'a> Members<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { length: bytes.len(), start: 0, decoder: GzDecoder::new(bytes) }
    }

    /// More bytes than this the file cannot unpack to.
    pub(super) fn most_bytes(&self) -> f64 {
        self.length as f64 * BEST_RATIO
    }

    /// Fills the slice, or as much of it as there are bytes left, and says how much. Checksums are looked at when a member ends.
    pub(super) fn fill(&mut self, out: &mut [u8]) -> Result<usize, Refusal> {
        let mut filled = 0;
        while filled < out.len() {
            let count = self.decoder.read(&mut out[filled..]).map_err(|error| self.refusal(error.kind()))?;
            filled += count;
            if count == 0 && !self.begin_next()? {
                break;
            }
        }
        Ok(filled)
    }

    /// How many bytes are left; none of them is kept.
    pub(super) fn count_rest(&mut self) -> Result<u64, Refusal> {
        let mut scratch = vec![0; 1 << 16];
        let mut total = 0;
        loop {
            let count = self.fill(&mut scratch)?;
            total += count as u64;
            if count < scratch.len() {
                return Ok(total);
            }
        }
    }

    /// Goes on to the next member; false where there is none.
    fn begin_next(&mut self) -> Result<bool, Refusal> {
        let rest: &'a [u8] = self.decoder.get_ref();
        if rest.is_empty() {
            return Ok(false);
        }
        self.start = self.length - rest.len();
        if !rest.starts_with(&MAGIC) && rest != &MAGIC[..1] {
            return Err(self.refusal(ErrorKind::InvalidData));
        }
        self.decoder = GzDecoder::new(rest);
        Ok(true)
    }

    fn refusal(&self, kind: ErrorKind) -> Refusal {
        match kind {
            ErrorKind::UnexpectedEof => Refusal::new(RefusalKind::GzipCut, self.length as u64, 0.0),
            _ => Refusal::new(RefusalKind::GzipDamaged, self.start as u64, 0.0),
        }
    }
}
