//! How far scores can go at all: thresholds beyond that, and grades that leave some scores without one.
//!
//! The bounds are certain, not tight: rules that exclude each other are added all the same. Counted in milli-points, as scores are:
//! in floats 0.7, 0.2 and 0.1 never reach 1.

use super::places::{Placed, comparisons};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Dimension, Rule, Scoring};
use crate::scoring::{MOST_OCCURRENCES, points, to_milli};
use crate::value::Value;

/// What the bounds follow from.
const RESTS_ON: [&str; 5] = [
    "scoring.dimensions.*.rules[*].points",
    "scoring.dimensions.*.rules[*].limit.times",
    "scoring.dimensions.*.rules[*].cap",
    "scoring.dimensions.*.max",
    "scoring.dimensions.*.min",
];

/// From the least to the most, in milli-points.
#[derive(Clone, Copy, Default)]
struct Span {
    least: i64,
    most: i64,
}

impl Span {
    /// What something may give that need not be.
    fn of(milli: i64) -> Self {
        Self { least: milli.min(0), most: milli.max(0) }
    }

    fn plus(self, other: Self) -> Self {
        Self { least: self.least.saturating_add(other.least), most: self.most.saturating_add(other.most) }
    }

    fn bounded(self, min: Option<i32>, max: Option<i32>) -> Self {
        let milli = |points: i32| i64::from(points) * 1000;
        let bound = |sum: i64| sum.max(min.map_or(i64::MIN, milli)).min(max.map_or(i64::MAX, milli));
        Self { least: bound(self.least), most: bound(self.most) }
    }
}

/// How often a rule counts at most.
fn most_often(rule: &Rule) -> u32 {
    match (&rule.on, &rule.limit) {
        (None, _) => 1,
        (Some(_), Some(limit)) if !matches!(limit.per.as_deref(), Some("page" | "session")) => limit.times.min(MOST_OCCURRENCES),
        _ => MOST_OCCURRENCES,
    }
}

fn span_of_rule(rule: &Rule) -> Span {
    Span::of(to_milli(rule.points * f64::from(most_often(rule))))
}

fn span_of(dimension: &Dimension) -> Span {
    let capped = |rule: &Rule| span_of_rule(rule).bounded(rule.cap.filter(|cap| *cap < 0), rule.cap.filter(|cap| *cap >= 0));
    let sum = |group: Option<&String>| {
        let members = dimension.rules.iter().filter(|rule| rule.group.as_ref() == group);
        members.fold(Span::default(), |sum, rule| sum.plus(capped(rule)))
    };
    let groups = dimension.groups.iter().map(|(name, group)| sum(Some(name)).bounded(group.min, group.max));
    groups.fold(sum(None), Span::plus).bounded(dimension.min, dimension.max)
}

/// Conditions that need more than a score or a rule can ever give.
pub fn check_thresholds(campaign: &Campaign, placed: &[Placed], problems: &mut Vec<Problem>) {
    for place in placed {
        for read in comparisons(&place.condition, &place.path).into_iter().filter(|read| read.is_needed) {
            let Some((most, why)) = most_of(read.fact, &campaign.scoring) else { continue };
            if needed(read.expected).is_some_and(|needed| needed > most) {
                let message = format!("never holds: {why}; lower the threshold or raise what bounds it");
                problems.push(Problem::warning(read.path, message).resting_on(RESTS_ON));
            }
        }
    }
}

/// The most that a fact can be, in words too.
fn most_of(fact: &str, scoring: &Scoring) -> Option<(f64, String)> {
    let (root, rest) = fact.split_once('.')?;
    match (root, rest.split_once('.')) {
        ("score", None) => {
            if rest == "total" {
                let most = points(scoring.dimensions.values().map(span_of).fold(Span::default(), Span::plus).most);
                return Some((most, format!("all scores together reach {most} at most")));
            }
            let dimension = scoring.dimensions.get(rest)?;
            let most = points(span_of(dimension).most);
            let by = if dimension.max.map(f64::from) == Some(most) { "its `max`" } else { "all its rules together" };
            Some((most, format!("\"{rest}\" reaches {most} at most, by {by}")))
        }
        ("rule", Some((id, part))) => {
            let rule = scoring.dimensions.values().flat_map(|dimension| &dimension.rules).find(|rule| rule.id == id)?;
            let bounded = rule.limit.as_ref().is_some_and(|limit| !matches!(limit.per.as_deref(), Some("page" | "session")));
            let by = match (&rule.on, bounded) {
                (None, _) => "since it reads answers and facts, once".to_owned(),
                (_, true) => "by its `limit`".to_owned(),
                _ => format!("since no rule counts more than {MOST_OCCURRENCES} times"),
            };
            let (most, does) =
                if part == "count" { (f64::from(most_often(rule)), "counts") } else { (points(span_of_rule(rule).most), "gives") };
            Some((most, format!("\"{id}\" {does} {most} at most, {by}")))
        }
        _ => None,
    }
}

/// The least number that a comparison takes.
fn needed(expected: &Value) -> Option<f64> {
    let Value::Object(operators) = expected else { return expected.as_f64() };
    let least = |operator: &str| operators.get(operator).and_then(Value::as_f64);
    let from = operators.get("$between").and_then(|ends| ends.as_array()?.first()?.as_f64());
    [least("$eq"), least("$gt"), least("$gte"), from].into_iter().flatten().reduce(f64::max)
}

/// Grades that leave the lowest scores without one, or of which one hides another.
pub fn check_grades(scoring: &Scoring, problems: &mut Vec<Problem>) {
    for (name, grades) in &scoring.grades {
        let path = format!("scoring.grades.{name}");
        let Some(dimension) = scoring.dimensions.get(name) else { continue };
        for (index, (grade, threshold)) in grades.iter().enumerate() {
            if let Some((other, _)) = grades.iter().take(index).find(|(_, other)| *other == threshold) {
                let message = format!("never given: \"{other}\" begins at {threshold} too");
                problems.push(Problem::warning(format!("{path}.{grade}"), message).of_key());
            }
        }
        let least = points(span_of(dimension).least);
        let lowest = grades.values().copied().min().map(f64::from);
        if let Some(lowest) = lowest.filter(|lowest| *lowest > least) {
            let message = format!(
                "a score below {lowest} has no grade and reads \"?\", as if nothing were known, and \"{name}\" can fall to {least}; let the \
                 lowest grade begin there"
            );
            problems.push(Problem::warning(path, message).of_key().resting_on(RESTS_ON));
        }
    }
}
