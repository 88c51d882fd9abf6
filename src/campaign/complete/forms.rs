//! Forms: every answer a field of its own, consent in its place with the fingerprints of its words, and where a form goes without
//! scripts.

use super::takes_every_lead;
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::digest::sri;
use crate::campaign::written::{self, AddressPart, Destination, Field, FieldKind, Outcome, Site, Step, Width};
use crate::campaign::{ConsentItem, Form, Native, Notice};
use crate::condition::Condition;
use crate::form::{checks, read_formula};
use crate::object;
use crate::value::Value;

pub fn complete(id: String, form: written::Form, destinations: &[Destination], site: &Site) -> (String, Form) {
    let native = native(&id, form.native.as_deref(), destinations);
    let asked: Vec<String> = form.consent.iter().map(|item| item.purpose.clone()).collect();
    let steps: Vec<Step> = form.steps.into_iter().map(|step| self::step(step, &asked)).collect();
    let placed = |purpose: &str| steps.iter().flat_map(|step| &step.fields).any(|field| field.purpose.as_deref() == Some(purpose));
    let consent = form.consent.into_iter().map(|item| consent_item(item, &placed, site)).collect();
    let mut form = Form {
        steps,
        consent,
        submit: form.submit,
        native,
        then: form.then.into_iter().map(without_false_leads).collect(),
        partial: form.partial,
        ask_new: form.ask_new,
        resume: form.resume,
        captcha: form.captcha,
        aids: Vec::new(),
    };
    for item in form.consent.iter().filter(|item| item.placed && item.required) {
        let here = |field: &&mut Field| field.purpose.as_deref() == Some(item.purpose.as_str());
        form.steps.iter_mut().flat_map(|step| &mut step.fields).filter(here).for_each(|field| field.required = true);
    }
    for field in form.steps.iter_mut().flat_map(|step| &mut step.fields) {
        field.checks = checks(field);
        field.formula = field.calculate.as_deref().and_then(|formula| read_formula(formula).ok());
        // For what a page's address fills in: the same as the control's own attribute.
        field.max_length = Some(field.longest());
    }
    form.aids = aids(&form);
    (id, form)
}

fn step(mut step: Step, asked: &[String]) -> Step {
    let mut fields = Vec::new();
    for field in step.fields {
        match field.kind {
            FieldKind::Address => {
                let parts = address_parts(&field);
                fields.push(field);
                fields.extend(parts);
            }
            FieldKind::Consent => fields.extend(consent_field(field, asked)),
            _ => {
                let other = other_text(&field);
                fields.push(field);
                fields.extend(other);
            }
        }
    }
    step.fields = fields;
    step
}

/// Each part of an address is an answer of its own: a receiver knows cities, not addresses.
fn address_parts(address: &Field) -> Vec<Field> {
    const USUAL: [AddressPart; 5] =
        [AddressPart::Street, AddressPart::Line2, AddressPart::PostalCode, AddressPart::City, AddressPart::Country];
    let parts = if address.parts.is_empty() { &USUAL } else { address.parts.as_slice() };
    let part = |part: &AddressPart| {
        let (name, token) = part.words();
        let is_country = *part == AddressPart::Country;
        let may_stay_empty = matches!(part, AddressPart::Line2 | AddressPart::Region);
        Field {
            name: [&address.name, "_", name].concat(),
            kind: if is_country { FieldKind::Country } else { FieldKind::Text },
            required: address.required && !may_stay_empty,
            required_when: address.required_when.clone().filter(|_| !may_stay_empty),
            when: address.when.clone(),
            width: if matches!(part, AddressPart::PostalCode | AddressPart::City) { Width::Half } else { Width::Full },
            autocomplete: Some(token.to_owned()),
            country: address.country.clone(),
            countries: address.countries.clone(),
            parts: vec![*part],
            progressive: address.progressive,
            messages: address.messages.clone(),
            part_of: Some(address.name.clone()),
            ..Field::default()
        }
    };
    parts.iter().map(part).collect()
}

/// The text of whoever chose an option of their own.
fn other_text(field: &Field) -> Option<Field> {
    let other = field.options.iter().find(|option| option.other)?;
    let chosen = object! { "$in" => Value::Array(vec![Value::String(other.id.clone())]) };
    let chosen = [(["field.", &field.name].concat(), chosen)].into_iter().collect();
    Some(Field { name: [&field.name, "_other"].concat(), label: other.label.clone(), when: Some(Condition(chosen)), ..Field::default() })
}

/// A place for a consent item of the form, under the name its box has.
fn consent_field(mut field: Field, asked: &[String]) -> Option<Field> {
    let purpose = field.purpose.as_ref().filter(|purpose| asked.contains(purpose))?;
    field.name = ["consent.", purpose].concat();
    Some(field)
}

/// The destination the author chose, else the first that takes every lead.
fn native(form: &str, chosen: Option<&str>, destinations: &[Destination]) -> Native {
    let chosen = chosen.and_then(|id| destinations.iter().find(|destination| destination.id == id));
    let destination = chosen.or_else(|| destinations.iter().find(|destination| takes_every_lead(destination, form)));
    Native { url: destination.map_or_else(String::new, |destination| destination.url.clone()) }
}

fn consent_item(item: written::ConsentItem, placed: &dyn Fn(&str) -> bool, site: &Site) -> ConsentItem {
    let hash = |locale: &String| (locale.clone(), sri(item.text.in_locale(locale, &site.default_locale).as_bytes()));
    let text_hash = site.locales.iter().map(hash).collect();
    let notices =
        [(Notice::Items, item.items), (Notice::Use, item.purpose_of_use), (Notice::Keep, item.keep), (Notice::Refusal, item.refusal)];
    ConsentItem {
        placed: placed(&item.purpose),
        purpose: item.purpose,
        text: item.text,
        text_hash,
        required: item.required,
        double_opt_in: item.double_opt_in,
        channels: item.channels,
        night: item.night,
        recipients: item.recipients,
        min_age: item.min_age,
        notices: notices.into_iter().filter_map(|(kind, text)| Some((kind, text?))).collect(),
    }
}

fn without_false_leads(mut outcome: Outcome) -> Outcome {
    outcome.actions.retain(|action| action.redirect.as_deref().is_none_or(|to| is_web_address(to) || is_own_path(to)));
    outcome.actions.retain(|action| action.booking.as_ref().is_none_or(|booking| is_web_address(&booking.url)));
    outcome
}

/// The aids a form's fields need.
fn aids(form: &Form) -> Vec<String> {
    let has = |kinds: &[FieldKind]| form.fields().any(|field| kinds.contains(&field.kind));
    let all = [
        ("numbers", has(&[FieldKind::Number, FieldKind::Date])),
        ("telephone", has(&[FieldKind::Tel])),
        ("email", has(&[FieldKind::Email])),
    ];
    all.into_iter().filter(|(_, needed)| *needed).map(|(name, _)| name.to_owned()).collect()
}
