//! Numbers out of cells: bit for bit what the decimal text says, and a plain word for what is no number.

use kernels::csv::{ColumnPlan, ColumnReader, Decimal, MissingCells, Refusal, RefusalKind};
use proptest::prelude::*;

/// Reads one cell per line of a file of one column; the delimiter is one that no cell has.
fn read(lines: &str, decimal: Decimal) -> Result<Vec<f64>, Refusal> {
    let text = format!("value\n{lines}\n");
    let table = ColumnReader::from_bytes(text.into_bytes(), plan(0, decimal), 2)?.finish()?;
    Ok(table.columns.concat())
}

fn plan(column: usize, decimal: Decimal) -> ColumnPlan {
    let numbers = vec![column];
    ColumnPlan { delimiter: b'|', header_lines: 1, decimal, numbers, date: None, conditions: Vec::new() }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// The digits of 5 to a power.
fn power_of_five(exponent: u32) -> String {
    let mut digits = vec![1_u8];
    for _ in 0..exponent {
        let mut carry = 0;
        for digit in &mut digits {
            let product = 5 * *digit + carry;
            *digit = product % 10;
            carry = product / 10;
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

#[test]
fn numbers_are_the_nearest_doubles_of_well_known_hard_cases() {
    let cases: [(&str, u64); 14] = [
        ("9007199254740993", 0x4340_0000_0000_0000),
        ("9007199254740995", 0x4340_0000_0000_0002),
        ("9007199254740992.5", 0x4340_0000_0000_0000),
        ("123456789012345678", 0x437B_69B4_BA63_0F35),
        ("1e23", 0x44B5_2D02_C7E1_4AF6),
        ("8.41e21", 0x447C_7E83_209E_90B2),
        ("2.2250738585072011e-308", 0x000F_FFFF_FFFF_FFFF),
        ("2.2250738585072012e-308", 0x0010_0000_0000_0000),
        ("1.7976931348623158e308", 0x7FEF_FFFF_FFFF_FFFF),
        ("4.9406564584124654e-324", 1),
        ("2.4703282292062327e-324", 0),
        ("2.4703282292062328e-324", 1),
        ("-0", 0x8000_0000_0000_0000),
        ("0e99999999999999999999", 0),
    ];
    for (cell, expected) in cases {
        assert_eq!(bits(&read(cell, Decimal::Point).unwrap()), [expected], "{cell}");
    }
}

#[test]
fn numbers_of_many_digits_round_by_their_last_one() {
    // 2^-1075 is 5^1075 / 10^1075: halfway between 0 and the least double, so that it goes to the even one, 0.
    let half = power_of_five(1075);
    let zeros = "0".repeat(300);
    let lines = [
        format!("{half}e-1075"),
        format!("{half}{zeros}e-1375"),
        format!("{half}{zeros}1e-1376"),
        format!("0.{zeros}{half}1e-23"),
    ];
    assert_eq!(bits(&read(&lines.join("\n"), Decimal::Point).unwrap()), [0, 0, 1, 1]);
}

#[test]
fn numbers_may_have_an_exponent_that_undoes_their_zeros() {
    let zeros = "0".repeat(500_000);
    let lines = [format!("25{zeros}e-500001"), format!("0.{zeros}25e500001")];
    assert_eq!(read(&lines.join("\n"), Decimal::Point).unwrap(), [2.5, 2.5]);
}

#[test]
fn numbers_are_written_in_these_ways() {
    let point = "1\n+1\n-1\n−1\n1.\n.5\n-.5\n1e3\n1E+3\n1.5e-3\n$5\n-€5\n£-5\n¥+5\n\
        1,234\n12,345,678.5\n1'234\n1_234\n1 234\n\
        1\u{A0}234\n1\u{202F}234e1\n  7\t\n\u{A0}8\u{A0}\n 007\n";
    let values = [
        1.0,
        1.0,
        -1.0,
        -1.0,
        1.0,
        0.5,
        -0.5,
        1e3,
        1e3,
        1.5e-3,
        5.0,
        -5.0,
        -5.0,
        5.0,
        1234.0,
        12_345_678.5,
        1234.0,
        1234.0,
        1234.0,
        1234.0,
        12340.0,
        7.0,
        8.0,
        7.0,
    ];
    assert_eq!(read(point.trim_end(), Decimal::Point).unwrap(), values);
    let comma = "1,5\n,5\n1.234,5\n1.234.567\n1 234,5\n-€1'234,5e1";
    assert_eq!(read(comma, Decimal::Comma).unwrap(), [1.5, 0.5, 1234.5, 1_234_567.0, 1234.5, -12345.0]);
}

#[test]
fn numbers_are_missing_by_these_words() {
    let words = "\nNA\nn/a\n#N/A\nnan\nNull\nNONE\nnil\n-\n.\n?";
    let rows: Vec<String> = words.lines().map(|word| format!("2|{word}")).collect();
    let text = format!("line|value\n1|1\n{}\n", rows.join("\n"));
    let table = ColumnReader::from_bytes(text.into_bytes(), plan(1, Decimal::Point), 1).unwrap().finish().unwrap();
    assert_eq!(table.missing, [Some(MissingCells { count: 11, row: 2, line: 3 })]);
    assert_eq!(table.columns[0].iter().filter(|value| value.is_nan()).count(), 11);
}

#[test]
fn numbers_are_refused_by_line_column_and_cell() {
    let finite =
        ["inf", "-INF", "+Infinity", "−infinity", "1e309", "-1.7976931348623159e308", "1e99999999999999999999"];
    let text = [
        "x",
        "1.2.3",
        "1,23",
        "1234,567",
        "1,,234",
        ",123",
        "1,234 567",
        "1e",
        "1e+",
        "e5",
        "--1",
        "+-1",
        "$",
        "$$5",
        "€$5",
        "5$",
        "1 2",
        "0x10",
        "1f",
        "٣",
        "--",
        "..",
        "-inf-",
        "1.5%",
        "(5)",
        "\u{FEFF}1",
        "\x0B1",
    ];
    let kinds = finite.map(|cell| (cell, RefusalKind::NotFinite)).into_iter();
    for (cell, kind) in kinds.chain(text.map(|cell| (cell, RefusalKind::NotANumber))) {
        let refusal = read(&format!("1\n2\n{cell}\nworse"), Decimal::Point).unwrap_err();
        assert_eq!(refusal, Refusal { kind, line: 4, column: 0, cell: cell.to_owned() });
    }
}

#[test]
fn numbers_refused_are_shown_trimmed_and_at_most_80_characters_long() {
    let long = "é".repeat(100);
    assert_eq!(read(&format!(" {long} "), Decimal::Point).unwrap_err().cell, "é".repeat(80));
    let broken = ColumnReader::from_bytes(b"value\n\xFF\"x ".to_vec(), plan(0, Decimal::Point), 1);
    assert_eq!(broken.unwrap().finish().unwrap_err().cell, "\u{FFFD}\"x");
}

const MARKS: [&str; 6] = [",", "'", "_", " ", "\u{A0}", "\u{202F}"];

fn finite() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |value| value.is_finite())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_come_back_bit_for_bit(values in prop::collection::vec(finite(), 1..50)) {
        let forms: [fn(&f64) -> String; 3] = [|value| format!("{value:?}"), f64::to_string, |value| format!("{value:e}")];
        for form in forms {
            let lines: Vec<String> = values.iter().map(form).collect();
            let comma = lines.join("\n").replace('.', ",");
            prop_assert_eq!(bits(&read(&lines.join("\n"), Decimal::Point).unwrap()), bits(&values));
            prop_assert_eq!(bits(&read(&comma, Decimal::Comma).unwrap()), bits(&values));
        }
    }

    #[test]
    fn numbers_are_what_the_standard_library_reads(whole in "[0-9]{0,24}", decimals in "[0-9]{0,24}", sign in "-?") {
        let cell = format!("{sign}{whole}.{decimals}5");
        let value: f64 = cell.parse().unwrap();
        prop_assert_eq!(bits(&read(&cell, Decimal::Point).unwrap()), [value.to_bits()]);
    }

    #[test]
    fn numbers_are_the_same_with_thousands_marks(value: u64, mark in prop::sample::select(MARKS.to_vec())) {
        let digits = value.to_string();
        let groups = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap());
        let groups: Vec<&str> = groups.collect();
        let lines = [digits.clone(), groups.join(mark)];
        prop_assert_eq!(read(&lines.join("\n"), Decimal::Point).unwrap(), [value as f64, value as f64]);
    }
}
