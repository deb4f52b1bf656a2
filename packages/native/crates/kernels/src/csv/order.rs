//! The order of rows by their dates, one date at a time or two spans joined. It knows no cells but those of dates.

use std::cmp::Ordering;

use super::refusal::excerpt;
use super::table::{DateOrder, DateStep, UnreadDates};

/// A date that was read.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    /// The trimmed cell.
    pub(super) text: Vec<u8>,
    key: f64,
}

/// What was seen of the dates of a span of rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// With its line.
    first: Option<(u64, Dated)>,
    last: Option<Dated>,
    ascending: u64,
    descending: u64,
    equal: u64,
    first_ascent: Option<DateStep>,
    first_descent: Option<DateStep>,
    unread: Option<UnreadDates>,
}

impl Order {
    /// The newest date.
    pub(super) fn last(&self) -> Option<&Dated> {
        self.last.as_ref()
    }

    /// Takes the date of the next row.
    pub(super) fn push(&mut self, text: &[u8], line: u64, key: f64) {
        let Some(last) = self.last.take() else {
            let date = Dated { text: text.to_vec(), key };
            self.first = Some((line, date.clone()));
            self.last = Some(date);
            return;
        };
        self.step(compare(last.key, key), line, || (text, &last.text));
        self.last = Some(last);
        self.set_last(text, key);
    }

    /// Counts a step between neighbours; `texts` gives the date of the row at `line` and the one before it.
    #[inline]
    pub(super) fn step<'a>(&mut self, direction: Ordering, line: u64, texts: impl FnOnce() -> (&'a [u8], &'a [u8])) {
        let (count, first) = match direction {
            Ordering::Less => (&mut self.ascending, &mut self.first_ascent),
            Ordering::Greater => (&mut self.descending, &mut self.first_descent),
            Ordering::Equal => {
                self.equal += 1;
                return;
            }
        };
        *count += 1;
        if first.is_none() {
            let (cell, previous) = texts();
            *first = Some(DateStep { line, cell: excerpt(cell), previous: excerpt(previous) });
        }
    }

    /// Puts the newest date after its steps were counted one by one.
    pub(super) fn set_last(&mut self, text: &[u8], key: f64) {
        if let Some(last) = &mut self.last {
            last.text.clear();
            last.text.extend_from_slice(text);
            last.key = key;
        }
    }

    /// Takes a cell that is no date.
    pub(super) fn unread(&mut self, cell: &[u8], line: u64) {
        let unread = self.unread.get_or_insert_with(|| UnreadDates { count: 0, line, cell: excerpt(cell) });
        unread.count += 1;
    }

    /// Takes the rows that follow, whose lines are counted from `lines`.
    pub(super) fn append(&mut self, next: Order, lines: u64) {
        let last = self.last.take();
        if let (Some(last), Some((line, first))) = (&last, &next.first) {
            self.step(compare(last.key, first.key), lines + line, || (&first.text, &last.text));
        }
        self.first = self.first.take().or(next.first.map(|(line, date)| (line + lines, date)));
        self.last = next.last.or(last);
        let step = |step: DateStep| DateStep { line: step.line + lines, ..step };
        self.ascending += next.ascending;
        self.descending += next.descending;
        self.equal += next.equal;
        self.first_ascent = self.first_ascent.take().or(next.first_ascent.map(step));
        self.first_descent = self.first_descent.take().or(next.first_descent.map(step));
        self.unread = match (self.unread.take(), next.unread) {
            (Some(unread), more) => {
                Some(UnreadDates { count: unread.count + more.map_or(0, |more| more.count), ..unread })
            }
            (None, more) => more.map(|more| UnreadDates { line: more.line + lines, ..more }),
        };
    }

    /// The report.
    pub(super) fn finish(self) -> DateOrder {
        let words = |date: Option<Dated>| date.map_or_else(String::new, |date| excerpt(&date.text));
        DateOrder {
            first: words(self.first.map(|(_, date)| date)),
            last: words(self.last),
            ascending: self.ascending,
            descending: self.descending,
            equal: self.equal,
            first_ascent: self.first_ascent,
            first_descent: self.first_descent,
            unread: self.unread,
        }
    }
}

/// Keys are finite.
fn compare(before: f64, after: f64) -> Ordering {
    before.partial_cmp(&after).unwrap_or(Ordering::Equal)
}
