//! Experiments: shares that add up, and a goal that is there.

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Experiment};
use crate::value::{self, Value};

/// Thirds written as 0.333 leave this much to nobody.
const TOLERANCE: f64 = 0.001_5;

/// The experiments of a file, as far as they can be read.
pub fn of(campaign: &Campaign) -> Vec<Experiment> {
    campaign.experiments.as_ref().map(|written| value::read_all(written).0).unwrap_or_default()
}

pub fn check(experiments: &[Experiment], campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let ids = experiments.iter().enumerate().map(|(index, experiment)| (format!("experiments[{index}].id"), experiment.id.as_str()));
    check_unique("experiment", ids, problems);
    for (index, experiment) in experiments.iter().enumerate() {
        let path = format!("experiments[{index}]");
        check_id(&format!("{path}.id"), &experiment.id, problems);
        check_variants(experiment, &path, problems);
        check_goal(&experiment.goal, &format!("{path}.goal"), campaign, problems);
        conditions.check(experiment.when.as_ref(), &format!("{path}.when"), Position::Experiments, problems);
    }
}

fn check_variants(experiment: &Experiment, path: &str, problems: &mut Vec<Problem>) {
    let placed = || experiment.variants.iter().enumerate().map(|(index, variant)| (format!("{path}.variants[{index}].id"), variant));
    check_unique("variant", placed().map(|(path, variant)| (path, variant.id.as_str())), problems);
    for (path, variant) in placed() {
        check_id(&path, &variant.id, problems);
    }
    let sum: f64 = experiment.variants.iter().map(|variant| variant.weight).sum();
    if (sum - 1.0).abs() > TOLERANCE {
        let shown = (sum * 1000.0).round() / 1000.0;
        let message = format!("the weights of the variants add up to {shown}, not to 1: each is a share of the visitors, such as 0.5");
        let weights = format!("{path}.variants[*].weight");
        problems.push(Problem::error(format!("{path}.variants"), message).resting_on([weights.as_str()]));
    }
}

fn check_goal(goal: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let goals = campaign.goals.as_ref().and_then(Value::as_array);
    let known: Vec<&str> = goals.into_iter().flatten().filter_map(|goal| goal.get("id")?.as_str()).collect();
    if !known.contains(&goal) {
        problems.push(Problem::error(path, format!("no goal named \"{goal}\"{}", hint(goal, known))).resting_on(["goals"]));
    }
}
