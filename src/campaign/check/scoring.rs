//! Scoring: rules, limits, grades, tags, stages and levels.

use super::conditions::{Conditions, Position};
use super::names::{check_id, check_key, hint};
use super::{bounds, check_unique, events, order, places, routing};
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Campaign, Decay, Popup, ValueOfLead};
use crate::scoring::MOST_OCCURRENCES;
use crate::time::parse_duration;

const RESERVED_DIMENSIONS: [&str; 6] = ["total", "grade", "probability", "explanation", "reasons", "contributions"];

pub fn check(campaign: &Campaign, popups: &[Popup], conditions: &Conditions, problems: &mut Vec<Problem>) {
    let scoring = &campaign.scoring;
    let made = events::made(campaign);
    let placed = || {
        scoring.dimensions.iter().flat_map(|(name, dimension)| {
            let path = move |index| format!("scoring.dimensions.{name}.rules[{index}]");
            dimension.rules.iter().enumerate().map(move |(index, rule)| (path(index), rule))
        })
    };
    check_unique("rule", placed().map(|(path, rule)| (format!("{path}.id"), rule.id.as_str())), problems);
    for (name, dimension) in &scoring.dimensions {
        check_dimension(name, dimension, problems);
    }
    for (path, rule) in placed() {
        check_rule(&path, rule, conditions, problems);
        events::check(rule, &path, &made, problems);
        routing::check_free_mail(rule, &path, &campaign.site.locales, problems);
    }
    let placed = places::conditions(campaign, popups);
    routing::check_totals(campaign, &placed, problems);
    bounds::check_thresholds(campaign, &placed, problems);
    bounds::check_grades(scoring, problems);
    order::check_stages(scoring, problems);
    check_grades(scoring, problems);
    if let Some(value) = &scoring.value {
        check_value(value, problems);
    }
    for (index, tag) in scoring.tags.iter().enumerate() {
        conditions.check(Some(&tag.when), &format!("scoring.tags[{index}].when"), Position::Tags, problems);
    }
    for (index, level) in scoring.qualification.iter().enumerate() {
        conditions.check(level.when.as_ref(), &format!("scoring.qualification[{index}].when"), Position::Levels, problems);
    }
    check_stages(scoring, conditions, problems);
}

fn check_dimension(name: &str, dimension: &written::Dimension, problems: &mut Vec<Problem>) {
    let path = format!("scoring.dimensions.{name}");
    check_key(&path, name, problems);
    if RESERVED_DIMENSIONS.contains(&name) || name.starts_with("grade_") {
        problems.push(Problem::error(path.clone(), format!("\"{name}\" is reserved; choose another name")).of_key());
    }
    check_decay(dimension.decay, &path, problems);
    check_bounds(dimension.min, dimension.max, &path, problems);
    for (name, group) in &dimension.groups {
        let path = format!("{path}.groups.{name}");
        check_key(&path, name, problems);
        check_bounds(group.min, group.max, &path, problems);
        if !dimension.rules.iter().any(|rule| rule.group.as_deref() == Some(name)) {
            problems
                .push(Problem::warning(path, format!("no rule of this dimension says \"group\": \"{name}\": it bounds nothing")).of_key());
        }
    }
    for (index, rule) in dimension.rules.iter().enumerate() {
        if let Some(group) = rule.group.as_ref().filter(|group| !dimension.groups.contains_key(group)) {
            let hint = hint(group, dimension.groups.keys().map(String::as_str));
            let message = format!("no group named \"{group}\" in this dimension's `groups`{hint}");
            problems.push(Problem::error(format!("{path}.rules[{index}].group"), message));
        }
    }
}

fn check_bounds(min: Option<i32>, max: Option<i32>, path: &str, problems: &mut Vec<Problem>) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        problems.push(Problem::error(format!("{path}.min"), format!("min {min} is above max {max}")));
    }
}

fn check_rule(path: &str, rule: &written::Rule, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_id(&format!("{path}.id"), &rule.id, problems);
    if rule.id == "cap" {
        problems.push(Problem::error(format!("{path}.id"), "\"cap\" is reserved for the explanation's own rows"));
    }
    if !rule.points.is_finite() || rule.points.abs() > 100_000.0 {
        problems.push(Problem::error(format!("{path}.points"), format!("expected -100000 to 100000, found {}", rule.points)));
    }
    check_decay(rule.decay, path, problems);
    if let Some(cap) = rule.cap.filter(|cap| f64::from(*cap) * rule.points <= 0.0) {
        let sign = if rule.points < 0.0 { "below" } else { "above" };
        let message = format!("a rule of {} points takes a cap {sign} 0, found {cap}", rule.points);
        problems.push(Problem::error(format!("{path}.cap"), message));
    }
    if rule.on.is_some() {
        conditions.check_for_event(rule.condition.as_ref(), &format!("{path}.where"), problems);
    } else {
        conditions.check(rule.condition.as_ref(), &format!("{path}.where"), Position::Rules, problems);
    }
    if let Some(limit) = &rule.limit {
        check_limit(path, limit, problems);
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
        problems.push(Problem::error(format!("{path}.decay.{key}"), format!("expected more than 0 days, found {days}")));
    }
}

fn check_value(value: &ValueOfLead, problems: &mut Vec<Problem>) {
    let code = &value.currency;
    if code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase()) {
        let message = format!("\"{code}\" is not a currency; expected three capital letters, such as \"EUR\" or \"KRW\"");
        problems.push(Problem::error("scoring.value.currency", message));
    }
}

fn check_limit(path: &str, limit: &written::Limit, problems: &mut Vec<Problem>) {
    if !(1..=MOST_OCCURRENCES).contains(&limit.times) {
        problems.push(Problem::error(format!("{path}.limit.times"), format!("expected 1 to {MOST_OCCURRENCES}, found {}", limit.times)));
    }
    let known = |per: &str| matches!(per, "page" | "session") || parse_duration(per).is_some();
    if let Some(per) = limit.per.as_deref().filter(|per| !known(per)) {
        let message = format!("\"{per}\" is neither `page`, `session` nor a duration such as \"30 days\"");
        problems.push(Problem::error(format!("{path}.limit.per"), message));
    }
}

fn check_grades(scoring: &written::Scoring, problems: &mut Vec<Problem>) {
    for name in scoring.grades.keys().filter(|name| !scoring.dimensions.contains_key(name)) {
        let hint = hint(name, scoring.dimensions.keys().map(String::as_str));
        let message = format!("no dimension named \"{name}\"{hint}");
        problems.push(Problem::error(format!("scoring.grades.{name}"), message).of_key().resting_on(["scoring.dimensions"]));
    }
}

fn check_stages(scoring: &written::Scoring, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let ids = scoring.stages.iter().enumerate().map(|(index, stage)| (format!("scoring.stages[{index}].id"), stage.id.as_str()));
    check_unique("stage", ids, problems);
    for (index, stage) in scoring.stages.iter().enumerate() {
        let path = format!("scoring.stages[{index}]");
        check_id(&format!("{path}.id"), &stage.id, problems);
        conditions.check(stage.when.as_ref(), &format!("{path}.when"), Position::Stages, problems);
        if let Some(text) = stage.expires.as_deref().filter(|text| parse_duration(text).is_none()) {
            problems.push(Problem::error(format!("{path}.expires"), format!("\"{text}\" is not a duration such as \"90 days\"")));
        }
    }
}
