//! Conditions, as `GrowthBook`'s `evalCondition` answers them, and our own operators.

use leadwell::condition::{Condition, Engine, Lists, Scope};
use leadwell::value::Value;
use serde::Deserialize;

use crate::table::{Outcome, Table};

#[derive(Deserialize)]
struct Case(String, Condition, Value, bool);

pub fn engine() -> Engine {
    Engine::native()
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
