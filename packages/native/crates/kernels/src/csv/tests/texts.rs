//! Texts to read: of fragments that the grammar speaks of, and of rows of prices.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Pieces of text that the grammar speaks of, with a broken bar between them.
const FRAGMENTS: &str = "1¦2¦12¦-3¦0.5¦1,5¦.25¦7.¦1e3¦2E-2¦+4¦$5¦-€6¦£-7¦−8¦1,234¦1.234,5¦1 000¦12'345'678¦1_000¦1\u{202F}000.5¦\
    1\u{A0}000¦1e999¦-inf¦Infinity¦NA¦n/a¦null¦?¦.¦-¦x¦A¦12345678901234567890¦0.1234567890123456789¦9007199254740993¦\
    2000-01-01¦2000-02-30¦1999-12-31 23:59¦2000-1-1 5:04:03.25¦2000-01-01 00:00:00¦31/12/1999¦1/1/2000¦20000229¦19000229¦\
    \u{20}¦  ¦\t¦\u{A0}¦\x0C¦\x0B¦\"¦\"\"¦\"a\"\"b\"¦\"1\n2\"¦\" 3 \"¦,¦,¦;¦|¦.¦:¦\n¦\n¦\n¦\r\n¦\r¦é¦\u{FEFF}";

/// Rows of three columns that are not plain, yet as they should be.
const STRANGE: [&str; 8] = [
    "",
    " ",
    "\u{A0}\t",
    "2000-1-2,3,4,5",
    "\"2000-01-02\",\"1,5\",7",
    "2000-01-01 ,1 , 2",
    "\"2000\n01\",NA,?",
    "a\"b,,2",
];

/// Rows of three columns that are faulty.
const FAULTY: [&str; 5] = ["2000-01-01", "2000-01-01,1", "x,inf,2", "2000-01-01,\"1\n2\",x", "2000-01-01,1,2,\""];

/// A text of anything that matters.
pub(super) fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&str> = FRAGMENTS.split('¦').collect();
    prop::collection::vec(select(words), 0..60).prop_map(|words| words.concat().into_bytes())
}

/// A file of dates and prices with a delimiter, now and then with a strange row, and sometimes with a faulty one.
pub(super) fn price_files(delimiter: u8) -> impl Strategy<Value = Vec<u8>> {
    let plain = (0..3_u32).prop_flat_map(|form| prop::collection::vec((dates(form), prices(), prices()), 0..60));
    let strange = prop::collection::vec((any::<Index>(), select(STRANGE.to_vec())), 0..6);
    let faulty = prop::option::weighted(0.2, (any::<Index>(), select(FAULTY.to_vec())));
    let line_end = select(vec!["\n", "\r\n", "\r"]);
    (plain, strange, faulty, line_end, any::<bool>()).prop_map(move |(plain, strange, faulty, line_end, is_closed)| {
        let join = |(date, first, second)| format!("{date},{first},{second}");
        let mut rows: Vec<String> = plain.into_iter().map(join).collect();
        for (at, row) in strange.into_iter().chain(faulty) {
            rows.insert(at.index(rows.len() + 1), row.to_owned());
        }
        let mut text = rows.join(line_end).replace(',', &char::from(delimiter).to_string());
        if is_closed {
            text.push_str(line_end);
        }
        text.into_bytes()
    })
}

/// Dates near each other of one width, some of which are none.
fn dates(form: u32) -> impl Strategy<Value = String> {
    let parts = (1999..2001_u32, 1..=3_u32, 27..=31_u32, 22..25_u32, 58..=60_u32);
    parts.prop_map(move |(year, month, day, hour, minute)| {
        let date = format!("{year}-{month:02}-{day:02}");
        match form {
            0 => date,
            1 => format!("{date} {hour:02}:{minute:02}"),
            _ => format!("{date} {hour:02}:00:{minute:02}"),
        }
    })
}

/// Short decimals, long ones, and missing ones.
fn prices() -> impl Strategy<Value = String> {
    let short = (any::<i32>(), 0..9_usize);
    let long = any::<f64>().prop_filter("finite", |value| value.is_finite());
    prop_oneof![
        8 => short.prop_map(|(value, decimals)| format!("{:.decimals$}", f64::from(value) / 1000.0)),
        2 => long.prop_map(|value| format!("{value:?}")),
        1 => Just(String::new()),
    ]
}
