//! Dates: which cells are dates by a pattern, and how they sort.

use kernels::csv::{ColumnPlan, ColumnReader, DateColumn, DateOrder, DatePattern, DateStep, Decimal, UnreadDates};
use proptest::prelude::*;

/// The order of cells, one a line; the delimiter is one that no cell has.
fn order(pattern: &str, cells: &[impl AsRef<str>]) -> DateOrder {
    let pattern = DatePattern::new(pattern).unwrap();
    let plan = ColumnPlan {
        delimiter: b'|',
        header_lines: 0,
        decimal: Decimal::Point,
        numbers: vec![1],
        date: Some(DateColumn { index: 0, pattern }),
        conditions: Vec::new(),
    };
    let text: String = cells.iter().map(|cell| format!("{}|1\n", cell.as_ref())).collect();
    let table = ColumnReader::from_bytes(text.into_bytes(), plan, 2).unwrap().finish().unwrap();
    table.dates.unwrap()
}

#[track_caller]
fn assert_ascending(pattern: &str, cells: &[impl AsRef<str>]) {
    let order = order(pattern, cells);
    let steps = (order.ascending, order.descending, order.equal);
    assert_eq!((steps, order.unread), ((cells.len() as u64 - 1, 0, 0), None), "{pattern}");
}

#[track_caller]
fn assert_equal(pattern: &str, cells: &[&str]) {
    let order = order(pattern, cells);
    assert_eq!((order.equal, order.unread), (cells.len() as u64 - 1, None), "{pattern}");
}

#[track_caller]
fn assert_unread(pattern: &str, cells: &[&str]) {
    for cell in cells {
        let unread = Some(UnreadDates { count: 1, line: 1, cell: cell.trim().to_owned() });
        assert_eq!(order(pattern, &[cell]).unread, unread, "{pattern}: {cell}");
    }
}

#[test]
fn dates_sort_by_every_part() {
    assert_ascending("Y", &["0000", "0001", "1969", "1970", "9999"]);
    assert_ascending("y", &["69", "99", "00", "68"]);
    assert_ascending("Y-M-D", &["1999-12-31", "2000-1-1", "2000-01-02", "2000-2-01", "2000-02-29", "2000-03-01"]);
    assert_ascending("Y-D-M", &["1999-31-12", "2000-01-01", "2000-02-01", "2000-01-02", "2000-02-02", "2000-01-12"]);
    assert_ascending("D.M.Y", &["31.12.1999", "1.1.2000", "2.01.2000", "01.02.2000"]);
    assert_ascending("M/D/y", &["1/1/69", "12/31/99", "1/1/00", "12/31/68"]);
    assert_ascending("YMD", &["19991231", "20000101", "20000229"]);
    assert_ascending("b D Y", &["Jan 1 2000", "FEBRU. 2 2000", "march  3 2000", "Sept. 4 2000", "may\t5 2001"]);
    assert_ascending("D-b-y", &["01-JAN-99", "1-Dec-99", "1-Jan-00"]);
    assert_ascending("Y-Qq", &["1999-Q4", "2000-Q1", "2000-Q2"]);
    assert_ascending("YMDhms", &["20000101235958", "20000101235959", "20000102000000"]);
    assert_ascending(
        "M/D/Y h:m p",
        &["1/1/2000 12:59 AM", "1/1/2000 1:00 am", "1/1/2000 12:00 Pm", "1/1/2000 01:00 PM"],
    );
    assert_ascending("Y-M-DTh:m:s", &["2000-01-01T00:00:00", "2000-01-01T00:00:00.5", "2000-01-01T00:00:01"]);
    assert_ascending("N", &["-1", "1949", "1949.083333", "1,949.5", "1e4"]);
}

#[test]
fn dates_of_a_file_may_differ_in_width() {
    let cells = ["1999-12-31 23:59:59", "2000-01-01", "2000-01-01 00:00:00.5", "2000-01-01 0:1", "2000-01-01 00:02:00"];
    assert_ascending("Y-M-D[ h:m[:s]]", &cells);
    assert_equal(
        "Y-M-D[ h:m[:s]]",
        &["2000-01-01", "2000-1-1", "2000-01-01 00:00", "2000-01-01  0:0:0", "2000-01-01 00:00:00.0"],
    );
}

#[test]
fn dates_are_the_same_instant_in_every_zone() {
    let cells =
        ["2000-01-01T00:00:00Z", "2000-01-01T01:30:00+01:30", "1999-12-31T19:00:00-0500", "2000-01-01T09:00:00+09"];
    assert_equal("Y-M-DTh:m:sZ", &cells);
}

#[test]
fn dates_that_are_none_are_unread() {
    assert_unread(
        "Y-M-D",
        &[
            "",
            "NA",
            "x",
            "2000-00-01",
            "2000-13-01",
            "2000-01-00",
            "2000-01-32",
            "2000-02-30",
            "1900-02-29",
            "2001-02-29",
            "2000-04-31",
            "200-01-01",
            "20000-01-01",
            "2000-001-01",
            "2000-01-01x",
            "2000/01/01",
            "-2000-01-01",
        ],
    );
    assert_unread(
        "Y-M-D h:m:s",
        &[
            "2000-01-01 24:00:00",
            "2000-01-01 00:60:00",
            "2000-01-01 00:00:60",
            "2000-01-01 00:00",
            "2000-01-01",
            "2000-01-01T00:00:00",
            "2000-01-01 00:00:00.",
            "2000-01-01 00:00:000",
        ],
    );
    assert_unread("Y-M-D[ h:m]", &["2000-01-01 1", "2000-01-01 1:"]);
    assert_unread("MD-Y", &["101-2000", "1231-99"]);
    assert_unread("D b Y", &["1 Ja 2000", "1 Janx 2000", "1 Mayo 2000", "1 Jan.. 2000"]);
    assert_unread("Y h p", &["2000 0 AM", "2000 13 PM", "2000 1 XM", "2000 1 P"]);
    assert_unread("Y-Qq", &["2000-Q0", "2000-Q5", "2000-q1"]);
    assert_unread("Yh:mZ", &["200000:00z", "200000:00+24:00", "200000:00+01:60", "200000:00+1"]);
    assert_unread("N", &["NA", "", "inf", "2000-01-01"]);
}

#[test]
fn dates_that_are_unread_take_no_part_in_the_order() {
    let found = order("Y-M-D", &["?", "2000-01-02", "2000-01-32", "2000-01-01", "2000-01-01", "", "2000-01-03"]);
    let step = |line, cell: &str, previous: &str| {
        Some(DateStep { line, cell: cell.to_owned(), previous: previous.to_owned() })
    };
    let expected = DateOrder {
        first: "2000-01-02".to_owned(),
        last: "2000-01-03".to_owned(),
        ascending: 1,
        descending: 1,
        equal: 1,
        first_ascent: step(7, "2000-01-03", "2000-01-01"),
        first_descent: step(4, "2000-01-01", "2000-01-02"),
        unread: Some(UnreadDates { count: 3, line: 1, cell: "?".to_owned() }),
    };
    assert_eq!(found, expected);
    let none = order("Y", &["x", "y"]);
    assert_eq!((none.first.as_str(), none.last.as_str()), ("", ""));
}

#[test]
fn patterns_that_are_none_are_refused() {
    for pattern in ["", "M-D", "Y-Y", "Y-M-DTh:mTm", "Y[", "Y]", "Y[-M]-D", "Y[-M][-D]", "N-Y", "[N]", "NN"] {
        assert!(DatePattern::new(pattern).is_err(), "{pattern}");
    }
    for pattern in ["Y-v-M", "Yvj", "Y-D-j", "Yq-v", r"\Y-M"] {
        assert!(DatePattern::new(pattern).is_err(), "{pattern}");
    }
    let error = DatePattern::new("Y-M]").unwrap_err();
    assert_eq!((error.position, error.to_string().contains("bracket")), (3, true));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn dates_one_after_the_other_ascend_in_every_form(
        start in 0..4_000_u32,
        steps in prop::collection::vec(1..100_000_u32, 2..60),
    ) {
        let mut time = Civil { year: start, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
        let times: Vec<Civil> = steps.iter().map(|&seconds| { time = time.after(seconds); time }).collect();
        for (pattern, form) in FORMS {
            let mut cells: Vec<String> = times.iter().map(|&time| form(time)).collect();
            assert_ascending(pattern, &cells);
            cells.reverse();
            prop_assert_eq!(order(pattern, &cells).descending, cells.len() as u64 - 1);
        }
    }
}

/// How a time is written.
type Form = fn(Civil) -> String;

/// Patterns, and how a time is written in each.
const FORMS: [(&str, Form); 4] = [
    ("Y-M-D h:m:s", |t| {
        format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", t.year, t.month, t.day, t.hour, t.minute, t.second)
    }),
    ("YMDhms", |t| format!("{:04}{:02}{:02}{:02}{:02}{:02}", t.year, t.month, t.day, t.hour, t.minute, t.second)),
    ("D/M/Y h:m:s", |t| format!("{}/{}/{:04} {}:{}:{}", t.day, t.month, t.year, t.hour, t.minute, t.second)),
    ("h:m:s, b D Y", |t| {
        let month = MONTHS[t.month as usize - 1];
        format!("{}:{}:{}, {month} {} {:04}", t.hour, t.minute, t.second, t.day, t.year)
    }),
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar.", "April", "May", "june", "JUL", "Aug", "Sept", "Oct", "November", "Dec"];

/// A time by the clock on the wall, wound second by second of a carry.
#[derive(Clone, Copy)]
struct Civil {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
}

impl Civil {
    fn after(mut self, seconds: u32) -> Self {
        let second = self.second + seconds;
        let minute = self.minute + second / 60;
        let hour = self.hour + minute / 60;
        (self.second, self.minute, self.hour) = (second % 60, minute % 60, hour % 24);
        for _ in 0..hour / 24 {
            self.day += 1;
            let leap = (self.year.is_multiple_of(4) && !self.year.is_multiple_of(100)) || self.year.is_multiple_of(400);
            let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            if self.day > lengths[self.month as usize - 1] {
                (self.month, self.day) = (self.month + 1, 1);
            }
            if self.month > 12 {
                (self.year, self.month) = (self.year + 1, 1);
            }
        }
        self
    }
}
