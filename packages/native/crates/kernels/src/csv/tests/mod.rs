//! The reader, cut anywhere and with any number of threads, against its naive twin: on texts made of whatever matters,
//! on whole files of prices with faults in them, and on any bytes at all.

mod naive;
mod naive_cells;
mod texts;

use proptest::prelude::*;

use self::texts::fragments;
use super::reader::{SIZES, Sizes};
use super::source::Source;
use super::{ColumnPlan, ColumnReader, ColumnTable, Condition, DateColumn, DatePattern, Decimal, Refusal, RefusalKind};

/// A date's key by a naive reading.
type Reading = fn(&str) -> Option<f64>;

/// Patterns with the naive reading of each.
const PATTERNS: [(&str, Reading); 3] =
    [("Y-M-D[ h:m[:s]]", naive_cells::year_first), ("D/M/Y", naive_cells::day_first), ("YMD", naive_cells::packed)];

/// How a text is cut, and by how many.
#[derive(Clone, Copy, Debug)]
struct Cuts {
    sizes: Sizes,
    threads: usize,
}

fn cuts() -> impl Strategy<Value = Cuts> {
    let any_sizes =
        (1..200_u64, 1..60_u64, 1..60_u64).prop_map(|(stretch, piece, block)| Sizes { stretch, piece, block });
    let sizes = prop_oneof![1 => Just(SIZES), 3 => any_sizes];
    (sizes, 1..4_usize).prop_map(|(sizes, threads)| Cuts { sizes, threads })
}

fn read(text: &[u8], plan: &ColumnPlan, cuts: Cuts) -> Result<ColumnTable, Refusal> {
    let source = Source::Bytes(text.to_vec());
    ColumnReader::new(source, plan.clone(), cuts.threads, cuts.sizes)?.finish()
}

/// A result with its numbers as bits, all NaN alike.
fn comparable(result: Result<ColumnTable, Refusal>) -> Result<(ColumnTable, Vec<Vec<u64>>), Refusal> {
    result.map(|mut table| {
        let bits = |value: f64| if value.is_nan() { u64::MAX } else { value.to_bits() };
        let columns = std::mem::take(&mut table.columns);
        (table, columns.into_iter().map(|column| column.into_iter().map(bits).collect()).collect())
    })
}

fn assert_same(text: &[u8], plan: &ColumnPlan, pattern: usize, cuts: Cuts) {
    let ours = comparable(read(text, plan, cuts));
    let naive = comparable(naive::read(text, plan, PATTERNS[pattern].1));
    assert_eq!(ours, naive, "of {:?} by {plan:?} with {cuts:?}", String::from_utf8_lossy(text));
}

fn plans() -> impl Strategy<Value = (ColumnPlan, usize)> {
    let delimiter = prop::sample::select(b",;\t| .:5".to_vec());
    let decimal = prop_oneof![Just(Decimal::Point), Just(Decimal::Comma)];
    let numbers = prop::sample::subsequence(vec![0_usize, 1, 2], 0..=3);
    let date = prop::option::of((0..3_usize, 0..PATTERNS.len()));
    let value = prop::sample::select(vec!["", "A", "1", "-"]);
    let conditions = prop::collection::vec((0..3_usize, value), 0..2);
    let header_lines = prop_oneof![4 => Just(0_usize), 2 => Just(1), 1 => Just(2)];
    (delimiter, decimal, numbers, date, conditions, header_lines).prop_map(
        |(delimiter, decimal, numbers, date, conditions, header_lines)| {
            let pattern = date.map_or(0, |(_, pattern)| pattern);
            let date = date.map(|(index, _)| DateColumn {
                index,
                pattern: DatePattern::new(PATTERNS[pattern].0).expect("a pattern"),
            });
            let conditions =
                conditions.into_iter().map(|(index, value)| Condition { index, value: value.to_owned() }).collect();
            (ColumnPlan { delimiter, header_lines, decimal, numbers, date, conditions }, pattern)
        },
    )
}

/// Plans for files of a date and two prices, with such a file.
fn price_files() -> impl Strategy<Value = (Vec<u8>, ColumnPlan)> {
    let numbers = prop::sample::subsequence(vec![1_usize, 2], 1..=2);
    let delimiter = prop_oneof![3 => Just(b','), 1 => prop::sample::select(b";\t .-05".to_vec())];
    let decimal = prop_oneof![3 => Just(Decimal::Point), 1 => Just(Decimal::Comma)];
    let conditions = prop::option::weighted(0.2, prop::sample::select(vec![(0, "2000-01-31"), (1, "")]));
    (numbers, any::<bool>(), 0..2_usize, delimiter, decimal, conditions)
        .prop_map(|(numbers, is_dated, header_lines, delimiter, decimal, conditions)| {
            let pattern = DatePattern::new(PATTERNS[0].0).expect("a pattern");
            let date = is_dated.then_some(DateColumn { index: 0, pattern });
            let condition = |(index, value): (usize, &str)| Condition { index, value: value.to_owned() };
            let conditions = conditions.into_iter().map(condition).collect();
            ColumnPlan { delimiter, header_lines, decimal, numbers, date, conditions }
        })
        .prop_flat_map(|plan| (texts::price_files(plan.delimiter), Just(plan)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reader_agrees_with_the_naive_one_on_whatever_matters(
        text in fragments(),
        (plan, pattern) in plans(),
        cuts in cuts(),
    ) {
        assert_same(&text, &plan, pattern, cuts);
    }

    #[test]
    fn reader_agrees_with_the_naive_one_on_prices((text, plan) in price_files(), cuts in cuts()) {
        assert_same(&text, &plan, 0, cuts);
    }

    #[test]
    fn reader_agrees_with_the_naive_one_on_any_bytes(
        text in prop::collection::vec(any::<u8>(), 0..300),
        (plan, pattern) in plans(),
        cuts in cuts(),
    ) {
        assert_same(&text, &plan, pattern, cuts);
    }

    #[test]
    fn reader_takes_any_delimiter(text in fragments(), delimiter: u8, (mut plan, pattern) in plans(), cuts in cuts()) {
        plan.delimiter = delimiter;
        match read(&text, &plan, cuts) {
            Err(refusal) if refusal.kind == RefusalKind::Io => {
                prop_assert!(!delimiter.is_ascii() || b"\"\n\r".contains(&delimiter));
            }
            _ => assert_same(&text, &plan, pattern, cuts),
        }
    }
}
