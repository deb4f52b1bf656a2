//! Rows and cells: line ends, delimiters, quotes, blank lines, short rows, each rule of `docs/csv.md` by an example.

use kernels::csv::{ColumnPlan, ColumnReader, ColumnTable, Condition, Decimal, MissingCells, Refusal, RefusalKind};

/// Columns of numbers by a delimiter, without a header.
fn plan(delimiter: u8, numbers: &[usize]) -> ColumnPlan {
    ColumnPlan {
        delimiter,
        header_lines: 0,
        decimal: Decimal::Point,
        numbers: numbers.to_vec(),
        date: None,
        conditions: Vec::new(),
    }
}

fn read(text: &str, plan: ColumnPlan) -> Result<ColumnTable, Refusal> {
    ColumnReader::from_bytes(text.as_bytes().to_vec(), plan, 2)?.finish()
}

#[track_caller]
fn assert_columns(text: &str, plan: ColumnPlan, expected: &[&[f64]]) {
    let table = read(text, plan).unwrap();
    assert_eq!(table.columns, expected, "{text:?}");
}

#[test]
fn rows_end_with_lf_crlf_or_cr() {
    for text in ["1,2\n3,4\n", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "1,2\n3,4", "1,2\r\n3,4", "\u{FEFF}1,2\r3,4\r\n"] {
        assert_columns(text, plan(b',', &[0, 1]), &[&[1.0, 3.0], &[2.0, 4.0]]);
    }
    let table = read("1\n\r\n2\r\r\n\n3", plan(b',', &[0])).unwrap();
    assert_eq!((table.rows, table.missing), (6, vec![Some(MissingCells { count: 3, row: 2, line: 2 })]));
}

#[test]
fn cells_are_cut_at_any_delimiter() {
    for delimiter in *b",;\t|:!x" {
        let text = "0,1,2\n3,4,5\n".replace(',', &char::from(delimiter).to_string());
        assert_columns(&text, plan(delimiter, &[0, 2]), &[&[0.0, 3.0], &[2.0, 5.0]]);
    }
    // Even where it could be a part of a number.
    assert_columns("7.1\n8.2\n9.3\n", plan(b'.', &[0]), &[&[7.0, 8.0, 9.0]]);
    assert_columns("7-1\n8-2\n9-3\n", plan(b'-', &[1]), &[&[1.0, 2.0, 3.0]]);
    let table = read("7-1\n8-2\n-3\n", plan(b'-', &[0])).unwrap();
    assert_eq!(table.missing, [Some(MissingCells { count: 1, row: 3, line: 3 })]);
    assert_columns("751\n852\n953\n", plan(b'5', &[0]), &[&[7.0, 8.0, 9.0]]);
    let comma = ColumnPlan { decimal: Decimal::Comma, ..plan(b',', &[0]) };
    assert_columns("7,1\n8,2\n\"9,5\",3\n", comma, &[&[7.0, 8.0, 9.5]]);
}

#[test]
fn cells_between_runs_of_blanks_and_tabs() {
    assert_columns(
        "1 2\n  3 \t 4  \n\t5\t6\r\n \"7\" 8 9\n",
        plan(b' ', &[0, 1]),
        &[&[1.0, 3.0, 5.0, 7.0], &[2.0, 4.0, 6.0, 8.0]],
    );
    assert_columns("1 \"a  b\" 2\n3 \"\"\"\n\" 4\n5 x\"y 6", plan(b' ', &[2]), &[&[2.0, 4.0, 6.0]]);
}

#[test]
fn cells_in_quotes_hold_delimiters_line_ends_and_quotes() {
    let text = "\"1,000\",\"a \"\"b\"\"\r\nc\",2\n\"3\"4,,5\n 6,a\"b,\"7\"\n8, \" x \" , \" 9 \" \n";
    assert_columns(text, plan(b',', &[0, 2]), &[&[1000.0, 34.0, 6.0, 8.0], &[2.0, 5.0, 7.0, 9.0]]);
    let refusal = read("1\n\"2\n3\"\n\"4\n", plan(b',', &[0])).unwrap_err();
    // The numbers of lines count those within quotes.
    assert_eq!((refusal.kind, refusal.line, refusal.cell.as_str()), (RefusalKind::NotANumber, 2, "2\n3"));
    let refusal = read("1\n\"2\"\n\n3,\"4\n", plan(b',', &[0])).unwrap_err();
    assert_eq!(refusal, Refusal { kind: RefusalKind::UnclosedQuote, line: 4, column: 0, cell: String::new() });
}

#[test]
fn blank_lines_between_rows_are_counted_and_passed_over() {
    for text in ["\n \n1,2\n\n\u{A0}\t\n3,4\n\n\n", "\n\r1,2\r\r\u{A0}\r3,4\r\r", "1,2\n\n\x0C\n\"3\",4\n \n"] {
        let table = read(text, plan(b',', &[0])).unwrap();
        // A file of one column is one whose plan needs no other.
        assert_eq!((table.rows, table.rows_in_file, table.blank_lines), (4, 4, 0), "{text:?}");
        let table = read(text, plan(b',', &[1])).unwrap();
        assert_eq!((table.rows, table.rows_in_file, table.blank_lines), (2, 2, 2), "{text:?}");
        assert_eq!(table.columns, [[2.0, 4.0]]);
    }
    let header = ColumnPlan { header_lines: 1, ..plan(b',', &[0]) };
    assert_columns("\na\n\n1\n2\n\n", header, &[&[1.0, 2.0]]);
}

#[test]
fn blank_lines_hold_no_delimiter_and_no_quote() {
    let refused = |text: &str, plan| read(text, plan).unwrap_err().kind;
    assert_eq!(read("1\t2\n\t\n3\t4", plan(b'\t', &[1])).unwrap().missing[0].unwrap().line, 2);
    assert_eq!(read("1\t2\n  \n3\t4", plan(b'\t', &[1])).unwrap().blank_lines, 1);
    assert_eq!(refused("1,2\n\"\"\n3,4", plan(b',', &[1])), RefusalKind::ShortRow);
    for blank in ["", " \t ", "\u{A0}", " \u{A0}\x0C ", "\x0C \t"] {
        assert_eq!(read(&format!("1 2\n{blank}\n3 4"), plan(b' ', &[1])).unwrap().blank_lines, 1, "{blank:?}");
    }
    assert_eq!(refused("1 2 3\n\u{A0} \u{A0}\n4 5 6", plan(b' ', &[2])), RefusalKind::ShortRow);
}

#[test]
fn columns_come_in_the_order_of_the_plan() {
    assert_columns("1,2,3\n4,5,6\n7,8,9\n", plan(b',', &[2, 0]), &[&[3.0, 6.0, 9.0], &[1.0, 4.0, 7.0]]);
    assert_columns("1,2\n3,4\n5,6\n", plan(b',', &[1, 1]), &[&[2.0, 4.0, 6.0], &[2.0, 4.0, 6.0]]);
}

#[test]
fn rows_that_are_short_are_refused_with_the_number_of_their_cells() {
    for (text, line) in [("1,2,3\n4,5\n6", 2), ("\"1\",2,3\n\"\n\",\n", 2), ("a,2\n", 1)] {
        let refusal = read(text, plan(b',', &[0, 2])).unwrap_err();
        let expected = Refusal { kind: RefusalKind::ShortRow, line, column: 2, cell: "2".to_owned() };
        assert_eq!(refusal, expected, "{text:?}");
    }
}

#[test]
fn rows_that_do_not_meet_the_conditions_are_not_looked_at() {
    let condition = |index, value: &str| Condition { index, value: value.to_owned() };
    let plan = ColumnPlan { conditions: vec![condition(0, "é"), condition(2, "")], ..plan(b',', &[1]) };
    let table = read("é,1,\nb,x,\n \"é\" ,2, \né,?,x\n\n\"é\",NA,\"\"\n", plan.clone()).unwrap();
    assert_eq!((table.rows, table.rows_in_file, table.blank_lines), (3, 5, 1));
    assert_eq!(
        (&table.columns[0][..2], table.missing[0]),
        (&[1.0, 2.0][..], Some(MissingCells { count: 1, row: 3, line: 6 }))
    );
    assert_eq!(read("b,x\n", plan).unwrap_err().kind, RefusalKind::ShortRow);
}
