//! Presets: what they bring under what an author wrote, that each is without a flaw, and that a file means the same before and after.

use std::collections::BTreeMap;
use std::path::PathBuf;

use leadwell::campaign::file::{self, Overrides, Read};
use leadwell::campaign::items;
use leadwell::campaign::preset::{FUNNEL, PRESET, names};
use leadwell::trial;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::table::{Outcome, Table};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    scoring: Value,
    #[serde(default = "only_email")]
    asks: Vec<String>,
    #[serde(default = "marketing")]
    consent: Value,
    #[serde(default)]
    expect: BTreeMap<String, Value>,
    #[serde(default)]
    lines: Option<Vec<String>>,
    #[serde(default)]
    tests: Vec<Value>,
}

fn only_email() -> Vec<String> {
    vec!["email".to_owned()]
}

fn marketing() -> Value {
    json!([{ "purpose": "marketing", "text": "Write to me." }])
}

/// A campaign file whose one form, `demo`, asks for these fields.
fn campaign(scoring: &Value, asks: &[String], consent: &Value, tests: &[Value]) -> Value {
    let kind = |name: &str| if name.ends_with("mail") { "email" } else { "text" };
    let fields: Vec<Value> = asks.iter().map(|name| json!({ "name": name, "kind": kind(name), "label": name })).collect();
    let page = |path: &str| {
        json!({ "path": path, "title": "Acme", "description": "Acme.", "blocks": [
            { "kind": "hero", "id": "top", "title": "Hello" }, { "kind": "form", "id": "demo", "form": "demo" }, { "kind": "rich", "id": "tickets", "text": "Tickets." } ] })
    };
    let pages = ["/", "/pricing", "/careers", "/products/tea"].map(page);
    json!({
        "leadwell": 1, "id": "acme", "name": "Acme",
        "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en",
                  "controller": { "name": "Acme Ltd", "email": "privacy@acme.example", "privacy_url": "https://acme.example/privacy" } },
        "destinations": [{ "id": "everyone", "connector": "webhook", "url": "https://hooks.example/leads" }],
        "scoring": scoring,
        "forms": { "demo": { "submit": "Send", "steps": [{ "fields": fields }], "consent": consent } },
        "pages": pages,
        "tests": tests,
    })
}

/// The campaign, read from a file.
fn read(campaign: &Value) -> (TempDir, PathBuf, Read) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("campaign.json");
    std::fs::write(&path, format!("{campaign:#}")).expect("written");
    let read = file::read(&path, &Overrides::default()).expect("text");
    (folder, path, read)
}

/// Without places and severities.
fn lines(read: &Read) -> Vec<String> {
    read.findings.iter().map(|finding| format!("{}: {}", finding.problem.path, finding.problem.message)).collect()
}

#[test]
fn presets_are_laid_under_what_the_author_wrote_as_the_table_says() {
    let table = Table::<Case>::read("presets.json");
    table.run(|case| {
        let (_folder, _, read) = read(&campaign(&case.scoring, &case.asks, &case.consent, &case.tests));
        let found = case.expect.keys().map(|place| (place.clone(), read.published.pointer(place).cloned().unwrap_or_default())).collect();
        let told = case.lines.is_some().then(|| lines(&read));
        Outcome { name: &case.name, expected: (case.expect.clone(), case.lines.clone()), found: (found, told) }
    });
}

#[test]
fn visitors_are_judged_alike_by_a_preset_and_by_what_it_expands_to() {
    for case in Table::<Case>::read("presets.json").cases {
        let (_folder, _, read_as_written) = read(&campaign(&case.scoring, &case.asks, &case.consent, &case.tests));
        let (_folder, _, read_expanded) = read(&read_as_written.published);
        assert_eq!(read_expanded.published, read_as_written.published, "{}: what is published means the same for ever", case.name);
        for read in [read_as_written, read_expanded] {
            let campaign = read.campaign.as_ref().unwrap_or_else(|| panic!("{}: {:#?}", case.name, read.lines()));
            let outcome = trial::run(campaign, &read.published);
            let told: Vec<_> = outcome.problems.iter().map(|problem| (&problem.path, &problem.message, &problem.explanation)).collect();
            assert!(outcome.passed == case.tests.len() && told.is_empty(), "{}: {told:#?}", case.name);
        }
    }
}

/// Everything that starter sets read, so that none of their rules is left out.
const EVERYTHING: [&str; 7] = ["email", "company", "company_size", "job_title", "timeline", "seats", "interest"];

#[test]
fn no_preset_has_a_flaw_where_everything_it_reads_is_asked_for() {
    let asks = EVERYTHING.map(str::to_owned);
    let engagement = json!({ "engagement": { "max": 100, "rules": [{ "id": "any", "on": "click", "points": 10 }] } });
    for (key, floor) in [(PRESET, json!({})), (FUNNEL, engagement)] {
        assert!(names(key).len() >= 3, "{:?}", names(key));
        for name in names(key) {
            let scoring = json!({ key: name, "dimensions": floor });
            let (_folder, _, read) = read(&campaign(&scoring, &asks, &marketing(), &[]));
            assert!(read.lines().is_empty() && read.campaign.is_some(), "{name}: {:#?}", read.lines());
        }
    }
}

#[test]
fn every_set_goes_with_every_funnel() {
    let asks = EVERYTHING.map(str::to_owned);
    for (set, funnel) in names(PRESET).iter().flat_map(|set| names(FUNNEL).into_iter().map(move |funnel| (set, funnel))) {
        let (_folder, _, read) = read(&campaign(&json!({ "preset": set, "funnel": funnel }), &asks, &marketing(), &[]));
        let campaign = read.campaign.as_ref().unwrap_or_else(|| panic!("{set} with {funnel}: {:#?}", read.lines()));
        assert!(items(&campaign.runtime.scoring.stages).len() >= 3, "{set} with {funnel}");
    }
}

#[test]
fn the_version_is_that_of_the_expanded_file() {
    let (_folder, _, named) = read(&campaign(&json!({ "preset": "shop" }), &only_email(), &marketing(), &[]));
    let mut by_hand = named.published.clone();
    by_hand.as_object_mut().expect("an object").shift_remove("version");
    let (_folder, _, written_out) = read(&by_hand);
    assert_eq!(named.published["version"], written_out.published["version"]);
    by_hand["scoring"]["dimensions"]["engagement"]["max"] = json!(99);
    let (_folder, _, edited) = read(&by_hand);
    assert_ne!(named.published["version"], edited.published["version"], "another preset would be another version");
}
