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
                    problems.push(Problem::error(path, format!("no list named \"{name}\"{}", hint(name, self.lists.iter().copied()))));
                }
                ("$type", _) if !TYPES.contains(&name) => {
                    problems.push(Problem::error(path, format!("no type named \"{name}\"{}", hint(name, TYPES))));
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
    fn check_value(&self, fact: &str, value: &Value, path: &str, problems: &mut Vec<Problem>) {
        let fixed = |values: &[&'static str]| values.iter().copied().collect::<Names>();
        let mut parts = fact.split('.');
        let (root, last) = (parts.next(), parts.next_back());
        let (what, known) = match (fact, root) {
            ("form" | "submitted", _) => ("form", self.forms.clone()),
            ("stage", _) => ("stage", self.stages.clone()),
            ("level", _) => ("level", self.levels.clone()),
            ("tags", _) => ("tag", self.tags.clone()),
            ("segments", _) => ("segment", self.segments.clone()),
            ("locale", _) => ("locale", self.locales.clone()),
            ("device.kind", _) => ("kind of device", fixed(&["mobile", "tablet", "desktop"])),
            (_, Some("consent")) => ("state of consent", fixed(&["granted", "pending", "denied"])),
            (_, Some("email")) if last == Some("kind") => ("kind of mailbox", fixed(&["free", "disposable", "role", "business"])),
            _ => return,
        };
        if let Some(name) = value.as_str().filter(|name| !known.contains(name)) {
            problems.push(Problem::error(path, format!("no {what} named \"{name}\"{}", hint(name, known.iter().copied()))));
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
    let nullable = fact.split('.').next().is_some_and(|root| NULLABLE.contains(&root)) || fact == "visitor.days_since_last";
    let operator = operators.keys().find(|operator| HOLD_FOR_NULL.contains(&operator.as_str()));
    if let Some(operator) = operator.filter(|_| nullable && !operators.contains_key("$exists")) {
        let message = format!("{operator} can hold while \"{fact}\" is missing; add \"$exists\": true unless that is meant");
        problems.push(Problem::warning(path, message));
    }
}
