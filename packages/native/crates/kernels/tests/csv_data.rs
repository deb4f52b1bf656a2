//! Real files: every series of the shared data, its rows, gaps, totals and order of dates.
//!
//! Totals were made with Python's `csv` and `math.fsum`; those of NIST are its certified means times the number of
//! values.

use std::path::PathBuf;

use kernels::csv::{ColumnPlan, ColumnReader, ColumnTable, Condition, DateColumn, DatePattern, Decimal, MissingCells};

/// The folder of the data; `None` where it is absent, which continuous integration does not forgive.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../../shared/data/series");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is absent", folder.display());
    eprintln!("skipped: {} is absent", folder.display());
    None
}

/// A file as it is to be read: delimiter, lines of header, columns of numbers, dates.
struct File(&'static str, u8, usize, &'static [usize], Option<(usize, &'static str)>);

impl File {
    fn read(&self, conditions: &[(usize, &str)]) -> Option<ColumnTable> {
        let &Self(path, delimiter, header_lines, numbers, date) = self;
        let plan = ColumnPlan {
            delimiter,
            header_lines,
            decimal: Decimal::Point,
            numbers: numbers.to_vec(),
            date: date.map(|(index, pattern)| DateColumn { index, pattern: DatePattern::new(pattern).unwrap() }),
            conditions: conditions.iter().map(|&(index, value)| Condition { index, value: value.to_owned() }).collect(),
        };
        let reader = ColumnReader::open(folder()?.join(path), plan, 2).unwrap();
        Some(reader.finish().unwrap_or_else(|refusal| panic!("{path}: {refusal:?}")))
    }
}

fn total(column: &[f64]) -> f64 {
    column.iter().filter(|value| !value.is_nan()).sum()
}

/// Rows and total of each column of numbers.
const TOTALS: &[(File, u64, &[f64])] = &[
    (File("nist/lew.csv", b',', 1, &[0], None), 200, &[-177.435 * 200.0]),
    (File("nist/lottery.csv", b',', 1, &[0], None), 218, &[518.958_715_596_330 * 218.0]),
    (File("nist/numacc1.csv", b',', 1, &[0], None), 3, &[10_000_002.0 * 3.0]),
    (File("nist/numacc3.csv", b',', 1, &[0], None), 1001, &[1_000_000.2 * 1001.0]),
    (File("nist/pidigits.csv", b',', 1, &[0], None), 5000, &[4.5348 * 5000.0]),
    (
        File("prices/plotly-finance-charts-apple.csv", b',', 1, &[4, 5], Some((0, "Y-M-D"))),
        506,
        &[57_156.919_894, 21_848_281_000.0],
    ),
    (
        File("prices/plotly-tesla-stock-price.csv", b',', 1, &[1, 2], Some((0, "Y/M/D"))),
        757,
        &[206_392.73, 4_653_329_466.0],
    ),
    (File("prices/vega-sp500.csv", b',', 1, &[1], Some((0, "b D Y"))), 123, &[145_685.32]),
    (File("prices/vega-stocks.csv", b',', 1, &[2], None), 560, &[56_411.2]),
    (File("r/airpassengers.csv", b',', 1, &[1], Some((0, "N"))), 144, &[40_363.0]),
    (File("r/lakehuron.csv", b',', 1, &[1], Some((0, "Y"))), 98, &[56_742.4]),
    (File("r/lh.csv", b',', 1, &[1], Some((0, "N"))), 48, &[115.2]),
    (File("r/presidents.csv", b',', 1, &[1], Some((0, "N"))), 120, &[6419.0]),
    (File("r/sunspot_year.csv", b',', 1, &[1], Some((0, "Y"))), 289, &[14_049.3]),
    (File("statsmodels/ARMLEConstantPredict.csv", b',', 0, &[1], Some((0, "Y"))), 334, &[16_588.449_8]),
    (File("statsmodels/AROLSConstantPredict.csv", b' ', 0, &[0, 4], None), 416, &[15_165.399_856, 3_230.789_542]),
    (File("statsmodels/AROLSNoConstantPredict.csv", b' ', 0, &[0, 4], None), 416, &[14_909.304_358, 3_561.699_594]),
    (File("statsmodels/bd_lake.csv", b',', 1, &[0], None), 98, &[882.4]),
    (File("statsmodels/co2.csv", b',', 1, &[1], Some((0, "YMD"))), 2284, &[756_816.5]),
    (
        File("statsmodels/results_ar_forecast_mle_dynamic.csv", b',', 1, &[0, 3], Some((4, "Y"))),
        334,
        &[15_218.564_92, 1_264.444_73],
    ),
    (File("statsmodels/sunspots.csv", b',', 1, &[1], Some((0, "Y"))), 309, &[15_373.4]),
    (File("temperature/vega-seattle-weather.csv", b',', 1, &[2, 3], Some((0, "Y-M-D"))), 1461, &[24_017.5, 12_031.0]),
];

#[test]
fn reader_finds_the_rows_totals_and_order_of_every_series() {
    for (file, rows, totals) in TOTALS {
        let Some(table) = file.read(&[]) else { return };
        let path = file.0;
        assert_eq!((table.rows, table.rows_in_file, table.blank_lines), (*rows, *rows, 0), "{path}");
        for (column, expected) in table.columns.iter().zip(*totals) {
            let total = total(column);
            assert!((total - expected).abs() <= 1e-13 * expected.abs(), "{path}: {total} and not {expected}");
        }
        let Some(dates) = table.dates else { continue };
        let steps = (dates.ascending, dates.descending, dates.equal);
        let expected = if path.contains("tesla") { (0, rows - 2, 0) } else { (rows - 1, 0, 0) };
        assert_eq!(steps, expected, "{path}");
        assert_eq!(dates.unread.is_some(), path.contains("tesla"), "{path}");
    }
}

#[test]
fn reader_knows_every_file_of_the_folder() {
    let Some(folder) = folder() else { return };
    let mut count = 0;
    for room in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|room| room.path().is_dir()) {
        for file in std::fs::read_dir(room.path()).unwrap().map(Result::unwrap) {
            let name = format!("{}/{}", room.file_name().display(), file.file_name().display());
            assert!(TOTALS.iter().any(|(file, ..)| file.0 == name), "{name} is read by no test");
            count += 1;
        }
    }
    assert_eq!(count, TOTALS.len());
}

#[test]
fn reader_says_where_the_first_gap_is() {
    for (path, date, count, row) in [("r/presidents.csv", "N", 6, 1), ("statsmodels/co2.csv", "YMD", 59, 7)] {
        let Some(table) = File(path, b',', 1, &[1], Some((0, date))).read(&[]) else { return };
        assert_eq!(table.missing, [Some(MissingCells { count, row, line: row + 1 })], "{path}");
        assert!(table.columns[0][usize::try_from(row - 1).unwrap()].is_nan());
    }
}

#[test]
fn reader_says_that_a_time_among_dates_is_unread() {
    let file = File("prices/plotly-tesla-stock-price.csv", b',', 1, &[1, 2], Some((0, "Y/M/D")));
    let Some(table) = file.read(&[]) else { return };
    let dates = table.dates.unwrap();
    let unread = dates.unread.unwrap();
    assert_eq!((unread.count, unread.line, unread.cell.as_str()), (1, 2, "11:34"));
    assert_eq!((dates.first.as_str(), dates.last.as_str()), ("2018/10/15", "2015/10/15"));
    let step = dates.first_descent.unwrap();
    assert_eq!((step.line, step.cell.as_str(), step.previous.as_str()), (4, "2018/10/12", "2018/10/15"));
    assert_eq!(table.columns[1][..2], [4_787_699.0, 6_189_026.0]);
}

#[test]
fn reader_takes_only_the_rows_that_meet_the_conditions() {
    let file = File("prices/vega-stocks.csv", b',', 1, &[2], Some((1, "b D Y")));
    let Some(apple) = file.read(&[(0, "AAPL")]) else { return };
    assert_eq!((apple.rows, apple.rows_in_file), (123, 560));
    assert!((total(&apple.columns[0]) - 7961.85).abs() < 1e-9);
    assert_eq!(apple.dates.unwrap().ascending, 122);
    let none = file.read(&[(0, "AAPL"), (0, "MSFT")]).unwrap();
    assert_eq!((none.rows, none.rows_in_file, none.columns[0].len()), (0, 560, 0));
}
