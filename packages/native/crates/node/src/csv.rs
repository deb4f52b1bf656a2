//! Exports for reading columns: a reader that TypeScript pulls, a stretch of the file at a time.

use std::path::Path;

use kernels::csv::{self, ColumnPlan, Condition, DateColumn, DatePattern, Decimal, Refusal};
use napi::bindgen_prelude::{Either, Float64Array, Result, Uint8ArraySlice};
use napi_derive::napi;

use crate::options::invalid;

/// See `ColumnPlan` in TypeScript.
#[napi(object)]
pub struct PlanOptions {
    /// One ASCII character.
    pub delimiter: String,
    /// Lines before the first row.
    pub header_lines: u32,
    /// `.` or `,`.
    pub decimal: String,
    /// Ascending 0-based indices.
    pub numbers: Vec<u32>,
    /// The column of dates.
    pub date: Option<DateOptions>,
    /// Conditions on rows.
    #[napi(js_name = "where")]
    pub conditions: Vec<ConditionOptions>,
}

/// A column of dates.
#[napi(object)]
pub struct DateOptions {
    /// 0-based.
    pub index: u32,
    /// In the language of docs/csv.md.
    pub pattern: String,
}

/// A condition on rows.
#[napi(object)]
pub struct ConditionOptions {
    /// 0-based.
    pub index: u32,
    /// The trimmed cell.
    pub value: String,
}

impl TryFrom<PlanOptions> for ColumnPlan {
    type Error = napi::Error;

    fn try_from(options: PlanOptions) -> Result<Self> {
        let &[delimiter] = options.delimiter.as_bytes() else {
            return Err(invalid("a delimiter is one ASCII character"));
        };
        let date = options.date.map(|date| {
            let pattern = DatePattern::new(&date.pattern).map_err(|error| invalid(&error.to_string()))?;
            Ok::<_, napi::Error>(DateColumn { index: date.index as usize, pattern })
        });
        Ok(Self {
            delimiter,
            header_lines: options.header_lines as usize,
            decimal: if options.decimal == "," { Decimal::Comma } else { Decimal::Point },
            numbers: options.numbers.iter().map(|&index| index as usize).collect(),
            date: date.transpose()?,
            conditions: options
                .conditions
                .into_iter()
                .map(|condition| Condition { index: condition.index as usize, value: condition.value })
                .collect(),
        })
    }
}

/// See `ColumnRefusal` in TypeScript.
#[napi(object)]
pub struct ColumnRefusal {
    /// Stable code.
    pub refused: String,
    /// 1-based line.
    pub line: f64,
    /// 0-based column.
    pub column: f64,
    /// The cell.
    pub cell: String,
}

impl From<Refusal> for ColumnRefusal {
    fn from(refusal: Refusal) -> Self {
        Self {
            refused: refusal.kind.code().to_owned(),
            line: refusal.line as f64,
            column: refusal.column as f64,
            cell: refusal.cell,
        }
    }
}

/// See `ReadProgress` in TypeScript.
#[napi(object)]
pub struct Progress {
    /// Bytes whose rows are in the table.
    pub bytes_read: f64,
    /// Bytes in all.
    pub bytes_total: f64,
    /// Whether nothing is left.
    pub done: bool,
}

/// See `ColumnTable` in TypeScript.
#[napi(object)]
pub struct ColumnTable {
    /// Rows that met every condition.
    pub rows: f64,
    /// Rows of data in the file.
    pub rows_in_file: f64,
    /// Values, NaN where missing.
    pub columns: Vec<Float64Array>,
    /// Missing cells of each column; a count of 0 for none.
    pub missing: Vec<MissingCells>,
    /// Order of the dates.
    pub dates: Option<DateOrder>,
    /// Blank lines passed over.
    pub blank_lines: f64,
}

/// See `MissingCells` in TypeScript.
#[napi(object)]
#[derive(Default)]
pub struct MissingCells {
    /// How many.
    pub count: f64,
    /// Row of the first.
    pub row: f64,
    /// Line of the first.
    pub line: f64,
}

/// See `DateOrder` in TypeScript.
#[napi(object, use_nullable = true)]
pub struct DateOrder {
    /// First date.
    pub first: String,
    /// Last date.
    pub last: String,
    /// Steps forward.
    pub ascending: f64,
    /// Steps backward.
    pub descending: f64,
    /// Steps nowhere.
    pub equal: f64,
    /// First step forward.
    pub first_ascent: Option<DateStep>,
    /// First step backward.
    pub first_descent: Option<DateStep>,
    /// Cells that are no dates.
    pub unread: Option<UnreadDates>,
}

/// See `DateStep` in TypeScript.
#[napi(object)]
pub struct DateStep {
    /// 1-based line.
    pub line: f64,
    /// Its date.
    pub cell: String,
    /// The date before.
    pub previous: String,
}

impl From<csv::DateStep> for DateStep {
    fn from(step: csv::DateStep) -> Self {
        Self { line: step.line as f64, cell: step.cell, previous: step.previous }
    }
}

/// Cells that are no dates.
#[napi(object)]
pub struct UnreadDates {
    /// How many.
    pub count: f64,
    /// Line of the first.
    pub line: f64,
    /// The first.
    pub cell: String,
}

impl From<csv::DateOrder> for DateOrder {
    fn from(order: csv::DateOrder) -> Self {
        Self {
            first: order.first,
            last: order.last,
            ascending: order.ascending as f64,
            descending: order.descending as f64,
            equal: order.equal as f64,
            first_ascent: order.first_ascent.map(Into::into),
            first_descent: order.first_descent.map(Into::into),
            unread: order.unread.map(|unread| UnreadDates {
                count: unread.count as f64,
                line: unread.line as f64,
                cell: unread.cell,
            }),
        }
    }
}

impl From<csv::ColumnTable> for ColumnTable {
    fn from(table: csv::ColumnTable) -> Self {
        let missing = |missing: Option<csv::MissingCells>| {
            missing.map_or_else(MissingCells::default, |missing| MissingCells {
                count: missing.count as f64,
                row: missing.row as f64,
                line: missing.line as f64,
            })
        };
        Self {
            rows: table.rows as f64,
            rows_in_file: table.rows_in_file as f64,
            columns: table.columns.into_iter().map(Into::into).collect(),
            missing: table.missing.into_iter().map(missing).collect(),
            dates: table.dates.map(Into::into),
            blank_lines: table.blank_lines as f64,
        }
    }
}

/// A reader of one file or of bytes; used up by `finish`. What was refused on opening is said by the first `advance`.
#[napi]
pub struct ColumnReader {
    reader: Option<std::result::Result<csv::ColumnReader, Refusal>>,
}

#[napi]
impl ColumnReader {
    /// Opens a regular file.
    #[napi(factory, catch_unwind)]
    pub fn open(path: String, plan: PlanOptions) -> Result<Self> {
        let plan = plan.try_into()?;
        let reader = csv::ColumnReader::open(Path::new(&path), plan, rayon::current_num_threads());
        Ok(Self { reader: Some(reader) })
    }

    /// Reads bytes, which are copied.
    #[napi(factory, catch_unwind)]
    pub fn from_bytes(bytes: Uint8ArraySlice<'_>, plan: PlanOptions) -> Result<Self> {
        let plan = plan.try_into()?;
        let reader = csv::ColumnReader::from_bytes(bytes.to_vec(), plan, rayon::current_num_threads());
        Ok(Self { reader: Some(reader) })
    }

    /// Reads the next stretch.
    #[napi(catch_unwind)]
    pub fn advance(&mut self) -> Result<Either<Progress, ColumnRefusal>> {
        let reader = self.reader.as_mut().ok_or_else(|| invalid("the reader has finished"))?;
        let advanced = reader.as_mut().map_err(|refusal| refusal.clone()).and_then(csv::ColumnReader::advance);
        Ok(match advanced {
            Ok(progress) => Either::A(Progress {
                bytes_read: progress.bytes_read as f64,
                bytes_total: progress.bytes_total as f64,
                done: progress.done,
            }),
            Err(refusal) => Either::B(refusal.into()),
        })
    }

    /// Reads what is left and gives the table.
    #[napi(catch_unwind)]
    pub fn finish(&mut self) -> Result<Either<ColumnTable, ColumnRefusal>> {
        let reader = self.reader.take().ok_or_else(|| invalid("the reader has finished"))?;
        Ok(match reader.and_then(csv::ColumnReader::finish) {
            Ok(table) => Either::A(table.into()),
            Err(refusal) => Either::B(refusal.into()),
        })
    }
}
