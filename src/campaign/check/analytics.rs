//! Tools of the page: names that they know, settings that they need, and nothing told that would count twice.
//!
//! Whether a page has a tool cannot be known from here.

use crate::campaign::analytics::{About, make};
use crate::campaign::connector::Fault;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{Analytics, Campaign, Status};
use crate::value;

/// What a fault of a tool may rest on, where that could not be read.
const RESTS_ON: [&str; 6] = ["forms", "events", "scoring.dimensions", "analytics[*].params", "analytics[*].fields", "analytics[*].events"];

pub fn check(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let tools: Vec<Analytics> = campaign.analytics.as_ref().map(|written| value::read_all(written).0).unwrap_or_default();
    if tools.is_empty() {
        return;
    }
    let about = About::of(campaign);
    for (index, tool) in tools.iter().enumerate() {
        let path = format!("analytics[{index}]");
        let made = make(tool, &about);
        let placed = |Fault { path: place, message }: &Fault| (under(&path, place.as_str()), message.clone());
        problems.extend(made.faults.iter().map(placed).map(|(path, message)| Problem::error(path, message).resting_on(RESTS_ON)));
        problems.extend(made.warnings.iter().map(placed).map(|(path, message)| Problem::warning(path, message).resting_on(RESTS_ON)));
        check_told_once(tool, &path, tools.iter().take(index), problems);
    }
}

/// One that tells a tool what another has told it.
fn check_told_once<'a>(tool: &Analytics, path: &str, mut earlier: impl Iterator<Item = &'a Analytics>, problems: &mut Vec<Problem>) {
    let names =
        |tool: &Analytics| -> Option<Vec<String>> { Some(tool.events.as_ref()?.0.iter().map(|asked| asked.name.clone()).collect()) };
    let shares = |one: Option<Vec<String>>, other: Option<Vec<String>>| match (one, other) {
        (Some(one), Some(other)) => one.iter().any(|name| other.contains(name)),
        (one, other) => one.is_none() && other.is_none(),
    };
    let twice = earlier.any(|other| {
        tool.status == Status::Live
            && other.status == Status::Live
            && other.connector == tool.connector
            && (&other.on, &other.url) == (&tool.on, &tool.url)
            && other.params.iter().eq(tool.params.iter())
            && tool.events.iter().chain(&other.events).all(|events| events.0.iter().all(|asked| asked.told.params.is_empty()))
            && shares(names(tool), names(other))
    });
    if twice {
        let message = format!("an entry before it tells {} the same: each event would count twice", tool.connector);
        problems.push(Problem::warning(path, message).resting_on(["analytics"]));
    }
}
