//! How far and how long a visitor looks at a page, and which of it is an event.

use crate::condition::value_at;
use crate::object;
use crate::value::Value;

/// Depths that count in every campaign, in percent of the page.
pub const DEPTHS: [u32; 4] = [25, 50, 75, 90];
/// Engaged seconds that count in every campaign.
pub const DWELL_SECONDS: [u32; 4] = [10, 30, 60, 120];
/// Of a clicked element's text, so many characters are told.
const LONGEST_LABEL: usize = 80;

/// The depths newly reached by somebody who had seen so much of the page and now sees more. `starts` are the campaign's.
#[must_use]
pub fn depths_reached(starts: Option<&Value>, before: u32, now: u32) -> Vec<u32> {
    reached(starts, "reached.scroll", &DEPTHS, before, now)
}

/// The lengths of stay newly reached, in engaged seconds.
#[must_use]
pub fn stays_reached(starts: Option<&Value>, before: u32, now: u32) -> Vec<u32> {
    reached(starts, "reached.dwell", &DWELL_SECONDS, before, now)
}

#[inline(never)]
fn reached(starts: Option<&Value>, own: &str, usual: &[u32], before: u32, now: u32) -> Vec<u32> {
    let own = starts.and_then(|starts| value_at(starts, own).as_array());
    let mut marks = Vec::new();
    for mark in before..now {
        let mark = mark + 1;
        if usual.contains(&mark) || own.is_some_and(|own| own.iter().any(|own| own.as_f64() == Some(f64::from(mark)))) {
            marks.push(mark);
        }
    }
    marks
}

/// What a `click` tells of the element: a link to a block is known by the block it leads to.
#[must_use]
pub fn click_detail(own_id: &str, text: &str, url: &str) -> Value {
    let id = url.strip_prefix('#').unwrap_or(own_id);
    let text: String = text.trim_ascii().chars().take(LONGEST_LABEL).collect();
    object! { "id" => id, "text" => text, "url" => url, "outbound" => url.starts_with("http") }
}
