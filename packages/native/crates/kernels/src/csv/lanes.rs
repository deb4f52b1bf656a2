//! The two ways through the lines of a file: the general one, and the fast one where the plan allows it.

use super::plain::PlainRows;
use super::plan::{ColumnPlan, Layout};

/// What a reader hands to every piece.
pub(super) struct Lanes {
    pub(super) layout: Layout,
    /// The fast lane, where the plan allows one.
    pub(super) plain: Option<PlainRows>,
}

impl Lanes {
    pub(super) fn new(plan: ColumnPlan) -> Self {
        Self { plain: PlainRows::new(&plan), layout: Layout::new(plan) }
    }
}
