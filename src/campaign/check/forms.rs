//! Forms: answers that can be given, consent that is asked for fairly, and a destination for every lead.

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::destinations::takes_every_lead;
use super::names::{check_id, check_key, hint};
use super::site::{is_web_address, not_an_address};
use crate::campaign::digest::sri;
use crate::campaign::problem::Problem;
use crate::campaign::text::Text;
use crate::campaign::written::{self, Campaign, FieldKind};
use crate::campaign::{ConsentItem, Form, Native, Notice};
use crate::value::Named;

/// Answers named like this would be taken for the form's own hidden fields, or for an object's insides.
const RESERVED_NAMES: [&str; 2] = ["consent", "constructor"];

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) -> Named<Form> {
    let mut checked = Named::new();
    for (id, form) in &campaign.forms {
        let path = say!("forms.{id}");
        check_key(&path, id, problems);
        check_fields(form, &path, problems);
        check_consent(form, &path, campaign, problems);
        check_outcomes(form, &path, conditions, problems);
        if form.partial.is_some() {
            problems.push(Problem::warning(say!("{path}.partial"), "part of the format, but not of this version: set aside"));
        }
        let native = check_native(id, form, campaign, problems);
        checked.insert(id.clone(), assemble(form, native, campaign));
    }
    checked
}

fn check_fields(form: &written::Form, path: &str, problems: &mut Vec<Problem>) {
    let fields: Vec<_> = placed_fields(form, path).collect();
    check_unique("field", fields.iter().map(|(path, field)| (say!("{path}.name"), field.name.as_str())), problems);
    for (path, field) in fields {
        check_id(&say!("{path}.name"), &field.name, problems);
        if RESERVED_NAMES.contains(&field.name.as_str()) {
            problems.push(Problem::error(say!("{path}.name"), say!("\"{}\" is reserved; choose another name", field.name)));
        }
        let offers = matches!(field.kind, FieldKind::Select | FieldKind::Radio);
        if offers && field.options.is_empty() {
            problems.push(Problem::error(path.clone(), "a field to choose from needs `options`"));
        } else if !offers && !field.options.is_empty() {
            problems.push(Problem::error(say!("{path}.options"), "only `select` and `radio` take options"));
        }
        let ids = field.options.iter().enumerate().map(|(index, option)| (say!("{path}.options[{index}].id"), option.id.as_str()));
        check_unique("option", ids, problems);
    }
}

fn placed_fields<'a>(form: &'a written::Form, path: &'a str) -> impl Iterator<Item = (String, &'a written::Field)> {
    form.steps.iter().enumerate().flat_map(move |(step, written)| {
        written.fields.iter().enumerate().map(move |(index, field)| (say!("{path}.steps[{step}].fields[{index}]"), field))
    })
}

fn check_consent(form: &written::Form, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let purposes = form.consent.iter().enumerate().map(|(index, item)| (say!("{path}.consent[{index}].purpose"), item.purpose.as_str()));
    check_unique("consent item", purposes, problems);
    let korean = campaign.site.locales.iter().any(|locale| locale.starts_with("ko"));
    for (index, item) in form.consent.iter().enumerate() {
        let path = say!("{path}.consent[{index}]");
        check_id(&say!("{path}.purpose"), &item.purpose, problems);
        if item.required && item.purpose == "marketing" {
            problems.push(Problem::error(say!("{path}.required"), "consent to marketing cannot be a condition of sending a form"));
        }
        let notices = [("items", &item.items), ("use", &item.purpose_of_use), ("keep", &item.keep), ("refusal", &item.refusal)];
        let missing: Vec<_> = notices.iter().filter(|(_, notice)| notice.is_none()).map(|(key, _)| say!("`{key}`")).collect();
        if korean && !missing.is_empty() {
            let message = say!("visitors in Korea must be told more with this consent; missing: {}", missing.join(", "));
            problems.push(Problem::warning(path, message));
        }
    }
}

fn check_outcomes(form: &written::Form, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    for (index, outcome) in form.then.iter().enumerate() {
        let path = say!("{path}.then[{index}]");
        conditions.check(outcome.when.as_ref(), &say!("{path}.when"), Position::Routes, problems);
        for (index, action) in outcome.actions.iter().enumerate() {
            let path = say!("{path}.do[{index}]");
            match (&action.message, &action.redirect) {
                (Some(_), None) => {}
                (None, Some(to)) if is_web_address(to) || is_own_path(to) => {}
                (None, Some(to)) => problems.push(Problem::error(say!("{path}.redirect"), not_an_address(to))),
                _ => problems.push(Problem::error(path, "expected exactly one of `message` and `redirect`")),
            }
        }
    }
}

pub fn is_own_path(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace())
}

fn check_native(id: &str, form: &written::Form, campaign: &Campaign, problems: &mut Vec<Problem>) -> Native {
    let mut safe = campaign.destinations.iter().filter(|destination| takes_every_lead(destination, id));
    let first_safe = safe.next();
    if first_safe.is_none() {
        let message = "no destination takes every lead of this form; one needs no `purpose`, and no `when` or one that names only `form`";
        problems.push(Problem::error(say!("forms.{id}"), message));
    }
    let named = form.native.as_ref().map(|name| (name, campaign.destinations.iter().find(|destination| &destination.id == name)));
    if let Some((name, None)) = named {
        let hint = hint(name, campaign.destinations.iter().map(|destination| destination.id.as_str()));
        problems.push(Problem::error(say!("forms.{id}.native"), say!("no destination named \"{name}\"{hint}")));
    }
    let chosen = named.and_then(|(_, found)| found).or(first_safe);
    Native { url: chosen.map_or_else(String::new, |destination| destination.url.clone()) }
}

fn assemble(form: &written::Form, native: Native, campaign: &Campaign) -> Form {
    Form {
        fields: form.steps.iter().flat_map(|step| step.fields.clone()).collect(),
        consent: form.consent.iter().map(|item| consent_item(item, &campaign.site.locales, &campaign.site.default_locale)).collect(),
        submit: form.submit.clone(),
        native,
        then: form.then.clone(),
    }
}

fn consent_item(item: &written::ConsentItem, locales: &[String], default_locale: &str) -> ConsentItem {
    let hash = |locale: &String| (locale.clone(), sri(item.text.in_locale(locale, default_locale).as_bytes()));
    let notices =
        [(Notice::Items, &item.items), (Notice::Use, &item.purpose_of_use), (Notice::Keep, &item.keep), (Notice::Refusal, &item.refusal)];
    ConsentItem {
        purpose: item.purpose.clone(),
        text: item.text.clone(),
        text_hash: locales.iter().map(hash).collect(),
        required: item.required,
        double_opt_in: item.double_opt_in,
        notices: notices.into_iter().filter_map(|(kind, text): (Notice, &Option<Text>)| Some((kind, text.clone()?))).collect(),
    }
}
