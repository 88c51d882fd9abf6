//! Whether one condition holds wherever another does, and what that hides in lists of which the first or the last entry counts.
//!
//! Says so only where it is certain: comparisons of the same fact, number by number and list by list.

use crate::campaign::problem::Problem;
use crate::campaign::written::Scoring;
use crate::condition::Condition;
use crate::value::{Object, Value};

/// Whether `wide` holds wherever `narrow` does.
pub fn holds_wherever(wide: Option<&Condition>, narrow: Option<&Condition>) -> bool {
    let nothing = Object::new();
    let narrow = narrow.map_or(&nothing, |condition| &condition.0);
    wide.is_none_or(|wide| wide.0.iter().all(|(key, expected)| narrow.get(key).is_some_and(|held| is_within(key, held, expected))))
}

fn is_within(key: &str, held: &Value, expected: &Value) -> bool {
    if held == expected {
        return true;
    }
    match (held, expected) {
        _ if key.starts_with('$') => false,
        (Value::Object(held), Value::Object(expected)) => {
            expected.iter().all(|(operator, bound)| held.iter().any(|(known, value)| is_stricter(known, value, operator, bound)))
        }
        (Value::String(_), Value::Object(expected)) => expected.iter().all(|(operator, bound)| is_stricter("$eq", held, operator, bound)),
        _ => false,
    }
}

fn is_stricter(held: &str, value: &Value, operator: &str, bound: &Value) -> bool {
    if held == operator && value == bound {
        return true;
    }
    let contains = |list: &Value, one: &Value| list.as_array().is_some_and(|list| list.contains(one));
    let (number, limit) = (value.as_f64().unwrap_or(f64::NAN), bound.as_f64().unwrap_or(f64::NAN));
    match (held, operator) {
        ("$gte" | "$gt", "$gte") | ("$gt", "$gt") => number >= limit,
        ("$gte", "$gt") => number > limit,
        ("$lte" | "$lt", "$lte") | ("$lt", "$lt") => number <= limit,
        ("$lte", "$lt") => number < limit,
        ("$in", "$in") => value.as_array().is_some_and(|values| values.iter().all(|one| contains(bound, one))),
        ("$eq", "$in") => contains(bound, value),
        _ => false,
    }
}

/// Stages that nobody is ever in. The last that was reached counts, so a later one may hide those before it; one that expires may
/// give them back.
pub fn check_stages(scoring: &Scoring, problems: &mut Vec<Problem>) {
    for (index, stage) in scoring.stages.iter().enumerate() {
        let mut later =
            scoring.stages.iter().enumerate().skip(index + 1).filter(|(_, later)| later.expires.is_none() && later.id != stage.id);
        let hiding = later.find(|(_, later)| holds_wherever(later.when.as_ref(), stage.when.as_ref()));
        if let Some((at, later)) = hiding {
            let message = format!(
                "nobody is ever in \"{}\": the stage \"{}\" stands after it and holds wherever it does; stages go from the first to the last",
                stage.id, later.id
            );
            let rests_on = [format!("scoring.stages[{at}].when"), format!("scoring.stages[{at}].expires")];
            problems.push(Problem::warning(format!("scoring.stages[{index}]"), message).resting_on(rests_on.iter().map(String::as_str)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(json: &serde_json::Value) -> Condition {
        serde_json::from_value(json.clone()).unwrap_or_default()
    }

    #[test]
    fn a_condition_holds_wherever_a_stricter_one_does() {
        use serde_json::json;
        for (narrow, wide, expected) in [
            (json!({ "a": 1 }), json!({}), true),
            (json!({}), json!({ "a": 1 }), false),
            (json!({ "a": 1, "b": 2 }), json!({ "b": 2 }), true),
            (json!({ "a": { "$gte": 40 } }), json!({ "a": { "$gte": 15 } }), true),
            (json!({ "a": { "$gte": 15 } }), json!({ "a": { "$gte": 40 } }), false),
            (json!({ "a": { "$gte": 15 } }), json!({ "a": { "$gt": 15 } }), false),
            (json!({ "a": { "$gt": 15 } }), json!({ "a": { "$gte": 15 } }), true),
            (json!({ "a": { "$lt": 5 } }), json!({ "a": { "$lte": 5 } }), true),
            (json!({ "a": { "$lte": 5 } }), json!({ "a": { "$lt": 5 } }), false),
            (json!({ "a": { "$gte": 1, "$lt": 5 } }), json!({ "a": { "$lt": 9 } }), true),
            (json!({ "a": { "$lt": 5 } }), json!({ "a": { "$gte": 1, "$lt": 9 } }), false),
            (json!({ "a": { "$in": ["x"] } }), json!({ "a": { "$in": ["x", "y"] } }), true),
            (json!({ "a": { "$in": ["x", "z"] } }), json!({ "a": { "$in": ["x", "y"] } }), false),
            (json!({ "a": "x" }), json!({ "a": { "$in": ["x", "y"] } }), true),
            (json!({ "a": "z" }), json!({ "a": { "$in": ["x", "y"] } }), false),
            (json!({ "$or": [{ "a": 1 }] }), json!({ "$or": [{ "a": 1 }] }), true),
            (json!({ "$or": [{ "a": 1 }] }), json!({ "$or": [{ "a": 1 }, { "b": 1 }] }), false),
            (json!({ "a": { "$gte": "40" } }), json!({ "a": { "$gte": 15 } }), false),
        ] {
            let found = holds_wherever(Some(&condition(&wide)), Some(&condition(&narrow)));
            assert_eq!(found, expected, "{wide} wherever {narrow}");
        }
    }
}
