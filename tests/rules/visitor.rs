//! The visitor: touches, visits and consent.

use std::collections::BTreeMap;

use leadwell::campaign::written::Consent;
use leadwell::condition::value_at;
use leadwell::lead::Touch;
use leadwell::time::Timestamp;
use leadwell::value::{Object, Value, Write, read};
use leadwell::visitor::consent::{Choices, RESERVED, Signals, Standing};
use leadwell::visitor::{Address, Arrival, LocalTime, Record, arrive, facts};
use serde::Deserialize;

use crate::histories::circumstances;
use crate::table::{Outcome, Table};

#[derive(Deserialize)]
struct TouchCase(String, String, Option<String>, Option<Value>);

#[test]
fn arrivals_are_told_apart_as_the_table_says() {
    let parse = |url: &String| url::Url::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"));
    let host = |url: &String| parse(url).host_str().unwrap_or_default().to_owned();
    Table::<TouchCase>::read("touch.json").run(|TouchCase(name, url, referrer, expected)| {
        let address = Address {
            url: url.clone(),
            host: host(url),
            query: parse(url).query_pairs().into_owned().collect(),
            referrer: referrer.as_ref().map(|url| (url.clone(), host(url))),
        };
        let expected = expected.clone().map(|expected| {
            let mut touch = Touch { landing: url.clone(), referrer: referrer.clone(), at: Timestamp(5), ..Touch::default() }.write();
            merge(&mut touch, expected);
            touch
        });
        Outcome { name, expected, found: arrive(&address, Timestamp(5)).map(|touch| touch.write()) }
    });
}

fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { panic!("a touch is an object") };
    into.extend(more);
}

#[derive(Deserialize)]
struct ConsentCase(String, Consent, Visitor, Vec<String>, bool);

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Visitor {
    region: Option<String>,
    gpc: bool,
    dnt: bool,
    choices: BTreeMap<String, bool>,
}

#[test]
fn consent_is_granted_as_the_table_says() {
    Table::<ConsentCase>::read("consent.json").run(|ConsentCase(name, policy, visitor, granted, everything)| {
        let standing = Standing {
            policy: policy.clone(),
            region: visitor.region.clone(),
            signals: Signals { gpc: visitor.gpc, dnt: visitor.dnt },
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
            let touch = channel.clone().map(|channel| Touch { channel, ..Touch::default() });
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
    assert!(!Record { v: 2, ..record.clone() }.is_usable(at(100), 180));
    assert!(!Record { id: String::new(), ..record.clone() }.is_usable(at(100), 180));
    for extreme in [i64::MIN, i64::MAX] {
        let mut record = Record { last_seen: Timestamp(extreme), visit_before: Some(Timestamp(extreme)), ..record.clone() };
        let _ = record.is_usable(Timestamp(extreme), u32::MAX) || record.is_usable(Timestamp(!extreme), u32::MAX);
        record.arrive(Arrival { at: Timestamp(!extreme), touch: None });
        let _ = facts(&record, &circumstances(Timestamp(extreme)));
    }
}

#[test]
fn a_record_stored_before_a_fact_was_added_still_serves() {
    let stored = Record::new("visitor".into(), Timestamp(0)).write();
    let keys = stored.as_object().expect("an object").clone().into_iter().filter(|(key, _)| key != "visit_before" && key != "agreed");
    let stored = Value::Object(keys.collect::<Object>());
    assert!(read::<Record>(&stored).is_ok());
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
