//! Files as they come: not there, no files at all, changing while they are read, larger than one piece, with records at
//! the limit.

use std::fs::{self, OpenOptions};
use std::path::PathBuf;
use std::process::Command;

use kernels::csv::{ColumnPlan, ColumnReader, ColumnTable, Decimal, RECORD_LIMIT, Refusal, RefusalKind};

/// The first column of numbers, by commas, after a header of so many lines.
fn plan(header_lines: usize) -> ColumnPlan {
    ColumnPlan {
        delimiter: b',',
        header_lines,
        decimal: Decimal::Point,
        numbers: vec![0],
        date: None,
        conditions: Vec::new(),
    }
}

fn read(text: impl Into<Vec<u8>>, plan: ColumnPlan) -> Result<ColumnTable, Refusal> {
    ColumnReader::from_bytes(text.into(), plan, 2)?.finish()
}

/// A path of its own for a test, removed when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ferrogen-csv-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn io_words(result: Result<ColumnReader, Refusal>) -> String {
    let refusal = result.err().expect("a refusal");
    assert_eq!((refusal.kind, refusal.line, refusal.kind.code()), (RefusalKind::Io, 0, "CSV_IO"));
    refusal.cell
}

#[test]
fn open_refuses_what_is_no_regular_file() {
    let words = fs::File::open("/no/such/file.csv").unwrap_err().to_string();
    assert_eq!(io_words(ColumnReader::open("/no/such/file.csv", plan(0), 1)), words);
    assert!(io_words(ColumnReader::open(std::env::temp_dir(), plan(0), 1)).contains("directory"));
}

#[cfg(unix)]
#[test]
fn open_refuses_pipes_and_devices_without_waiting_for_them() {
    assert!(io_words(ColumnReader::open("/dev/zero", plan(0), 1)).contains("device"));
    let pipe = Scratch::new("pipe");
    assert!(Command::new("mkfifo").arg(&pipe.0).status().unwrap().success());
    assert!(io_words(ColumnReader::open(&pipe.0, plan(0), 1)).contains("pipe"));
}

#[test]
fn open_refuses_a_delimiter_that_cannot_be_one() {
    for delimiter in *b"\"\n\r\xC2" {
        let plan = ColumnPlan { delimiter, ..plan(0) };
        assert!(io_words(ColumnReader::from_bytes(Vec::new(), plan, 1)).contains("delimiter"));
    }
}

#[test]
fn advance_refuses_a_file_that_becomes_shorter_and_says_so_again() {
    let file = Scratch::new("shrinking");
    fs::write(&file.0, "1,2\n".repeat(1_000_000)).unwrap();
    let mut reader = ColumnReader::open(&file.0, plan(0), 2).unwrap();
    let set_length = |length| OpenOptions::new().write(true).open(&file.0).unwrap().set_len(length).unwrap();
    set_length(2_000_001);
    let refusal = reader.advance().unwrap_err();
    assert_eq!((refusal.kind, refusal.cell.contains("shorter")), (RefusalKind::Io, true));
    set_length(4_000_000);
    assert_eq!(reader.advance(), Err(refusal));
}

#[test]
fn advance_reads_a_file_that_grows_as_it_was_when_opened() {
    let file = Scratch::new("growing");
    fs::write(&file.0, "1\n2\n").unwrap();
    let reader = ColumnReader::open(&file.0, plan(0), 1).unwrap();
    fs::write(&file.0, "1\n2\n3\nx\n").unwrap();
    assert_eq!(reader.finish().unwrap().columns, [[1.0, 2.0]]);
}

#[test]
fn advance_goes_on_by_stretches_to_the_end_and_stays_there() {
    let rows = 9_000_000;
    let file = Scratch::new("long");
    fs::write(&file.0, format!("value\n{}", "1234.5,\n".repeat(rows))).unwrap();
    let mut reader = ColumnReader::open(&file.0, plan(1), 2).unwrap();
    let mut calls = 0;
    let mut last = 0;
    loop {
        let progress = reader.advance().unwrap();
        calls += 1;
        assert!(progress.bytes_read > last && progress.bytes_total == 8 * rows as u64 + 6);
        last = progress.bytes_read;
        if progress.done {
            break;
        }
        assert!(last < progress.bytes_total);
    }
    assert_eq!((calls, last), (2, 8 * rows as u64 + 6));
    assert_eq!(reader.advance().map(|progress| progress.done), Ok(true));
    let table = reader.finish().unwrap();
    assert_eq!((table.rows, table.columns[0].len()), (rows as u64, rows));
    assert!(table.columns[0].iter().all(|&value| value == 1234.5));
    // What was reserved for more rows is given back.
    assert_eq!(table.columns[0].capacity(), rows);
}

#[test]
fn refusals_name_the_line_in_a_file_of_many_pieces() {
    let rows = 400_000;
    for (fault, kind, line) in [("x", RefusalKind::NotANumber, rows + 3), ("\"", RefusalKind::UnclosedQuote, rows + 3)]
    {
        let text = format!("\u{FEFF}a\n\n{}{fault}\n1\n\"\"2\"\"\n", "12345.6\n".repeat(rows));
        let refusal = read(text, plan(1)).unwrap_err();
        assert_eq!((refusal.kind, refusal.line), (kind, line as u64));
    }
}

#[test]
fn records_are_joined_where_blocks_end_between_cr_and_lf() {
    // With a quote at the start the file is read by blocks of 1 MiB: the line end is put astride the second of them.
    for shift in 0..4 {
        let filler = "1,\"a\"\r\n".repeat((1 << 21) / 7 - 1);
        let rest = (1 << 21) - filler.len() - shift;
        let text = format!("{filler}2,{}\r\n3,\"\r\n\"\r\n4\r\n", "b".repeat(rest - 2));
        let table = read(text, plan(0)).unwrap();
        assert_eq!((table.rows as usize, table.blank_lines), ((1 << 21) / 7 + 2, 0));
        assert_eq!(table.columns[0][(1 << 21) / 7 - 1..], [2.0, 3.0, 4.0]);
    }
}

/// A record of exactly `length` bytes whose first cell is 1.
fn record(length: usize, rest: &str) -> String {
    let filler = length - 2 - rest.len();
    format!("1,{}{rest}", "x".repeat(filler))
}

#[test]
fn records_of_1_mib_are_read_and_longer_ones_refused() {
    for line_end in ["\n", "\r\n", "\r", ""] {
        for rest in ["", "\"", ",\"a\n\""] {
            for header_lines in [0, 1] {
                let rows = format!("2{line_end}").repeat(usize::from(!line_end.is_empty()));
                let fits = format!("{}{line_end}{rows}", record(RECORD_LIMIT, rest));
                let table = read(fits, plan(header_lines)).unwrap();
                let expected = 1 + u64::from(!line_end.is_empty()) - header_lines as u64;
                assert_eq!(table.rows, expected, "{line_end:?} {rest:?}");
                let long = format!("{}{line_end}{rows}", record(RECORD_LIMIT + 1, rest));
                let refusal = read(long, plan(header_lines)).unwrap_err();
                let expected = Refusal { kind: RefusalKind::LineTooLong, line: 1, column: 0, cell: String::new() };
                assert_eq!(refusal, expected, "{line_end:?} {rest:?}");
            }
        }
    }
}

#[test]
fn records_too_long_are_refused_wherever_they_are() {
    let before = "3\n".repeat(300_000);
    for long in [
        record(3 * RECORD_LIMIT, ""),
        record(RECORD_LIMIT + 1, ""),
        " ".repeat(RECORD_LIMIT + 1),
        format!("\"{}", "\n".repeat(RECORD_LIMIT)),
    ] {
        let refusal = read(format!("{before}{long}"), plan(0)).unwrap_err();
        assert_eq!((refusal.kind, refusal.line), (RefusalKind::LineTooLong, 300_001));
        let refusal = read(format!("{before}{long}\n4\n"), plan(0)).unwrap_err();
        assert_eq!((refusal.kind, refusal.line), (RefusalKind::LineTooLong, 300_001));
    }
    let unclosed = format!("{before}\"{}", "\n".repeat(RECORD_LIMIT - 1));
    assert_eq!(read(unclosed, plan(0)).unwrap_err().kind, RefusalKind::UnclosedQuote);
}

#[test]
fn files_of_nothing_have_no_rows() {
    for text in ["", "\u{FEFF}", "\n", " \n\r\n\t", "header", "header\n", "\n\nheader\r\r"] {
        let table = read(text, plan(1)).unwrap();
        assert_eq!(
            (table.rows, table.rows_in_file, table.blank_lines, table.columns[0].len()),
            (0, 0, 0, 0),
            "{text:?}"
        );
    }
}
