//! Popups: those that come at all, and their rules as `src/aids/showing.js` reads them.
//!
//! Native: what popups say is drawn by a build, and the single-page app takes their rules from what that build wrote.

use crate::campaign::Form;
use crate::campaign::form::{Part, items};
use crate::condition::fact_names_of;
use crate::object;
use crate::search::cut;
use crate::time::{Timestamp, parse_duration};
use crate::value::{Named, Object, Value, put};

const KINDS: [&str; 8] = ["modal", "slide_in", "bar", "fullscreen", "inline", "teaser", "consent", "privacy"];
/// What a trigger says besides its event.
const TRIGGER: [&str; 9] = ["on", "where", "seconds", "percent", "count", "selector", "text", "id", "hash"];

/// In the order in which they are asked: by priority, then as they stand in the file. Without drafts, and without those that name what
/// is not there.
pub fn live<'a>(written: Option<&'a Value>, forms: &Named<Form>) -> Vec<Part<'a>> {
    let mut known: Vec<Part> = Vec::new();
    for popup in written.map(items).unwrap_or_default() {
        if is_whole(popup, forms) && named(&known, popup.word("id")).is_none() {
            known.push(popup);
        }
    }
    let mut live: Vec<Part> = Vec::new();
    for popup in &known {
        let opens = named(&known, popup.word("opens")).is_some_and(|opened| !matches!(opened.kind(), "teaser" | "inline"));
        if popup.kind() == "teaser" && !opens {
            continue;
        }
        let before = live.iter().take_while(|other| priority(**other) >= priority(*popup)).count();
        live.insert(before, *popup);
    }
    live
}

fn named<'a>(popups: &[Part<'a>], id: &str) -> Option<Part<'a>> {
    popups.iter().find(|popup| popup.word("id") == id).copied()
}

fn is_whole(popup: Part, forms: &Named<Form>) -> bool {
    matches!(popup.word_if("status"), None | Some("live"))
        && popup.has("id")
        && KINDS.contains(&popup.kind())
        && (popup.has("slot") || popup.kind() != "inline")
        && popup.word_if("form").is_none_or(|form| forms.contains_key(form))
}

fn priority(popup: Part) -> f64 {
    popup.number("priority").unwrap_or_default()
}

/// Whether it neither counts for the limits of all nor waits for others.
fn stands(kind: &str) -> bool {
    matches!(kind, "inline" | "teaser" | "consent" | "privacy")
}

/// The limits for all of them, in seconds where they are times.
pub fn limits(written: Option<&Value>) -> Value {
    let (mut limits, nothing) = (Object::new(), Value::Null);
    let written = Part(written.unwrap_or(&nothing));
    copy(&mut limits, written, &["page", "session"]);
    for key in ["gap", "after_submit"] {
        seconds(&mut limits, key, written.word(key));
    }
    Value::Object(limits)
}

/// A popup's rules; `experiments` are those that run.
pub fn rule(popup: Part, experiments: &[Part]) -> Value {
    let (kind, nothing) = (popup.kind(), Value::Null);
    let part = |key: &str| popup.part(key).unwrap_or(Part(&nothing));
    let (close, schedule, frequency) = (part("close"), part("schedule"), part("frequency"));
    let mut rule = Object::new();
    copy(&mut rule, popup, &["id", "kind", "slot", "opens", "form", "when", "sample", "priority", "group"]);
    if let Some(arms) = arms(popup, experiments) {
        put(&mut rule, "arms", arms);
    }
    put(&mut rule, "stands", Value::Bool(stands(kind)));
    put(&mut rule, "minimise", Value::Bool(popup.has("minimise")));
    for key in ["escape", "overlay"] {
        put(&mut rule, key, Value::Bool(close.get(key).and_then(Value::as_bool).unwrap_or(true)));
    }
    seconds(&mut rule, "after", close.word("after"));
    put(&mut rule, "trigger", triggers(popup.get("trigger"), kind));
    put(&mut rule, "cancel", popup.part("cancel_on").and_then(all_of).unwrap_or(Value::Array(Vec::new())));
    for key in ["from", "until"] {
        if let Some(at) = Timestamp::parse(schedule.word(key)) {
            put(&mut rule, key, Value::Number(at.0 as f64 * 1000.0));
        }
    }
    copy(&mut rule, schedule, &["days"]);
    if schedule.has("hours") {
        put(&mut rule, "hours", hours(schedule));
    }
    put(&mut rule, "every", every(frequency.word("every"), kind));
    let mut stop = Object::new();
    match frequency.part("stop_after") {
        Some(written) => copy(&mut stop, written, &["seen", "submitted", "dismissed"]),
        None => put(&mut stop, if kind == "teaser" { "dismissed" } else { "submitted" }, Value::Number(1.0)),
    }
    put(&mut rule, "stop", Value::Object(stop));
    Value::Object(rule)
}

/// The variants of those experiments that its `when` names, by experiment.
fn arms(popup: Part, experiments: &[Part]) -> Option<Value> {
    let names = fact_names_of(popup.get("when")?);
    let mut arms = Object::new();
    for experiment in experiments {
        let id = experiment.word("id");
        if names.iter().any(|name| name.strip_prefix("experiment.") == Some(id)) {
            let mut variants = Vec::new();
            for variant in experiment.list("variants") {
                variants.push(Value::from(variant.word("id")));
            }
            put(&mut arms, id, Value::Array(variants));
        }
    }
    (!arms.is_empty()).then_some(Value::Object(arms))
}

/// What is there of some keys.
#[inline(never)]
fn copy(to: &mut Object, from: Part, keys: &[&str]) {
    for key in keys {
        if let Some(value) = from.get(key) {
            put(to, key, value.clone());
        }
    }
}

/// A duration, where it is one.
#[inline(never)]
fn seconds(to: &mut Object, key: &str, duration: &str) {
    if let Some(seconds) = parse_duration(duration) {
        put(to, key, Value::Number(seconds as f64));
    }
}

/// Lists of triggers, of which one is enough. Privacy, which is asked for, has none of its own.
fn triggers(written: Option<&Value>, kind: &str) -> Value {
    let mut lists = Vec::new();
    match written {
        None if kind == "privacy" => {}
        None => lists.push(Value::Array(vec![object! { "on" => "load" }])),
        Some(written) => {
            for one in one_or_more(written) {
                lists.extend(all_of(one.part("all").unwrap_or(one)));
            }
        }
    }
    Value::Array(lists)
}

/// Triggers of which each is needed; nothing, where one of them says nothing.
fn all_of(written: Part) -> Option<Value> {
    let mut all = Vec::new();
    for one in one_or_more(written.0) {
        let mut trigger = Object::new();
        copy(&mut trigger, one, &TRIGGER);
        if one.word("on").is_empty() {
            return None;
        }
        all.push(Value::Object(trigger));
    }
    (!all.is_empty()).then_some(Value::Array(all))
}

/// What stands in a list, or in the place of one.
fn one_or_more(written: &Value) -> Vec<Part<'_>> {
    if written.is_array() { items(written) } else { vec![Part(written)] }
}

/// Pairs of minutes since midnight.
fn hours(schedule: Part) -> Value {
    let mut hours = Vec::new();
    for pair in schedule.list("hours") {
        let mut minutes = Vec::new();
        for time in items(pair.0) {
            minutes.extend(time.0.as_str().and_then(minutes_of).map(|minutes| Value::Number(f64::from(minutes))));
        }
        if minutes.len() == 2 {
            hours.push(Value::Array(minutes));
        }
    }
    Value::Array(hours)
}

/// Minutes since midnight of `09:30`; the day ends at `24:00`.
pub fn minutes_of(time: &str) -> Option<u32> {
    let (hours, minutes) = cut(time, ':').filter(|_| time.len() == 5)?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60 || (hours, minutes) == (24, 0)).then_some(hours * 60 + minutes)
}

fn every(written: &str, kind: &str) -> Value {
    let usual = if stands(kind) { "page" } else { "session" };
    match (written, parse_duration(written)) {
        ("page" | "session" | "always", _) => Value::from(written),
        (_, Some(seconds)) => Value::Number(seconds as f64),
        _ => Value::from(usual),
    }
}
