//! The fast lane: runs of plain rows, whose wanted cells are short decimals and dates of fixed width. At the first row
//! that is anything else it stops and leaves that row to the careful lane, so that it decides nothing by itself.

use memchr::{memchr2, memchr3};

use super::RECORD_LIMIT;
use super::cells::{is_blank_delimiter, line_end_length};
use super::decimal::short_decimal;
use super::fixed_date::{FixedDate, LONGEST, Packed};
use super::order::Order;
use super::plan::ColumnPlan;
use super::rows::{Column, Rows};

/// Wanted cells in the order of a row, and how to read them.
pub(super) struct PlainRows {
    delimiter: u8,
    decimal: u8,
    steps: Vec<Step>,
    /// Widths of the dates that the lane reads.
    widths: Vec<FixedDate>,
}

struct Step {
    /// Cells between the wanted one before and this one.
    skip: usize,
    is_date: bool,
}

impl PlainRows {
    /// The lane for a plan, or nothing where a plan asks for more than it can give.
    pub(super) fn new(plan: &ColumnPlan) -> Option<Self> {
        let decimal = plan.decimal.byte();
        let numbers = plan.numbers.iter().map(|&index| (index, false));
        let dates = plan.date.iter().map(|date| (date.index, true));
        let mut wanted: Vec<_> = numbers.chain(dates).collect();
        wanted.sort_by_key(|&(index, _)| index);
        let is_distinct = wanted.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let is_simple = is_distinct && !wanted.is_empty() && plan.conditions.is_empty();
        // A delimiter that can be part of a number or that comes in runs needs more care.
        let is_apart = !plan.delimiter.is_ascii_digit()
            && plan.delimiter != b'-'
            && plan.delimiter != decimal
            && !is_blank_delimiter(plan.delimiter);
        if !(is_simple && is_apart && plan.numbers.is_sorted()) {
            return None;
        }
        let mut next = 0;
        let steps = wanted.into_iter().map(|(index, is_date)| {
            let skip = index - next;
            next = index.saturating_add(1);
            Step { skip, is_date }
        });
        let widths = |pattern| FixedDate::widths(pattern, plan.delimiter);
        Some(Self {
            delimiter: plan.delimiter,
            decimal,
            steps: steps.collect(),
            widths: plan.date.as_ref().map_or_else(Vec::new, |date| widths(&date.pattern)),
        })
    }

    /// Reads plain rows of `bytes`, whole lines without quotes, from `at` on; gives the position of the first row it
    /// left.
    pub(super) fn run(&self, plan: &ColumnPlan, bytes: &[u8], at: usize, rows: &mut Rows) -> usize {
        // A blank line is judged when a row follows: careful work, as is the first row.
        if rows.rows_in_file == 0 || rows.trailing_blanks > 0 {
            return at;
        }
        let Some(mut dates) = DateRun::new(self, &rows.order) else {
            return at;
        };
        let first = rows.lines;
        let mut position = at;
        while let Some(next) = self.row(bytes, position, &mut dates, &mut rows.columns) {
            rows.lines += 1;
            dates.count(bytes, rows.lines, &mut rows.order);
            position = next;
        }
        let count = rows.lines - first;
        rows.rows += count;
        rows.rows_in_file += count;
        if count > 0 {
            dates.finish(plan, bytes, &mut rows.order);
        }
        for column in &mut rows.columns {
            // The row that was left may have given some of its cells.
            column.values.truncate(usize::try_from(rows.rows).unwrap_or(usize::MAX));
        }
        position
    }

    /// Reads one row and gives the position of the next, or nothing if it is not plain.
    #[inline(always)]
    fn row(&self, bytes: &[u8], start: usize, dates: &mut DateRun<'_>, columns: &mut [Column]) -> Option<usize> {
        let mut columns = columns.iter_mut();
        let mut at = start;
        for (index, step) in self.steps.iter().enumerate() {
            if index > 0 {
                (bytes.get(at) == Some(&self.delimiter)).then_some(())?;
                at += 1;
            }
            for _ in 0..step.skip {
                at += memchr3(self.delimiter, b'\n', b'\r', bytes.get(at..)?)?;
                (bytes[at] == self.delimiter).then_some(())?;
                at += 1;
            }
            if step.is_date {
                at = dates.read(bytes, at)?;
            } else {
                let (value, end) = short_decimal(bytes, at, self.decimal)?;
                columns.next()?.values.push(value);
                at = end;
            }
        }
        if bytes.get(at) == Some(&self.delimiter) {
            at += memchr2(b'\n', b'\r', &bytes[at..])?;
        }
        let length = line_end_length(bytes, at);
        let next = at + length;
        (length > 0 && next - start <= RECORD_LIMIT).then_some(next)
    }
}

/// The dates of a run, all of one width, the newest one still in the text.
struct DateRun<'a> {
    /// Nothing where the plan has no dates.
    width: Option<&'a FixedDate>,
    /// The newest date that was counted: its digits, and its place unless it came before the run.
    before: Packed,
    before_at: Option<usize>,
    /// The date before the run.
    head: [u8; LONGEST],
    /// The date of the row that is being read.
    next: Packed,
    next_at: usize,
}

impl<'a> DateRun<'a> {
    /// A run after the newest date, or nothing where its width is not one of the lane's.
    fn new(lane: &'a PlainRows, order: &Order) -> Option<Self> {
        let mut run = Self {
            width: None,
            before: Packed::default(),
            before_at: None,
            head: [0; LONGEST],
            next: Packed::default(),
            next_at: 0,
        };
        if lane.steps.iter().any(|step| step.is_date) {
            let text = &order.last()?.text;
            let width = lane.widths.iter().find(|width| width.length == text.len())?;
            run.head[..text.len()].copy_from_slice(text);
            run.before = width.read(text, 0, None)?;
            run.width = Some(width);
        }
        Some(run)
    }

    /// Reads the date at `at` and gives the position after it.
    #[inline(always)]
    fn read(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let width = self.width?;
        self.next = width.read(bytes, at, Some(&self.before))?;
        self.next_at = at;
        Some(at + width.length)
    }

    /// Counts the date that was read, of the row at `line`.
    #[inline(always)]
    fn count(&mut self, bytes: &[u8], line: u64, order: &mut Order) {
        let Some(width) = self.width else {
            return;
        };
        order.step(self.before.cmp(&self.next), line, || {
            let next = &bytes[self.next_at..self.next_at + width.length];
            let before = match self.before_at {
                Some(at) => &bytes[at..at + width.length],
                None => &self.head[..width.length],
            };
            (next, before)
        });
        self.before = self.next;
        self.before_at = Some(self.next_at);
    }

    /// Leaves the newest date to the careful lane.
    fn finish(self, plan: &ColumnPlan, bytes: &[u8], order: &mut Order) {
        if let (Some(width), Some(at), Some(date)) = (self.width, self.before_at, &plan.date) {
            let text = &bytes[at..at + width.length];
            let key = date.pattern.key(text, plan.decimal);
            debug_assert!(key.is_some(), "both lanes know the same dates");
            order.set_last(text, key.unwrap_or(f64::NAN));
        }
    }
}
