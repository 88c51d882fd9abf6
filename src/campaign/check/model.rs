//! The learned score: facts that are known before it, and numbers that make sense.

use super::conditions::Conditions;
use super::{experiments, forms};
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Weight};
use crate::scoring::MOST_LOG_ODDS;

/// A weight beyond this is for numbers of too large a unit.
pub const HEAVIEST: f64 = 1000.0;

pub fn check(scoring: &written::Scoring, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let Some(model) = &scoring.model else { return };
    // Of facts far from 0, such as years, it takes away what their weights add.
    check_heaviness(model.intercept, MOST_LOG_ODDS, "scoring.model.intercept", problems);
    for (index, weight) in model.weights.iter().enumerate() {
        let path = format!("scoring.model.weights[{index}]");
        check_weight(weight, &path, conditions, problems);
        if let Some(first) = model.weights.iter().take(index).position(|earlier| says_the_same(earlier, weight)) {
            let message = format!("a second weight for {}; the first is scoring.model.weights[{first}]", described(weight));
            problems.push(Problem::error(path, message));
        }
    }
    if model.weights.is_empty() {
        problems.push(Problem::warning("scoring.model.weights", "without weights every lead has the same probability"));
    }
}

fn check_weight(weight: &Weight, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_heaviness(weight.weight, HEAVIEST, &format!("{path}.weight"), problems);
    let place = format!("{path}.is");
    conditions.check_of_model(&weight.fact, &format!("{path}.fact"), weight.is.as_ref().map(|is| (place.as_str(), is)), problems);
    if weight.is.as_ref().is_some_and(|is| is.is_array() || is.is_object()) {
        problems.push(Problem::error(place, "expected one text, number or flag; write one weight for each"));
    }
    for (key, bound) in [("missing", weight.missing), ("min", weight.min), ("max", weight.max)] {
        if weight.is.is_some() && bound.is_some() {
            let message = format!("\"{key}\" is for facts that count as a number; with \"is\" it says nothing");
            problems.push(Problem::warning(format!("{path}.{key}"), message));
        }
    }
    if let (Some(min), Some(max)) = (weight.min, weight.max)
        && min > max
    {
        problems.push(Problem::error(format!("{path}.min"), format!("min {min} is above max {max}")));
    }
}

fn check_heaviness(weight: f64, heaviest: f64, path: &str, problems: &mut Vec<Problem>) {
    if weight.abs() > heaviest {
        problems.push(Problem::error(path, format!("expected log odds from -{heaviest} to {heaviest}, found {weight}")));
    }
}

fn says_the_same(one: &Weight, other: &Weight) -> bool {
    one.fact == other.fact && one.is == other.is
}

fn described(weight: &Weight) -> String {
    weight.is.as_ref().map_or_else(|| format!("\"{}\"", weight.fact), |is| format!("\"{}\" being {is}", weight.fact))
}

/// Why no model of this campaign may read some of these facts: each of them with a sentence.
#[must_use]
pub fn facts_of_no_model<'a>(campaign: &written::Campaign, facts: impl IntoIterator<Item = &'a str>) -> Vec<(&'a str, String)> {
    let experiments = experiments::of(campaign);
    let answers = forms::answer_names(campaign);
    let popups = super::popups::of(campaign);
    let conditions = Conditions::of(campaign, &experiments, &answers, &popups);
    let why = |fact: &'a str| {
        let mut problems = Vec::new();
        conditions.check_of_model(fact, "", None, &mut problems);
        problems.into_iter().next().map(|problem| (fact, problem.message))
    };
    facts.into_iter().filter_map(why).collect()
}
