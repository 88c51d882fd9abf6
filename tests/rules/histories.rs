//! Visitors who look around and send a form, at random and the same on every run: what they do, and the lead that comes of it.

use leadwell::campaign::{Form, Runtime};
use leadwell::condition::Scope;
use leadwell::form::Answers;
use leadwell::lead::{Filled, submit};
use leadwell::object;
use leadwell::scoring::{self, Occurrence, Verdict, with_event};
use leadwell::time::Timestamp;
use leadwell::value::{Named, Value};
use leadwell::visitor::consent::{Choices, PERSONALIZATION, Standing};
use leadwell::visitor::{Circumstances, Device, Moment, PageSeen, Record, Rules, facts};
use serde_json::json;

use crate::campaign::runtime;
use crate::chance::Chance;
use crate::condition::engine;

/// 2026-01-01T00:00:00Z
pub const START: i64 = 1_767_225_600;

/// So many leads are worked out in wasm too.
pub const SHARED: u64 = 1000;
/// Of what is made out in those leads: the same natively and in wasm, to the last digit.
pub const DIGEST: Digest = Digest(9_248_024_098_168_350_185);

/// FNV-1a of what scoring says of leads; fingerprints of consent texts, which a build makes, are none of its business.
#[derive(Debug, PartialEq)]
pub struct Digest(pub u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    pub fn add(&mut self, message: &Value) {
        for key in ["score", "evidence", "stage", "stages", "tags", "level", "reason", "qualified", "value"] {
            for byte in serde_json::to_string(&message.get(key)).expect("JSON").bytes() {
                self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
}

/// Makes so many leads, of a campaign of their own every ten.
pub fn leads(rounds: u64, mut with: impl FnMut(u64, &Runtime, &Value)) {
    let mut chance = Chance(6);
    let mut campaign = with_answers(&mut chance);
    for round in 0..rounds {
        if round % 10 == 9 {
            campaign = with_answers(&mut chance);
        }
        let steps = chance.below(12);
        let mut record = chance.record(&campaign, steps);
        let verdict = judge(&record, &campaign, record.last_seen);
        (record.stages, record.tags) = (verdict.stages, verdict.kept_tags);
        // An earlier form may have asked what this one does not.
        if chance.below(3) == 0 {
            let at = record.last_seen.0;
            send(&campaign, &mut record, "earlier", &answers(&mut chance), at);
        }
        let at = record.last_seen.0 + chance.below(20 * 86_400).cast_signed();
        let message = send(&campaign, &mut record, "demo", &answers(&mut chance), at);
        with(round, &campaign, &message);
    }
}

/// A page at a moment, with nothing granted.
pub fn circumstances(now: Timestamp) -> Circumstances {
    Circumstances {
        moment: Moment { now, ..Moment::default() },
        page: PageSeen::default(),
        device: Device::default(),
        locale: "en".into(),
        standing: Standing::default(),
        via: Value::Null,
        form: None,
        spam: Vec::new(),
        ids: Named::new(),
    }
}

pub fn happen(event: &str, detail: Value, at: Timestamp, record: &mut Record, campaign: &Runtime) {
    let facts = with_event(facts(record, &circumstances(at)), detail);
    let scope = Scope { facts: &facts, lists: &campaign.lists, engine: engine() };
    let occurrence = Occurrence { at, page: record.pages, visit: record.visits };
    record.ledger.enter(event, occurrence, &campaign.scoring.rules, &scope);
}

pub fn judge(record: &Record, campaign: &Runtime, at: Timestamp) -> Verdict {
    let visitor = scoring::Visitor { ledger: &record.ledger, stages: &record.stages, tags: &record.tags, pretended: &Value::Null };
    scoring::evaluate(campaign, &visitor, facts(record, &circumstances(at)), at, engine())
}

/// Keys stand in the order of their names, which is how they come where serde does not keep another.
///
/// A random campaign that reads answers and facts besides, and has two forms.
pub fn with_answers(chance: &mut Chance) -> Runtime {
    let mut campaign = chance.campaign();
    let more = runtime(&json!({
        "scoring": { "dimensions": { "fit": { "rules": [
            { "id": "large", "where": { "field.size": { "$in": ["51-200", "201+"] } }, "points": 25 },
            { "id": "free", "where": { "email.email.kind": "free" }, "points": -7.5 },
            { "id": "back", "where": { "submitted": { "$in": ["earlier"] }, "visitor.visits": { "$gte": 2 } }, "points": 3 },
            { "id": "agreed", "where": { "consent.marketing": "granted" }, "points": 1 },
        ] } }, "model": { "intercept": -1.25, "weights": [
            { "fact": "score.fit", "weight": 0.031, "min": -20, "max": 60 },
            { "fact": "rule.large.count", "weight": 0.17 },
            { "fact": "field.size", "is": "51-200", "weight": 0.83 },
            { "fact": "visitor.pages", "weight": -0.0123 },
            { "fact": "submitted", "is": "earlier", "weight": 0.4 },
            { "fact": "user.seats", "weight": 0.002, "missing": 25 },
        ] } },
        "segments": { "large": { "field.size": "201+" }, "here": { "locale": "en", "source.channel": { "$exists": false } } },
        "forms": { "demo": form(&["email"]), "earlier": form(&["email", "size"]) },
    }));
    campaign.scoring.rules.extend(more.scoring.rules);
    campaign.scoring.model = more.scoring.model;
    (campaign.forms, campaign.segments) = (more.forms, more.segments);
    campaign
}

fn form(fields: &[&str]) -> serde_json::Value {
    let kind = |name: &str| if name == "email" { "email" } else { "text" };
    let fields: Vec<_> = fields.iter().map(|name| json!({ "name": name, "kind": kind(name), "label": name })).collect();
    json!({ "submit": "Send", "steps": [{ "fields": fields }], "consent": [{ "purpose": "marketing", "text": "Write to me." }] })
}

pub fn answers(chance: &mut Chance) -> Answers {
    let mut answers = Answers::default();
    for (name, choices) in [("email", ["a@corp.example", "a@gmail.com"]), ("size", ["51-200", "201+"])] {
        if chance.below(4) > 0 {
            answers.fields.insert(name, Value::from(chance.one_of(&choices)));
        }
    }
    if chance.below(2) == 0 {
        answers.consent.push("marketing".to_owned());
    }
    answers
}

/// Submits a form as the browser does, and gives the message as it arrives.
pub fn send(campaign: &Runtime, record: &mut Record, form_id: &str, answers: &Answers, at: i64) -> Value {
    let form: &Form = campaign.forms.get(form_id).expect("the form");
    let choices = Choices([(PERSONALIZATION.to_owned(), true)].into_iter().collect());
    let standing = Standing { choices, ..Standing::default() };
    let via = object! { "kind" => "page", "id" => "" };
    let around = Circumstances { standing, via, form: Some(form_id.to_owned()), ..circumstances(Timestamp(at)) };
    // Only what the form asks.
    let mut answers = answers.clone();
    answers.fields.retain(|name, _| form.field(name).is_some());
    let ids = ("message".to_owned(), "lead".to_owned());
    let filled = Filled { form_id, form, answers: &answers, ids: &ids };
    let captured = submit(Rules { campaign, engine: engine() }, record, &around, &filled);
    // As it arrives.
    serde_json::from_str(&serde_json::to_string(&captured.message).expect("JSON")).expect("a message")
}
