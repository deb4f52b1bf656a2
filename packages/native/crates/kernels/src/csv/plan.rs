//! The plan of a read, with nothing left to guess, and the layout compiled from it.

use super::date::DatePattern;
use super::decimal_sign::Decimal;

/// The column of dates.
#[derive(Clone, Debug)]
pub struct DateColumn {
    /// 0-based.
    pub index: usize,
    /// How its cells are written.
    pub pattern: DatePattern,
}

/// Only rows whose trimmed cell equals the value count.
#[derive(Clone, Debug)]
pub struct Condition {
    /// 0-based.
    pub index: usize,
    /// The text to be equal to, byte for byte.
    pub value: String,
}

/// How a file is to be read.
#[derive(Clone, Debug)]
pub struct ColumnPlan {
    /// One ASCII character; a blank stands for any run of blanks and tabs.
    pub delimiter: u8,
    /// Non-blank lines before the first row of data.
    pub header_lines: usize,
    /// The decimal sign of the numbers.
    pub decimal: Decimal,
    /// 0-based indices of the columns to read as numbers, ascending.
    pub numbers: Vec<usize>,
    /// The column whose order is reported.
    pub date: Option<DateColumn>,
    /// All must hold for a row to count.
    pub conditions: Vec<Condition>,
}

/// A plan with what follows from it.
pub(super) struct Layout {
    pub(super) plan: ColumnPlan,
    /// Highest index that the plan names.
    pub(super) highest: usize,
    /// Whether a blank line between rows is a missing value.
    pub(super) blank_is_missing: bool,
}

impl Layout {
    pub(super) fn new(plan: ColumnPlan) -> Self {
        let highest = indices(&plan).max().unwrap_or(0);
        Self { highest, blank_is_missing: highest == 0 && plan.conditions.is_empty(), plan }
    }
}

fn indices(plan: &ColumnPlan) -> impl Iterator<Item = usize> + '_ {
    let dates = plan.date.iter().map(|date| date.index);
    let conditions = plan.conditions.iter().map(|condition| condition.index);
    plan.numbers.iter().copied().chain(dates).chain(conditions)
}
