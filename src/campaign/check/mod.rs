//! Finds what is wrong with a file that was read: references to nothing, conditions that can never hold, texts nobody could read.
//!
//! Looks across the file (does this form exist?), which the types cannot. Reports every problem and never stops at the first.
//! Reads no file and knows no positions: a problem's place is a path, which `file` turns into line and column. Changes nothing:
//! what the program relies on is made by `complete`. Native only.

mod blocks;
mod conditions;
mod destinations;
mod forms;
mod names;
mod operators;
mod pages;
mod scoring;
mod site;
mod texts;

pub use names::{hint, nearest};

use super::problem::Problem;
use super::written;
use conditions::{Conditions, Position};

/// Every problem, in no particular order.
#[must_use]
pub fn check(written: &written::Campaign) -> Vec<Problem> {
    let mut problems = Vec::new();
    report_later_keys(written, &mut problems);
    if written.leadwell != 1 {
        problems.push(Problem::error("leadwell", format!("found {}, but this version reads format 1", written.leadwell)));
    }
    names::check_id("id", &written.id, &mut problems);
    site::check(written, &mut problems);
    site::check_theme(&written.theme, &mut problems);
    let conditions = Conditions::of(written);
    destinations::check(written, &conditions, &mut problems);
    for name in written.lists.keys() {
        names::check_key(&format!("lists.{name}"), name, &mut problems);
    }
    for (name, segment) in &written.segments {
        names::check_key(&format!("segments.{name}"), name, &mut problems);
        conditions.check(Some(segment), &format!("segments.{name}"), Position::Segments, &mut problems);
    }
    scoring::check(&written.scoring, &conditions, &mut problems);
    forms::check(written, &conditions, &mut problems);
    pages::check(written, &conditions, &mut problems);
    texts::check(written, &mut problems);
    problems
}

// Set aside without harm: nothing a visitor sees or a receiver gets becomes wrong by it.
fn report_later_keys(written: &written::Campaign, problems: &mut Vec<Problem>) {
    let keys = [
        ("audience", &written.audience),
        ("attribution", &written.attribution),
        ("events", &written.events),
        ("capture", &written.capture),
        ("popups", &written.popups),
        ("popup_limits", &written.popup_limits),
        ("experiments", &written.experiments),
        ("goals", &written.goals),
        ("analytics", &written.analytics),
    ];
    let used = keys.iter().filter(|(_, value)| value.is_some());
    problems.extend(used.map(|(key, _)| Problem::warning(*key, "part of the format, but not of this version: set aside")));
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
