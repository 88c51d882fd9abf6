//! Scoring: rules in one row, with their limits and decay, and everything in an order that does not depend on who reads the file.

use crate::campaign::written::Decay;
use crate::campaign::{Bounds, Dimension, Limit, Part, Per, Rule, Scoring, written};
use crate::object;
use crate::scoring::MOST_OCCURRENCES;
use crate::time::parse_duration;
use crate::value::{Named, Object, Value, Write, put};

/// By loops: it runs in the single-page app too, where each chain of adapters is a kilobyte.
pub fn complete(scoring: written::Scoring) -> Scoring {
    let mut complete = Scoring {
        tags: Value::Array(written::plain_list(&scoring.tags)),
        qualification: Value::Array(written::plain_list(&scoring.qualification)),
        value: scoring.value.as_ref().map(written::plain).unwrap_or_default(),
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
    let mut graded = Object::new();
    for (name, grades) in scoring.grades {
        if complete.dimensions.contains_key(&name) {
            graded.push(name, highest_first(grades).write());
        }
    }
    complete.grades = Value::Object(graded);
    let mut stages = Vec::new();
    for stage in written::plain_list(&scoring.stages) {
        stages.push(self::stage(Part(&stage)));
    }
    complete.stages = Value::Array(stages);
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

fn stage(stage: Part) -> Value {
    let mut complete = object! { "id" => stage.word("id") };
    if let Value::Object(complete) = &mut complete {
        if let Some(when) = stage.get("when") {
            put(complete, "when", when.clone());
        }
        if let Some(seconds) = stage.word_if("expires").and_then(parse_duration) {
            put(complete, "expires", seconds.write());
        }
    }
    complete
}

fn highest_first(grades: Named<i32>) -> Vec<(String, i32)> {
    let mut sorted: Vec<(String, i32)> = Vec::new();
    for (grade, threshold) in grades {
        let above = sorted.iter().take_while(|(_, higher)| *higher >= threshold).count();
        sorted.insert(above, (grade, threshold));
    }
    sorted
}
