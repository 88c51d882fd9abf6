//! The message: which keys it has under which consent, and what they hold.

use std::collections::{BTreeMap, BTreeSet};

use leadwell::campaign::digest::sri;
use leadwell::campaign::written::{Consent, plain};
use leadwell::condition::value_at;
use leadwell::delivery::Entry;
use leadwell::form::Answers;
use leadwell::lead::{Message, Submission, Touch, compose};
use leadwell::scoring;
use leadwell::time::Timestamp;
use leadwell::value::{Value, Write, read};
use leadwell::visitor::consent::{Choices, Signals, Standing};
use leadwell::visitor::{Arrival, Circumstances, PageSeen, Record, facts};
use serde::Deserialize;
use serde_json::json;

use crate::campaign::runtime;
use crate::condition::engine;
use crate::histories::circumstances;
use crate::table::{Outcome, Table};

/// 2026-11-21T18:00:00Z
const NOW: Timestamp = Timestamp(1_795_284_000);

const ALWAYS: [&str; 16] = [
    "type",
    "version",
    "id",
    "lead_id",
    "created_at",
    "test",
    "campaign",
    "form",
    "via",
    "fields",
    "consent",
    "level",
    "reason",
    "qualified",
    "page",
    "spam",
];

#[derive(Deserialize)]
struct Case(String, Consent, BTreeMap<String, bool>, BTreeSet<String>);

#[test]
fn a_message_has_just_the_keys_that_consent_allows() {
    Table::<Case>::read("message.json").run(|Case(name, policy, chosen, besides)| {
        let message = message(policy, chosen);
        let keys = message.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
        let expected = besides.iter().cloned().chain(ALWAYS.map(str::to_owned)).collect();
        Outcome { name, expected, found: keys }
    });
}

#[test]
fn a_message_without_consent_says_nothing_of_the_visitor_in_any_key() {
    let message = message(&Consent::default(), &BTreeMap::new());
    let text = json!(message).to_string();
    for secret in ["visitor-1", "naver", "gclid", "pricing_view", "price_aware", "interest", "2026-11-01"] {
        assert!(!text.contains(secret), "{secret} stands in {text}");
    }
    assert_eq!(
        plain!(["level", "qualified", "fields.email"].map(|path| value_at(&message, path))),
        plain!(["mql", true, "anna@corp.example"])
    );
}

#[test]
fn a_message_holds_what_the_contract_says() {
    let opt_out = serde_json::from_value(json!({ "mode": "opt_out" })).expect("a policy");
    let found = message(&opt_out, &BTreeMap::new());
    let touch = json!({ "channel": "paid_search", "source": "naver", "medium": null, "campaign": null, "id": null, "term": null, "content": null,
                        "click_ids": { "gclid": "x" }, "referrer": null, "landing": "", "at": "1970-01-01T00:00:00Z" });
    let expected = plain!({
        "type": "lead.captured", "version": 1, "id": "message-1", "lead_id": "lead-1",
        "created_at": "2026-11-21T18:00:00Z", "test": false,
        "campaign": { "id": "acme", "version": "" }, "form": "demo", "via": { "kind": "page", "id": "/" },
        "fields": { "email": "anna@corp.example", "size": "51-200" },
        "consent": [
            { "purpose": "contact", "state": "granted", "text": "I agree.", "text_hash": sri(b"I agree."), "locale": "en", "at": "2026-11-21T18:00:00Z" },
            { "purpose": "marketing", "state": "pending", "text": "Write to me.", "text_hash": sri(b"Write to me."), "locale": "en", "at": "2026-11-21T18:00:00Z" },
            { "purpose": "calls", "state": "denied", "text": "Call me.", "text_hash": sri(b"Call me."), "locale": "en", "at": "2026-11-21T18:00:00Z" },
        ],
        "level": "mql", "reason": null, "qualified": true,
        "stage": "interest",
        "stages": [{ "id": "awareness", "at": "2026-11-01T00:00:00Z" }, { "id": "interest", "at": "2026-11-21T18:00:00Z" }],
        "tags": ["price_aware"],
        "score": {
            "engagement": 10.5, "fit": 20, "total": 30.5, "grade": "B1", "grade_fit": "B", "grade_engagement": "1",
            "explanation": [
                { "dimension": "engagement", "rule": "pricing_view", "points": 10.5, "count": 3, "at": ["2026-11-21T17:00:00Z", "2026-11-21T17:00:00Z", "2026-11-21T17:30:00Z"] },
                { "dimension": "fit", "rule": "size", "points": 25, "count": 1 },
                { "dimension": "fit", "rule": "nothing", "points": 0, "count": 1 },
                { "dimension": "fit", "rule": "cap", "points": -5, "count": 1 },
            ],
            "reasons": "pricing_view +10.5, size +25, cap -5",
        },
        "evidence": { "at": "2026-11-21T18:00:00Z", "rules": { "pricing_view": [["2026-11-21T17:00:00Z", 2], ["2026-11-21T17:30:00Z", 1]] },
                      "facts": { "locale": "en", "visitor.visits": 1 } },
        "value": { "amount": 99.0, "currency": "EUR" },
        "source": { "first": touch, "last": touch, "touches": 1 },
        "experiments": {},
        "visitor": { "id": "visitor-1", "visits": 1, "pages": 1, "first_seen": "2026-11-01T00:00:00Z" },
        "ids": { "event": "message-1", "ga_client": null, "fbp": null, "fbc": null, "hutk": null },
        "page": { "url": "https://try.acme.example/", "title": "Acme", "locale": "en", "time_zone": null },
        "spam": { "suspected": false, "signals": [] },
    });
    assert_eq!(found, expected, "\nfound {:#}", json!(found));
    let sent = Entry::new(found, vec!["crm".into()], 1_795_284_000_000.0).attempt("crm", 1_795_284_002_000.0, 0.0);
    let read: Message = serde_json::from_value(json!(sent)).expect("receivers read what is sent");
    assert_eq!(plain!(read), sent, "and lose nothing of it");
}

/// One submission of a visitor who came from an ad, read the prices and filled in the form.
fn message(policy: &Consent, chosen: &BTreeMap<String, bool>) -> Value {
    let campaign = runtime(&json!({
        "scoring": {
            "dimensions": {
                "engagement": { "rules": [{ "id": "pricing_view", "on": "page_view", "points": 3.5 }] },
                "fit": { "max": 20, "rules": [
                    { "id": "size", "where": { "field.size": "51-200", "visitor.visits": 1 }, "points": 25 },
                    { "id": "nothing", "where": { "locale": "en" }, "points": 0 },
                ] },
            },
            "grades": { "fit": { "A": 25, "B": 20 }, "engagement": { "1": 10 } },
            "tags": [{ "tag": "price_aware", "when": { "rule.pricing_view.count": { "$gte": 2 } } }],
            "stages": [{ "id": "awareness" }, { "id": "interest", "when": { "score.engagement": { "$gte": 10 } } }],
            "qualification": [{ "level": "mql" }],
            "value": { "currency": "EUR", "by_grade": { "B1": 99, "*": 1 } },
        },
        "forms": { "demo": {
            "submit": "Send",
            "steps": [{ "fields": [{ "name": "email", "kind": "email", "label": "E-mail" }, { "name": "size", "kind": "text", "label": "Size" }, { "name": "why", "kind": "text", "label": "Why" }] }],
            "consent": [{ "purpose": "contact", "text": "I agree." }, { "purpose": "marketing", "text": "Write to me.", "double_opt_in": true }, { "purpose": "calls", "text": "Call me." }],
        } },
    }));
    let signals = Signals { gpc: chosen.contains_key("gpc"), dnt: false };
    let choices = Choices(chosen.clone().into_iter().collect());
    let standing = Standing { policy: plain(policy), signals, choices, ..Standing::default() };
    let page = PageSeen { url: "https://try.acme.example/".into(), title: "Acme".into(), path: "/".into(), ..PageSeen::default() };
    let via = plain!({ "kind": "page", "id": page.path });
    let around = Circumstances { standing, page, via, form: Some("demo".into()), ..circumstances(NOW) };

    let hour_ago = Timestamp(NOW.0 - 3600);
    let mut record = Record::new("visitor-1".into(), Timestamp(NOW.0 - 20 * 86_400 - 18 * 3600));
    let touch = Touch {
        channel: "paid_search".into(),
        source: Some("naver".into()),
        click_ids: [("gclid".to_owned(), "x".to_owned())].into_iter().collect(),
        ..Touch::default()
    };
    record.arrive(Arrival { at: hour_ago, touch: Some(touch.write()) });
    record.ledger = read(&plain!({ "pricing_view": [
        [hour_ago.0, 2, 1, 1], [NOW.0 - 1800, 1, 1, 1],
    ] }))
    .expect("a ledger");
    record.stages = read(&plain!([{ "id": "awareness", "at": "2026-11-01T00:00:00Z" }])).expect("stages");

    let fields = [("email", "anna@corp.example"), ("size", "51-200")];
    let answers = Answers {
        fields: fields.map(|(name, answer)| (name.to_owned(), Value::String(answer.to_owned()))).into_iter().collect(),
        consent: ["contact", "marketing"].map(str::to_owned).into(),
        ..Answers::default()
    };
    record.submit("demo", campaign.forms.get("demo").expect("the form"), &answers, NOW);
    let visitor = scoring::Visitor { ledger: &record.ledger, stages: &record.stages, tags: &record.tags, pretended: &Value::Null };
    let verdict = scoring::evaluate(&campaign, &visitor, facts(&record, &around), NOW, engine());
    compose(&Submission {
        campaign: &campaign,
        form_id: "demo",
        kind: leadwell::lead::CAPTURED,
        form: campaign.forms.get("demo").expect("the form"),
        answers: &answers,
        around: &around,
        record: &record,
        verdict: &verdict,
        ids: &("message-1".into(), "lead-1".into()),
    })
}
