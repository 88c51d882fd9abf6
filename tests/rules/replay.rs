//! Leads worked out again from their evidence: what a browser tells is found to follow, and what somebody made up is not.

use leadwell::campaign::Runtime;
use leadwell::form::Answers;
use leadwell::lead::against::{Change, untold};
use leadwell::lead::replay::{Difference, Outcome as Replayed};
use leadwell::time::Timestamp;
use leadwell::value::read;
use leadwell::visitor::consent::{Choices, PERSONALIZATION, Standing};
use leadwell::visitor::{Arrival, Circumstances, Record, Rules};
use serde::Deserialize;
use serde_json::json;

use crate::campaign::runtime;
use crate::chance::{Chance, rounds};
use crate::condition::engine;
use crate::histories::{DIGEST, Digest, SHARED, START, answers, circumstances, happen, leads, send, with_answers};
use crate::table::{Outcome, Table};

/// In `make test`.
const ROUNDS: u64 = 10_000;

#[test]
fn a_replay_gives_what_the_browser_told_whatever_visitors_do() {
    let mut digest = Digest::default();
    leads(rounds(ROUNDS), |round, campaign, message| {
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
    for _ in 0..rounds(2000) {
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
fn a_limit_that_its_author_lowered_holds_for_what_was_counted_before() {
    let limited = |ever: u32, page: u32, visit: u32| {
        let rule = |id: &str, limit: serde_json::Value| json!({ "id": id, "on": "scroll", "points": 1, "limit": limit });
        let rules = [
            rule("ever", json!({ "times": ever })),
            rule("window", json!({ "times": ever, "per": "30 days" })),
            rule("page", json!({ "times": page, "per": "page" })),
            rule("visit", json!({ "times": visit, "per": "session" })),
        ];
        let mut campaign =
            runtime(&json!({ "consent": { "mode": "opt_out" }, "scoring": { "dimensions": { "engagement": { "rules": rules } } } }));
        campaign.version = "sha256-this".to_owned();
        campaign
    };
    let (before, after) = (limited(6, 3, 6), limited(2, 1, 3));
    let mut record = Record::new("visitor".into(), Timestamp(START));
    for page in [0, 60, 7200] {
        record.arrive(Arrival { at: Timestamp(START + page), touch: None });
        for second in [1, 1, 2] {
            happen("scroll", plain!({}), Timestamp(START + page + second), &mut record, &before);
        }
    }
    let counts = |record: &Record| {
        let count = |rule| record.ledger.entries(rule).iter().map(|entry| (entry.at.0 - START, entry.count)).collect::<Vec<_>>();
        ["ever", "window", "page", "visit"].map(count)
    };
    let all = [(1, 2), (2, 1), (61, 2), (62, 1), (7201, 2), (7202, 1)];
    assert_eq!(counts(&record), [all[2..].to_vec(), all[2..].to_vec(), all.to_vec(), all.to_vec()]);

    let rules = Rules { campaign: &after, engine: engine() };
    let around = |at: i64| {
        let choices = Choices([(PERSONALIZATION.to_owned(), true)].into_iter().collect());
        let standing = Standing { choices, ..Standing::default() };
        Circumstances { standing, ..circumstances(Timestamp(START + at)) }
    };
    rules.arrive(&mut record, &around(86_400), "");
    let newest = vec![(7201, 1), (7202, 1)];
    assert_eq!(counts(&record), [newest.clone(), newest, vec![(2, 1), (62, 1), (7202, 1)], vec![(61, 2), (62, 1), (7201, 2), (7202, 1)]]);
    let kept = record.clone();
    rules.arrive(&mut record, &around(86_460), "");
    assert_eq!(record.ledger, kept.ledger, "once is enough");

    let sent = json!(send(&after, &mut record, "demo", &Answers::default(), START + 86_400));
    assert_eq!(outcome(&after, &sent), Replayed::Match, "{sent:#}");
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
