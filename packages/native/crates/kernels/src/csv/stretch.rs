//! A stretch of a source, read in pieces by threads and joined in order. It knows no cells and no quotes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::lanes::Lanes;
use super::piece::{Outcome, Piece, read_piece};
use super::plan::Layout;
use super::refusal::Refusal;
use super::rows::Rows;
use super::source::Source;

/// A range of a source that begins with a line.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Bytes of a piece.
    pub(super) piece: u64,
}

/// How far a stretch was read.
pub(super) struct Reached {
    /// Where the next line begins.
    pub(super) position: u64,
    /// Whether a quote stopped it: it is in the lines that begin at `position`.
    pub(super) is_quoted: bool,
}

/// Reads the lines that begin in a stretch, with a thread for each buffer, and appends their rows.
pub(super) fn read_stretch(
    source: &Source,
    lanes: &Lanes,
    stretch: Stretch,
    buffers: &mut [Vec<u8>],
    rows: &mut Rows,
) -> Result<Reached, Refusal> {
    let pieces = (stretch.end - stretch.start).div_ceil(stretch.piece);
    let joint = Mutex::new(Joint {
        rows,
        layout: &lanes.layout,
        expected: 0,
        waiting: BTreeMap::new(),
        spare: Vec::new(),
        reached: Ok(Reached { position: stretch.start, is_quoted: false }),
    });
    let next = AtomicU64::new(0);
    let is_stopped = AtomicBool::new(false);
    let work = |buffer: &mut Vec<u8>| {
        while !is_stopped.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= pieces {
                break;
            }
            let start = stretch.start + index * stretch.piece;
            let end = stretch.end.min(start + stretch.piece);
            let piece = Piece { start, end, is_aligned: index == 0 };
            let spare = lock(&joint).spare.pop();
            let mut rows = spare.unwrap_or_else(|| Rows::new(&lanes.layout));
            let outcome = read_piece(source, lanes, piece, buffer, &mut rows);
            if !lock(&joint).take(index, outcome, rows) {
                is_stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    let count = usize::try_from(pieces).unwrap_or(usize::MAX).min(buffers.len());
    thread::scope(|scope| {
        let [first, others @ ..] = &mut buffers[..count] else {
            return;
        };
        for buffer in others {
            // Where the system gives no thread, those there are do its work.
            if thread::Builder::new().spawn_scoped(scope, || work(buffer)).is_err() {
                break;
            }
        }
        work(first);
    });
    joint.into_inner().unwrap_or_else(PoisonError::into_inner).reached
}

/// A panic elsewhere leaves nothing half done here, and is on its way to the caller.
fn lock<'a, 'b>(joint: &'a Mutex<Joint<'b>>) -> std::sync::MutexGuard<'a, Joint<'b>> {
    joint.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where pieces meet.
struct Joint<'a> {
    rows: &'a mut Rows,
    layout: &'a Layout,
    /// The piece that is next to be appended.
    expected: u64,
    /// Pieces that were read before those before them.
    waiting: BTreeMap<u64, (Result<Outcome, Refusal>, Rows)>,
    /// Rows whose memory can be used again.
    spare: Vec<Rows>,
    reached: Result<Reached, Refusal>,
}

impl Joint<'_> {
    /// Takes a piece, and appends all that are next; `false` where the stretch ends before its end.
    fn take(&mut self, index: u64, outcome: Result<Outcome, Refusal>, rows: Rows) -> bool {
        self.waiting.insert(index, (outcome, rows));
        while let Some((outcome, mut rows)) = self.waiting.remove(&self.expected) {
            self.expected += 1;
            match self.append(outcome, &mut rows) {
                Ok(Some(reached)) => {
                    let is_quoted = reached.is_quoted;
                    self.reached = Ok(reached);
                    if is_quoted {
                        // No later piece is ever the next one.
                        self.expected = u64::MAX;
                        return false;
                    }
                }
                Ok(None) => {}
                Err(refusal) => {
                    self.reached = Err(refusal);
                    self.expected = u64::MAX;
                    return false;
                }
            }
            rows.clear();
            self.spare.push(rows);
        }
        true
    }

    fn append(&mut self, outcome: Result<Outcome, Refusal>, rows: &mut Rows) -> Result<Option<Reached>, Refusal> {
        match outcome.map_err(|refusal| refusal.after(self.rows.lines))? {
            Outcome::Empty => Ok(None),
            Outcome::Quoted(position) => Ok(Some(Reached { position, is_quoted: true })),
            Outcome::Read(position) => {
                self.rows.append(self.layout, rows)?;
                Ok(Some(Reached { position, is_quoted: false }))
            }
        }
    }
}
