//! Leads worked out again from their evidence: what a browser tells is found to follow, and what somebody made up is not.

use leadwell::campaign::Runtime;
use leadwell::form::Answers;
use leadwell::lead::against::{Change, untold};
use leadwell::lead::replay::{Difference, Outcome as Replayed};
use leadwell::time::Timestamp;
use leadwell::value::read;
use leadwell::visitor::Record;
use serde::Deserialize;
use serde_json::json;

use crate::campaign::runtime;
use crate::chance::Chance;
use crate::condition::engine;
use crate::histories::{DIGEST, Digest, SHARED, START, answers, leads, send, with_answers};
use crate::table::{Outcome, Table};

const ROUNDS: u64 = 10_000;

#[test]
fn a_replay_gives_what_the_browser_told_whatever_visitors_do() {
    let mut digest = Digest::default();
    leads(ROUNDS, |round, campaign, message| {
        assert_eq!(Replayed::of([campaign], message, engine()), Replayed::Match, "lead {round}: {:#}", json!(message));
        if round < SHARED {
            digest.add(message);
        }
    });
    assert_eq!(
        digest, DIGEST,
        "what the first leads tell has changed; if it had to, write the new figure down, for the wasm test reads it too"
    );
}

#[test]
fn no_message_of_anybody_makes_a_replay_panic() {
    let mut chance = Chance(7);
    for _ in 0..2000 {
        let campaign = with_answers(&mut chance);
        let mut record = chance.record(&campaign, 5);
        let mut message = json!(send(&campaign, &mut record, "demo", &answers(&mut chance), START + 86_400 * 30));
        for _ in 0..=chance.below(4) {
            let place = chance.one_of(&[
                "/evidence/at",
                "/evidence/rules",
                "/evidence/facts",
                "/evidence/rules/rule_1",
                "/stages",
                "/tags",
                "/score",
                "/fields",
                "/consent",
                "/source",
                "/evidence",
            ]);
            let anything = chance.one_of(&[
                json!(null),
                json!(1e308),
                json!("9999-12-31T23:59:59Z"),
                json!([["0000-01-01T00:00:00Z", u32::MAX]]),
                json!([["x", -1]]),
                json!({ "a.b.c.d.e.f.g.h.i.j.k": 1, "": 2, ".": 3, "field": 4, "field.size": [] }),
                json!([]),
                json!({ "a": { "b": [1, [2]] } }),
            ]);
            if let Some(there) = message.pointer_mut(place) {
                *there = anything;
            }
        }
        let _ = outcome(&campaign, &message);
    }
}

fn outcome(campaign: &Runtime, message: &serde_json::Value) -> Replayed {
    Replayed::of([campaign], &plain!(message), engine())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// JSON Pointers into the message, with what stands there instead; `null` takes the key away.
    change: Vec<(String, serde_json::Value)>,
    outcome: String,
    /// Keys that do not follow.
    #[serde(default)]
    differences: Vec<String>,
}

#[test]
fn what_somebody_made_up_is_found_as_the_table_says() {
    let table = Table::<Case>::read("replay.json");
    let mut campaign = runtime(&table.common["campaign"]);
    campaign.version = "sha256-this".to_owned();
    let sent = sent(&campaign, &table.common);
    assert_eq!(outcome(&campaign, &sent), Replayed::Match, "{sent:#}");
    table.run(|case| {
        let mut message = sent.clone();
        for (place, value) in &case.change {
            let (parent, key) = place.rsplit_once('/').expect("a pointer");
            let parent = message.pointer_mut(parent).unwrap_or_else(|| panic!("{}: nothing at {place}", case.name));
            match (parent, value) {
                (serde_json::Value::Object(object), serde_json::Value::Null) => drop(object.remove(key)),
                (serde_json::Value::Object(object), value) => drop(object.insert(key.to_owned(), value.clone())),
                (serde_json::Value::Array(list), value) => list[key.parse::<usize>().expect("an index")] = value.clone(),
                (other, _) => panic!("{}: {other} has no {key}", case.name),
            }
        }
        let outcome = outcome(&campaign, &message);
        let differences = match &outcome {
            Replayed::Mismatch(differences) => differences.iter().map(|Difference { key, .. }| key.clone()).collect(),
            _ => Vec::new(),
        };
        Outcome {
            name: &case.name,
            expected: (case.outcome.clone(), case.differences.clone()),
            found: (outcome.word().to_owned(), differences),
        }
    });
}

/// The message of the table's visitor.
fn sent(campaign: &Runtime, common: &serde_json::Value) -> serde_json::Value {
    let mut record = Record::new("visitor".into(), Timestamp(START));
    record.ledger = read(&plain!(common["ledger"])).expect("a ledger");
    record.stages = read(&plain!(common["stages"])).expect("stages");
    record.visits = 2;
    let answers = Answers::of(&plain!({ "fields": common["fields"], "consent": ["marketing"] }));
    json!(send(campaign, &mut record, "demo", &answers, START + 10 * 86_400))
}

#[test]
fn an_edited_campaign_tells_whose_level_it_changes_and_by_which_rules() {
    let table = Table::<Case>::read("replay.json");
    let old = runtime(&table.common["campaign"]);
    let sent = plain!(sent(&old, &table.common));
    let mut edited = table.common["campaign"].clone();
    edited["scoring"]["dimensions"]["fit"]["rules"][0]["points"] = json!(40);
    edited["scoring"]["dimensions"]["engagement"]["rules"][0]["points"] = json!(12);
    let new = json!({ "id": "cart", "on": "add_to_cart", "points": 5 });
    edited["scoring"]["dimensions"]["engagement"]["rules"].as_array_mut().expect("rules").push(new);
    edited["scoring"]["tags"] = json!([{ "tag": "mobile", "when": { "device.kind": "mobile" } }]);
    let new = runtime(&edited);

    let same = Change::of(&old, &old, &sent, engine()).expect("evidence");
    assert!(!same.changes_level() && same.moved().is_empty());
    let change = Change::of(&old, &new, &sent, engine()).expect("evidence");
    assert_eq!((change.before.level.as_str(), change.after.level.as_str(), change.changes_level()), ("mql", "sql", true));
    assert_eq!(change.moved(), [("size".to_owned(), 25_000, 40_000), ("pricing_view".to_owned(), 20_000, 24_000)]);
    assert_eq!(untold(&old, &new), (vec!["cart"], vec!["device.kind"]));
}
