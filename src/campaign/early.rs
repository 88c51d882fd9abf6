//! What is settled before a page is painted, by `src/parts/settle.js`: conditions that compare texts of the address, of the page and of the
//! device, and experiments that are drawn for whoever fits such a condition. Native: visitors get what is made of it.

use serde_json::{Value as Json, json};

use super::form::{Part, items};
use crate::condition::Condition;
use crate::search::has;
use crate::value::{Object, Value};

/// Of the facts, besides `query.*` and `experiment.*`.
const KNOWN: [&str; 3] = ["locale", "page.path", "device.kind"];

/// What of a campaign's experiments is known by then.
pub struct Early<'a> {
    experiments: Vec<Part<'a>>,
}

impl<'a> Early<'a> {
    /// Of the experiments as written, or as browsers draw from them.
    #[must_use]
    pub fn of(experiments: Option<&'a Value>) -> Self {
        Self { experiments: experiments.map(items).unwrap_or_default() }
    }

    /// Whether an experiment is drawn by then. One that is not there is: nobody takes part.
    #[must_use]
    pub fn draws(&self, id: &str) -> bool {
        self.experiments.iter().filter(|experiment| experiment.word("id") == id).all(|experiment| when(*experiment).is_some())
    }

    /// Conditions that must all hold, in few words: `[[fact, is, [value, …]], …]`, each of which holds where the fact is one of the values,
    /// or where it is none of them. `None` where some of it is known only later.
    #[must_use]
    pub fn plainly(&self, conditions: &[&Condition]) -> Option<Vec<Json>> {
        let of_one = |condition: &&Condition| plainly(&condition.0, &|id| self.draws(id));
        Some(conditions.iter().map(of_one).collect::<Option<Vec<_>>>()?.concat())
    }

    /// Those of the experiments named that are drawn by then: `[[id, holdout, conditions, [[variant, from, to], …]], …]`.
    #[must_use]
    pub fn drawn(&self, names: &[&str]) -> Vec<Json> {
        let named = self.experiments.iter().filter(|experiment| names.contains(&experiment.word("id")));
        named.filter_map(|experiment| Some(draws(*experiment, &when(*experiment)?))).collect()
    }
}

fn draws(experiment: Part, when: &[Json]) -> Json {
    let number = |part: &Part, key: &str| part.number(key).unwrap_or_default();
    let variants = experiment.list("variants");
    let variants: Vec<Json> = variants.iter().map(|one| json!([one.word("id"), number(one, "from"), number(one, "to")])).collect();
    json!([experiment.word("id"), number(&experiment, "holdout"), when, variants])
}

/// For whom an experiment is, where it can be told by then. No experiment hangs on another.
fn when(experiment: Part) -> Option<Vec<Json>> {
    match experiment.get("when") {
        None => Some(Vec::new()),
        Some(written) => plainly(written.as_object()?, &|_| false),
    }
}

fn plainly(condition: &Object, draws: &dyn Fn(&str) -> bool) -> Option<Vec<Json>> {
    let mut told = Vec::new();
    for (fact, wanted) in condition {
        let of_query = fact.strip_prefix("query.").is_some_and(|name| !has(name, '.'));
        if !(of_query || KNOWN.contains(&fact.as_str()) || fact.strip_prefix("experiment.").is_some_and(draws)) {
            return None;
        }
        match wanted {
            // What is missing reads as the word `null`.
            Value::String(text) if text == "null" => told.push(json!([fact, true, [text, null]])),
            Value::String(text) => told.push(json!([fact, true, [text]])),
            Value::Object(operators) if !operators.is_empty() => {
                for (operator, value) in operators {
                    let (is, values) = compared(operator, value)?;
                    told.push(json!([fact, is, values]));
                }
            }
            _ => return None,
        }
    }
    Some(told)
}

/// Whether a fact is to be one of some texts, or none of them.
fn compared(operator: &str, value: &Value) -> Option<(bool, Json)> {
    match (operator, value) {
        ("$eq" | "$ne", Value::String(text)) => Some((operator == "$eq", json!([text]))),
        ("$in" | "$nin", Value::Array(list)) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            Some((operator == "$in", json!(texts?)))
        }
        ("$exists", Value::Bool(exists)) => Some((!exists, json!([null]))),
        _ => None,
    }
}
