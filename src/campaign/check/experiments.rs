//! Experiments: shares that add up, a goal that is there, something that depends on them, and whether it is settled before anybody sees it.

use serde_json::Value as Json;

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use crate::campaign::early::Early;
use crate::campaign::items;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Experiment};
use crate::value::{self, Value};
use crate::view::stands_in_main;

/// Thirds written as 0.333 leave this much to nobody.
const TOLERANCE: f64 = 0.001_5;

/// The experiments of a file, as far as they can be read.
pub fn of(campaign: &Campaign) -> Vec<Experiment> {
    campaign.experiments.as_ref().map(|written| value::read_all(written).0).unwrap_or_default()
}

/// What can be told before the first paint.
const EARLY: &str = "before the first paint texts of `query.*`, `page.path`, `device.kind` and `locale` can be compared, by `$eq`, `$ne`, `$in`, `$nin` \
                     and `$exists`";

pub fn check(experiments: &[Experiment], campaign: &Campaign, conditions: &Conditions, file: &Json, problems: &mut Vec<Problem>) {
    let ids = experiments.iter().enumerate().map(|(index, experiment)| (format!("experiments[{index}].id"), experiment.id.as_str()));
    check_unique("experiment", ids, problems);
    for (index, experiment) in experiments.iter().enumerate() {
        let path = format!("experiments[{index}]");
        check_id(&format!("{path}.id"), &experiment.id, problems);
        check_variants(experiment, &path, problems);
        check_goal(&experiment.goal, &format!("{path}.goal"), campaign, problems);
        conditions.check(experiment.when.as_ref(), &format!("{path}.when"), Position::Experiments, problems);
        check_use(experiment, &path, file, problems);
    }
    check_settled(campaign, problems);
}

/// Reports an experiment that nothing of the campaign asks for.
fn check_use(experiment: &Experiment, path: &str, file: &Json, problems: &mut Vec<Problem>) {
    let fact = format!("experiment.{}", experiment.id);
    let mut rest = file.as_object().into_iter().flatten().filter(|(key, _)| !matches!(key.as_str(), "experiments" | "tests"));
    if !rest.any(|(_, value)| names(value, &fact)) {
        let message = format!("nothing depends on this experiment: no condition and no text names \"{fact}\"");
        problems.push(Problem::warning(path, message).resting_on(["pages", "popups", "scoring", "segments", "destinations", "forms"]));
    }
}

/// Whether a condition somewhere in it, or a token in a text, names a fact.
fn names(value: &Json, fact: &str) -> bool {
    let token = |text: &str| text.split("{{").skip(1).any(|token| token.split(['|', '}']).next().map(str::trim) == Some(fact));
    match value {
        Json::Object(object) => object.iter().any(|(key, value)| key == fact || names(value, fact)),
        Json::Array(list) => list.iter().any(|value| names(value, fact)),
        Json::String(text) => token(text),
        _ => false,
    }
}

/// Reports what of a page depends on an experiment and is settled only after the start: on the screen that is seen first nothing changes
/// then.
fn check_settled(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let early = Early::of(campaign.experiments.as_ref());
    let mut late: Vec<&str> = Vec::new();
    for (page_index, page) in campaign.pages.iter().enumerate() {
        for (index, block) in page.blocks.iter().enumerate() {
            let own = block.when.iter().map(|when| (when, "when".to_owned()));
            let variants = block.variants.iter().enumerate().map(|(index, variant)| (&variant.when, format!("variants[{index}].when")));
            for (when, place) in own.chain(variants) {
                let named: Vec<&str> = when.fact_names().into_iter().filter_map(|fact| fact.strip_prefix("experiment.")).collect();
                let waits: Vec<&str> = named.iter().copied().filter(|id| !early.draws(id)).collect();
                if waits.is_empty() && !named.is_empty() && early.plainly(&[when]).is_none() {
                    let message = format!(
                        "settled only after the start, where it is not on screen yet: {EARLY}, besides experiments; on the screen that is seen \
                         first everybody sees the same"
                    );
                    problems.push(Problem::warning(format!("pages[{page_index}].blocks[{index}].{place}"), message));
                }
                late.extend(waits);
            }
        }
    }
    let written = campaign.experiments.as_ref().map(items).unwrap_or_default();
    for (index, experiment) in written.iter().enumerate().filter(|(_, experiment)| late.contains(&experiment.word("id"))) {
        let message = format!(
            "\"{}\" is drawn only after the start, and blocks that depend on it change only where they are not on screen yet: {EARLY}",
            experiment.word("id")
        );
        problems.push(Problem::warning(format!("experiments[{index}].when"), message));
    }
}

/// The variants of a page as a whole, which nothing but the script before the first paint can settle.
pub fn check_pages(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let early = Early::of(campaign.experiments.as_ref());
    for (page_index, page) in campaign.pages.iter().enumerate() {
        let listed: Vec<&str> = page.blocks.iter().filter(|block| stands_in_main(block)).filter_map(|block| block.id.as_deref()).collect();
        for (index, variant) in page.variants.iter().enumerate() {
            let path = format!("pages[{page_index}].variants[{index}]");
            let before = problems.len();
            conditions.check(Some(&variant.when), &format!("{path}.when"), Position::Routes, problems);
            if problems.len() == before && early.plainly(&[&variant.when]).is_none() {
                let message = format!(
                    "a whole page is settled before it is seen, or not at all: {EARLY}, besides experiments that are drawn by then"
                );
                problems.push(Problem::error(format!("{path}.when"), message));
            }
            for (place, id) in variant.blocks.iter().enumerate().filter(|(_, id)| !listed.contains(&id.as_str())) {
                let message = match page.blocks.iter().find(|block| block.id.as_ref() == Some(id)) {
                    Some(block) => format!("a {} stands outside of what a variant of the page arranges", block.content.part().kind()),
                    None => format!("no block of this page has the id \"{id}\"{}", hint(id, listed.iter().copied())),
                };
                let blocks = format!("pages[{page_index}].blocks[*].id");
                problems.push(Problem::error(format!("{path}.blocks[{place}]"), message).resting_on([blocks.as_str()]));
            }
            let ids = variant.blocks.iter().enumerate().map(|(place, id)| (format!("{path}.blocks[{place}]"), id.as_str()));
            check_unique("block of this variant", ids, problems);
        }
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
