//! The one condition language: GrowthBook's targeting conditions (MongoDB style), with a few operators of our own.
//!
//! Answers as GrowthBook's `evalCondition` does, JavaScript's coercions included, and never fails: what makes no sense does not
//! hold. It knows nothing of where facts come from. What JavaScript does best (regular expressions, numbers as text, lower case)
//! is done by an engine that is passed in, since the browser has one already and a second would cost visitors bytes.

mod engine;
mod javascript;

pub use engine::Engine;

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

use crate::search::{parts, split_once};
use crate::value::{Named, Object, Read, Reading, Value};

/// A condition as written, for example `{ "score.fit": { "$gte": 15 } }`. An empty one always holds.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Condition(pub Object);

#[cfg(feature = "native")]
impl schemars::JsonSchema for Condition {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Condition".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A condition over facts: GrowthBook's targeting conditions (MongoDB style), with `$like`, `$between`, `$segment` and `$in_list` besides.",
            "type": "object",
            "examples": [{ "score.engagement": { "$gte": 15 } }]
        })
    }
}

/// Named lists of texts, for `$in_list`.
pub type Lists = Named<Vec<String>>;

/// What a condition is held against.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The facts, nested: the fact `score.fit` is `facts["score"]["fit"]`. Names of segments that hold are the fact `segments`.
    pub facts: &'a Value,
    pub lists: &'a Lists,
    pub engine: Engine,
}

impl Condition {
    /// Whether the condition holds.
    #[must_use]
    pub fn holds(&self, scope: &Scope) -> bool {
        scope.all_hold(&self.0, scope.facts)
    }

    /// The name of every fact the condition reads, in the order written.
    #[must_use]
    pub fn fact_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        collect_names(&self.0, &mut names);
        names
    }
}

/// `None` always holds: a missing `when` is no restriction.
#[must_use]
pub fn holds(condition: Option<&Condition>, scope: &Scope) -> bool {
    condition.is_none_or(|condition| condition.holds(scope))
}

/// The same for a condition that is still plain.
#[must_use]
pub fn holds_plain(condition: Option<&Value>, scope: &Scope) -> bool {
    condition.is_none_or(|condition| scope.holds_for(condition, scope.facts))
}

/// The name of every fact that a plain condition reads.
#[must_use]
pub fn fact_names_of(condition: &Value) -> Vec<&str> {
    let mut names = Vec::new();
    if let Some(conditions) = condition.as_object() {
        collect_names(conditions, &mut names);
    }
    names
}

fn collect_names<'a>(conditions: &'a Object, names: &mut Vec<&'a str>) {
    for (key, value) in conditions {
        match (key.as_str(), value) {
            ("$segment", _) => names.push("segments"),
            ("$not", Value::Object(inner)) => collect_names(inner, names),
            (key, Value::Array(inner)) if key.starts_with('$') => {
                inner.iter().filter_map(Value::as_object).for_each(|inner| collect_names(inner, names));
            }
            (key, _) => names.push(key),
        }
    }
}

impl Scope<'_> {
    /// A fact as people read it; `None` where it is missing, or is no text and no number.
    #[must_use]
    pub fn fact_as_text(&self, name: &str) -> Option<String> {
        let fact = value_at(self.facts, name);
        matches!(fact, Value::String(_) | Value::Number(_)).then(|| javascript::text(fact, self.engine))
    }

    /// Whether a fact is a value or, being a list, holds it.
    #[must_use]
    pub fn is_or_holds(&self, fact: &Value, value: &Value) -> bool {
        self.operator_holds("$in", fact, &Value::Array(vec![value.clone()]))
    }

    /// A fact as the number that conditions compare.
    #[must_use]
    pub fn number(&self, fact: &Value) -> f64 {
        javascript::number(fact, self.engine)
    }

    fn all_hold(&self, conditions: &Object, facts: &Value) -> bool {
        conditions.iter().all(|(key, expected)| match key.as_str() {
            "$or" => self.any_holds(expected, facts),
            "$nor" => !self.any_holds(expected, facts),
            "$and" => expected.as_array().is_none_or(|list| list.iter().all(|one| self.holds_for(one, facts))),
            "$not" => !self.holds_for(expected, facts),
            "$segment" => value_at(self.facts, "segments").as_array().is_some_and(|held| held.contains(expected)),
            path => self.value_fits(expected, value_at(facts, path)),
        })
    }

    fn holds_for(&self, condition: &Value, facts: &Value) -> bool {
        condition.as_object().is_some_and(|conditions| self.all_hold(conditions, facts))
    }

    // An empty `$or` holds, as it does in GrowthBook.
    fn any_holds(&self, conditions: &Value, facts: &Value) -> bool {
        conditions.as_array().is_none_or(|list| list.is_empty() || list.iter().any(|one| self.holds_for(one, facts)))
    }

    fn value_fits(&self, expected: &Value, actual: &Value) -> bool {
        match expected {
            Value::Null => actual.is_null(),
            Value::Bool(expected) => !actual.is_null() && javascript::truthy(actual) == *expected,
            Value::Number(_) => javascript::number(actual, self.engine) == javascript::number(expected, self.engine),
            Value::String(expected) => javascript::text(actual, self.engine) == *expected,
            Value::Object(operators) if is_operators(operators) => {
                operators.iter().all(|(operator, expected)| self.operator_holds(operator, actual, expected))
            }
            // As `JSON.stringify` tells, except that the order of keys does not count.
            Value::Array(_) | Value::Object(_) => actual == expected,
        }
    }

    fn value_fits_ignoring_case(&self, expected: &Value, actual: &Value) -> bool {
        match expected {
            Value::String(expected) => {
                let lower = self.engine.lowercase;
                lower(expected) == lower(&javascript::text(actual, self.engine))
            }
            _ => self.value_fits(expected, actual),
        }
    }

    fn operator_holds(&self, operator: &str, actual: &Value, expected: &Value) -> bool {
        use Ordering::{Equal, Greater, Less};
        let ordered =
            |accepted: &[Ordering]| javascript::compare(actual, expected, self.engine).is_some_and(|order| accepted.contains(&order));
        match operator {
            "$eq" => javascript::strictly_equal(actual, expected),
            "$ne" => !javascript::strictly_equal(actual, expected),
            "$lt" => ordered(&[Less]),
            "$lte" => ordered(&[Less, Equal]),
            "$gt" => ordered(&[Greater]),
            "$gte" => ordered(&[Greater, Equal]),
            "$between" => matches!(expected.as_array().map(Vec::as_slice), Some([low, high])
                if self.operator_holds("$gte", actual, low) && self.operator_holds("$lte", actual, high)),
            "$exists" => javascript::truthy(expected) != actual.is_null(),
            "$in" => expected.as_array().is_some_and(|list| is_in(actual, list, javascript::strictly_equal)),
            "$nin" => expected.as_array().is_some_and(|list| !is_in(actual, list, javascript::strictly_equal)),
            "$ini" => expected.as_array().is_some_and(|list| self.is_in_ignoring_case(actual, list)),
            "$nini" => expected.as_array().is_some_and(|list| !self.is_in_ignoring_case(actual, list)),
            "$in_list" => expected.as_str().and_then(|name| self.lists.get(name)).is_some_and(|list| is_in_list(actual, list)),
            "$all" => all_found(actual, expected, |expected, actual| self.value_fits(expected, actual)),
            "$alli" => all_found(actual, expected, |expected, actual| self.value_fits_ignoring_case(expected, actual)),
            "$elemMatch" => actual.as_array().is_some_and(|list| list.iter().any(|one| self.element_matches(one, expected))),
            "$size" => actual.as_array().is_some_and(|list| self.value_fits(expected, &Value::Number(list.len() as f64))),
            "$type" => expected.as_str() == Some(javascript::type_name(actual)),
            "$regex" => self.matches(expected, false, actual),
            "$regexi" => self.matches(expected, true, actual),
            "$like" => expected.as_str().is_some_and(|glob| !actual.is_null() && is_like(&javascript::text(actual, self.engine), glob)),
            "$not" => !self.value_fits(expected, actual),
            _ => false,
        }
    }

    fn is_in_ignoring_case(&self, actual: &Value, list: &[Value]) -> bool {
        is_in(actual, list, |a, b| javascript::equal_ignoring_case(a, b, self.engine))
    }

    fn matches(&self, pattern: &Value, ignore_case: bool, actual: &Value) -> bool {
        pattern.as_str().is_some_and(|pattern| (self.engine.regex)(pattern, ignore_case, &javascript::text(actual, self.engine)))
    }

    fn element_matches(&self, element: &Value, expected: &Value) -> bool {
        javascript::truthy(element)
            && match expected {
                Value::Object(operators) if is_operators(operators) => self.value_fits(expected, element),
                Value::Object(conditions) => self.all_hold(conditions, element),
                _ => false,
            }
    }
}

/// The value at a dotted path, in which a number picks from a list; `null` where there is none.
#[must_use]
#[inline(never)]
pub fn value_at<'a>(facts: &'a Value, path: &str) -> &'a Value {
    const NULL: &Value = &Value::Null;
    let step = |value: &'a Value, key: &str| match value {
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    };
    parts(path, '.').try_fold(facts, step).unwrap_or(NULL)
}

/// Whether every key is an operator; an object that mixes is a plain value.
fn is_operators(object: &Object) -> bool {
    !object.is_empty() && object.keys().all(|key| key.starts_with('$'))
}

fn is_in(actual: &Value, list: &[Value], equal: impl Fn(&Value, &Value) -> bool) -> bool {
    match actual {
        Value::Array(several) => several.iter().any(|one| list.iter().any(|expected| equal(one, expected))),
        one => list.iter().any(|expected| equal(one, expected)),
    }
}

fn is_in_list(actual: &Value, list: &[String]) -> bool {
    match actual {
        Value::Array(several) => several.iter().any(|one| is_in_list(one, list)),
        one => one.as_str().is_some_and(|text| list.iter().any(|entry| entry.eq_ignore_ascii_case(text))),
    }
}

fn all_found(actual: &Value, expected: &Value, fits: impl Fn(&Value, &Value) -> bool) -> bool {
    let (Some(actual), Some(expected)) = (actual.as_array(), expected.as_array()) else { return false };
    expected.iter().all(|expected| actual.iter().any(|actual| fits(expected, actual)))
}

/// Glob with `*` for any run of characters.
fn is_like(text: &str, glob: &str) -> bool {
    let mut parts = parts(glob, '*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, after)) = split_once(rest, part) else { return false };
        rest = after;
    }
    true
}

impl Read for Condition {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        if !value.is_object() {
            reading.misfit("a condition, an object");
        }
        Self(value.as_object().cloned().unwrap_or_default())
    }
}
