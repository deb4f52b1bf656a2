//! Columns of numbers and the order of dates, out of delimited text.
//!
//! A [`ColumnPlan`] says how a file is to be read; a [`ColumnReader`] is pulled, a stretch of the file at a time, and
//! gives a [`ColumnTable`] or a [`Refusal`]. The grammar of lines, cells, numbers and dates is in `docs/csv.md`.
//!
//! While no quote has been seen, every line end ends a row, so threads read pieces of the file by themselves
//! (`piece.rs`); a stretch from a quote on is read by one thread with `csv-core` as its state machine (`records.rs`).
//! Both hand rows to one judge of cells (`rows.rs`), and neither threads nor cuts change the result.

mod cells;
mod date;
mod date_element;
mod date_parts;
mod decimal;
mod decimal_sign;
mod fixed_date;
mod lanes;
mod number;
mod order;
mod piece;
mod plain;
mod plan;
mod reader;
mod records;
mod refusal;
mod rows;
mod scanner;
mod source;
mod stretch;
mod table;
#[cfg(test)]
mod tests;

pub use date::{DatePattern, PatternError};
pub use decimal_sign::Decimal;
pub use plan::{ColumnPlan, Condition, DateColumn};
pub use reader::{ColumnReader, Progress};
pub use refusal::{Refusal, RefusalKind};
pub use table::{ColumnTable, DateOrder, DateStep, MissingCells, UnreadDates};

/// Longest record that is read, in bytes without its line end: 1 MiB.
pub const RECORD_LIMIT: usize = 1 << 20;
