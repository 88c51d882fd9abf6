//! A time of day somewhere, in the reader's words. The page's own script shows it in the visitor's zone.

use super::reader::Reader;
use crate::digits::digits;
use crate::drawing::{Element, el};
use crate::search::{cut, parts};
use crate::texts::filled;

/// `at` is date and time on the wall in `zone`: `2026-12-03T18:00`.
pub fn moment(at: &str, zone: &str, class: &str, reader: &Reader) -> Element {
    el("time", class).attr("datetime", at).attr("data-lw-zone", zone).text(&in_words(at, reader))
}

/// The time alone, where the day stands above.
pub fn time_of_day(at: &str, zone: &str, class: &str) -> Element {
    let time = cut(at, 'T').map_or(at, |(_, time)| time.get(..5).unwrap_or(time));
    el("time", class).attr("datetime", at).attr("data-lw-zone", zone).text(time)
}

/// `3 December 2026, 18:00`; what is not a time stays as it was written.
fn in_words(at: &str, reader: &Reader) -> String {
    let Some((date, time)) = cut(at, 'T') else { return at.to_owned() };
    let mut numbers = parts(date, '-').filter_map(|part| part.parse::<usize>().ok());
    let (Some(year), Some(month), Some(day)) = (numbers.next(), numbers.next(), numbers.next()) else { return at.to_owned() };
    let Some(name) = month.checked_sub(1).and_then(|month| parts(reader.texts.months(), '|').nth(month)) else { return at.to_owned() };
    let date = filled(&filled(&filled(reader.texts.date(), "day", &digits(day as u64)), "month", name), "year", &digits(year as u64));
    [&date, ", ", time.get(..5).unwrap_or(time)].concat()
}
