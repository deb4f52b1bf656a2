//! The grammar of lines and rows once more, slowly: one walk over the bytes, cells as owned texts.

use super::naive_cells;
use crate::csv::{
    ColumnPlan, ColumnTable, DateOrder, DateStep, MissingCells, RECORD_LIMIT, Refusal, RefusalKind, UnreadDates,
};

/// Reads the whole text; `date` gives the key of a trimmed cell, in place of the plan's pattern.
pub(super) fn read(text: &[u8], plan: &ColumnPlan, date: impl Fn(&str) -> Option<f64>) -> Result<ColumnTable, Refusal> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut table = Table::new(plan);
    let mut header = plan.header_lines;
    let mut blanks = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let record = match next_record(&text[at..], plan.delimiter) {
            Some(record) if record.length <= RECORD_LIMIT => record,
            None if text.len() - at <= RECORD_LIMIT => {
                return Err(refusal(RefusalKind::UnclosedQuote, line, 0, ""));
            }
            _ => return Err(refusal(RefusalKind::LineTooLong, line, 0, "")),
        };
        if record.is_blank {
            blanks.push(line);
        } else if header > 0 {
            header -= 1;
            blanks.clear();
        } else {
            table.blanks(&std::mem::take(&mut blanks), &date);
            table.record(&record.cells, line, &date)?;
        }
        line += line_ends(&text[at..at + record.length]) + 1;
        at += record.length + record.line_end;
    }
    Ok(table.0)
}

struct Record {
    cells: Vec<Vec<u8>>,
    is_blank: bool,
    /// Without and of the line end.
    length: usize,
    line_end: usize,
}

/// The record at the beginning of the text; nothing where a quote does not close.
fn next_record(text: &[u8], delimiter: u8) -> Option<Record> {
    let separates = |byte: u8| if delimiter == b' ' { byte == b' ' || byte == b'\t' } else { byte == delimiter };
    let mut cells = Vec::new();
    let mut at = 0;
    let mut quotes = 0;
    loop {
        while delimiter == b' ' && at < text.len() && separates(text[at]) {
            at += 1;
        }
        let at_end = |at: usize| at == text.len() || text[at] == b'\n' || text[at] == b'\r';
        if delimiter == b' ' && at_end(at) {
            break;
        }
        let mut cell = Vec::new();
        if text.get(at) == Some(&b'"') {
            quotes += 1;
            at += 1;
            while *text.get(at)? != b'"' || text.get(at + 1) == Some(&b'"') {
                at += usize::from(text[at] == b'"');
                cell.push(text[at]);
                at += 1;
            }
            at += 1;
        }
        while !at_end(at) && !separates(text[at]) {
            cell.push(text[at]);
            at += 1;
        }
        cells.push(cell);
        if at_end(at) {
            break;
        }
        at += 1;
    }
    let line_end = match text[at..] {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    };
    let is_blank = quotes == 0 && cells.len() <= 1 && cells.iter().all(|cell| trim(cell).is_empty());
    Some(Record { cells, is_blank, length: at, line_end })
}

fn line_ends(text: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(text).replace("\r\n", "\n").replace('\r', "\n");
    text.matches('\n').count() as u64
}

fn trim(cell: &[u8]) -> &[u8] {
    let heads: [&[u8]; 6] = [b" ", b"\t", b"\n", b"\x0C", b"\r", b"\xC2\xA0"];
    for blank in heads {
        if let Some(rest) = cell.strip_prefix(blank) {
            return trim(rest);
        }
        if let Some(rest) = cell.strip_suffix(blank) {
            return trim(rest);
        }
    }
    cell
}

fn content(cell: &[u8]) -> &[u8] {
    let cell = trim(cell);
    if cell.len() >= 2 && cell.starts_with(b"\"") && cell.ends_with(b"\"") {
        return trim(&cell[1..cell.len() - 1]);
    }
    cell
}

fn words(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).chars().take(80).collect()
}

fn refusal(kind: RefusalKind, line: u64, column: usize, cell: &str) -> Refusal {
    Refusal { kind, line, column, cell: cell.to_owned() }
}

/// A table that grows row by row, with the plan and the key of the last date.
struct Table<'a>(ColumnTable, &'a ColumnPlan, Option<f64>);

impl<'a> Table<'a> {
    fn new(plan: &'a ColumnPlan) -> Self {
        let columns = plan.numbers.len();
        let table = ColumnTable {
            rows: 0,
            rows_in_file: 0,
            columns: vec![Vec::new(); columns],
            missing: vec![None; columns],
            dates: plan.date.as_ref().map(|_| DateOrder::default()),
            blank_lines: 0,
        };
        Self(table, plan, None)
    }

    fn width(&self) -> usize {
        let Self(_, plan, _) = self;
        let dates = plan.date.iter().map(|date| date.index);
        let conditions = plan.conditions.iter().map(|condition| condition.index);
        1 + plan.numbers.iter().copied().chain(dates).chain(conditions).max().unwrap_or(0)
    }

    fn blanks(&mut self, lines: &[u64], date: &impl Fn(&str) -> Option<f64>) {
        if self.0.rows_in_file == 0 {
            return;
        }
        if self.width() > 1 || !self.1.conditions.is_empty() {
            self.0.blank_lines += lines.len() as u64;
            return;
        }
        for &line in lines {
            let row = self.record(&[Vec::new()], line, date);
            assert_eq!(row, Ok(()), "an empty cell is a missing value");
        }
    }

    fn record(&mut self, cells: &[Vec<u8>], line: u64, date: &impl Fn(&str) -> Option<f64>) -> Result<(), Refusal> {
        let width = self.width();
        if cells.len() < width {
            let count = cells.len().to_string();
            return Err(refusal(RefusalKind::ShortRow, line, width - 1, &count));
        }
        let Self(table, plan, _) = self;
        table.rows_in_file += 1;
        if plan.conditions.iter().any(|one| content(&cells[one.index]) != one.value.as_bytes()) {
            return Ok(());
        }
        table.rows += 1;
        for (position, &index) in plan.numbers.iter().enumerate() {
            let cell = content(&cells[index]);
            let value = naive_cells::number(&String::from_utf8_lossy(cell), plan.decimal)
                .map_err(|kind| refusal(kind, line, index, &words(cell)))?;
            table.columns[position].push(value);
            if value.is_nan() {
                let first = MissingCells { count: 0, row: table.rows, line };
                table.missing[position].get_or_insert(first).count += 1;
            }
        }
        if let Some(column) = &plan.date {
            self.date(content(&cells[column.index]), line, date);
        }
        Ok(())
    }

    fn date(&mut self, cell: &[u8], line: u64, date: &impl Fn(&str) -> Option<f64>) {
        let Self(table, _, before) = self;
        let Some(order) = &mut table.dates else { return };
        let Some(key) = date(&String::from_utf8_lossy(cell)) else {
            let first = UnreadDates { count: 0, line, cell: words(cell) };
            order.unread.get_or_insert(first).count += 1;
            return;
        };
        let step = DateStep { line, cell: words(cell), previous: order.last.clone() };
        match before {
            None => order.first = words(cell),
            Some(before) if key > *before => {
                order.ascending += 1;
                order.first_ascent.get_or_insert(step);
            }
            Some(before) if key < *before => {
                order.descending += 1;
                order.first_descent.get_or_insert(step);
            }
            Some(_) => order.equal += 1,
        }
        order.last = words(cell);
        *before = Some(key);
    }
}
