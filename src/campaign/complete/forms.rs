//! Forms: fields in one row, consent with the fingerprints of its words, and where a form goes without scripts.

use super::takes_every_lead;
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::digest::sri;
use crate::campaign::written::{self, Destination, Outcome, Site};
use crate::campaign::{ConsentItem, Form, Native, Notice};

pub fn complete(id: String, form: written::Form, destinations: &[Destination], site: &Site) -> (String, Form) {
    let native = native(&id, form.native.as_deref(), destinations);
    let form = Form {
        fields: form.steps.into_iter().flat_map(|step| step.fields).collect(),
        consent: form.consent.into_iter().map(|item| consent_item(item, site)).collect(),
        submit: form.submit,
        native,
        then: form.then.into_iter().map(without_false_leads).collect(),
    };
    (id, form)
}

/// The destination the author chose, else the first that takes every lead.
fn native(form: &str, chosen: Option<&str>, destinations: &[Destination]) -> Native {
    let chosen = chosen.and_then(|id| destinations.iter().find(|destination| destination.id == id));
    let destination = chosen.or_else(|| destinations.iter().find(|destination| takes_every_lead(destination, form)));
    Native { url: destination.map_or_else(String::new, |destination| destination.url.clone()) }
}

fn consent_item(item: written::ConsentItem, site: &Site) -> ConsentItem {
    let hash = |locale: &String| (locale.clone(), sri(item.text.in_locale(locale, &site.default_locale).as_bytes()));
    let text_hash = site.locales.iter().map(hash).collect();
    let notices =
        [(Notice::Items, item.items), (Notice::Use, item.purpose_of_use), (Notice::Keep, item.keep), (Notice::Refusal, item.refusal)];
    ConsentItem {
        purpose: item.purpose,
        text: item.text,
        text_hash,
        required: item.required,
        double_opt_in: item.double_opt_in,
        notices: notices.into_iter().filter_map(|(kind, text)| Some((kind, text?))).collect(),
    }
}

fn without_false_leads(mut outcome: Outcome) -> Outcome {
    outcome.actions.retain(|action| action.redirect.as_deref().is_none_or(|to| is_web_address(to) || is_own_path(to)));
    outcome
}
