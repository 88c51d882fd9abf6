//! Scoring: rules in one row, with their limits and decay, and everything in an order that does not depend on who reads the file.

use crate::campaign::{Bounds, Dimension, Limit, Per, Rule, Scoring, Stage, written};
use crate::scoring::MOST_OCCURRENCES;
use crate::time::parse_duration;
use crate::value::Named;

pub fn complete(scoring: written::Scoring) -> Scoring {
    // By name, since a browser does not keep the order of keys, and every explanation lists them alike.
    let dimensions = scoring.dimensions.by_name();
    let bounds: Named<Dimension> = dimensions.iter().map(|(name, dimension)| (name.clone(), bounds(dimension))).collect();
    let mut grades = scoring.grades;
    grades.retain(|name, _| bounds.contains_key(name));
    Scoring {
        rules: dimensions.into_iter().flat_map(|(name, dimension)| rules(&name, dimension)).collect(),
        grades: grades.into_iter().map(|(name, grades)| (name, highest_first(grades))).collect(),
        dimensions: bounds,
        tags: scoring.tags,
        stages: scoring.stages.into_iter().map(stage).collect(),
        qualification: scoring.qualification,
        value: scoring.value,
    }
}

fn bounds(dimension: &written::Dimension) -> Dimension {
    let group = |group: &written::Group| Bounds { min: group.min.map(milli), max: group.max.map(milli) };
    let groups = dimension.groups.iter().map(|(name, bounds)| (name.clone(), group(bounds))).collect();
    Dimension { min: dimension.min.map(milli), max: dimension.max.map(milli), groups }
}

fn milli(points: i32) -> i64 {
    i64::from(points) * 1000
}

fn rules(name: &str, dimension: written::Dimension) -> Vec<Rule> {
    let fading = dimension.decay;
    let complete = |rule: written::Rule| Rule {
        id: rule.id,
        dimension: name.to_owned(),
        on: rule.on,
        condition: rule.condition,
        points: rule.points,
        cap: rule.cap.map(milli),
        group: rule.group,
        limit: limit(rule.limit.as_ref()),
        decay: rule.decay.or(fading),
    };
    dimension.rules.into_iter().map(complete).collect()
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
