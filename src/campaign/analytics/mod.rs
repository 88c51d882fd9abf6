//! Analytics: in which words each tool of a page is told what happens, a row of data each (`data/analytics/`), and what comes of a row and
//! what an author wrote.
//!
//! Native: a campaign's visitors get the tools it names made ready, in `starts`. `src/aids/analytics.js` tells them.

mod facts;
mod tool;

pub use tool::{Made, make};

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde_json::Value;

use super::connector::{Param, read_rows};
use super::form::Part;
use super::{complete, written};
use crate::value::{self, Named};

/// One tool. What every key means to whoever writes a row, docs/analytics.md tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub name: String,
    pub title: String,
    /// How sure we are of it, `A` (measured) to `D` (one indirect source).
    pub sure: String,
    pub source: String,
    /// The consent that it takes.
    pub purpose: String,
    /// What pages call it: a global function or object; of `dom` the event.
    #[serde(default)]
    pub on: Option<String>,
    /// Whether a page may fill it before the tool is there, as a list.
    #[serde(default)]
    pub queue: bool,
    #[serde(default)]
    pub by: By,
    #[serde(default)]
    pub params: Named<Param>,
    /// What every event is told with.
    #[serde(default)]
    pub fields: Named<Value>,
    /// Calls as `analytics.js` makes them: `usual`, `custom` for names that are not `standard`, or by the param that asks for them.
    #[serde(default)]
    pub calls: Named<Value>,
    /// Further calls, by the param that asks for them.
    #[serde(default)]
    pub also: Named<Value>,
    /// The names it knows; empty where any will do.
    #[serde(default)]
    pub standard: Vec<String>,
    /// The param that says that it does not count by itself what is marked `twice`.
    #[serde(default)]
    pub twice_unless: Option<String>,
    /// Whether it is told of every event, where its author names none.
    #[serde(default)]
    pub every: bool,
    pub events: Named<Event>,
    /// How it is told of events that it has no words for; absent where it is not.
    #[serde(default)]
    pub own: Option<Event>,
    #[serde(default)]
    pub note: Option<String>,
}

/// How a tool is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// By calling what the page has.
    #[default]
    Call,
    /// By an event of the document.
    Dom,
    /// By posts of many events at once.
    Batch,
}

/// One event in a tool's words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Absent: as Leadwell calls it.
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub fields: Named<Value>,
    /// Whether all that the event tells goes along.
    #[serde(default)]
    pub all: bool,
    /// Told only where its author names it.
    #[serde(default)]
    pub asked: bool,
    /// By which part of the tool it is counted already; told only where its author names it.
    #[serde(default)]
    pub twice: Option<String>,
    /// Params of all events of the tool that ask for further calls of this one.
    #[serde(default)]
    pub also: Vec<String>,
}

impl Event {
    /// Whether it is told without being asked for.
    #[must_use]
    pub const fn is_usual(&self) -> bool {
        !self.asked && self.twice.is_none()
    }
}

/// What of a campaign decides over what its tools may be told.
#[derive(Debug, Default)]
pub struct About {
    /// Fields whose answers are chosen, and not typed.
    pub chosen: Vec<String>,
    /// The others.
    pub typed: Vec<String>,
    pub dimensions: Vec<String>,
    /// The campaign's own events; those heard in a data layer with its name, and what is pushed there.
    pub own: Vec<(String, Option<(String, String)>)>,
}

impl About {
    #[must_use]
    pub fn of(campaign: &written::Campaign) -> Self {
        const CHOSEN: [&str; 9] = ["number", "select", "radio", "checkbox", "checkbox_group", "rating", "nps", "scale", "country"];
        let forms: Vec<_> = campaign.forms.iter().map(|(id, form)| complete::form(id, form, campaign)).collect();
        let fields = forms.iter().flat_map(super::Form::fields).map(|field| (field.name().to_owned(), CHOSEN.contains(&field.kind())));
        let (chosen, typed): (Vec<_>, Vec<_>) = fields.partition(|(_, is_chosen)| *is_chosen);
        let names = |fields: Vec<(String, bool)>| fields.into_iter().map(|(name, _)| name).collect();
        let own = campaign.events.as_ref().and_then(value::Value::as_array).into_iter().flatten().map(Part);
        let heard = |event: Part| {
            let called = event.word_if("event").unwrap_or(event.name());
            let layer = event.word_if("on").unwrap_or("dataLayer");
            (event.name().to_owned(), (event.word("from") == "data_layer").then(|| (layer.to_owned(), called.to_owned())))
        };
        Self {
            chosen: names(chosen),
            typed: names(typed),
            dimensions: campaign.scoring.dimensions.keys().cloned().collect(),
            own: own.map(heard).collect(),
        }
    }
}

/// The tools that can be told as their author meant.
#[must_use]
pub fn usable(written: Option<&value::Value>, about: &About) -> Vec<Value> {
    let tools: Vec<written::Analytics> = written.map(|written| value::read_all(written).0).unwrap_or_default();
    let live = tools.iter().filter(|tool| tool.status == written::Status::Live);
    live.map(|tool| make(tool, about)).filter(|made| made.faults.is_empty()).map(|made| made.tool).collect()
}

/// What is told besides the events that rules count: `lead_captured` with every lead that is no test, and what follows from it.
pub const OF_LEADS: [&str; 4] = ["lead_captured", "lead_qualified", "lead_disqualified", "experiment_seen"];

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/analytics");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = read_rows(&FILES);
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
});

/// Every tool, by name.
#[must_use]
pub fn rows() -> &'static [Row] {
    &ROWS
}

#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    rows().iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visitor::consent::RESERVED;

    #[test]
    fn every_row_can_be_read_and_is_named_as_its_file() {
        for file in FILES.files() {
            let read = serde_json::from_slice::<Row>(file.contents());
            assert!(read.is_ok(), "{}: {:?}", file.path().display(), read.err());
            let name = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(row(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_row_has_a_purpose_and_names_that_it_knows() {
        for row in rows() {
            assert!(RESERVED.contains(&row.purpose.as_str()), "{}", row.name);
            assert!(["A", "B", "C", "D"].contains(&row.sure.as_str()), "{}", row.name);
            assert_eq!(row.by == By::Call, row.calls.get("usual").is_some(), "{}", row.name);
            for param in row.params.values() {
                assert!(regex::Regex::new(&param.is).is_ok(), "{}: {}", row.name, param.is);
            }
            for (event, told) in &row.events {
                let name = told.name.as_ref().unwrap_or(event);
                let is_known = row.standard.is_empty() || row.standard.contains(name) || row.calls.get("custom").is_some();
                assert!(is_known, "{}: {name}", row.name);
            }
        }
    }
}
