//! The outbox: what every answer does, how long it pauses, and what stays the same on every attempt. And the routes.

use std::collections::BTreeMap;

use leadwell::condition::{Scope, value_at};
use leadwell::delivery::{Answer, Came, Entry, State, routes, waits};
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
                None => {
                    entry.expire(now);
                }
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
        "reached" => Answer::Reached,
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

fn waiting(entries: &[Entry], now: f64, hurries: bool) -> Vec<(String, String, f64)> {
    waits(entries, now, hurries)
        .into_iter()
        .map(|(entry, destination, wait)| (entry.id().to_owned(), destination.to_owned(), wait))
        .collect()
}

#[test]
fn a_destination_is_due_when_its_pause_is_over() {
    let mut entry = Entry::new(plain!({ "id": "m1" }), vec!["crm".into(), "letter".into()], SUBMITTED);
    let wait = |entry: &Entry, seconds: f64| {
        let waits = waiting(std::slice::from_ref(entry), SUBMITTED + seconds * 1000.0, false);
        waits.into_iter().map(|(_, destination, wait)| (destination, wait)).collect::<Vec<_>>()
    };
    assert_eq!(wait(&entry, 0.0), [("crm".to_owned(), 0.0), ("letter".to_owned(), 0.0)]);
    entry.answered("crm", Answer::Nothing, SUBMITTED, 1.0);
    assert_eq!(wait(&entry, 0.0), [("crm".to_owned(), 1000.0), ("letter".to_owned(), 0.0)], "one that pauses holds up nobody");
    entry.answered("letter", Answer::Status(200), SUBMITTED, 1.0);
    assert_eq!(wait(&entry, 0.4), [("crm".to_owned(), 600.0)]);
    assert_eq!(wait(&entry, 1.0), [("crm".to_owned(), 0.0)]);
    entry.answered("crm", Answer::Status(400), SUBMITTED + 5000.0, 1.0);
    assert_eq!(wait(&entry, 1e6), [], "a failure is not tried again");
}

#[test]
fn a_pause_of_whatever_fraction_has_begun_when_the_answer_is_there() {
    for hundredth in 51..=99 {
        let mut entry = Entry::new(plain!({ "id": "m1" }), vec!["crm".into()], SUBMITTED);
        let jitter = f64::from(hundredth) / 100.0 + 0.000_123;
        entry.answered("crm", Answer::Nothing, SUBMITTED, jitter);
        let waits = waiting(std::slice::from_ref(&entry), SUBMITTED, false);
        assert!(waits[0].2 > 500.0, "jitter {jitter}: {waits:?}");
    }
}

#[test]
fn a_clock_set_back_holds_nothing_up_for_longer_than_the_pause() {
    let mut entry = Entry::new(plain!({ "id": "m1" }), vec!["crm".into()], SUBMITTED);
    let asked = Came { answer: Answer::Status(503), asked_ms: Some(600_000.0), resend: 0 };
    for came in [Answer::Nothing.into(), asked] {
        entry.answered("crm", came, SUBMITTED, 1.0);
        let pause = entry.deliveries[0].pause_ms;
        for back in [1000.0, 3.2e10] {
            let waits = waiting(std::slice::from_ref(&entry), SUBMITTED - back, true);
            assert!(waits[0].2 <= pause, "{waits:?} of {pause}");
        }
    }
}

#[test]
fn a_receiver_that_asks_for_peace_gets_it_from_every_message_and_no_other_receiver_does() {
    for (came, pause) in [
        (Came { answer: Answer::Status(429), asked_ms: Some(30_000.0), resend: 0 }, 30_000.0),
        (Came { answer: Answer::Status(503), asked_ms: Some(30_000.0), resend: 0 }, 30_000.0),
        // Without a word it is our own pause.
        (Came::from(Answer::Status(429)), 1000.0),
        // A day is more than an hour, and less than nothing is nothing.
        (Came { answer: Answer::Status(429), asked_ms: Some(86_400_000.0), resend: 0 }, 3_600_000.0),
        (Came { answer: Answer::Status(429), asked_ms: Some(-5.0), resend: 0 }, 1000.0),
        (Came { answer: Answer::Status(429), asked_ms: Some(f64::NAN), resend: 0 }, 1000.0),
    ] {
        let both = || vec!["crm".into(), "letter".into()];
        let mut entries = [Entry::new(plain!({ "id": "m1" }), both(), SUBMITTED), Entry::new(plain!({ "id": "m2" }), both(), SUBMITTED)];
        entries[0].answered("crm", came, SUBMITTED, 1.0);
        for hurries in [false, true] {
            let found = waiting(&entries, SUBMITTED, hurries);
            let expected = [("m1", "crm", pause), ("m1", "letter", 0.0), ("m2", "crm", pause), ("m2", "letter", 0.0)];
            assert_eq!(found, expected.map(|(id, destination, wait)| (id.to_owned(), destination.to_owned(), wait)), "{came:?}");
        }
        assert!(waiting(&entries, SUBMITTED + pause, false).iter().all(|(_, _, wait)| *wait == 0.0), "{came:?}");
    }
}

#[test]
fn whoever_is_back_on_the_network_waits_for_no_pause_of_our_own() {
    let mut entry = Entry::new(plain!({ "id": "m1" }), vec!["crm".into()], SUBMITTED);
    for _ in 0..6 {
        entry.answered("crm", Answer::Nothing, SUBMITTED, 1.0);
    }
    let wait = |after: f64, hurries| waiting(std::slice::from_ref(&entry), SUBMITTED + after, hurries)[0].2;
    assert_eq!([wait(5000.0, false), wait(5000.0, true)], [27_000.0, 0.0]);
}

#[test]
fn what_is_sent_blindly_is_sent_again_as_often_as_the_campaign_says() {
    let blindly = Came { answer: Answer::Blind, asked_ms: None, resend: 2 };
    let mut entry = Entry::new(plain!({ "id": "m1" }), vec!["form".into()], SUBMITTED);
    let mut states = Vec::new();
    for _ in 0..4 {
        entry.answered("form", blindly, SUBMITTED, 1.0);
        states.push((entry.deliveries[0].state, entry.deliveries[0].attempts));
    }
    assert_eq!(states, [(State::Queued, 1), (State::Queued, 2), (State::Unconfirmed, 3), (State::Unconfirmed, 3)]);
}

#[test]
fn the_age_of_a_message_is_the_longer_of_two_clocks() {
    let entry = Entry::new(plain!({ "id": "m1" }), vec!["crm".into()], SUBMITTED);
    for (now, lived, age) in
        [(5000.0, 0.0, 5000), (5000.0, 5000.0, 5000), (-3.2e10, 5000.0, 5000), (9000.0, 5000.0, 9000), (-1.0, 0.0, 0), (5.0, f64::NAN, 5)]
    {
        assert_eq!(
            entry.attempt("crm", SUBMITTED + now, lived).get("age_ms").and_then(Value::as_f64),
            Some(f64::from(age)),
            "{now} {lived}"
        );
    }
}

#[test]
fn only_attempt_sent_at_and_age_differ_from_attempt_to_attempt() {
    let message = plain!({ "id": "m1", "lead_id": "l1", "created_at": "2026-11-21T18:00:00Z", "fields": { "email": "a@corp.example" } });
    let mut entry = Entry::new(message.clone(), vec!["crm".into(), "letter".into()], SUBMITTED);
    let of_attempt = |sent: &Value| plain!(["attempt", "age_ms", "sent_at"].map(|key| value_at(sent, key)));
    let first = entry.attempt("crm", SUBMITTED, 0.0);
    assert_eq!(of_attempt(&first), plain!([1, 0, "2026-11-21T18:00:00Z"]));
    entry.answered("crm", Answer::Nothing, SUBMITTED + 10.0, 1.0);
    let second = entry.attempt("crm", SUBMITTED + 61_500.0, 0.0);
    assert_eq!(of_attempt(&second), plain!([2, 61_500, "2026-11-21T18:01:01Z"]));
    assert_eq!(*value_at(&entry.attempt("letter", SUBMITTED, 0.0), "attempt"), plain!(1), "attempts are counted by destination");
    assert_eq!(*value_at(&entry.attempt("crm", SUBMITTED - 1e9, 0.0), "age_ms"), plain!(0), "a clock set back");
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
        let _ = (waiting(std::slice::from_ref(&entry), SUBMITTED, true), entry.attempt("crm", f64::INFINITY, f64::NAN));
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
        routes(&campaign, kind, &scope, &|purpose, _| marketing && purpose == "marketing")
    };
    assert_eq!(to("lead.captured", false, false), ["everyone"]);
    assert_eq!(to("lead.captured", true, false), ["everyone", "sales"]);
    assert_eq!(to("lead.captured", true, true), ["everyone", "sales", "letter"]);
    assert_eq!(to("lead.qualified", true, false), ["sales", "later"]);
    assert_eq!(to("lead.updated", true, true), Vec::<String>::new());
}
