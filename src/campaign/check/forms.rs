//! Forms: answers that can be given, consent that is asked for fairly, and a destination for every lead.

use super::blocks::check_moment;
use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, check_key, hint};
use super::site::not_an_address;
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::complete::takes_every_lead;
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Action, Calendar, Campaign, FieldKind};

/// Answers named like this would be taken for the form's own hidden fields, or for an object's insides.
const RESERVED_NAMES: [&str; 2] = ["consent", "constructor"];

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    for (id, form) in &campaign.forms {
        let path = format!("forms.{id}");
        check_key(&path, id, problems);
        check_fields(form, &path, problems);
        check_consent(form, &path, campaign, problems);
        check_outcomes(form, &path, conditions, problems);
        if form.partial.is_some() {
            problems.push(Problem::warning(format!("{path}.partial"), "part of the format, but not of this version: set aside"));
        }
        check_native(id, form, campaign, problems);
    }
}

fn check_fields(form: &written::Form, path: &str, problems: &mut Vec<Problem>) {
    let fields: Vec<_> = placed_fields(form, path).collect();
    check_unique("field", fields.iter().map(|(path, field)| (format!("{path}.name"), field.name.as_str())), problems);
    for (path, field) in fields {
        check_id(&format!("{path}.name"), &field.name, problems);
        if RESERVED_NAMES.contains(&field.name.as_str()) {
            problems.push(Problem::error(format!("{path}.name"), format!("\"{}\" is reserved; choose another name", field.name)));
        }
        let offers = matches!(field.kind, FieldKind::Select | FieldKind::Radio);
        if offers && field.options.is_empty() {
            problems.push(Problem::error(path.clone(), "a field to choose from needs `options`"));
        } else if !offers && !field.options.is_empty() {
            problems.push(Problem::error(format!("{path}.options"), "only `select` and `radio` take options"));
        }
        let ids = field.options.iter().enumerate().map(|(index, option)| (format!("{path}.options[{index}].id"), option.id.as_str()));
        check_unique("option", ids, problems);
        for (index, option) in field.options.iter().enumerate() {
            if let Some(starts) = &option.starts {
                check_moment(starts, &format!("{path}.options[{index}].starts"), problems);
            }
        }
    }
}

fn placed_fields<'a>(form: &'a written::Form, path: &'a str) -> impl Iterator<Item = (String, &'a written::Field)> {
    form.steps.iter().enumerate().flat_map(move |(step, written)| {
        written.fields.iter().enumerate().map(move |(index, field)| (format!("{path}.steps[{step}].fields[{index}]"), field))
    })
}

fn check_consent(form: &written::Form, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let purposes = form.consent.iter().enumerate().map(|(index, item)| (format!("{path}.consent[{index}].purpose"), item.purpose.as_str()));
    check_unique("consent item", purposes, problems);
    let korean = campaign.site.locales.iter().any(|locale| locale.starts_with("ko"));
    for (index, item) in form.consent.iter().enumerate() {
        let path = format!("{path}.consent[{index}]");
        check_id(&format!("{path}.purpose"), &item.purpose, problems);
        if item.required && item.purpose == "marketing" {
            problems.push(Problem::error(format!("{path}.required"), "consent to marketing cannot be a condition of sending a form"));
        }
        let notices = [("items", &item.items), ("use", &item.purpose_of_use), ("keep", &item.keep), ("refusal", &item.refusal)];
        let missing: Vec<_> = notices.iter().filter(|(_, notice)| notice.is_none()).map(|(key, _)| format!("`{key}`")).collect();
        if korean && !missing.is_empty() {
            let message = format!("visitors in Korea must be told more with this consent; missing: {}", missing.join(", "));
            problems.push(Problem::warning(path, message));
        }
    }
}

fn check_outcomes(form: &written::Form, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    for (index, outcome) in form.then.iter().enumerate() {
        let path = format!("{path}.then[{index}]");
        conditions.check(outcome.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
        for (index, action) in outcome.actions.iter().enumerate() {
            let path = format!("{path}.do[{index}]");
            check_action(action, &path, form, problems);
        }
    }
}

fn check_action(action: &Action, path: &str, form: &written::Form, problems: &mut Vec<Problem>) {
    let Action { message, redirect, download, calendar } = action;
    let named = [message.is_some(), redirect.is_some(), download.is_some(), calendar.is_some()].into_iter().filter(|named| *named).count();
    if named != 1 {
        let message = format!("expected exactly one of `message`, `redirect`, `download` and `calendar`, found {named}");
        problems.push(Problem::error(path, message));
    }
    if let Some(to) = redirect.as_deref().filter(|to| !is_web_address(to) && !is_own_path(to)) {
        problems.push(Problem::error(format!("{path}.redirect"), format!("{}, or a path of the site", not_an_address(to))));
    }
    if let Some(file) = download.as_ref().map(|download| download.file.as_str()).filter(|file| !is_own_path(file)) {
        let message = format!("\"{file}\" is not a file beside the campaign; write its path from /, such as \"/files/guide.pdf\"");
        problems.push(Problem::error(format!("{path}.download.file"), message));
    }
    if let Some(calendar) = calendar {
        check_calendar(calendar, &format!("{path}.calendar"), form, problems);
    }
}

fn check_calendar(calendar: &Calendar, path: &str, form: &written::Form, problems: &mut Vec<Problem>) {
    if calendar.field.is_none() && calendar.starts.is_none() {
        let message = "nothing says when it begins: name the `field` whose options are sessions, or write `starts`";
        problems.push(Problem::error(path, message));
    }
    if let Some(starts) = &calendar.starts {
        check_moment(starts, &format!("{path}.starts"), problems);
    }
    let Some(name) = &calendar.field else { return };
    let fields = || form.steps.iter().flat_map(|step| &step.fields);
    match fields().find(|field| field.name == *name) {
        None => {
            let hint = hint(name, fields().map(|field| field.name.as_str()));
            let message = format!("this form has no field named \"{name}\"{hint}");
            problems.push(Problem::error(format!("{path}.field"), message).resting_on(["forms.*.steps[*].fields[*].name"]));
        }
        Some(field) if !field.options.iter().any(|option| option.starts.is_some()) => {
            let message = format!("no option of \"{name}\" says when it `starts`");
            problems.push(Problem::error(format!("{path}.field"), message).resting_on(["forms.*.steps[*].fields[*].options[*].starts"]));
        }
        Some(_) => {}
    }
}

fn check_native(id: &str, form: &written::Form, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if !campaign.destinations.iter().any(|destination| takes_every_lead(destination, id)) {
        let message = "no destination takes every lead of this form; one needs no `purpose`, and no `when` or one that names only `form`";
        let taken_by = ["destinations[*].purpose", "destinations[*].when", "destinations[*].sends[*]"];
        problems.push(Problem::error(format!("forms.{id}"), message).resting_on(taken_by));
    }
    let known = || campaign.destinations.iter().map(|destination| destination.id.as_str());
    if let Some(name) = form.native.as_deref().filter(|name| !known().any(|id| id == *name)) {
        let message = format!("no destination named \"{name}\"{}", hint(name, known()));
        problems.push(Problem::error(format!("forms.{id}.native"), message).resting_on(["destinations[*].id"]));
    }
}
