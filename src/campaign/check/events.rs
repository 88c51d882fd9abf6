//! The events that rules count and popups wait for: known ones, those of the author's own, and what each tells.

use super::nearest;
use super::places::comparisons;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Rule};
use crate::condition::Condition;
use crate::value::Value;

/// The events of the format, with what `event.*` tells of each.
const EVENTS: [(&str, &[&str]); 19] = [
    ("page_view", &[]),
    ("scroll", &["percent"]),
    ("dwell", &["seconds"]),
    ("idle", &["seconds"]),
    ("exit_intent", &["how"]),
    ("click", &["id", "text", "url", "outbound"]),
    ("visible", &["id"]),
    ("form_start", &["form"]),
    ("form_step", &["form", "step"]),
    ("form_abandon", &["form", "step", "field"]),
    ("form_submit", &["form"]),
    ("form_error", &["form", "step", "field"]),
    ("popup_open", &POPUP),
    ("popup_close", &POPUP),
    ("popup_dismiss", &POPUP),
    ("video_start", &FILM),
    ("video_progress", &FILM),
    ("video_complete", &FILM),
    ("file_download", &["file"]),
];
const POPUP: [&str; 2] = ["popup", "reason"];
const FILM: [&str; 2] = ["id", "percent"];

/// Triggers of popups that are so or not, instead of happening.
pub const STATES: [&str; 8] = ["load", "delay", "time_on_site", "pages", "score", "stage", "tag", "hash"];

/// The names of the format's events; others come from `track` and `events`.
pub fn names() -> impl Iterator<Item = &'static str> {
    EVENTS.iter().map(|(name, _)| *name)
}

/// The names that the campaign's own `events` make.
pub fn made(campaign: &Campaign) -> Vec<&str> {
    let made = campaign.events.as_ref().and_then(Value::as_array).into_iter().flatten();
    made.filter_map(|event| event.get("name")?.as_str()).collect()
}

/// A rule at `path` that counts an event nobody raises, or looks for what the event does not tell.
pub fn check(rule: &Rule, path: &str, made: &[&str], problems: &mut Vec<Problem>) {
    if let Some(event) = rule.on.as_deref() {
        check_heard(event, rule.condition.as_ref(), path, &[], made, problems);
    }
}

/// The same of whatever hears events: `besides` are other names that its `on` knows. Whether a page passes an event of the author's own
/// to `track` cannot be known from here, so only slips are told.
pub fn check_heard(event: &str, condition: Option<&Condition>, path: &str, besides: &[&str], made: &[&str], problems: &mut Vec<Problem>) {
    let known = EVENTS.iter().find(|(name, _)| *name == event);
    let all: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).chain(besides.iter().copied()).chain(made.iter().copied()).collect();
    if let Some(nearest) = nearest(event, &all).filter(|_| !all.contains(&event)) {
        problems.push(Problem::warning(format!("{path}.on"), format!("\"{event}\" is an event of your own; did you mean \"{nearest}\"?")));
    }
    let (Some((_, parts)), Some(condition)) = (known, condition) else { return };
    for read in comparisons(condition, &format!("{path}.where")) {
        let Some(part) = read.fact.strip_prefix("event.").filter(|part| !parts.contains(part)) else { continue };
        let tells = parts.iter().map(|part| format!("event.{part}")).collect::<Vec<_>>().join(", ");
        let cure = match parts {
            [] => "it tells nothing besides; which page it is, is the fact \"page.path\"".to_owned(),
            _ => format!("it tells {tells}"),
        };
        problems.push(Problem::warning(read.path, format!("\"{event}\" has no event.{part}: {cure}")).of_key());
    }
}
