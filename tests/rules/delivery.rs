//! The outbox: what every answer does, how long it pauses, and what stays the same on every attempt. And the routes.

use std::collections::BTreeMap;

use leadwell::condition::{Scope, value_at};
use leadwell::delivery::{Answer, Entry, State, routes};
use leadwell::value::{Value, Write, read};
use serde::Deserialize;
use serde_json::json;

use crate::campaign::runtime;
use crate::condition::engine;
use crate::table::{Outcome, Table};

/// 2026-11-21T18:00:00.250Z
const SUBMITTED: f64 = 1_795_284_000_250.0;

#[derive(Deserialize)]
struct Case {
    name: String,
    to: Vec<String>,
    steps: Vec<(f64, String)>,
    states: BTreeMap<String, (State, u32)>,
    #[serde(rename = "final")]
    is_final: bool,
}

#[test]
fn deliveries_go_their_way_as_the_table_says() {
    Table::<Case>::read("outbox.json").run(|case| {
        let mut entry = Entry::new(plain!({ "id": "m1" }), case.to.clone(), SUBMITTED);
        for (seconds, step) in &case.steps {
            let now = SUBMITTED + seconds * 1000.0;
            match step.split_once(": ") {
                Some((destination, said)) => entry.answered(destination, answer(said), now, 0.5),
                None => entry.expire(now),
            }
        }
        let states = entry.deliveries.iter().map(|delivery| (delivery.destination.clone(), (delivery.state, delivery.attempts))).collect();
        Outcome { name: &case.name, expected: (case.states.clone(), case.is_final), found: (states, entry.is_final()) }
    });
}

fn answer(said: &str) -> Answer {
    match said {
        "blind" => Answer::Blind,
        "nothing" => Answer::Nothing,
        "gone" => Answer::Gone,
        status => Answer::Status(status.parse().expect("a status")),
    }
}

#[test]
fn pauses_double_from_a_second_to_a_minute_with_jitter_but_never_below_half_a_second() {
    for (jitter, expected) in [
        (1.0, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]),
        (0.5, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]),
        (0.0, [0.5; 8]),
        // Randomness gone wrong.
        (7.0, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]),
        (-1.0, [0.5; 8]),
        (f64::NAN, [0.5; 8]),
    ] {
        let mut entry = Entry::new(plain!({}), vec!["crm".into()], SUBMITTED);
        for seconds in expected {
            entry.answered("crm", Answer::Nothing, SUBMITTED, jitter);
            assert_eq!(
                (entry.deliveries[0].not_before_ms - SUBMITTED) / 1000.0,
                seconds,
                "jitter {jitter}, attempt {}",
                entry.deliveries[0].attempts
            );
        }
    }
}

#[test]
fn pauses_stay_in_bounds_however_often_it_was_tried() {
    let mut entry = Entry::new(plain!({}), vec!["crm".into()], SUBMITTED);
    entry.deliveries[0].attempts = u32::MAX - 1;
    for _ in 0..3 {
        entry.answered("crm", Answer::Nothing, SUBMITTED, 1.0);
    }
    assert_eq!(entry.deliveries[0].attempts, u32::MAX);
    assert_eq!(entry.deliveries[0].not_before_ms, SUBMITTED + 60_000.0);
}

#[test]
fn a_destination_is_due_when_its_pause_is_over() {
    let mut entry = Entry::new(plain!({}), vec!["crm".into(), "letter".into()], SUBMITTED);
    assert_eq!(entry.due(SUBMITTED), ["crm", "letter"]);
    entry.answered("crm", Answer::Nothing, SUBMITTED, 1.0);
    assert_eq!(entry.due(SUBMITTED), ["letter"], "one that pauses holds up nobody");
    entry.answered("letter", Answer::Status(200), SUBMITTED, 1.0);
    assert!(entry.due(SUBMITTED + 999.0).is_empty());
    assert_eq!(entry.pause(SUBMITTED + 400.0), Some(600.0));
    assert_eq!(entry.due(SUBMITTED + 1000.0), ["crm"]);
    assert_eq!(entry.pause(SUBMITTED + 5000.0), Some(0.0));
    entry.answered("crm", Answer::Status(400), SUBMITTED + 5000.0, 1.0);
    assert_eq!((entry.due(SUBMITTED + 1e9), entry.pause(SUBMITTED + 1e9)), (Vec::new(), None), "a failure is not tried again");
}

#[test]
fn a_clock_set_back_holds_nothing_up_for_longer_than_a_minute() {
    let mut entry = Entry::new(plain!({}), vec!["crm".into()], SUBMITTED);
    entry.answered("crm", Answer::Nothing, SUBMITTED, 1.0);
    let a_year_ago = SUBMITTED - 3.2e10;
    assert_eq!(entry.due(a_year_ago).first().map(String::as_str), Some("crm"));
    assert!(entry.pause(a_year_ago).is_some_and(|pause| pause <= 60_000.0));
}

#[test]
fn only_attempt_sent_at_and_age_differ_from_attempt_to_attempt() {
    let message = plain!({ "id": "m1", "lead_id": "l1", "created_at": "2026-11-21T18:00:00Z", "fields": { "email": "a@corp.example" } });
    let mut entry = Entry::new(message.clone(), vec!["crm".into(), "letter".into()], SUBMITTED);
    let of_attempt = |sent: &Value| plain!(["attempt", "age_ms", "sent_at"].map(|key| value_at(sent, key)));
    let first = entry.attempt("crm", SUBMITTED);
    assert_eq!(of_attempt(&first), plain!([1, 0, "2026-11-21T18:00:00Z"]));
    entry.answered("crm", Answer::Nothing, SUBMITTED + 10.0, 1.0);
    let second = entry.attempt("crm", SUBMITTED + 61_500.0);
    assert_eq!(of_attempt(&second), plain!([2, 61_500, "2026-11-21T18:01:01Z"]));
    assert_eq!(*value_at(&entry.attempt("letter", SUBMITTED), "attempt"), plain!(1), "attempts are counted by destination");
    assert_eq!(*value_at(&entry.attempt("crm", SUBMITTED - 1e9), "age_ms"), plain!(0), "a clock set back");
    for sent in [first, second] {
        let mut keys = sent.as_object().expect("an object").clone();
        keys.retain(|key, _| !["attempt", "sent_at", "age_ms"].contains(&key));
        assert_eq!(Value::Object(keys), message);
    }
    assert_eq!(entry.message, message, "what is stored is never changed");
    assert_eq!(entry.id(), "m1");
}

#[test]
fn a_record_that_was_tampered_with_does_no_harm() {
    for message in [plain!(null), plain!([]), plain!({ "id": 5 })] {
        let entry = Entry::new(message.clone(), vec!["crm".into()], f64::NAN);
        assert_eq!(entry.id(), "");
        let _ = (entry.due(SUBMITTED), entry.pause(SUBMITTED), entry.attempt("crm", f64::INFINITY));
        let mut entry = entry;
        entry.expire(f64::NEG_INFINITY);
    }
}

#[test]
fn a_record_survives_storage() {
    let mut entry = Entry::new(plain!({ "id": "m1" }), vec!["crm".into()], SUBMITTED);
    entry.answered("crm", Answer::Status(503), SUBMITTED, 0.7);
    assert_eq!(read::<Entry>(&entry.write()), Ok(entry));
}

#[test]
fn leads_go_where_condition_kind_and_purpose_let_them() {
    let campaign = runtime(&json!({ "destinations": [
        { "id": "everyone", "connector": "webhook", "url": "https://a.example" },
        { "id": "sales", "connector": "webhook", "url": "https://b.example", "when": { "qualified": true }, "sends": ["lead.captured", "lead.qualified"] },
        { "id": "letter", "connector": "webhook", "url": "https://c.example", "purpose": "marketing" },
        { "id": "later", "connector": "webhook", "url": "https://d.example", "sends": ["lead.qualified"] },
    ] }));
    let to = |kind: &str, qualified: bool, marketing: bool| {
        let facts = plain!({ "qualified": qualified });
        let scope = Scope { facts: &facts, lists: &campaign.lists, engine: engine() };
        routes(&campaign, kind, &scope, &|purpose| marketing && purpose == "marketing")
    };
    assert_eq!(to("lead.captured", false, false), ["everyone"]);
    assert_eq!(to("lead.captured", true, false), ["everyone", "sales"]);
    assert_eq!(to("lead.captured", true, true), ["everyone", "sales", "letter"]);
    assert_eq!(to("lead.qualified", true, false), ["sales", "later"]);
    assert_eq!(to("lead.updated", true, true), Vec::<String>::new());
}
