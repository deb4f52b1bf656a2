//! Rows that were read, one at a time or two spans joined: the one judge of cells. It knows no bytes of a file.

use super::cells::{Cells, content};
use super::number::{Number, read_number};
use super::order::Order;
use super::plan::Layout;
use super::refusal::{Refusal, RefusalKind};
use super::table::{ColumnTable, MissingCells};

/// A column of numbers so far.
#[derive(Default)]
pub(super) struct Column {
    pub(super) values: Vec<f64>,
    missing: Option<MissingCells>,
}

impl Column {
    fn miss(&mut self, row: u64, line: u64) {
        self.values.push(f64::NAN);
        let missing = self.missing.get_or_insert(MissingCells { count: 0, row, line });
        missing.count += 1;
    }
}

/// The rows of a span of lines.
#[derive(Default)]
pub(super) struct Rows {
    /// Lines of the span.
    pub(super) lines: u64,
    /// Rows that met the conditions.
    pub(super) rows: u64,
    pub(super) rows_in_file: u64,
    blank_lines: u64,
    /// Blank lines before the first row.
    leading_blanks: u64,
    /// Blank lines after the last row: what they are is known when a row follows.
    pub(super) trailing_blanks: u64,
    pub(super) columns: Vec<Column>,
    pub(super) order: Order,
}

impl Rows {
    pub(super) fn new(layout: &Layout) -> Self {
        let columns = layout.plan.numbers.iter().map(|_| Column::default()).collect();
        Self { columns, ..Self::default() }
    }

    /// Begins anew, with the memory of before.
    pub(super) fn clear(&mut self) {
        for column in &mut self.columns {
            column.values.clear();
            column.missing = None;
        }
        *self = Self { columns: std::mem::take(&mut self.columns), ..Self::default() };
    }

    /// Makes room for `rows` more rows.
    pub(super) fn reserve(&mut self, rows: usize) -> Result<(), Refusal> {
        for column in &mut self.columns {
            if column.values.try_reserve(rows).is_err() {
                let words = format!("not enough memory for {rows} more values");
                return Err(Refusal::io(words));
            }
        }
        Ok(())
    }

    /// Takes a line of nothing but blanks.
    pub(super) fn blank(&mut self) {
        self.lines += 1;
        if self.rows_in_file == 0 {
            self.leading_blanks += 1;
        } else {
            self.trailing_blanks += 1;
        }
    }

    /// Takes the record of the next `lines` lines.
    pub(super) fn record(&mut self, layout: &Layout, cells: Cells<'_>, lines: u64) -> Result<(), Refusal> {
        let line = self.lines + 1;
        let count = cells.ranges.len();
        if count <= layout.highest {
            let count = count.to_string();
            return Err(Refusal::new(RefusalKind::ShortRow, line, layout.highest, count.as_bytes()));
        }
        let blanks = std::mem::take(&mut self.trailing_blanks);
        self.settle(layout, blanks)?;
        let conditions = &layout.plan.conditions;
        let counts =
            conditions.iter().all(|condition| content(cells.get(condition.index)) == condition.value.as_bytes());
        if counts {
            self.row(layout, cells, line)?;
        }
        self.rows_in_file += 1;
        self.lines += lines;
        Ok(())
    }

    fn row(&mut self, layout: &Layout, cells: Cells<'_>, line: u64) -> Result<(), Refusal> {
        let plan = &layout.plan;
        self.rows += 1;
        for (column, &index) in self.columns.iter_mut().zip(&plan.numbers) {
            let cell = content(cells.get(index));
            let kind = match read_number(cell, plan.decimal) {
                Number::Value(value) => {
                    column.values.push(value);
                    continue;
                }
                Number::Missing => {
                    column.miss(self.rows, line);
                    continue;
                }
                Number::NotFinite => RefusalKind::NotFinite,
                Number::Text => RefusalKind::NotANumber,
            };
            return Err(Refusal::new(kind, line, index, cell));
        }
        if let Some(date) = &plan.date {
            let cell = content(cells.get(date.index));
            match date.pattern.key(cell, plan.decimal) {
                Some(key) => self.order.push(cell, line, key),
                None => self.order.unread(cell, line),
            }
        }
        Ok(())
    }

    /// Says what the blank lines before a row are, the last of which is the last line so far.
    fn settle(&mut self, layout: &Layout, blanks: u64) -> Result<(), Refusal> {
        if !layout.blank_is_missing {
            self.blank_lines += blanks;
            return Ok(());
        }
        self.reserve(usize::try_from(blanks).unwrap_or(usize::MAX))?;
        let first = self.lines + 1 - blanks;
        for line in first..first + blanks {
            self.rows += 1;
            self.rows_in_file += 1;
            for column in &mut self.columns {
                column.miss(self.rows, line);
            }
            if layout.plan.date.is_some() {
                self.order.unread(b"", line);
            }
        }
        Ok(())
    }

    /// Takes the rows of the lines that follow.
    pub(super) fn append(&mut self, layout: &Layout, next: &mut Rows) -> Result<(), Refusal> {
        if self.rows_in_file == 0 {
            self.leading_blanks += next.leading_blanks;
        } else {
            self.trailing_blanks += next.leading_blanks;
        }
        if next.rows_in_file == 0 {
            self.lines += next.lines;
            return Ok(());
        }
        let blanks = std::mem::take(&mut self.trailing_blanks);
        self.reserve(next.columns.first().map_or(0, |column| column.values.len()))?;
        self.lines += next.leading_blanks;
        self.settle(layout, blanks)?;
        self.lines -= next.leading_blanks;
        for (column, next) in self.columns.iter_mut().zip(&mut next.columns) {
            column.values.extend_from_slice(&next.values);
            if let Some(more) = next.missing {
                let row = self.rows + more.row;
                let line = self.lines + more.line;
                let missing = column.missing.get_or_insert(MissingCells { count: 0, row, line });
                missing.count += more.count;
            }
        }
        self.order.append(std::mem::take(&mut next.order), self.lines);
        self.lines += next.lines;
        self.rows += next.rows;
        self.rows_in_file += next.rows_in_file;
        self.blank_lines += next.blank_lines;
        self.trailing_blanks = next.trailing_blanks;
        Ok(())
    }

    /// The table.
    pub(super) fn finish(self, layout: &Layout) -> ColumnTable {
        let missing = self.columns.iter().map(|column| column.missing).collect();
        let columns = self.columns.into_iter().map(|mut column| {
            column.values.shrink_to_fit();
            column.values
        });
        ColumnTable {
            rows: self.rows,
            rows_in_file: self.rows_in_file,
            columns: columns.collect(),
            missing,
            dates: layout.plan.date.as_ref().map(|_| self.order.finish()),
            blank_lines: self.blank_lines,
        }
    }
}
