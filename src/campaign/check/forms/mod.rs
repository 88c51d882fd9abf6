//! Forms: questions that can be answered, a way that leads to the end, consent that is asked for fairly, and a destination for every
//! lead.

mod consent;
mod fields;
mod flow;
mod outcomes;

use super::conditions::{Conditions, Position};
use super::names::{check_id, check_key, hint};
use super::site::not_an_address;
use super::{blocks, check_unique};
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Campaign, Field};
use crate::campaign::{Part, complete};

/// A field with its place in the file.
type Placed<'a> = (String, &'a Field);

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    for (id, form) in &campaign.forms {
        let path = format!("forms.{id}");
        check_key(&path, id, problems);
        fields::check(form, &path, problems);
        flow::check(form, &path, campaign, conditions, problems);
        consent::check(form, &path, campaign, problems);
        outcomes::check(id, form, &path, campaign, conditions, problems);
        check_captcha(form, &path, problems);
        check_native(id, form, campaign, problems);
    }
}

/// The names of all answers: an address gives one for each part, an option of the visitor's own another.
pub fn answer_names(campaign: &Campaign) -> Vec<String> {
    let forms: Vec<_> = campaign.forms.iter().map(|(id, form)| complete::form(id, form, campaign)).collect();
    let fields = forms.iter().flat_map(crate::campaign::Form::fields);
    fields.filter(|field| !matches!(field.kind(), "consent" | "address")).map(|field| field.name().to_owned()).collect()
}

fn placed_fields<'a>(form: &'a written::Form, path: &'a str) -> impl Iterator<Item = Placed<'a>> {
    form.steps.iter().enumerate().flat_map(move |(step, written)| {
        written.fields.iter().enumerate().map(move |(index, field)| (format!("{path}.steps[{step}].fields[{index}]"), field))
    })
}

fn check_captcha(form: &written::Form, path: &str, problems: &mut Vec<Problem>) {
    let Some(captcha) = &form.captcha else { return };
    let is_altcha = captcha.kind == written::CaptchaKind::Altcha;
    if captcha.site_key.is_empty() && !is_altcha {
        problems.push(Problem::error(format!("{path}.captcha"), "the vendor's public key is missing; write it as `site_key`"));
    }
    if captcha.challenge.is_none() && is_altcha {
        problems.push(Problem::error(format!("{path}.captcha"), "altcha needs the address of its `challenge`"));
    }
    for (key, url) in [("script", &captcha.script), ("challenge", &captcha.challenge)] {
        if let Some(url) = url.as_deref().filter(|url| !crate::campaign::address::is_web_address(url)) {
            problems.push(Problem::error(format!("{path}.captcha.{key}"), not_an_address(url)));
        }
    }
}

fn check_native(id: &str, form: &written::Form, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let takes_every_lead = |destination: &written::Destination| complete::takes_every_lead(Part(&written::plain(destination)), id);
    if !campaign.destinations.iter().any(takes_every_lead) {
        let message = "no destination takes every lead of this form; one needs no `purpose`, and no `when` or one that names only `form`";
        let taken_by = ["destinations[*].purpose", "destinations[*].when", "destinations[*].sends[*]"];
        problems.push(Problem::error(format!("forms.{id}"), message).resting_on(taken_by));
    }
    let takes_as_it_is = |destination: &written::Destination| {
        takes_every_lead(destination) && complete::takes_native_forms(Part(&written::plain(destination)))
    };
    let is_known = |destination: &written::Destination| crate::campaign::connector::row(&destination.connector).is_some();
    if campaign.destinations.iter().all(is_known)
        && campaign.destinations.iter().any(takes_every_lead)
        && !campaign.destinations.iter().any(takes_as_it_is)
    {
        let message = "with scripts off it cannot be sent: no destination that takes every lead takes a form as it is; a webhook without `fields` \
                       does, such as the inbox";
        problems.push(Problem::warning(format!("forms.{id}"), message).resting_on(["destinations"]));
    }
    let known = || campaign.destinations.iter().map(|destination| destination.id.as_str());
    if let Some(name) = form.native.as_deref().filter(|name| !known().any(|id| id == *name)) {
        let message = format!("no destination named \"{name}\"{}", hint(name, known()));
        problems.push(Problem::error(format!("forms.{id}.native"), message).resting_on(["destinations[*].id"]));
    }
    let chosen = campaign.destinations.iter().find(|destination| form.native.as_deref() == Some(&destination.id));
    if chosen.is_some_and(|chosen| !takes_every_lead(chosen)) {
        let message = "this destination does not take every lead; with scripts off nobody asks for its `purpose` or its `when`";
        problems.push(Problem::error(format!("forms.{id}.native"), message));
    } else if chosen.is_some_and(|chosen| !takes_as_it_is(chosen)) {
        let message = "this destination takes no form as it is; a webhook without `fields` does, such as the inbox";
        problems.push(Problem::error(format!("forms.{id}.native"), message));
    }
}
