//! Two ways of reading and writing, serde in the command and `value` in the browser, give the same.

use std::fmt::Debug;

use leadwell::campaign::file::{self, Overrides};
use leadwell::campaign::{Runtime, written};
use leadwell::delivery::{Answer, Entry};
use leadwell::time::Timestamp;
use leadwell::value::{Read, Write, read};
use leadwell::visitor::consent::Choices;
use leadwell::visitor::{Arrival, Record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::demo::demos;
use crate::diagnostics::broken;

#[test]
fn a_campaign_is_read_alike_or_refused_alike() {
    for path in broken().into_iter().chain(demos()) {
        let text = std::fs::read_to_string(&path).expect("text");
        let Ok(value) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else { continue };
        let ours = read::<written::Campaign>(&value.clone().into()).map(|campaign| format!("{campaign:#?}"));
        let serdes = serde_json::from_value::<written::Campaign>(value).map(|campaign| format!("{campaign:#?}"));
        match (ours, serdes) {
            (Ok(ours), Ok(serdes)) => assert_eq!(ours, serdes, "{}", path.display()),
            (Err(_), Err(_)) => {}
            (ours, serdes) => panic!("{}: {:?}, but serde: {:?}", path.display(), ours.err(), serdes.err()),
        }
    }
}

#[test]
fn defaults_are_the_same_for_whatever_is_left_out() {
    let whole =
        json!({ "leadwell": 1, "id": "a", "name": "A", "site": { "url": "https://a.example", "locales": ["en"], "default_locale": "en" } });
    for (key, part) in [
        ("consent", json!({})),
        ("consent", json!({ "mode": "opt_out" })),
        ("theme", json!({})),
        ("theme", json!({ "mode": "dark" })),
        ("storage", json!({})),
        ("scoring", json!({})),
        ("scoring", json!({ "dimensions": { "fit": {} } })),
        ("scoring", json!({ "dimensions": { "fit": { "decay": { "linear_days": 3 }, "rules": [{ "id": "a", "points": 1 }] } } })),
        ("destinations", json!([{ "id": "a", "connector": "webhook", "url": "https://a.example" }])),
        ("forms", json!({ "demo": { "steps": [], "submit": "Send" } })),
        (
            "forms",
            json!({ "demo": { "steps": [{ "fields": [{ "name": "a", "kind": "text", "label": { "en": "A" } }] }], "submit": "Send", "consent": [{ "purpose": "a", "text": "A" }] } }),
        ),
        (
            "pages",
            json!([{ "path": "/", "title": "A", "description": "A", "blocks": [{ "kind": "hero", "title": "A" }, { "kind": "faq", "items": [] }] }]),
        ),
        ("note", json!("A note.")),
    ] {
        let mut campaign = whole.clone();
        campaign[key] = part.clone();
        let ours = read::<written::Campaign>(&campaign.clone().into()).expect("a campaign");
        let serdes = serde_json::from_value::<written::Campaign>(campaign).expect("a campaign");
        assert_eq!(format!("{ours:#?}"), format!("{serdes:#?}"), "{key}: {part}");
    }
}

#[test]
fn what_the_build_publishes_is_what_the_browser_reads() {
    let campaign = file::read(&demos()[0], &Overrides::default()).expect("text").campaign.expect("a campaign");
    let published = json!(campaign.runtime);
    let runtime = read::<Runtime>(&published.clone().into()).expect("a runtime");
    let serdes = serde_json::from_value::<Runtime>(published.clone()).expect("a runtime");
    assert_eq!(format!("{runtime:#?}"), format!("{serdes:#?}"));
    assert_eq!(json!(runtime), published, "nothing is lost on the way");
}

#[test]
fn what_a_browser_stores_is_read_and_written_alike() {
    let mut record = Record::new("visitor".into(), Timestamp(0));
    alike(&record);
    record
        .arrive(Arrival { at: Timestamp(5), touch: Some(leadwell::lead::Touch { channel: "email".into(), ..Default::default() }.write()) });
    record.arrive(Arrival { at: Timestamp(86_400), touch: None });
    record.ledger = read(&plain!({ "visit": [{ "at": "2026-11-21T18:00:00Z", "count": 3, "page": 2, "visit": 1 }] })).expect("a ledger");
    record.stages = read(&plain!([{ "id": "interest", "at": "2026-11-21T18:00:00Z" }])).expect("stages");
    record.tags = vec!["warm".into()];
    record.answers.insert("name", "김하늘".into());
    record.agreed.insert("marketing", "granted".into());
    record.submitted = vec!["demo".into()];
    alike(&record);

    let mut entry = Entry::new(
        plain!({ "id": "m1", "fields": { "a": null } }),
        vec!["crm".into(), "blind".into(), "gone".into()],
        1_795_284_000_000.25,
    );
    alike(&entry);
    entry.answered("crm", Answer::Nothing, 1_795_284_000_000.0, 0.3);
    entry.answered("blind", Answer::Blind, 1_795_284_000_000.0, 0.3);
    entry.answered("gone", Answer::Gone, 1_795_284_000_000.0, 0.3);
    alike(&entry);

    let choices = read::<Choices>(&plain!({ "analytics": true, "personalization": false })).expect("choices");
    assert_eq!((choices.write(), read(&choices.write())), (plain!(choices), Ok(choices)));
}

fn alike<T: Read + Write + Serialize + DeserializeOwned + PartialEq + Debug>(stored: &T) {
    assert_eq!(stored.write(), plain!(stored), "written by serde and by us");
    assert_eq!(read::<T>(&stored.write()).as_ref(), Ok(stored), "read by us");
    assert_eq!(serde_json::from_value::<T>(json!(stored.write())).expect("what we wrote"), *stored, "read by serde");
}

#[test]
fn a_misfit_is_told_with_its_place() {
    for (value, misfit) in [
        (json!(null), ": expected an object"),
        (json!({}), "v: expected this key"),
        (json!({ "v": 1, "id": "a", "extra": 1 }), "extra: expected no such key"),
        (json!({ "v": -1 }), "v: expected a whole number"),
        (json!({ "v": 1.5 }), "v: expected a whole number"),
        (json!({ "v": 1, "id": 5 }), "id: expected a text"),
        (json!({ "v": 1, "id": "a", "first_seen": "yesterday" }), "first_seen: expected a time such as 2026-11-21T18:00:00Z"),
        (
            json!({ "v": 1, "id": "a", "first_seen": "2026-11-21T18:00:00Z", "last_seen": "2026-11-21T18:00:00Z", "visits": 4_294_967_296_u64 }),
            "visits: expected a whole number",
        ),
    ] {
        assert_eq!(read::<Record>(&value.clone().into()).expect_err("a misfit"), misfit, "{value}");
    }
}
