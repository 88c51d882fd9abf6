//! Conditions: known operators, known facts, and nothing that is settled only later.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::names::hint;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written;
use crate::condition::Condition;

/// Where in the order of evaluation a condition stands; it may name only what comes before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    Segments,
    Rules,
    Tags,
    Stages,
    Levels,
    /// Destinations and what follows a submission.
    Routes,
}

const OPERATORS: [&str; 24] = [
    "$eq",
    "$ne",
    "$lt",
    "$lte",
    "$gt",
    "$gte",
    "$in",
    "$nin",
    "$ini",
    "$nini",
    "$all",
    "$alli",
    "$elemMatch",
    "$size",
    "$exists",
    "$type",
    "$regex",
    "$regexi",
    "$not",
    "$like",
    "$between",
    "$in_list",
    "$and",
    "$or",
];

const GROUPS: [&str; 5] = ["$and", "$or", "$nor", "$not", "$segment"];

/// The first part of every fact's name, with the position from which it is known.
const FACTS: [(&str, Position); 26] = [
    ("page", Position::Segments),
    ("query", Position::Segments),
    ("referrer", Position::Segments),
    ("source", Position::Segments),
    ("first", Position::Segments),
    ("device", Position::Segments),
    ("locale", Position::Segments),
    ("region", Position::Segments),
    ("time", Position::Segments),
    ("visitor", Position::Segments),
    ("form", Position::Segments),
    ("via", Position::Segments),
    ("submitted", Position::Segments),
    ("popup", Position::Segments),
    ("experiment", Position::Segments),
    ("field", Position::Segments),
    ("email", Position::Segments),
    ("user", Position::Segments),
    ("consent", Position::Segments),
    ("spam", Position::Segments),
    ("segments", Position::Rules),
    ("rule", Position::Tags),
    ("score", Position::Tags),
    ("tags", Position::Stages),
    ("stage", Position::Levels),
    ("level", Position::Routes),
];

/// What conditions may name in one campaign.
pub struct Conditions<'a> {
    segments: BTreeSet<&'a str>,
    lists: BTreeSet<&'a str>,
    rules: BTreeSet<&'a str>,
    fields: BTreeSet<&'a str>,
}

impl<'a> Conditions<'a> {
    pub fn of(campaign: &'a written::Campaign) -> Self {
        let rules = campaign.scoring.dimensions.values().flat_map(|dimension| &dimension.rules);
        let steps = campaign.forms.values().flat_map(|form| &form.steps);
        Self {
            segments: campaign.segments.keys().map(String::as_str).collect(),
            lists: campaign.lists.keys().map(String::as_str).collect(),
            rules: rules.map(|rule| rule.id.as_str()).collect(),
            fields: steps.flat_map(|step| &step.fields).map(|field| field.name.as_str()).collect(),
        }
    }

    /// Reports what in `condition` can never hold as meant.
    pub fn check(&self, condition: Option<&Condition>, path: &str, position: Position, problems: &mut Vec<Problem>) {
        if let Some(condition) = condition {
            self.check_map(&condition.0, path, position, false, problems);
        }
    }

    /// The same for the `where` of a rule that counts events, which may read `event.*` too.
    pub fn check_for_event(&self, condition: Option<&Condition>, path: &str, problems: &mut Vec<Problem>) {
        if let Some(condition) = condition {
            self.check_map(&condition.0, path, Position::Rules, true, problems);
        }
    }

    fn check_map(&self, map: &Map<String, Value>, path: &str, position: Position, event: bool, problems: &mut Vec<Problem>) {
        for (key, value) in map {
            let path = under(path, key);
            match (key.as_str(), value) {
                ("$segment", Value::String(name)) => self.check_segment(name, &path, position, problems),
                ("$not", Value::Object(inner)) => self.check_map(inner, &path, position, event, problems),
                ("$and" | "$or" | "$nor", Value::Array(list)) => {
                    for (index, entry) in list.iter().enumerate() {
                        let path = under(&path, index);
                        match entry {
                            Value::Object(inner) => self.check_map(inner, &path, position, event, problems),
                            _ => problems.push(Problem::error(path, "expected a condition, an object")),
                        }
                    }
                }
                (group, _) if GROUPS.contains(&group) => {
                    problems.push(Problem::error(
                        path,
                        format!(
                            "{group} does not take this: $and, $or and $nor take a list of conditions, $not takes one, $segment a name"
                        ),
                    ));
                }
                (operator, _) if operator.starts_with('$') => {
                    problems.push(Problem::error(
                        path,
                        format!("{operator} stands where a fact or a group is expected{}", hint(operator, GROUPS)),
                    ));
                }
                (fact, expected) => {
                    self.check_fact(fact, &path, position, event, problems);
                    self.check_operators(expected, &path, problems);
                }
            }
        }
    }

    fn check_segment(&self, name: &str, path: &str, position: Position, problems: &mut Vec<Problem>) {
        if position == Position::Segments {
            problems.push(Problem::error(path, "a segment cannot name another segment: they are settled together"));
        } else if !self.segments.contains(name) {
            problems.push(Problem::error(path, format!("no segment named \"{name}\"{}", hint(name, self.segments.iter().copied()))));
        }
    }

    fn check_fact(&self, fact: &str, path: &str, position: Position, event: bool, problems: &mut Vec<Problem>) {
        let (root, rest) = fact.split_once('.').unwrap_or((fact, ""));
        let name = rest.split('.').next().unwrap_or_default();
        let settled_at = match root {
            "event" if event => return,
            "event" => {
                problems.push(Problem::error(path, "event.* is known only in the `where` of a rule with `on`"));
                return;
            }
            "qualified" => Some(Position::Routes),
            root => FACTS.iter().find(|(known, _)| *known == root).map(|(_, from)| *from),
        };
        match settled_at {
            None => {
                let known = FACTS.iter().map(|(known, _)| *known).chain(["qualified"]);
                problems.push(Problem::error(path, format!("no fact named \"{fact}\"{}", hint(root, known))));
            }
            Some(from) if position < from => {
                problems.push(Problem::error(path, format!("\"{fact}\" is settled only later and cannot be read here")));
            }
            _ if root == "rule" && !self.rules.contains(name) => {
                problems.push(Problem::error(path, format!("no rule named \"{name}\"{}", hint(name, self.rules.iter().copied()))));
            }
            _ if matches!(root, "field" | "email") && !self.fields.contains(name) => {
                problems
                    .push(Problem::error(path, format!("no form has a field named \"{name}\"{}", hint(name, self.fields.iter().copied()))));
            }
            _ => {}
        }
    }

    fn check_operators(&self, expected: &Value, path: &str, problems: &mut Vec<Problem>) {
        let Value::Object(operators) = expected else { return };
        for (operator, operand) in operators {
            let path = under(path, operator);
            if operator.starts_with('$') && !OPERATORS.contains(&operator.as_str()) {
                problems.push(Problem::error(path, format!("no operator named \"{operator}\"{}", hint(operator, OPERATORS))));
            } else if operator == "$in_list" && !operand.as_str().is_some_and(|name| self.lists.contains(name)) {
                let name = operand.as_str().unwrap_or_default();
                problems.push(Problem::error(path, format!("no list named \"{name}\"{}", hint(name, self.lists.iter().copied()))));
            } else if operator == "$not" {
                self.check_operators(operand, &path, problems);
            }
        }
    }
}
