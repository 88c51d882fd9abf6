//! Scoring: rules in one row, with their limits and decay, and everything in an order that does not depend on who reads the file.

use crate::campaign::written::Decay;
use crate::campaign::{Bounds, Dimension, Limit, Per, Rule, Scoring, Stage, written};
use crate::scoring::MOST_OCCURRENCES;
use crate::time::parse_duration;
use crate::value::Named;

/// By loops: it runs in the single-page app too, where each chain of adapters is a kilobyte.
pub fn complete(scoring: written::Scoring) -> Scoring {
    let mut complete = Scoring {
        tags: scoring.tags,
        qualification: scoring.qualification,
        value: scoring.value,
        model: scoring.model.map(written::plain_model),
        ..Scoring::default()
    };
    // By name, since a browser does not keep the order of keys, and every explanation lists them alike.
    for (name, dimension) in scoring.dimensions.by_name() {
        complete.dimensions.push(name.clone(), bounds(&dimension));
        for rule in dimension.rules {
            complete.rules.push(self::rule(&name, dimension.decay, rule));
        }
    }
    for (name, grades) in scoring.grades {
        if complete.dimensions.contains_key(&name) {
            complete.grades.push(name, highest_first(grades));
        }
    }
    for stage in scoring.stages {
        complete.stages.push(self::stage(stage));
    }
    complete
}

fn bounds(dimension: &written::Dimension) -> Dimension {
    let mut groups = Named::new();
    for (name, group) in &dimension.groups {
        groups.push(name.clone(), Bounds { min: group.min.map(milli), max: group.max.map(milli) });
    }
    Dimension { min: dimension.min.map(milli), max: dimension.max.map(milli), groups }
}

fn milli(points: i32) -> i64 {
    i64::from(points) * 1000
}

fn rule(dimension: &str, fading: Option<Decay>, rule: written::Rule) -> Rule {
    Rule {
        id: rule.id,
        dimension: dimension.to_owned(),
        on: rule.on,
        condition: rule.condition,
        points: rule.points,
        cap: rule.cap.map(milli),
        group: rule.group,
        limit: limit(rule.limit.as_ref()),
        decay: rule.decay.or(fading),
    }
}

fn limit(limit: Option<&written::Limit>) -> Limit {
    let Some(limit) = limit else { return Limit { times: MOST_OCCURRENCES, per: Per::Ever } };
    let per = match limit.per.as_deref() {
        None => Per::Ever,
        Some("page") => Per::Page,
        Some("session") => Per::Session,
        Some(duration) => parse_duration(duration).map_or(Per::Ever, Per::Seconds),
    };
    Limit { times: limit.times.min(MOST_OCCURRENCES), per }
}

fn stage(stage: written::Stage) -> Stage {
    Stage { id: stage.id, when: stage.when, expires: stage.expires.as_deref().and_then(parse_duration) }
}

fn highest_first(grades: Named<i32>) -> Vec<(String, i32)> {
    let mut sorted: Vec<(String, i32)> = Vec::new();
    for (grade, threshold) in grades {
        let above = sorted.iter().take_while(|(_, higher)| *higher >= threshold).count();
        sorted.insert(above, (grade, threshold));
    }
    sorted
}
