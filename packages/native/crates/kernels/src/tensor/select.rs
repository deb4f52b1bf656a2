//! A choice between two arrays, value by value.

use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// `yes` where the condition is 1, `no` elsewhere.
///
/// # Panics
/// If lengths differ.
pub fn select(condition: &[u8], yes: &[f32], no: &[f32], out: &mut [f32]) {
    assert_eq!(condition.len(), out.len());
    assert_eq!(yes.len(), out.len());
    assert_eq!(no.len(), out.len());
    for_pieces(out, 1, 1, |first, out| {
        let piece = first..first + out.len();
        run_widest(Select { condition: &condition[piece.clone()], yes: &yes[piece.clone()], no: &no[piece], out });
    });
}

struct Select<'a> {
    condition: &'a [u8],
    yes: &'a [f32],
    no: &'a [f32],
    out: &'a mut [f32],
}

impl Loop for Select<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (((out, &condition), &yes), &no) in self.out.iter_mut().zip(self.condition).zip(self.yes).zip(self.no) {
            *out = if condition == 1 { yes } else { no };
        }
    }
}
