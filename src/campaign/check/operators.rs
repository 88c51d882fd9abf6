//! What a fact is compared with: known operators, operands they can take, and values that the fact can have.

use crate::value::{Object, Value};

use super::conditions::{Conditions, GROUPS};
use super::names::{Names, hint};
use crate::campaign::problem::{Problem, under};

/// What an operator takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operand {
    Anything,
    List,
    Two,
    Text,
    Flag,
    Object,
}

const OPERATORS: [(&str, Operand); 22] = [
    ("$eq", Operand::Anything),
    ("$ne", Operand::Anything),
    ("$lt", Operand::Anything),
    ("$lte", Operand::Anything),
    ("$gt", Operand::Anything),
    ("$gte", Operand::Anything),
    ("$in", Operand::List),
    ("$nin", Operand::List),
    ("$ini", Operand::List),
    ("$nini", Operand::List),
    ("$all", Operand::List),
    ("$alli", Operand::List),
    ("$elemMatch", Operand::Object),
    ("$size", Operand::Anything),
    ("$exists", Operand::Flag),
    ("$type", Operand::Text),
    ("$regex", Operand::Text),
    ("$regexi", Operand::Text),
    ("$not", Operand::Anything),
    ("$like", Operand::Text),
    ("$between", Operand::Two),
    ("$in_list", Operand::Text),
];
const TYPES: [&str; 6] = ["string", "number", "boolean", "array", "object", "null"];
/// Facts that are lists.
const LISTS: [&str; 3] = ["submitted", "tags", "segments"];
/// First parts of facts that may be missing.
const NULLABLE: [&str; 12] =
    ["field", "email", "query", "referrer", "source", "first", "region", "user", "stage", "form", "experiment", "consent"];
/// Operators that hold, or may hold, for a missing fact.
const HOLD_FOR_NULL: [&str; 5] = ["$lt", "$lte", "$ne", "$nin", "$not"];

impl Operand {
    fn fits(self, operand: &Value) -> bool {
        match self {
            Self::Anything => true,
            Self::List => operand.is_array(),
            Self::Two => operand.as_array().is_some_and(|list| list.len() == 2),
            Self::Text => operand.is_string(),
            Self::Flag => operand.is_boolean(),
            Self::Object => operand.is_object(),
        }
    }

    fn described(self) -> &'static str {
        match self {
            Self::Anything => "anything",
            Self::List => "a list, such as [\"a\", \"b\"]",
            Self::Two => "a list of two, the lower and the upper end",
            Self::Text => "a text",
            Self::Flag => "true or false",
            Self::Object => "a condition, an object",
        }
    }
}

impl Conditions<'_> {
    /// Reports what in `expected` can never be true of `fact` as meant.
    pub(super) fn check_expected(&self, fact: &str, expected: &Value, path: &str, problems: &mut Vec<Problem>) {
        match expected {
            Value::Object(operators) if operators.keys().any(|key| key.starts_with('$')) => {
                self.check_operators(fact, operators, path, problems);
                warn_where_missing(fact, operators, path, problems);
                warn_where_never(operators, path, problems);
            }
            plain => self.check_equality(fact, plain, path, problems),
        }
    }

    fn check_operators(&self, fact: &str, operators: &Object, path: &str, problems: &mut Vec<Problem>) {
        for (operator, operand) in operators {
            let path = under(path, operator);
            let Some((_, takes)) = OPERATORS.iter().find(|(known, _)| known == operator) else {
                problems.push(Problem::error(path, unknown(operator)).of_key());
                continue;
            };
            if !takes.fits(operand) {
                problems.push(Problem::error(path, format!("{operator} takes {}, found {}", takes.described(), short(operand))));
                continue;
            }
            let name = operand.as_str().unwrap_or_default();
            match (operator.as_str(), operand) {
                ("$not", Value::Object(inner)) => self.check_operators(fact, inner, &path, problems),
                ("$eq" | "$ne", value) => self.check_equality(fact, value, &path, problems),
                ("$in" | "$nin" | "$all", Value::Array(values)) => {
                    for (index, value) in values.iter().enumerate() {
                        self.check_value(fact, value, &under(&path, index), problems);
                    }
                }
                ("$in_list", _) if !self.lists.contains(name) => {
                    let message = format!("no list named \"{name}\"{}", hint(name, self.lists.iter().copied()));
                    problems.push(Problem::error(path, message).resting_on(["lists"]));
                }
                ("$type", _) if !TYPES.contains(&name) => {
                    problems.push(Problem::error(path, format!("no type named \"{name}\"{}", hint(name, TYPES))));
                }
                ("$regex" | "$regexi", _) => {
                    if let Some(why) = not_a_pattern(name) {
                        problems.push(Problem::error(path, why));
                    }
                }
                _ => {}
            }
        }
    }

    fn check_equality(&self, fact: &str, value: &Value, path: &str, problems: &mut Vec<Problem>) {
        if LISTS.contains(&fact) {
            let example = value.as_str().unwrap_or("demo");
            problems.push(Problem::warning(path, format!("\"{fact}\" is a list; write {{ \"$in\": [\"{example}\"] }} to look into it")));
        }
        self.check_value(fact, value, path, problems);
    }

    /// A value that the fact never has is a slip of the pen.
    pub(super) fn check_value(&self, fact: &str, value: &Value, path: &str, problems: &mut Vec<Problem>) {
        let fixed = |values: &[&'static str]| values.iter().copied().collect::<Names<'_>>();
        let mut parts = fact.split('.');
        let (root, last) = (parts.next(), parts.next_back());
        let (what, known, place) = match (fact, root) {
            ("form" | "submitted", _) => ("form", self.forms.clone(), "forms"),
            ("stage", _) => ("stage", self.stages.clone(), "scoring.stages[*].id"),
            ("level", _) => ("level", self.levels.clone(), "scoring.qualification[*].level"),
            ("tags", _) => ("tag", self.tags.clone(), "scoring.tags[*].tag"),
            ("segments", _) => ("segment", self.segments.clone(), "segments"),
            ("locale", _) => ("locale", self.locales.clone(), "site.locales[*]"),
            ("device.kind", _) => ("kind of device", fixed(&["mobile", "tablet", "desktop"]), ""),
            (_, Some("consent")) => ("state of consent", fixed(&["granted", "pending", "denied"]), ""),
            (_, Some("email")) if last == Some("kind") => ("kind of mailbox", fixed(&["free", "disposable", "role", "business"]), ""),
            (_, Some("experiment")) => match self.experiments.iter().find(|one| Some(one.id.as_str()) == last) {
                Some(one) => ("variant", one.variants.iter().map(|variant| variant.id.as_str()).collect(), "experiments[*].variants[*].id"),
                None => return,
            },
            _ => return,
        };
        if let Some(name) = value.as_str().filter(|name| !known.contains(name)) {
            let message = format!("no {what} named \"{name}\"{}", hint(name, known.iter().copied()));
            problems.push(Problem::error(path, message).resting_on([place]));
        }
    }
}

fn short(operand: &Value) -> String {
    const LONGEST: usize = 40;
    let text = operand.to_string();
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}

pub(super) fn is_known(operator: &str) -> bool {
    OPERATORS.iter().any(|(known, _)| *known == operator)
}

fn unknown(operator: &str) -> String {
    if GROUPS.contains(&operator) {
        return format!("{operator} joins whole conditions and cannot stand under a fact; for one of several values write $in");
    }
    if operator.starts_with('$') {
        return format!("no operator named \"{operator}\"{}", hint(operator, OPERATORS.map(|(name, _)| name)));
    }
    format!("\"{operator}\" stands among operators: all keys begin with $, or none does")
}

fn warn_where_missing(fact: &str, operators: &Object, path: &str, problems: &mut Vec<Problem>) {
    let nullable = fact.split('.').next().is_some_and(|root| NULLABLE.contains(&root))
        || fact == "visitor.days_since_last"
        || fact.starts_with("popup.") && fact.ends_with(".days_since_seen");
    let operator = operators.keys().find(|operator| HOLD_FOR_NULL.contains(&operator.as_str()));
    if let Some(operator) = operator.filter(|_| nullable && !operators.contains_key("$exists")) {
        let message = format!("{operator} can hold while \"{fact}\" is missing; add \"$exists\": true unless that is meant");
        problems.push(Problem::warning(path, message));
    }
}

/// Whether what a fact is held against leaves no value for it.
fn warn_where_never(operators: &Object, path: &str, problems: &mut Vec<Problem>) {
    let number = |operator: &str| operators.get(operator).and_then(Value::as_f64);
    let between = |index: usize| operators.get("$between").and_then(|ends| ends.as_array()?.get(index)?.as_f64());
    let least = [number("$gt"), number("$gte"), between(0)].into_iter().flatten().reduce(f64::max);
    let most = [number("$lt"), number("$lte"), between(1)].into_iter().flatten().reduce(f64::min);
    let strict = least.is_some_and(|least| number("$gt") == Some(least) || number("$lt") == Some(least));
    let message = match (least, most) {
        (Some(least), Some(most)) if least > most || least == most && strict => {
            format!("never holds: no value is left between {least} and {most}")
        }
        _ if operators.get("$in").and_then(Value::as_array).is_some_and(Vec::is_empty) => "never holds: the list is empty".to_owned(),
        _ => return,
    };
    problems.push(Problem::warning(path, message));
}

/// Both engines, the browser's and ours, have to read it alike.
fn not_a_pattern(pattern: &str) -> Option<String> {
    let error = regex::Regex::new(pattern).err()?;
    let why = error.to_string();
    let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Some(format!("\"{pattern}\" is not a regular expression that every engine reads alike (no look-around, no back-references): {why}"))
}
