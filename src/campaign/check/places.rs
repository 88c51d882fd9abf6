//! The conditions that follow from a score, wherever they stand, and the comparisons inside a condition.

use crate::campaign::problem::under;
use crate::campaign::written::{Campaign, Form, Page, Popup};
use crate::condition::Condition;
use crate::value::{Object, Value};

/// A condition that may read scores.
pub struct Placed {
    pub path: String,
    pub condition: Condition,
    /// Whether it decides over a lead: its level, where it goes, what its sender is shown.
    pub is_route: bool,
}

/// Conditions of tags, stages and levels, destinations, forms and their outcomes, popups, blocks and their variants.
pub fn conditions(campaign: &Campaign, popups: &[Popup]) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut put = |path: String, condition: Option<&Condition>, is_route| {
        placed.extend(condition.map(|condition| Placed { path, condition: condition.clone(), is_route }));
    };
    let scoring = &campaign.scoring;
    scoring.tags.iter().enumerate().for_each(|(index, tag)| put(format!("scoring.tags[{index}].when"), Some(&tag.when), false));
    scoring.stages.iter().enumerate().for_each(|(index, stage)| put(format!("scoring.stages[{index}].when"), stage.when.as_ref(), false));
    for (index, level) in scoring.qualification.iter().enumerate() {
        put(format!("scoring.qualification[{index}].when"), level.when.as_ref(), true);
    }
    for (index, destination) in campaign.destinations.iter().enumerate() {
        put(format!("destinations[{index}].when"), destination.when.as_ref(), true);
    }
    for (id, form) in &campaign.forms {
        of_form(form, id, &mut put);
        form.then
            .iter()
            .enumerate()
            .for_each(|(index, outcome)| put(format!("forms.{id}.then[{index}].when"), outcome.when.as_ref(), true));
    }
    for (index, popup) in popups.iter().enumerate() {
        put(format!("popups[{index}].when"), popup.when.as_ref(), true);
        let triggers = popup.trigger.iter().flat_map(|triggers| triggers.0.iter().flatten()).map(|placed| ("trigger", placed));
        let cancels = popup.cancel_on.iter().flat_map(|cancels| &cancels.0).map(|placed| ("cancel_on", placed));
        for (key, (place, trigger)) in triggers.chain(cancels) {
            put(format!("popups[{index}].{key}{place}.where"), trigger.condition.as_ref(), true);
        }
    }
    for (index, page) in campaign.pages.iter().enumerate() {
        of_page(page, &format!("pages[{index}]"), &mut put);
    }
    placed
}

/// Which questions come, and which need an answer.
fn of_form(form: &Form, id: &str, put: &mut impl FnMut(String, Option<&Condition>, bool)) {
    for (index, step) in form.steps.iter().enumerate() {
        let path = format!("forms.{id}.steps[{index}]");
        put(under(&path, "when"), step.when.as_ref(), false);
        for (index, jump) in step.next.iter().enumerate() {
            put(format!("{path}.next[{index}].when"), jump.when.as_ref(), false);
        }
        for (index, field) in step.fields.iter().enumerate() {
            put(format!("{path}.fields[{index}].when"), field.when.as_ref(), false);
            put(format!("{path}.fields[{index}].required_when"), field.required_when.as_ref(), false);
        }
    }
}

/// Which blocks a page shows, and what they say.
fn of_page(page: &Page, path: &str, put: &mut impl FnMut(String, Option<&Condition>, bool)) {
    for (index, block) in page.blocks.iter().enumerate() {
        let path = format!("{path}.blocks[{index}]");
        put(under(&path, "when"), block.when.as_ref(), false);
        for (index, variant) in block.variants.iter().enumerate() {
            put(format!("{path}.variants[{index}].when"), Some(&variant.when), false);
        }
    }
}

/// A fact and what it is held against.
pub struct Comparison<'a> {
    pub path: String,
    pub fact: &'a str,
    pub expected: &'a Value,
    /// Whether the condition, or one of its alternatives, needs it to hold.
    pub is_needed: bool,
}

/// Every comparison in a condition that stands at `path`.
pub fn comparisons<'a>(condition: &'a Condition, path: &str) -> Vec<Comparison<'a>> {
    let mut found = Vec::new();
    collect(&condition.0, path, true, &mut found);
    found
}

fn collect<'a>(conditions: &'a Object, path: &str, is_needed: bool, found: &mut Vec<Comparison<'a>>) {
    for (key, expected) in conditions {
        let path = under(path, key);
        match (key.as_str(), expected) {
            ("$not", Value::Object(inner)) => collect(inner, &path, false, found),
            ("$and" | "$or" | "$nor", Value::Array(list)) => {
                for (index, inner) in list.iter().enumerate() {
                    if let Some(inner) = inner.as_object() {
                        collect(inner, &under(&path, index), is_needed && key != "$nor", found);
                    }
                }
            }
            (operator, _) if operator.starts_with('$') => {}
            (fact, _) => found.push(Comparison { path, fact, expected, is_needed }),
        }
    }
}
