//! What happens after a form was sent: each entry does something that can be done.

use super::{Conditions, Position, blocks, check_unique, hint, not_an_address};
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Action, Campaign, Field};

pub fn check(id: &str, form: &written::Form, path: &str, campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let fields: Vec<&Field> = form.steps.iter().flat_map(|step| &step.fields).collect();
    let has_sessions = |field: &&&Field| field.options.iter().any(|option| option.starts.is_some());
    let sessions: Vec<&str> = fields.iter().filter(has_sessions).map(|field| field.name.as_str()).collect();
    for (index, outcome) in form.then.iter().enumerate() {
        let path = format!("{path}.then[{index}]");
        conditions.check(outcome.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
        let offered = outcome.actions.iter().enumerate().filter_map(|(index, action)| Some((index, action.form.as_deref()?)));
        check_unique("offered form", offered.map(|(index, form)| (format!("{path}.do[{index}].form"), form)), problems);
        for (index, action) in outcome.actions.iter().enumerate() {
            let path = format!("{path}.do[{index}]");
            check_shape(action, &path, problems);
            check_leads(action, &path, &fields, problems);
            check_reveal(action, &path, campaign, problems);
            check_next(action, id, &path, campaign, problems);
            blocks::check_action(action, &path, &sessions, problems);
        }
    }
}

fn check_shape(action: &Action, path: &str, problems: &mut Vec<Problem>) {
    let named = [
        action.message.is_some(),
        action.view.is_some(),
        action.redirect.is_some(),
        action.booking.is_some(),
        action.reveal.is_some(),
        action.form.is_some(),
        action.download.is_some(),
        action.calendar.is_some(),
    ];
    if named.into_iter().filter(|named| *named).count() != 1 {
        let known = "`message`, `view`, `redirect`, `booking`, `reveal`, `form`, `download` and `calendar`";
        problems.push(Problem::error(path, format!("expected exactly one of {known}")));
    }
}

/// Where it leads: only to hosts that stand in this file.
fn check_leads(action: &Action, path: &str, fields: &[&Field], problems: &mut Vec<Problem>) {
    if let Some(to) = action.redirect.as_deref().filter(|to| !is_web_address(to) && !is_own_path(to)) {
        problems.push(Problem::error(format!("{path}.redirect"), format!("{}, or a path of the site", not_an_address(to))));
    }
    let Some(booking) = &action.booking else { return };
    if !is_web_address(&booking.url) {
        problems.push(Problem::error(format!("{path}.booking.url"), not_an_address(&booking.url)));
    }
    for (parameter, name) in &booking.carry {
        if !fields.iter().any(|field| field.name == *name) {
            let message = format!("this form has no field \"{name}\"{}", hint(name, fields.iter().map(|field| field.name.as_str())));
            problems.push(Problem::error(format!("{path}.booking.carry.{parameter}"), message));
        }
    }
}

fn check_reveal(action: &Action, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let Some(wanted) = action.reveal.as_deref() else { return };
    let blocks = campaign.pages.iter().flat_map(|page| &page.blocks).filter_map(|block| block.id.as_deref());
    let known: Vec<&str> = blocks.collect();
    if !known.contains(&wanted) {
        let message = format!("no block with the id \"{wanted}\"{}", hint(wanted, known));
        problems.push(Problem::error(format!("{path}.reveal"), message).resting_on(["pages[*].blocks[*].id"]));
    }
}

fn check_next(action: &Action, id: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let Some(wanted) = action.form.as_deref() else { return };
    if wanted == id {
        problems.push(Problem::error(format!("{path}.form"), "this is the form that was just sent"));
    } else if !campaign.forms.contains_key(wanted) {
        let message = format!("no form named \"{wanted}\"{}", hint(wanted, campaign.forms.keys().map(String::as_str)));
        problems.push(Problem::error(format!("{path}.form"), message).resting_on(["forms"]));
    }
}
