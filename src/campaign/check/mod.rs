//! Finds what is wrong with a file that was read: references to nothing, conditions that can never hold, texts nobody could read.
//!
//! Looks across the file (does this form exist?), which the types cannot. Reports every problem and never stops at the first.
//! Reads no file and knows no positions: a problem's place is a path, which `file` turns into line and column. Changes nothing:
//! what the program relies on is made by `complete`. Native only.

mod analytics;
mod attribution;
mod blocks;
mod bounds;
mod conditions;
mod contrast;
mod destinations;
mod events;
mod experiments;
mod forms;
mod host;
mod model;
mod names;
mod operators;
mod order;
mod pages;
mod parts;
mod period;
mod places;
mod popups;
mod reach;
mod results;
mod routing;
mod scoring;
mod secrets;
mod site;
mod texts;
mod visitor;

pub use events::names as event_names;
pub use forms::answer_names;
pub use model::{HEAVIEST, facts_of_no_model};
pub use names::{hint, nearest};
pub use parts::Parts;
pub use secrets::find as secret_in;
pub use site::not_an_address;

use serde_json::Value;

use super::problem::{Problem, Severity, is_within, under};
use super::written;
use conditions::{Conditions, Position};

/// Every problem, in no particular order. `parts` were found in the file, `file` is all of it.
#[must_use]
pub fn check(written: &written::Campaign, parts: &Parts, file: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    report_later_keys(written, &mut problems);
    if written.leadwell != 1 {
        problems.push(Problem::error("leadwell", format!("found {}, but this version reads format 1", written.leadwell)));
    }
    names::check_id("id", &written.id, &mut problems);
    site::check(written, &mut problems);
    site::check_theme(&written.theme, &mut problems);
    contrast::check(&written.theme, &mut problems);
    let experiments = experiments::of(written);
    let answers = answer_names(written);
    let popups = popups::of(written);
    let conditions = Conditions::of(written, &experiments, &answers, &popups);
    attribution::check(written.attribution.as_ref(), &conditions, &mut problems);
    experiments::check(&experiments, written, &conditions, file, &mut problems);
    destinations::check(written, &answers, &conditions, &mut problems);
    for name in written.lists.keys() {
        names::check_key(&format!("lists.{name}"), name, &mut problems);
    }
    for (name, segment) in &written.segments {
        names::check_key(&format!("segments.{name}"), name, &mut problems);
        conditions.check(Some(segment), &format!("segments.{name}"), Position::Segments, &mut problems);
    }
    visitor::check(written, &conditions, &mut problems);
    scoring::check(written, &popups, &conditions, &mut problems);
    model::check(&written.scoring, &conditions, &mut problems);
    forms::check(written, &conditions, &mut problems);
    pages::check(written, &conditions, &mut problems);
    experiments::check_pages(written, &conditions, &mut problems);
    popups::check(&popups, written, &conditions, &mut problems);
    host::check(written, &conditions, &mut problems);
    analytics::check(written, &mut problems);
    parts::check(parts, written, &mut problems);
    reach::check(written, &popups, &mut problems);
    results::check(written, &mut problems);
    texts::check(written, &mut problems);
    secrets::check(file, "", &mut problems);
    let unfinished = unfinished(file, String::new());
    problems.retain(|problem| problem.severity == Severity::Error || !unfinished.iter().any(|place| is_within(&problem.path, place)));
    problems
}

/// Drafts and what is paused: still at work, so only errors are told there.
fn unfinished(value: &Value, path: String) -> Vec<String> {
    match value {
        Value::Object(object) if object.get("status").is_some_and(|status| status == "draft" || status == "paused") => vec![path],
        Value::Object(object) => object.iter().flat_map(|(key, value)| unfinished(value, under(&path, key))).collect(),
        Value::Array(list) => list.iter().enumerate().flat_map(|(index, value)| unfinished(value, under(&path, index))).collect(),
        _ => Vec::new(),
    }
}

// Set aside without harm: nothing a visitor sees or a receiver gets becomes wrong by it.
fn report_later_keys(written: &written::Campaign, problems: &mut Vec<Problem>) {
    if written.goals.is_some() {
        problems.push(Problem::warning("goals", "part of the format, but not of this version: set aside"));
    }
}

/// Reports every second use of a name.
fn check_unique<'a>(what: &str, uses: impl Iterator<Item = (String, &'a str)>, problems: &mut Vec<Problem>) {
    let mut seen: Vec<(&str, String)> = Vec::new();
    for (path, name) in uses {
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name) {
            problems.push(Problem::error(path, format!("a second {what} named \"{name}\"; the first is {first}")));
        } else {
            seen.push((name, path));
        }
    }
}
