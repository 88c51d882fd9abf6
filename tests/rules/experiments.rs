//! Who sees which variant: `GrowthBook`'s published cases, and what a campaign's own experiments make of them.

use std::collections::BTreeMap;

use leadwell::campaign::early::Early;
use leadwell::condition::Condition;
use leadwell::experiment::{Range, choose, hash, ranges, variants};
use leadwell::time::Timestamp;
use leadwell::value::Value;
use leadwell::visitor::Record;
use serde::Deserialize;
use serde_json::json;

use crate::campaign::runtime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[serde(rename = "about")]
    _about: String,
    hash: Vec<(String, String, f64)>,
    ranges: Vec<RangesCase>,
    choices: Vec<ChoiceCase>,
}

/// What it is of, how many variants, coverage, weights, and the ranges that follow.
#[derive(Deserialize)]
struct RangesCase(String, usize, f64, Option<Vec<f64>>, Vec<Range>);

/// What it is of, a draw, ranges, and which of them the draw falls into.
#[derive(Deserialize)]
struct ChoiceCase(String, f64, Vec<Range>, Option<usize>);

#[test]
fn visitors_are_drawn_as_growthbooks_published_cases_say() {
    let cases: Cases = serde_json::from_str(include_str!("cases/experiments.json")).expect("cases");
    for (seed, value, expected) in &cases.hash {
        assert!((hash(seed, value) - expected).abs() < 1e-9, "{seed} {value}: {}", hash(seed, value));
    }
    for RangesCase(name, count, coverage, weights, expected) in &cases.ranges {
        let found = ranges(*count, *coverage, weights.as_deref().unwrap_or_default());
        // Theirs are rounded.
        let are_close = found.len() == expected.len()
            && found.iter().zip(expected).all(|(one, other)| (one.0 - other.0).abs() < 1e-6 && (one.1 - other.1).abs() < 1e-6);
        assert!(are_close, "{name}: {found:?}");
    }
    for ChoiceCase(name, draw, ranges, expected) in &cases.choices {
        assert_eq!(choose(*draw, ranges.iter().copied()), *expected, "{name}");
    }
}

/// Experiments as browsers draw from them, of those in a file.
fn experiments(mut written: serde_json::Value) -> Value {
    for experiment in written.as_array_mut().expect("a list") {
        experiment["goal"] = json!("sent");
    }
    runtime(&json!({ "experiments": written, "goals": [{ "id": "sent", "when": {} }] })).experiments.expect("experiments")
}

/// How many of ten thousand visitors see each variant.
fn shares(written: serde_json::Value) -> BTreeMap<String, usize> {
    let (experiments, mut shares) = (experiments(written), BTreeMap::new());
    for number in 0..10_000 {
        let seen = variants(&experiments, &format!("visitor-{number}"), "", &|_| true);
        let variant = seen.get("headline").and_then(Value::as_str).unwrap_or("none").to_owned();
        *shares.entry(variant).or_default() += 1;
    }
    shares
}

#[test]
fn shares_are_those_of_the_weights_of_whoever_is_covered_and_not_held_out() {
    let arms = json!([{ "id": "control", "weight": 0.7 }, { "id": "short", "weight": 0.3 }]);
    let all = shares(json!([{ "id": "headline", "variants": arms }]));
    assert!((6800..7200).contains(&all["control"]) && !all.contains_key("none"), "{all:?}");
    let half = shares(json!([{ "id": "headline", "variants": arms, "coverage": 0.5 }]));
    assert!((4800..5200).contains(&half["none"]) && (1350..1650).contains(&half["short"]), "{half:?}");
    let held = shares(json!([{ "id": "headline", "variants": arms, "holdout": 0.2 }]));
    assert!((1850..2150).contains(&held["none"]) && (5450..5750).contains(&held["control"]), "{held:?}");
}

#[test]
fn who_does_not_fit_takes_no_part_and_one_experiment_says_nothing_of_another() {
    let experiments = experiments(json!([
        { "id": "first", "when": { "device.kind": "mobile" }, "variants": [{ "id": "a", "weight": 0.5 }, { "id": "b", "weight": 0.5 }] },
        { "id": "second", "variants": [{ "id": "a", "weight": 0.5 }, { "id": "b", "weight": 0.5 }] },
    ]));
    assert_eq!(variants(&experiments, "visitor", "", &|_| false).get("first"), None);
    let mut together = 0;
    for number in 0..10_000 {
        let seen = variants(&experiments, &format!("visitor-{number}"), "", &|_| true);
        together += usize::from(seen.get("first") == seen.get("second"));
    }
    assert!((4800..5200).contains(&together), "{together} of 10,000 see the same letter in both");
}

#[test]
fn what_is_no_experiment_draws_nobody() {
    for strange in [
        plain!(null),
        plain!("x"),
        plain!([null, 7, { "id": 7 }, { "id": "x" }, { "id": "y", "variants": [7] }, { "id": "z", "variants": [] }]),
    ] {
        let _ = variants(&strange, "visitor", "", &|_| true);
    }
}

#[test]
fn an_address_forces_variants_that_there_are_and_nothing_else() {
    let arms = json!([{ "id": "control", "weight": 0.5 }, { "id": "short", "weight": 0.5 }]);
    let experiments = experiments(json!([
        { "id": "headline", "variants": arms, "coverage": 0 },
        { "id": "price", "variants": arms, "holdout": 1, "when": { "device.kind": "mobile" } },
    ]));
    for (forced, headline, price) in [
        ("", None, None),
        ("headline:short", Some("short"), None),
        ("headline:short,price:control", Some("short"), Some("control")),
        ("other:x,headline:control", Some("control"), None),
        ("headline:shortest", None, None),
        ("head:short", None, None),
        ("headline", None, None),
    ] {
        let seen = variants(&experiments, "visitor", forced, &|_| false);
        let word = |name: &str| seen.get(name).and_then(Value::as_str);
        assert_eq!((word("headline"), word("price")), (headline, price), "{forced}");
    }
}

/// A condition in the words of `settle.js`.
fn in_few_words(early: &Early, condition: serde_json::Value) -> Option<serde_json::Value> {
    let condition: Condition = serde_json::from_value(condition).expect("a condition");
    early.plainly(&[&condition]).map(serde_json::Value::from)
}

#[test]
fn what_is_settled_before_the_first_paint_is_what_texts_of_the_page_decide() {
    let experiments = plain!([
        { "id": "headline" }, { "id": "of_phones", "when": { "device.kind": "mobile" } }, { "id": "of_regulars", "when": { "visitor.visits": { "$gte": 2 } } },
        { "id": "within", "when": { "experiment.headline": "short" } },
    ]);
    let early = Early::of(Some(&experiments));
    for (condition, expected) in [
        (json!({}), json!([])),
        (json!({ "query.q": "a" }), json!([["query.q", true, ["a"]]])),
        (json!({ "query.q": "null" }), json!([["query.q", true, ["null", null]]])),
        (json!({ "query.q": { "$ne": "a", "$exists": true } }), json!([["query.q", false, ["a"]], ["query.q", false, [null]]])),
        (
            json!({ "locale": { "$in": ["en", "ko"] }, "page.path": { "$nin": ["/"] } }),
            json!([["locale", true, ["en", "ko"]], ["page.path", false, ["/"]]]),
        ),
        (json!({ "query.q": { "$exists": false } }), json!([["query.q", true, [null]]])),
        (
            json!({ "experiment.headline": "short", "device.kind": "desktop" }),
            json!([["experiment.headline", true, ["short"]], ["device.kind", true, ["desktop"]]]),
        ),
        (json!({ "experiment.of_phones": { "$eq": "short" } }), json!([["experiment.of_phones", true, ["short"]]])),
        // Nobody takes part in what is not there.
        (json!({ "experiment.over": "short" }), json!([["experiment.over", true, ["short"]]])),
    ] {
        assert_eq!(in_few_words(&early, condition.clone()), Some(expected), "{condition}");
    }
    for later in [
        json!({ "experiment.of_regulars": "short" }),
        json!({ "experiment.within": "short" }),
        json!({ "experiment.headline": "short", "score.total": { "$gte": 5 } }),
        json!({ "query.q": { "$regex": "a" } }),
        json!({ "query.q": 7 }),
        json!({ "query.q": { "$in": ["a", 7] } }),
        json!({ "query.q": {} }),
        json!({ "query.a.b": "c" }),
        json!({ "device.width": { "$gte": 700 } }),
        json!({ "$or": [{ "query.q": "a" }] }),
    ] {
        assert_eq!(in_few_words(&early, later.clone()), None, "{later}");
    }
}

#[test]
fn a_variant_is_news_once_on_a_visit() {
    let at = |minutes: i64| Timestamp(1_767_603_600 + minutes * 60);
    let mut record = Record::new("visitor".to_owned(), at(0));
    record.is_active(at(0));
    assert!(record.expose("headline:short") && !record.expose("headline:short") && record.expose("price:low"));
    record.is_active(at(20));
    assert!(!record.expose("headline:short"));
    record.is_active(at(60));
    assert!(record.expose("headline:short"), "another visit");
    let mut known = Record::new("known".to_owned(), at(0));
    known.is_active(at(60));
    known.go_on(&record, &[]);
    assert!(!known.expose("headline:short"));
}

#[test]
fn a_popup_knows_the_variants_of_what_its_condition_names() {
    let campaign = runtime(&json!({
        "goals": [{ "id": "sent", "when": {} }],
        "experiments": [{ "id": "offer", "goal": "sent", "variants": [{ "id": "control", "weight": 0.5 }, { "id": "popup", "weight": 0.5 }] }],
        "popups": [
            { "id": "tested", "kind": "modal", "title": "Stay", "when": { "$and": [{ "experiment.offer": { "$ne": "control" } }] } },
            { "id": "always", "kind": "bar", "title": "Hello" },
        ],
    }));
    let popups = campaign.starts.as_ref().and_then(|starts| starts.get("popups")?.get("popups")?.as_array()).expect("popups");
    assert_eq!(popups[0].get("arms"), Some(&plain!({ "offer": ["control", "popup"] })));
    assert_eq!(popups[1].get("arms"), None);
}
