//! Experiments that run, as browsers draw from them: each variant with the range of draws that is its own.

use crate::campaign::form::Part;
use crate::experiment::ranges;
use crate::object;
use crate::value::{Object, Value, put};

/// Those that are `live`, with nothing but what a draw takes.
pub fn complete(experiments: Option<&Value>) -> Option<Value> {
    let mut running = Vec::new();
    for experiment in experiments.and_then(Value::as_array).into_iter().flatten() {
        let experiment = Part(experiment);
        if !matches!(experiment.word_if("status"), None | Some("live")) {
            continue;
        }
        let arms = experiment.list("variants");
        let mut weights = Vec::new();
        for arm in &arms {
            weights.push(arm.number("weight").unwrap_or_default());
        }
        let mut variants = Vec::new();
        for (arm, (from, to)) in arms.iter().zip(ranges(arms.len(), experiment.number("coverage").unwrap_or(1.0), &weights)) {
            variants.push(object! { "id" => arm.word("id"), "from" => from, "to" => to });
        }
        let mut drawn = Object::new();
        for key in ["id", "when", "holdout"] {
            if let Some(value) = experiment.get(key) {
                put(&mut drawn, key, value.clone());
            }
        }
        put(&mut drawn, "variants", Value::Array(variants));
        running.push(Value::Object(drawn));
    }
    (!running.is_empty()).then_some(Value::Array(running))
}
