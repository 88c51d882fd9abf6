//! Connectors: what is sent to each receiver, and what its answers mean; a table for each row of `data/connectors/`.

use leadwell::campaign::Part;
use leadwell::campaign::connector::{make, rows};
use leadwell::campaign::written::Destination;
use leadwell::delivery::{Entry, State, fill, judge, pairs};
use leadwell::value::{Value as Plain, of_json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::condition::engine;
use crate::table::{Outcome, Table, here};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// Keys of the destination in the place of the common ones; `null` leaves one out.
    #[serde(default)]
    destination: Map<String, Value>,
    /// Answers that forms ask for besides those of the sample, and of those the ones that they do not.
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    forget: Vec<String>,
    /// Keys of the message in the place of its own, and those that it lacks.
    #[serde(default)]
    with: Map<String, Value>,
    #[serde(default)]
    without: Vec<String>,
    /// What is expected: of making the destination,
    #[serde(default)]
    faults: Vec<String>,
    /// of what is sent,
    #[serde(default)]
    request: Option<Value>,
    /// of whom it takes,
    #[serde(default)]
    when: Option<Value>,
    /// and of an answer.
    #[serde(default)]
    answer: Option<(u16, Value)>,
    #[serde(default)]
    state: Option<State>,
    #[serde(default)]
    said: Option<String>,
}

/// A lead with everything that connectors map.
pub fn message() -> Value {
    json!({
        "type": "lead.captured", "version": 1, "id": "0b9a9f0e-0001-4a4a-8a8a-000000000001", "lead_id": "0b9a9f0e-0002-4a4a-8a8a-000000000002",
        "created_at": "2026-11-21T18:00:00Z", "campaign": { "id": "spring", "version": "sha256-" }, "form": "demo", "via": { "kind": "page", "id": "/" },
        "fields": { "name": "Ada Lee", "email": "ada@corp.example", "company": "Acme & Söhne", "size": "51-200", "topics": ["a", "b"] },
        "consent": [{ "purpose": "marketing", "state": "granted" }], "level": "sql", "reason": null, "qualified": true, "stage": "action",
        "tags": ["price_aware", "returning"],
        "score": { "engagement": 32, "fit": 40, "total": 72, "grade": "A1", "reasons": "pricing_view +20, company_size +25" },
        "value": { "amount": 300, "currency": "EUR" },
        "source": { "first": { "channel": "organic_search", "source": "google" }, "last": { "channel": "paid_search", "source": "naver", "medium": "cpc", "campaign": "spring" }, "touches": 2 },
        "page": { "url": "https://landing.example/offer", "title": "Offer", "locale": "en", "time_zone": "Asia/Seoul" },
        "spam": { "suspected": false, "signals": [] }
    })
}

/// The common destination of a table, with a case's own keys in the place of its.
pub fn destination(connector: &str, common: &Value, own: &Map<String, Value>) -> Destination {
    let mut written = json!({ "id": "crm", "connector": connector });
    let common = common["destination"].as_object().expect("a common destination");
    for (key, value) in common.iter().chain(own) {
        written[key] = value.clone();
    }
    let keys = written.as_object_mut().expect("an object");
    keys.retain(|_, value| !value.is_null());
    serde_json::from_value(written).expect("a destination")
}

impl Case {
    fn answers(&self) -> Vec<String> {
        let asked = ["name", "email", "company", "size", "topics"].map(str::to_owned).into_iter();
        asked.filter(|name| !self.forget.contains(name)).chain(self.answers.clone()).collect()
    }

    fn message(&self) -> Plain {
        let mut message = message();
        let keys = message.as_object_mut().expect("an object");
        keys.extend(self.with.clone());
        keys.retain(|key, _| !self.without.contains(key));
        of_json(message)
    }

    /// What goes to the receiver, as the tables write it.
    fn sent(&self, receiver: &Value) -> Value {
        let message = self.message();
        let besides = of_json(json!({ "ack": "https://landing.example/ack.html", "created_ms": 1_795_284_000_000_u64 }));
        let plain = of_json(receiver.clone());
        let body = match plain.get("shape") {
            Some(shape) => fill(shape, &message, &besides),
            None => message.clone(),
        };
        let whole = json!(message);
        let body = if receiver.get("encode").is_some() { json!(pairs(&body)) } else { named(&json!(body), &whole) };
        let mut sent = json!({ "body": body });
        for key in ["url", "mode", "type", "encode", "headers", "unsure", "redirects", "params"] {
            if let Some(value) = receiver.get(key) {
                sent[key] = value.clone();
            }
        }
        sent
    }
}

/// The whole message by that name, wherever it stands.
fn named(body: &Value, message: &Value) -> Value {
    match body {
        body if body == message => json!("the message"),
        Value::Object(keys) => keys.iter().map(|(key, value)| (key.clone(), named(value, message))).collect::<Map<_, _>>().into(),
        other => other.clone(),
    }
}

#[test]
fn every_connector_sends_and_reads_as_its_table_says() {
    for row in rows().iter().filter(|row| row.relay.is_none()) {
        let table = Table::<Case>::read(&format!("connectors/{}.json", row.name));
        table.run(|case| {
            let made = make(&destination(&row.name, &table.common, &case.destination), &case.answers());
            let mut found = vec![json!(made.faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>())];
            let mut expected = vec![json!(case.faults)];
            if let Some(request) = &case.request {
                expected.push(request.clone());
                found.push(case.sent(&made.receiver));
            }
            if let Some(when) = &case.when {
                expected.push(when.clone());
                found.push(made.receiver["when"].clone());
            }
            if let Some((status, body)) = &case.answer {
                let receiver = of_json(made.receiver.clone());
                let (answer, said) = judge(Part(&receiver), *status, &of_json(body.clone()), engine());
                let mut entry = Entry::new(case.message(), vec!["crm".to_owned()], 0.0);
                entry.answered("crm", answer, 0.0, 0.5);
                expected.push(json!([case.state, case.said]));
                found.push(json!([entry.deliveries[0].state, said]));
            }
            assert!(expected.len() > 1 || !case.faults.is_empty(), "{}: nothing is expected", case.name);
            Outcome { name: &case.name, expected, found }
        });
    }
}

#[test]
fn there_is_no_table_without_a_connector() {
    for (folder, is_relay) in [("cases/connectors", false), ("cases/relay", true)] {
        for file in std::fs::read_dir(here().join(folder)).expect("the tables") {
            let path = file.expect("a file").path();
            let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(rows().iter().any(|row| row.name == name && row.relay.is_some() == is_relay), "{name}");
        }
    }
}

#[test]
fn a_number_list_or_flag_is_the_text_in_a_form_that_browsers_write() {
    let body = of_json(json!({ "n": 1.5, "whole": 72, "yes": true, "no": false, "list": ["a", 2], "empty": "", "parts": { "a": 1 } }));
    let written: Vec<String> = pairs(&body).into_iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(written, ["n=1.5", "whole=72", "yes=true", "no=false", "list=a, 2", "empty="]);
}

#[test]
fn a_destination_with_a_purpose_gets_what_waits_for_a_double_opt_in_only_where_the_connector_asks_for_it() {
    let campaign = |connector: Value| {
        crate::campaign::runtime(&json!({
            "destinations": [{ "id": "everyone", "connector": "webhook", "url": "https://hooks.example/all" }, connector],
            "forms": { "demo": { "steps": [{ "fields": [{ "name": "email", "kind": "email", "label": "E-mail" }] }],
                "consent": [{ "purpose": "marketing", "text": "Write to me.", "double_opt_in": true }], "submit": "Send" } }
        }))
    };
    let letter = json!({ "id": "letter", "connector": "kit", "params": { "form_id": "1" }, "purpose": "marketing" });
    let hook = json!({ "id": "hook", "connector": "webhook", "url": "https://hooks.example/letter", "purpose": "marketing" });
    for (connector, state, expected) in [
        (&letter, "pending", vec!["everyone", "letter"]),
        (&letter, "granted", vec!["everyone", "letter"]),
        (&letter, "denied", vec!["everyone"]),
        (&hook, "pending", vec!["everyone"]),
        (&hook, "granted", vec!["everyone", "hook"]),
    ] {
        let campaign = campaign(connector.clone());
        let facts = of_json(json!({ "spam": { "suspected": false } }));
        let scope = leadwell::condition::Scope { facts: &facts, lists: &campaign.lists, engine: engine() };
        let agreed = |purpose: &str, pends: bool| purpose == "marketing" && (state == "granted" || (pends && state == "pending"));
        assert_eq!(leadwell::delivery::routes(&campaign, "lead.captured", &scope, &agreed), expected, "{state}");
    }
}
