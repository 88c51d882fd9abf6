//! Conditions: known operators, known facts, and nothing that is settled only later.

use crate::value::{Object, Value};

use super::names::{Names, hint};
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{self, Experiment, Popup};
use crate::condition::Condition;
use crate::visitor::consent::RESERVED;

/// Where in the order of evaluation a condition stands; it may name only what comes before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    Experiments,
    Segments,
    Rules,
    Tags,
    Stages,
    Levels,
    /// Destinations, what follows a submission, and popups.
    Routes,
}

/// What joins or names whole conditions.
pub(super) const GROUPS: [&str; 5] = ["$and", "$or", "$nor", "$not", "$segment"];

/// The first part of every fact's name, with the position from which it is known.
const FACTS: [(&str, Position); 26] = [
    ("page", Position::Experiments),
    ("query", Position::Experiments),
    ("referrer", Position::Experiments),
    ("source", Position::Experiments),
    ("first", Position::Experiments),
    ("device", Position::Experiments),
    ("locale", Position::Experiments),
    ("region", Position::Experiments),
    ("time", Position::Experiments),
    ("visitor", Position::Experiments),
    ("form", Position::Experiments),
    ("via", Position::Experiments),
    ("submitted", Position::Experiments),
    ("popup", Position::Experiments),
    ("experiment", Position::Segments),
    ("field", Position::Experiments),
    ("email", Position::Experiments),
    ("user", Position::Experiments),
    ("consent", Position::Experiments),
    ("spam", Position::Experiments),
    ("segments", Position::Rules),
    ("rule", Position::Tags),
    ("score", Position::Tags),
    ("tags", Position::Stages),
    ("stage", Position::Levels),
    ("level", Position::Routes),
];

/// Facts whose parts are the same in every campaign.
const PARTS: [(&str, &[&str]); 9] = [
    ("page", &["path", "url", "title", "host"]),
    ("referrer", &["url", "host"]),
    ("source", &TOUCH),
    ("first", &TOUCH),
    ("device", &["kind", "width", "touch", "in_app"]),
    ("time", &["hour", "weekday", "date", "zone"]),
    ("visitor", &["id", "visits", "pages", "days_since_first", "days_since_last", "seconds_on_page", "seconds_on_site"]),
    ("via", &["kind", "id"]),
    ("spam", &["suspected"]),
];
const TOUCH: [&str; 8] = ["channel", "medium", "source", "campaign", "id", "term", "content", "click_ids"];
const SCORES: [&str; 5] = ["total", "probability", "grade", "grade_fit", "grade_engagement"];

/// An empty condition holds for everybody.
const NEVER: &str = "never holds: an empty condition holds for everybody, and this is its opposite";
/// Where the names of fields stand.
const FIELD_NAMES: &str = "forms.*.steps[*].fields[*].name";

/// What conditions may name in one campaign.
pub struct Conditions<'a> {
    pub(super) segments: Names<'a>,
    pub(super) lists: Names<'a>,
    rules: Names<'a>,
    fields: Names<'a>,
    /// Dimensions, and what is told beside them.
    scores: Names<'a>,
    pub(super) experiments: &'a [Experiment],
    pub(super) purposes: Names<'a>,
    pub(super) forms: Names<'a>,
    pub(super) tags: Names<'a>,
    pub(super) stages: Names<'a>,
    pub(super) levels: Names<'a>,
    pub(super) locales: Names<'a>,
    pub(super) popups: Names<'a>,
}

impl<'a> Conditions<'a> {
    /// `answers` are the names of all answers that forms of the campaign give.
    pub fn of(campaign: &'a written::Campaign, experiments: &'a [Experiment], answers: &'a [String], popups: &'a [Popup]) -> Self {
        let scoring = &campaign.scoring;
        let rules = scoring.dimensions.values().flat_map(|dimension| &dimension.rules);
        let consents = campaign.forms.values().flat_map(|form| &form.consent);
        Self {
            segments: campaign.segments.keys().map(String::as_str).collect(),
            lists: campaign.lists.keys().map(String::as_str).collect(),
            rules: rules.map(|rule| rule.id.as_str()).collect(),
            fields: answers.iter().map(String::as_str).collect(),
            scores: scoring.dimensions.keys().map(String::as_str).chain(SCORES).collect(),
            experiments,
            purposes: consents.map(|item| item.purpose.as_str()).chain(RESERVED).collect(),
            forms: campaign.forms.keys().map(String::as_str).collect(),
            tags: scoring.tags.iter().map(|tag| tag.tag.as_str()).collect(),
            stages: scoring.stages.iter().map(|stage| stage.id.as_str()).collect(),
            levels: scoring.qualification.iter().map(|level| level.level.as_str()).chain(["none"]).collect(),
            locales: campaign.site.locales.iter().map(String::as_str).collect(),
            popups: popups.iter().map(|popup| popup.id.as_str()).collect(),
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

    /// The same for the `where` of a popup's trigger, for which everything is settled.
    pub fn check_for_trigger(&self, condition: Option<&Condition>, path: &str, problems: &mut Vec<Problem>) {
        if let Some(condition) = condition {
            self.check_map(&condition.0, path, Position::Routes, true, problems);
        }
    }

    /// Reports what a learned score cannot read as meant: `fact`, written at `path`, and the value it is held against, at `is.0`.
    pub fn check_of_model(&self, fact: &str, path: &str, is: Option<(&str, &Value)>, problems: &mut Vec<Problem>) {
        let before = problems.len();
        match fact.split_once('.') {
            Some(("score", name)) if SCORES.contains(&name) => {
                let message = format!(
                    "\"{fact}\" is made only later; a model reads dimensions, such as \"score.engagement\", and what they are made of"
                );
                problems.push(Problem::error(path, message));
            }
            // Both are settled just before.
            Some((root @ ("score" | "rule"), rest)) => {
                let name = rest.split('.').next().unwrap_or_default();
                let unknown = self.unknown_part(root, name, rest);
                problems.extend(unknown.map(|(message, place)| Problem::error(path, message).resting_on(place)));
            }
            _ => self.check_fact(fact, path, Position::Rules, false, problems),
        }
        problems.iter_mut().skip(before).for_each(|problem| problem.is_of_key = false);
        if let Some((path, is)) = is.filter(|_| problems.len() == before) {
            self.check_value(fact, is, path, problems);
        }
    }

    fn check_map(&self, map: &Object, path: &str, position: Position, event: bool, problems: &mut Vec<Problem>) {
        for (key, value) in map {
            let path = under(path, key);
            match (key.as_str(), value) {
                ("$segment", Value::String(name)) => self.check_segment(name, &path, position, problems),
                ("$not", Value::Object(inner)) => {
                    if inner.is_empty() {
                        problems.push(Problem::warning(path.clone(), NEVER));
                    }
                    self.check_map(inner, &path, position, event, problems);
                }
                (group @ ("$and" | "$or" | "$nor"), Value::Array(list)) => {
                    if group == "$nor" && list.iter().any(|one| one.as_object().is_some_and(Object::is_empty)) {
                        problems.push(Problem::warning(path.clone(), NEVER));
                    }
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
                (operator, _) if operator.starts_with('$') => problems.push(Problem::error(path, misplaced(operator)).of_key()),
                (fact, expected) => {
                    self.check_fact(fact, &path, position, event, problems);
                    self.check_expected(fact, expected, &path, problems);
                }
            }
        }
    }

    fn check_segment(&self, name: &str, path: &str, position: Position, problems: &mut Vec<Problem>) {
        if position == Position::Segments {
            problems.push(Problem::error(path, "a segment cannot name another segment: they are settled together"));
        } else if position < Position::Segments {
            problems.push(Problem::error(path, "segments are settled only later and cannot be read here"));
        } else if !self.segments.contains(name) {
            let message = format!("no segment named \"{name}\"{}", hint(name, self.segments.iter().copied()));
            problems.push(Problem::error(path, message).resting_on(["segments"]));
        }
    }

    fn check_fact(&self, fact: &str, path: &str, position: Position, event: bool, problems: &mut Vec<Problem>) {
        let (root, rest) = fact.split_once('.').unwrap_or((fact, ""));
        let name = rest.split('.').next().unwrap_or_default();
        let settled_at = match root {
            "event" if event => return,
            "event" => {
                problems.push(
                    Problem::error(
                        path,
                        "event.* is known only in the `where` of a rule with `on`, or of a popup's trigger that is an event",
                    )
                    .of_key(),
                );
                return;
            }
            "qualified" => Some(Position::Routes),
            root => FACTS.iter().find(|(known, _)| *known == root).map(|(_, from)| *from),
        };
        match settled_at {
            None => {
                let known = FACTS.iter().map(|(known, _)| *known).chain(["qualified"]);
                problems.push(Problem::error(path, format!("no fact named \"{fact}\"{}", hint(root, known))).of_key());
            }
            Some(from) if position < from => {
                problems.push(Problem::error(path, format!("\"{fact}\" is settled only later and cannot be read here")).of_key());
            }
            _ => {
                if let Some((message, place)) = self.unknown_part(root, name, rest) {
                    problems.push(Problem::error(path, message).of_key().resting_on(place));
                }
            }
        }
    }

    /// What is wrong with a fact below its root (`score.engagment`, `rule.visit.number`), and where the known names come from.
    fn unknown_part(&self, root: &str, name: &str, rest: &str) -> Option<(String, Option<&'static str>)> {
        let parts = PARTS.iter().find(|(known, _)| *known == root).map(|(_, parts)| *parts);
        let unless_in = |known: &Names, what: &str, place: &'static str| {
            (!known.contains(name)).then(|| (format!("{what} named \"{name}\"{}", hint(name, known.iter().copied())), Some(place)))
        };
        let unless_one_of = |part: &str, known: &[&str]| {
            (!known.contains(&part)).then(|| (format!("{root} has no part named \"{part}\"{}", hint(part, known.iter().copied())), None))
        };
        let last = rest.split_once('.').map_or("", |(_, last)| last);
        match root {
            "rule" => {
                unless_in(&self.rules, "no rule", "scoring.dimensions.*.rules[*].id").or_else(|| unless_one_of(last, &["count", "points"]))
            }
            "email" => unless_in(&self.fields, "no form has a field", FIELD_NAMES).or_else(|| unless_one_of(last, &["kind", "domain"])),
            "field" => unless_in(&self.fields, "no form has a field", FIELD_NAMES),
            "score" => unless_in(&self.scores, "no score", "scoring.dimensions"),
            "popup" => unless_in(&self.popups, "no popup", "popups[*].id")
                .or_else(|| unless_one_of(last, &["seen", "dismissed", "submitted", "days_since_seen"])),
            "experiment" => unless_in(&self.experiments.iter().map(|one| one.id.as_str()).collect(), "no experiment", "experiments[*].id"),
            "consent" => unless_in(&self.purposes, "no purpose of consent", "forms.*.consent[*].purpose"),
            _ => unless_one_of(name, parts?),
        }
    }
}

/// Whether a fact is known before anything is evaluated.
pub fn is_known_from_the_start(root: &str) -> bool {
    FACTS.iter().any(|(known, from)| *known == root && *from == Position::Experiments)
}

fn misplaced(operator: &str) -> String {
    if super::operators::is_known(operator) {
        return format!("{operator} compares a fact; write it under one: {{ \"page.path\": {{ \"{operator}\": … }} }}");
    }
    format!("{operator} stands where a fact or a group is expected{}", hint(operator, GROUPS))
}
