//! The learned score: what a model makes of facts, and where it stands among what scoring settles.

use leadwell::condition::{Lists, Scope};
use leadwell::scoring::learned;
use leadwell::value::Value;
use serde::Deserialize;
use serde_json::json;

use crate::chance::{Chance, rounds};
use crate::condition::engine;
use crate::table::{Outcome, Table};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    model: Value,
    facts: Value,
    probability: f64,
    contributions: Value,
}

#[test]
fn a_model_judges_as_the_table_says() {
    Table::<Case>::read("model.json").run(|case| {
        let found = learned(&case.model, &Scope { facts: &case.facts, lists: &Lists::default(), engine: engine() });
        let Value::Array(expected) = &case.contributions else { panic!("{}: no list", case.name) };
        Outcome {
            name: &case.name,
            expected: (case.probability, expected.clone()),
            found: (found.probability, found.contributions.as_array().cloned().unwrap_or_default()),
        }
    });
}

/// Anything that JSON can hold, the ends of the number line among it.
fn anything(chance: &mut Chance) -> serde_json::Value {
    let (number, small) = (chance.next().cast_signed() as f64 / 1e15, chance.below(100));
    chance.one_of(&[
        json!(number),
        json!(number * 1e-12),
        json!(small),
        json!(f64::MAX),
        json!(f64::MIN),
        json!(f64::MIN_POSITIVE),
        json!(null),
        json!(true),
        json!(""),
        json!("12.5"),
        json!("-1e999"),
        json!("text"),
        json!([1, "text"]),
        json!({ "a": 1 }),
    ])
}

#[test]
fn contributions_add_up_to_the_log_odds_and_no_facts_make_a_probability_of_0_or_1() {
    let mut chance = Chance(31);
    for round in 0..rounds(20_000) {
        let names = ["score.a", "score.b", "field.c", "", "x.y.z"];
        let weights: Vec<_> = (0..chance.below(6))
            .map(|_| {
                let mut weight = json!({ "fact": chance.one_of(&names), "weight": anything(&mut chance) });
                for key in ["is", "missing", "min", "max"] {
                    if chance.below(3) == 0 {
                        weight[key] = anything(&mut chance);
                    }
                }
                weight
            })
            .collect();
        let facts = json!({ "score": { "a": anything(&mut chance), "b": anything(&mut chance) }, "field": { "c": anything(&mut chance) } });
        let (model, facts) = (json!({ "intercept": anything(&mut chance), "weights": weights }), plain!(facts));
        let found = learned(&plain!(model), &Scope { facts: &facts, lists: &Lists::default(), engine: engine() });
        assert!(found.probability > 0.0 && found.probability < 1.0, "round {round}: {} of {model}", found.probability);
        let log_odds = |row: &Value| row.get("log_odds").and_then(Value::as_f64).expect("log odds");
        let rows = found.contributions.as_array().expect("a list");
        // In millionths, as whole numbers, so that adding loses nothing.
        let sum: i128 = rows.iter().map(|row| (log_odds(row) * 1e6).round() as i128).sum();
        let expected = 1.0 / (1.0 + (-(sum as f64) / 1e6).exp());
        let expected = expected.clamp(1e-6, 1.0 - 1e-6);
        assert!(
            (found.probability - expected).abs() <= 0.5e-6 + 1e-12,
            "round {round}: {} where {expected} follows: {model}",
            found.probability
        );
    }
}
