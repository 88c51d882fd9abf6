//! Scoring: rules, limits, grades, tags, stages and levels.

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, check_key, hint};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Decay, ValueOfLead};
use crate::campaign::{Dimension, Limit, Per, Rule, Scoring, Stage, written};
use crate::time::parse_duration;
use crate::value::Named;

/// More occurrences of one rule than this never count.
const MOST_OCCURRENCES: u32 = 50;
const RESERVED_DIMENSIONS: [&str; 5] = ["total", "grade", "probability", "explanation", "reasons"];
const EVENTS: [&str; 19] = [
    "page_view",
    "scroll",
    "dwell",
    "idle",
    "exit_intent",
    "click",
    "visible",
    "form_start",
    "form_step",
    "form_abandon",
    "form_submit",
    "form_error",
    "popup_open",
    "popup_close",
    "popup_dismiss",
    "video_start",
    "video_progress",
    "video_complete",
    "file_download",
];
/// Those of them that this version raises; names of the author's own come from `track`.
pub const EVENTS_RAISED: [&str; 7] = ["page_view", "scroll", "dwell", "click", "form_start", "form_submit", "form_error"];

pub fn check(scoring: &written::Scoring, conditions: &Conditions, problems: &mut Vec<Problem>) -> Scoring {
    // By name, since a browser does not keep the order of keys, and every explanation lists them alike.
    let mut dimensions: Vec<_> = scoring.dimensions.iter().collect();
    dimensions.sort_by_key(|(name, _)| *name);
    let placed = || {
        dimensions.iter().copied().flat_map(|(name, dimension)| {
            let path = move |index| say!("scoring.dimensions.{name}.rules[{index}]");
            dimension.rules.iter().enumerate().map(move |(index, rule)| (path(index), name, dimension, rule))
        })
    };
    check_unique("rule", placed().map(|(path, _, _, rule)| (say!("{path}.id"), rule.id.as_str())), problems);
    for (name, dimension) in dimensions.iter().copied() {
        check_dimension(name, dimension, problems);
    }
    let rules = placed().map(|(path, name, dimension, rule)| check_rule(&path, name, dimension, rule, conditions, problems)).collect();
    check_grades(scoring, problems);
    if let Some(value) = &scoring.value {
        check_value(value, problems);
    }
    for (index, tag) in scoring.tags.iter().enumerate() {
        conditions.check(Some(&tag.when), &say!("scoring.tags[{index}].when"), Position::Tags, problems);
    }
    for (index, level) in scoring.qualification.iter().enumerate() {
        conditions.check(level.when.as_ref(), &say!("scoring.qualification[{index}].when"), Position::Levels, problems);
    }
    Scoring {
        dimensions: dimensions.iter().map(|(name, dimension)| ((*name).clone(), bounds(dimension))).collect(),
        rules,
        grades: scoring.grades.iter().map(|(name, grades)| (name.clone(), highest_first(grades))).collect(),
        tags: scoring.tags.clone(),
        stages: check_stages(scoring, conditions, problems),
        qualification: scoring.qualification.clone(),
        value: scoring.value.clone(),
    }
}

fn check_dimension(name: &str, dimension: &written::Dimension, problems: &mut Vec<Problem>) {
    let path = say!("scoring.dimensions.{name}");
    check_key(&path, name, problems);
    if RESERVED_DIMENSIONS.contains(&name) || name.starts_with("grade_") {
        problems.push(Problem::error(path.clone(), say!("\"{name}\" is reserved; choose another name")).of_key());
    }
    check_decay(dimension.decay, &path, problems);
    if let (Some(min), Some(max)) = (dimension.min, dimension.max)
        && min > max
    {
        problems.push(Problem::error(say!("{path}.min"), say!("min {min} is above max {max}")));
    }
}

fn check_rule(
    path: &str,
    dimension: &str,
    written: &written::Dimension,
    rule: &written::Rule,
    conditions: &Conditions,
    problems: &mut Vec<Problem>,
) -> Rule {
    check_id(&say!("{path}.id"), &rule.id, problems);
    if rule.id == "cap" {
        problems.push(Problem::error(say!("{path}.id"), "\"cap\" is reserved for the explanation's own rows"));
    }
    if !rule.points.is_finite() || rule.points.abs() > 100_000.0 {
        problems.push(Problem::error(say!("{path}.points"), say!("expected -100000 to 100000, found {}", rule.points)));
    }
    check_decay(rule.decay, path, problems);
    if let Some(event) = &rule.on {
        let known_but_silent = EVENTS.contains(&event.as_str()) && !EVENTS_RAISED.contains(&event.as_str());
        let slip = super::nearest(event, &EVENTS).filter(|nearest| nearest != event);
        if known_but_silent {
            problems.push(Problem::warning(say!("{path}.on"), say!("this version does not raise \"{event}\" yet: the rule never counts")));
        } else if let Some(nearest) = slip {
            problems.push(Problem::warning(say!("{path}.on"), say!("\"{event}\" is an event of your own; did you mean \"{nearest}\"?")));
        }
        conditions.check_for_event(rule.condition.as_ref(), &say!("{path}.where"), problems);
    } else {
        conditions.check(rule.condition.as_ref(), &say!("{path}.where"), Position::Rules, problems);
    }
    Rule {
        id: rule.id.clone(),
        dimension: dimension.to_owned(),
        on: rule.on.clone(),
        condition: rule.condition.clone(),
        points: rule.points,
        limit: check_limit(path, rule.limit.as_ref(), problems),
        decay: rule.decay.or(written.decay),
    }
}

fn check_decay(decay: Option<Decay>, path: &str, problems: &mut Vec<Problem>) {
    let (key, days) = match decay {
        None => return,
        Some(Decay::HalfLifeDays(days)) => ("half_life_days", days),
        Some(Decay::LinearDays(days)) => ("linear_days", days),
        Some(Decay::ExpiresDays(days)) => ("expires_days", days),
    };
    if days <= 0.0 {
        problems.push(Problem::error(say!("{path}.decay.{key}"), say!("expected more than 0 days, found {days}")));
    }
}

fn check_value(value: &ValueOfLead, problems: &mut Vec<Problem>) {
    let code = &value.currency;
    if code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase()) {
        let message = say!("\"{code}\" is not a currency; expected three capital letters, such as \"EUR\" or \"KRW\"");
        problems.push(Problem::error("scoring.value.currency", message));
    }
}

fn check_limit(path: &str, limit: Option<&written::Limit>, problems: &mut Vec<Problem>) -> Limit {
    let Some(limit) = limit else { return Limit { times: MOST_OCCURRENCES, per: Per::Ever } };
    if !(1..=MOST_OCCURRENCES).contains(&limit.times) {
        problems.push(Problem::error(say!("{path}.limit.times"), say!("expected 1 to {MOST_OCCURRENCES}, found {}", limit.times)));
    }
    let per = match limit.per.as_deref() {
        None => Per::Ever,
        Some("page") => Per::Page,
        Some("session") => Per::Session,
        Some(text) => parse_duration(text).map_or_else(
            || {
                let message = say!("\"{text}\" is neither `page`, `session` nor a duration such as \"30 days\"");
                problems.push(Problem::error(say!("{path}.limit.per"), message));
                Per::Ever
            },
            Per::Seconds,
        ),
    };
    Limit { times: limit.times, per }
}

fn check_grades(scoring: &written::Scoring, problems: &mut Vec<Problem>) {
    for name in scoring.grades.keys().filter(|name| !scoring.dimensions.contains_key(name)) {
        let hint = hint(name, scoring.dimensions.keys().map(String::as_str));
        problems.push(Problem::error(say!("scoring.grades.{name}"), say!("no dimension named \"{name}\"{hint}")).of_key());
    }
}

fn check_stages(scoring: &written::Scoring, conditions: &Conditions, problems: &mut Vec<Problem>) -> Vec<Stage> {
    let ids = scoring.stages.iter().enumerate().map(|(index, stage)| (say!("scoring.stages[{index}].id"), stage.id.as_str()));
    check_unique("stage", ids, problems);
    let mut check_one = |(index, stage): (usize, &written::Stage)| {
        let path = say!("scoring.stages[{index}]");
        check_id(&say!("{path}.id"), &stage.id, problems);
        conditions.check(stage.when.as_ref(), &say!("{path}.when"), Position::Stages, problems);
        let expires = stage.expires.as_deref().map(|text| (text, parse_duration(text)));
        if let Some((text, None)) = expires {
            problems.push(Problem::error(say!("{path}.expires"), say!("\"{text}\" is not a duration such as \"90 days\"")));
        }
        Stage { id: stage.id.clone(), when: stage.when.clone(), expires: expires.and_then(|(_, seconds)| seconds) }
    };
    scoring.stages.iter().enumerate().map(&mut check_one).collect()
}

fn bounds(dimension: &written::Dimension) -> Dimension {
    let milli = |points: i32| i64::from(points) * 1000;
    Dimension { min: dimension.min.map(milli), max: dimension.max.map(milli) }
}

fn highest_first(grades: &Named<i32>) -> Vec<(String, i32)> {
    let mut grades: Vec<_> = grades.iter().map(|(grade, threshold)| (grade.clone(), *threshold)).collect();
    grades.sort_by_key(|(_, threshold)| std::cmp::Reverse(*threshold));
    grades
}
