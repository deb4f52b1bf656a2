//! How work is spread over threads: in pieces whose bounds depend on the shape alone, never on the number of threads.

use rayon::prelude::*;

/// Operations below which one thread is as quick as several.
pub(crate) const FORK_ABOVE: usize = 60_000;

/// Pieces that large work is cut into: enough for 8 threads to be evenly loaded.
pub(crate) const PIECES: usize = 32;

/// Whether work of that many operations is worth several threads.
pub(crate) fn is_worth_a_fork(operations: usize) -> bool {
    operations > FORK_ABOVE && rayon::current_num_threads() > 1
}

/// Pieces that one job takes at least, for rayon's `with_min_len`: all of them where the work is not worth a fork.
pub(crate) fn least_pieces(pieces: usize, operations: usize) -> usize {
    if is_worth_a_fork(operations) { 1 } else { pieces.max(1) }
}

/// Calls `work(first, piece)` for pieces of `out` that hold whole units; `first` is the index of the piece's first unit.
/// `operations` is what one unit costs. Small work is one piece, on the calling thread.
pub(crate) fn for_pieces<T: Send>(
    out: &mut [T],
    unit: usize,
    operations: usize,
    work: impl Fn(usize, &mut [T]) + Send + Sync,
) {
    if rayon::current_num_threads() == 1 {
        return work(0, out);
    }
    for_fixed_pieces(out, unit, operations, work);
}

/// As `for_pieces`, with the same pieces however few threads there are: for work whose last bit depends on where a piece ends.
pub(crate) fn for_fixed_pieces<T: Send>(
    out: &mut [T],
    unit: usize,
    operations: usize,
    work: impl Fn(usize, &mut [T]) + Send + Sync,
) {
    let units = out.len() / unit.max(1);
    if units * operations <= FORK_ABOVE {
        return work(0, out);
    }
    let size = units.div_ceil(PIECES);
    out.par_chunks_mut(size * unit).enumerate().for_each(|(index, piece)| work(index * size, piece));
}

/// Units in a piece, where work goes over several arrays at once or forms partial sums: all of them if the work is small.
/// `operations` is what one unit costs; `least` units are worth a piece of their own. At least 1.
pub(crate) fn piece_size(units: usize, operations: usize, least: usize) -> usize {
    if units * operations <= FORK_ABOVE { units.max(1) } else { units.div_ceil(PIECES).max(least) }
}

/// Calls `work` for every piece, on several threads if there are several pieces.
pub(crate) fn run_pieces<P: Send>(pieces: Vec<P>, work: impl Fn(P) + Send + Sync) {
    if pieces.len() > 1 && rayon::current_num_threads() > 1 {
        pieces.into_par_iter().for_each(work);
    } else {
        pieces.into_iter().for_each(work);
    }
}
