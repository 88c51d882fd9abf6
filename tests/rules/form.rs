//! Forms: answers that are accepted, and why others are not.

use leadwell::campaign::complete::complete;
use leadwell::campaign::{Form, written};
use leadwell::form::email;
use leadwell::form::rules::{self, Held};
use leadwell::value::{Named, of_json};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::table::{Outcome, Table};

#[derive(Deserialize)]
struct Address(String, String, bool, Option<String>);

#[test]
fn addresses_are_valid_as_the_html_standard_says() {
    Table::<Address>::read("email.json").run(|Address(name, text, valid, kind)| {
        let found = (email::is_valid(text), email::describe(text).map(|(kind, _)| kind.to_owned()));
        Outcome { name, expected: (*valid, kind.clone()), found }
    });
}

#[test]
fn the_domain_of_an_address_is_told_in_small_letters() {
    assert_eq!(email::describe(" Anna@Corp.Example "), Some(("business", "corp.example".to_owned())));
}

#[derive(Deserialize)]
struct Case(String, Value, Option<Value>, Option<String>);

#[test]
fn answers_are_judged_as_the_table_says() {
    Table::<Case>::read("validate.json").run(|Case(name, field, answer, fault)| {
        let form = form(&[("asked", field.clone())], &json!([]));
        let given = answers(answer.iter().map(|answer| ("asked", repeated(answer))), &[]);
        let found = wrong(&form, &given).first().map(|(_, key)| key.clone());
        Outcome { name, expected: fault.clone(), found }
    });
}

#[test]
fn all_faults_are_told_in_the_order_of_the_form_consent_last() {
    let required = |kind: &str| json!({ "kind": kind, "required": true });
    let consent = json!([
        { "purpose": "contact", "text": "I agree.", "required": true },
        { "purpose": "marketing", "text": "Write to me." },
    ]);
    let form = form(
        &[("zeta", required("text")), ("email", required("email")), ("alpha", required("tel")), ("agreed", required("checkbox"))],
        &consent,
    );
    let fault = |field: &str, key: &str| (field.to_owned(), key.to_owned());
    let all = ["zeta", "email", "alpha", "agreed", "consent.contact"].map(|field| fault(field, "required"));
    assert_eq!(wrong(&form, &answers([].into_iter(), &[])), all);
    let half = answers([("zeta", "x"), ("email", "x"), ("agreed", "on")].map(text).into_iter(), &["marketing"]);
    assert_eq!(wrong(&form, &half), [fault("email", "format"), fault("alpha", "required"), fault("consent.contact", "required")]);
    let all = [("zeta", "x"), ("email", "a@corp.example"), ("alpha", "010-1234-5678"), ("agreed", "on"), ("unknown", "whatever")];
    assert_eq!(wrong(&form, &answers(all.map(text).into_iter(), &["contact"])), []);
}

#[test]
fn answers_leave_without_space_around_and_empty_ones_and_unasked_ones_not_at_all() {
    let form = form(&["a", "b", "c"].map(|name| (name, json!({ "kind": "text" }))), &json!([]));
    let given = answers([("a", " x y "), ("b", "  "), ("c", ""), ("d", "x")].map(text).into_iter(), &[]);
    assert_eq!(course(&form, &given)["answers"]["fields"], json!({ "a": "x y" }));
}

/// A completed form of these fields in one step; labels and the labels of options are filled in.
pub fn form(fields: &[(&str, Value)], consent: &Value) -> Form {
    let fields = fields.iter().map(|(name, field)| {
        let mut field = field.clone();
        field["name"] = json!(name);
        field["label"] = json!(name);
        let options = field["options"].as_array().cloned().unwrap_or_default();
        let option = |option: &Value| if option.is_string() { json!({ "id": option, "label": option }) } else { option.clone() };
        field["options"] = options.iter().map(option).collect();
        field
    });
    completed(json!({ "submit": "Send", "steps": [{ "fields": fields.collect::<Vec<_>>() }], "consent": consent }))
}

/// A form as `leadwell build` completes it.
pub fn completed(written: Value) -> Form {
    let campaign = json!({
        "leadwell": 1, "id": "acme", "name": "Acme", "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en" }, "destinations": [],
        "forms": { "demo": written },
    });
    let campaign: written::Campaign = serde_json::from_value(campaign).expect("a campaign");
    complete(campaign).runtime.forms.get("demo").expect("the form").clone()
}

/// The way through a form with these answers, for a visitor of whom nothing is known.
fn course(form: &Form, given: &Value) -> Value {
    let course = rules::follow(form, &plain(given), Held { facts: &plain(&json!({})), lists: &Named::new() });
    serde_json::to_value(course).expect("JSON")
}

fn wrong(form: &Form, given: &Value) -> Vec<(String, String)> {
    rules::faults(form, &plain(&course(form, given)), "2026-11-21")
}

pub fn plain(json: &Value) -> leadwell::value::Value {
    of_json(json.clone())
}

fn text<'a>((name, answer): (&'a str, &str)) -> (&'a str, Value) {
    (name, json!(answer))
}

fn answers<'a>(fields: impl Iterator<Item = (&'a str, Value)>, ticked: &[&str]) -> Value {
    let fields: serde_json::Map<_, _> = fields.map(|(name, answer)| (name.to_owned(), answer)).collect();
    json!({ "fields": fields, "consent": ticked, "kinds": {} })
}

/// `x*200` is two hundred x.
fn repeated(answer: &Value) -> Value {
    let times = answer.as_str().and_then(|answer| answer.rsplit_once('*'));
    let times = times.and_then(|(text, times)| Some((text, times.parse::<usize>().ok()?)));
    times.map_or_else(|| answer.clone(), |(text, times)| json!(text.repeat(times)))
}
