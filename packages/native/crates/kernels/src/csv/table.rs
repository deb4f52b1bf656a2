//! What a read gives: columns, their missing cells, the order of the dates.

/// The columns that the plan asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnTable {
    /// Rows that met every condition.
    pub rows: u64,
    /// Rows of data in the file, met or not.
    pub rows_in_file: u64,
    /// One vector of `rows` values for each entry of the plan's numbers; NaN where the cell says that a value is
    /// missing.
    pub columns: Vec<Vec<f64>>,
    /// For each column its missing cells, or `None` where there are none.
    pub missing: Vec<Option<MissingCells>>,
    /// What the column of dates says of the order of the rows; `None` without one.
    pub dates: Option<DateOrder>,
    /// Blank lines between rows that were passed over.
    pub blank_lines: u64,
}

/// The missing cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingCells {
    /// How many.
    pub count: u64,
    /// 1-based row of the first one, among those that met the conditions.
    pub row: u64,
    /// 1-based line of the first one.
    pub line: u64,
}

/// Order of the rows by their dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateOrder {
    /// First cell that is a date, trimmed, at most 80 characters of it; empty where none is.
    pub first: String,
    /// Last cell that is a date, likewise; empty where none is.
    pub last: String,
    /// Steps between neighbours that go forward.
    pub ascending: u64,
    /// Steps between neighbours that go backward.
    pub descending: u64,
    /// Steps between neighbours that go nowhere.
    pub equal: u64,
    /// First row that goes forward.
    pub first_ascent: Option<DateStep>,
    /// First row that goes backward.
    pub first_descent: Option<DateStep>,
    /// Cells that are no dates; they take no part in the order.
    pub unread: Option<UnreadDates>,
}

/// A row and the date before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateStep {
    /// 1-based line of the row.
    pub line: u64,
    /// Its date.
    pub cell: String,
    /// The date before it.
    pub previous: String,
}

/// Cells of the column of dates that are no dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadDates {
    /// How many.
    pub count: u64,
    /// 1-based line of the first one.
    pub line: u64,
    /// The first one, trimmed, at most 80 characters of it.
    pub cell: String,
}
