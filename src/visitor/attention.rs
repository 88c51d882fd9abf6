//! How far and how long a visitor looks at a page, and which of it is an event.

use crate::value::Value;

use crate::object;

/// Depths that count, in percent of the page.
const DEPTHS: [u32; 4] = [25, 50, 75, 90];
/// Engaged seconds that count.
const DWELL_SECONDS: [u32; 4] = [10, 30, 60, 120];
/// Of a clicked element's text, so many characters are told.
const LONGEST_LABEL: usize = 80;

/// The depths newly reached by somebody who had seen so much of the page and now sees more.
pub fn depths_reached(before: u32, now: u32) -> impl Iterator<Item = u32> {
    DEPTHS.into_iter().filter(move |depth| (before..now).contains(&(depth - 1)))
}

/// The lengths of stay newly reached, in engaged seconds.
pub fn stays_reached(before: u32, now: u32) -> impl Iterator<Item = u32> {
    DWELL_SECONDS.into_iter().filter(move |seconds| (before..now).contains(&(seconds - 1)))
}

/// What a `click` tells of the element: a link to a block is known by the block it leads to.
#[must_use]
pub fn click_detail(own_id: &str, text: &str, url: &str) -> Value {
    let id = url.strip_prefix('#').unwrap_or(own_id);
    let text: String = text.trim_ascii().chars().take(LONGEST_LABEL).collect();
    object! { "id" => id, "text" => text, "url" => url, "outbound" => url.starts_with("http") }
}
