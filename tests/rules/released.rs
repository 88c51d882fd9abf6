//! Everything of a format that was ever released is read today: one file in `tests/released/` for each version of it.

use std::fs;
use std::path::PathBuf;

use leadwell::campaign::file;
use leadwell::delivery::Entry;
use leadwell::inbox;
use leadwell::trial;
use leadwell::value::{Value, of_json, read};
use leadwell::visitor::Record;

fn released(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/released").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(released(name)).unwrap_or_else(|error| panic!("{name}: {error}; a version has a file of its own"))
}

fn plain(name: &str) -> Value {
    of_json(serde_json::from_str(&text(name)).expect("JSON"))
}

#[test]
fn a_campaign_of_every_version_is_read_and_passes_its_tests() {
    for version in 1..=1 {
        // Beside the pictures that it names.
        let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("campaigns/demo_request/released.json");
        let found = file::read_text(&place, &text(&format!("campaign_{version}.json")));
        let campaign = found.campaign.as_ref().unwrap_or_else(|| panic!("version {version}: {:?}", found.lines()));
        let outcome = trial::run(campaign, &found.published);
        assert!(outcome.passed > 0 && outcome.failed == 0, "version {version}: {:?}", outcome.problems);
    }
}

#[test]
fn a_visitor_s_record_of_every_version_is_read() {
    for version in 1..=Record::VERSION {
        let stored = plain(&format!("record_{version}.json"));
        let record = read::<Record>(&stored).expect("a record");
        assert_eq!((record.v, record.is_known()), (version, true));
        let done: Vec<&String> = stored.get("ledger").and_then(Value::as_object).expect("what was done").keys().collect();
        assert!(!done.is_empty() && done.iter().all(|rule| !record.ledger.entries(rule).is_empty()), "version {version}");
    }
}

#[test]
fn a_lead_that_waits_of_every_version_is_read() {
    for version in 1..=Entry::VERSION {
        let entry = read::<Entry>(&plain(&format!("waiting_{version}.json"))).expect("an entry");
        assert!(entry.v == version && !entry.id().is_empty() && !entry.deliveries.is_empty());
    }
}

#[test]
fn a_message_of_every_version_is_taken() {
    let message = inbox::read_message(text("message_1.json").trim()).expect("a message");
    assert!(message.version == 1 && message.evidence.is_some());
}
