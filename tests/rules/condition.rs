//! Conditions, as `GrowthBook`'s `evalCondition` answers them, and our own operators.

use leadwell::condition::{Condition, Engine, Lists, Scope};
use leadwell::value::Value;
use serde::Deserialize;

use crate::table::{Outcome, Table};

#[derive(Deserialize)]
struct Case(String, Condition, Value, bool);

/// The `regex` crate in the place that the browser's engine takes on a page.
fn regex(pattern: &str, ignore_case: bool, text: &str) -> bool {
    regex::RegexBuilder::new(pattern).case_insensitive(ignore_case).build().is_ok_and(|regex| regex.is_match(text))
}

pub fn engine() -> Engine {
    Engine::native(regex)
}

#[test]
fn conditions_hold_as_the_table_says() {
    let table = Table::<Case>::read("condition.json");
    let lists: Lists = serde_json::from_value(table.common["lists"].clone()).expect("lists");
    table.run(|Case(name, condition, facts, expected)| {
        let found = condition.holds(&Scope { facts, lists: &lists, engine: engine() });
        Outcome { name, expected: *expected, found }
    });
}

#[test]
fn the_facts_a_condition_reads_are_found_in_every_group() {
    let condition: Condition = serde_json::from_value(serde_json::json!({
        "locale": "ko",
        "$or": [{ "stage": "action" }, { "$and": [{ "score.fit": { "$gt": 1 } }, { "$nor": [{ "tags": { "$in": ["x"] } }] }] }],
        "$not": { "level": "sql", "$segment": "paid" },
    }))
    .expect("a condition");
    let mut names = condition.fact_names();
    names.sort_unstable();
    assert_eq!(names, ["level", "locale", "score.fit", "segments", "stage", "tags"]);
}
