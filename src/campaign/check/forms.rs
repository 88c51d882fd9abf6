//! Forms: answers that can be given, consent that is asked for fairly, and a destination for every lead.

use super::conditions::{Conditions, Position};
use super::names::{check_id, check_key, hint};
use super::site::not_an_address;
use super::{blocks, check_unique};
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::complete::takes_every_lead;
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Campaign, FieldKind};

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
                blocks::check_moment(starts, &format!("{path}.options[{index}].starts"), problems);
                if field.kind != FieldKind::Radio {
                    problems.push(Problem::error(format!("{path}.options[{index}].starts"), "only options of `radio` have times"));
                }
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
    let has_sessions = |field: &&written::Field| field.options.iter().any(|option| option.starts.is_some());
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    let sessions: Vec<&str> = fields.filter(has_sessions).map(|field| field.name.as_str()).collect();
    for (index, outcome) in form.then.iter().enumerate() {
        let path = format!("{path}.then[{index}]");
        conditions.check(outcome.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
        for (index, action) in outcome.actions.iter().enumerate() {
            let path = format!("{path}.do[{index}]");
            let named = [action.message.is_some(), action.redirect.is_some(), action.download.is_some(), action.calendar.is_some()];
            if named.into_iter().filter(|named| *named).count() != 1 {
                problems.push(Problem::error(path.as_str(), "expected exactly one of `message`, `redirect`, `download` and `calendar`"));
            }
            if let Some(to) = action.redirect.as_deref().filter(|to| !is_web_address(to) && !is_own_path(to)) {
                problems.push(Problem::error(format!("{path}.redirect"), not_an_address(to)));
            }
            blocks::check_action(action, &path, &sessions, problems);
        }
    }
}

fn check_native(id: &str, form: &written::Form, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if !campaign.destinations.iter().any(|destination| takes_every_lead(destination, id)) {
        let message = "no destination takes every lead of this form; one needs no `purpose`, and no `when` or one that names only `form`";
        problems.push(Problem::error(format!("forms.{id}"), message));
    }
    let known = || campaign.destinations.iter().map(|destination| destination.id.as_str());
    if let Some(name) = form.native.as_deref().filter(|name| !known().any(|id| id == *name)) {
        problems.push(Problem::error(format!("forms.{id}.native"), format!("no destination named \"{name}\"{}", hint(name, known()))));
    }
}
