//! What became of popups, as the visitor's record keeps it: how often each was seen, dismissed and led to a submission, and when.
//! Which popup may show is not decided here: `src/aids/showing.js` reads this.

use crate::campaign::Part;
use crate::object;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::{Object, Value, Write, put};

/// Under which the popups that count for `popup_limits` are counted together; no id of a popup is like it.
pub const ALL: &str = "*";

/// Notes that a popup was `seen`, `dismissed` or `submitted`. In the history, by id:
/// `{ "seen", "dismissed", "submitted", "at": seconds of the last time it was seen, "visit": the visit of that time, "here": times in it }`.
pub fn note(history: &mut Option<Value>, id: &str, what: &str, at: Timestamp, visit: u32) {
    let mut popups = match history.take() {
        Some(Value::Object(popups)) => popups,
        _ => Object::new(),
    };
    let mut known = match popups.get(id) {
        Some(Value::Object(known)) => known.clone(),
        _ => Object::new(),
    };
    let number = |known: &Object, key: &str| known.get(key).and_then(Value::as_f64).unwrap_or_default();
    let times = number(&known, what) + 1.0;
    put(&mut known, what, Value::Number(times));
    if what == "seen" {
        let here = if number(&known, "visit") as u32 == visit { number(&known, "here") } else { 0.0 };
        put(&mut known, "here", Value::Number(here + 1.0));
        put(&mut known, "visit", visit.write());
        put(&mut known, "at", Value::Number(at.0 as f64));
    }
    put(&mut popups, id, Value::Object(known));
    *history = Some(Value::Object(popups));
}

/// The facts `popup.ID.{seen,dismissed,submitted,days_since_seen}` of popups that were shown.
#[must_use]
pub fn facts(history: Option<&Value>, now: Timestamp) -> Value {
    let mut facts = Object::new();
    for (id, known) in history.and_then(Value::as_object).into_iter().flatten() {
        if id == ALL {
            continue;
        }
        let number = |key: &str| Part(known).number(key).unwrap_or_default();
        // A clock set back counts as no time gone by.
        let days = (now.0 - number("at") as i64).max(0) / SECONDS_PER_DAY;
        let fact = object! {
            "seen" => number("seen"), "dismissed" => number("dismissed"), "submitted" => number("submitted"), "days_since_seen" => days as f64,
        };
        put(&mut facts, id, fact);
    }
    Value::Object(facts)
}
