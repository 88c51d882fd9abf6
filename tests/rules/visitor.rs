//! The visitor: visits and consent.

use std::collections::BTreeMap;

use leadwell::campaign::written::{Consent, plain};
use leadwell::condition::value_at;
use leadwell::lead::Touch;
use leadwell::time::Timestamp;
use leadwell::value::{Value, Write, read};
use leadwell::visitor::consent::{Choices, PageWord, RESERVED, Signals, Standing};
use leadwell::visitor::{Arrival, LocalTime, Record, facts};
use serde::Deserialize;

use crate::campaign::runtime;
use crate::histories::{circumstances, happen};
use crate::table::{Outcome, Table};

#[derive(Deserialize)]
struct ConsentCase(String, Consent, Visitor, Vec<String>, bool);

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Visitor {
    region: Option<String>,
    gpc: bool,
    dnt: bool,
    choices: BTreeMap<String, bool>,
    /// What the page says: `{ choices, defaults }`.
    page: Value,
}

#[test]
fn consent_is_granted_as_the_table_says() {
    Table::<ConsentCase>::read("consent.json").run(|ConsentCase(name, policy, visitor, granted, everything)| {
        let standing = Standing {
            policy: plain(policy),
            region: visitor.region.clone(),
            signals: Signals { gpc: visitor.gpc, dnt: visitor.dnt },
            page: PageWord::read(&visitor.page),
            choices: Choices(visitor.choices.clone().into_iter().collect()),
        };
        let found = RESERVED.iter().filter(|purpose| standing.granted(purpose)).map(|purpose| (*purpose).to_owned()).collect();
        Outcome { name, expected: (granted.clone(), *everything), found: (found, standing.lead_carries_everything()) }
    });
}

#[derive(Deserialize)]
struct VisitsCase(String, Vec<(Timestamp, Option<String>)>, Value);

#[test]
fn visits_and_touches_are_counted_as_the_table_says() {
    Table::<VisitsCase>::read("visits.json").run(|VisitsCase(name, views, expected)| {
        let mut record = Record::new("visitor".into(), views[0].0);
        for (at, channel) in views {
            let touch = channel.clone().map(|channel| Touch { channel, at: *at, ..Touch::default() }.write());
            record.arrive(Arrival { at: *at, touch });
        }
        let facts = facts(&record, &circumstances(record.last_seen));
        let fact = |path: &str| value_at(&facts, path);
        let found = plain!({
            "visits": fact("visitor.visits"), "pages": fact("visitor.pages"), "touches": record.touches, "first": fact("first.channel"),
            "last": fact("source.channel"), "days_since_last": fact("visitor.days_since_last"),
        });
        Outcome { name, expected: expected.clone(), found }
    });
}

#[test]
fn a_record_serves_as_long_as_the_campaign_keeps_it_and_never_in_another_shape() {
    let at = |days: i64| Timestamp(days * 86_400);
    let record = Record { last_seen: at(100), ..Record::new("visitor".into(), at(0)) };
    assert!(record.is_usable(at(280), 180));
    assert!(!record.is_usable(at(281), 180));
    assert!(record.is_usable(at(0), 180), "a clock set back");
    assert!(!Record { v: 3, ..record.clone() }.is_usable(at(100), 180));
    assert!(!Record { id: String::new(), ..record.clone() }.is_usable(at(100), 180));
    for extreme in [i64::MIN, i64::MAX] {
        let mut record = Record { last_seen: Timestamp(extreme), visit_before: Some(Timestamp(extreme)), ..record.clone() };
        let _ = record.is_usable(Timestamp(extreme), u32::MAX) || record.is_usable(Timestamp(!extreme), u32::MAX);
        record.arrive(Arrival { at: Timestamp(!extreme), touch: None });
        let _ = facts(&record, &circumstances(Timestamp(extreme)));
    }
}

#[test]
fn a_record_of_the_first_version_goes_on_as_one_of_this_version() {
    let stored = serde_json::from_str(include_str!("../released/record_1.json")).expect("JSON");
    let record = read::<Record>(&stored).expect("a record");
    assert!(record.is_usable(Timestamp(1_764_000_000), 180));
    let times: Vec<(i64, u32)> = record.ledger.entries("pricing_view").iter().map(|entry| (entry.at.0, entry.count)).collect();
    assert_eq!(times, [(1_763_748_000, 2), (1_763_748_060, 1)]);
    assert_eq!((record.seconds, record.internal, record.lead.is_none()), (0, false, true));
    let again = read::<Record>(&record.write()).expect("a record");
    assert_eq!(again, record);
}

#[test]
fn what_is_too_much_to_keep_goes_in_order_long_answers_then_the_oldest_doings() {
    let mut record = Record::new("visitor".into(), Timestamp(0));
    record.answers.insert("why", Value::from("x".repeat(5000).as_str()));
    record.answers.insert("email", Value::from("a@corp.example"));
    let entry = |at: i64| plain!([at, 1, 1, 1]);
    record.ledger = read(&plain!({ "a": [entry(1), entry(2), entry(3), entry(4)], "b": [entry(5)] })).expect("a ledger");
    assert!(record.shrink());
    assert!(record.answers.contains_key("email") && !record.answers.contains_key("why"));
    assert!(record.shrink());
    assert_eq!(record.ledger.entries("a").iter().map(|entry| entry.at.0).collect::<Vec<_>>(), [3, 4], "the newest stay");
    while record.shrink() {}
    assert_eq!((record.ledger.entries("a").len(), record.ledger.entries("b").len()), (1, 1), "and never the last");
}

#[test]
fn what_happened_before_consent_was_known_goes_on_with_what_was_kept() {
    let campaign = runtime(&serde_json::json!({
        "scoring": { "dimensions": { "engagement": { "rules": [
            { "id": "view", "on": "page_view", "points": 1, "limit": { "times": 3, "per": "session" } },
        ] } } },
    }));
    let entries =
        |record: &Record| record.ledger.entries("view").iter().map(|entry| (entry.at.0, entry.page, entry.visit)).collect::<Vec<_>>();
    let view = |record: &mut Record, at: i64| {
        record.arrive(Arrival { at: Timestamp(at), touch: None });
        happen("page_view", plain!({}), Timestamp(at), record, &campaign);
    };
    let mut kept = Record::new("visitor".into(), Timestamp(0));
    view(&mut kept, 0);
    let mut here = Record::new("somebody".into(), Timestamp(10_000));
    view(&mut here, 10_000);
    here.submitted.push("demo".into());
    kept.go_on(&here, &campaign.scoring.rules);
    assert_eq!((kept.id.as_str(), kept.visits, kept.pages, kept.visit_before), ("visitor", 2, 2, Some(Timestamp(0))));
    assert_eq!(entries(&kept), [(0, 1, 1), (10_000, 2, 2)]);
    assert_eq!(kept.submitted, ["demo"]);
    for at in [10_001, 10_002, 10_003] {
        view(&mut kept, at);
    }
    assert_eq!(entries(&kept).len(), 4, "the limit of three counts what was taken over as of the same visit");
}

#[test]
fn where_nothing_was_counted_before_consent_no_visit_is_taken_over_but_who_somebody_is() {
    let mut kept = Record::new("visitor".into(), Timestamp(0));
    kept.arrive(Arrival { at: Timestamp(10_000), touch: None });
    let mut here = Record::new("somebody".into(), Timestamp(20_000));
    (here.internal, here.excluded) = (true, true);
    kept.go_on(&here, &[]);
    assert_eq!((kept.visits, kept.pages, kept.last_seen), (1, 1, Timestamp(10_000)));
    assert!(kept.internal && kept.excluded);
}

#[test]
fn a_tag_that_nothing_keeps_any_longer_is_gone_when_somebody_comes_back() {
    let campaign = runtime(&serde_json::json!({
        "scoring": { "tags": [{ "tag": "stays", "when": {}, "keep": true }, { "tag": "passes", "when": {} }] },
        "forms": { "demo": { "submit": "Send", "steps": [{ "fields": [
            { "name": "size", "kind": "select", "label": "Size", "options": [{ "id": "51", "label": "51", "tags": ["large"] }] }] }] } },
    }));
    let rules = leadwell::visitor::Rules { campaign: &campaign, engine: crate::condition::engine() };
    let mut record = Record::new("visitor".into(), Timestamp(0));
    record.tags = ["stays", "passes", "of_a_rule_before", "large"].map(str::to_owned).to_vec();
    let mut around = circumstances(Timestamp(0));
    around.standing.choices.0.insert("personalization", true);
    rules.arrive(&mut record, &around, "");
    assert_eq!(record.tags, ["stays", "large"]);
}

#[test]
fn a_pause_of_more_than_half_an_hour_ends_a_visit_even_on_the_same_page() {
    let mut record = Record::new("visitor".into(), Timestamp(0));
    record.arrive(Arrival { at: Timestamp(0), touch: None });
    assert!(!record.is_active(Timestamp(1800)));
    assert!(record.is_active(Timestamp(3601)));
    assert_eq!((record.visits, record.pages, record.visit_before), (2, 1, Some(Timestamp(1800))));
}

#[test]
fn facts_tell_the_consents_of_a_form_beside_the_reserved_purposes() {
    let mut record = Record::new("visitor".into(), Timestamp(0));
    record.agreed.insert("marketing", "pending".into());
    // A form cannot settle what belongs to the visitor's choice.
    record.agreed.insert("analytics", "granted".into());
    let facts = facts(&record, &circumstances(Timestamp(0)));
    assert_eq!(
        *value_at(&facts, "consent"),
        plain!({ "advertising": "denied", "analytics": "denied", "marketing": "pending", "personalization": "denied" })
    );
}

#[test]
fn local_time_is_told_by_hour_weekday_and_date() {
    for (clock, hour, weekday, date) in [
        ("1970-01-01T00:00:00Z", 0, 4, "1970-01-01"),
        ("1969-12-31T23:59:59Z", 23, 3, "1969-12-31"),
        ("2026-11-21T18:30:00Z", 18, 6, "2026-11-21"),
        ("2026-11-22T00:00:00Z", 0, 7, "2026-11-22"),
        ("2026-11-23T12:00:00Z", 12, 1, "2026-11-23"),
    ] {
        let local = LocalTime::of(Timestamp::parse(clock).expect("a time"), None);
        assert_eq!((local.hour, local.weekday, local.date.as_str()), (hour, weekday, date), "{clock}");
    }
    for extreme in [i64::MIN, i64::MAX] {
        assert!((1..=7).contains(&LocalTime::of(Timestamp(extreme), None).weekday), "a lying clock is no panic");
    }
}
