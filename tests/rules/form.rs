//! Forms: answers that are accepted, and why others are not.

use leadwell::campaign::Form;
use leadwell::campaign::written::Field;
use leadwell::form::{Answers, Fault, email, validate};
use leadwell::texts::FormTexts;
use leadwell::value::Named;
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
struct Case(String, Value, Option<String>, Option<String>);

#[test]
fn answers_are_judged_as_the_table_says() {
    Table::<Case>::read("validate.json").run(|Case(name, field, answer, fault)| {
        let form = form(&[("asked", field.clone())], &json!([]));
        let answers = answers(answer.iter().map(|answer| ("asked", repeated(answer))), &[]);
        let found = validate(&form, &answers).first().map(|error| said(error.fault));
        Outcome { name, expected: fault.clone(), found }
    });
}

#[test]
fn all_faults_are_told_in_the_order_of_the_form_consent_last() {
    let required = |kind: &str| json!({ "kind": kind, "required": true });
    let consent = json!([
        { "purpose": "contact", "text": "I agree.", "text_hash": {}, "required": true },
        { "purpose": "marketing", "text": "Write to me.", "text_hash": {} },
    ]);
    let form = form(
        &[("zeta", required("text")), ("email", required("email")), ("alpha", required("tel")), ("agreed", required("checkbox"))],
        &consent,
    );
    let faults = |answers: &Answers| validate(&form, answers).into_iter().map(|error| (error.field, said(error.fault))).collect::<Vec<_>>();
    let fault = |field: &str, fault: &str| (field.to_owned(), fault.to_owned());

    let nothing = answers([].into_iter(), &[]);
    assert_eq!(
        faults(&nothing),
        [
            fault("zeta", "required"),
            fault("email", "required"),
            fault("alpha", "required"),
            fault("agreed", "tick"),
            fault("consent.contact", "tick")
        ]
    );
    let half = answers([("zeta", "x".to_owned()), ("email", "x".to_owned()), ("agreed", "on".to_owned())].into_iter(), &["marketing"]);
    assert_eq!(faults(&half), [fault("email", "no email"), fault("alpha", "required"), fault("consent.contact", "tick")]);
    let all = [("zeta", "x"), ("email", "a@corp.example"), ("alpha", "010-1234-5678"), ("agreed", "on"), ("unknown", "whatever")];
    assert_eq!(faults(&answers(all.map(|(name, answer)| (name, answer.to_owned())).into_iter(), &["contact"])), []);
}

#[test]
fn answers_leave_without_space_around_and_empty_ones_not_at_all() {
    let answers = answers([("a", " x y ".to_owned()), ("b", "  ".to_owned()), ("c", String::new())].into_iter(), &[]);
    assert_eq!(answers.trimmed(), Named::from_iter([("a".to_owned(), "x y".to_owned())]));
}

#[test]
fn a_text_that_is_too_long_is_told_with_the_most_it_may_have() {
    let sentence = Fault::TooLong(200).sentence(&FormTexts::default());
    assert!(sentence.contains("200") && !sentence.contains('{'), "{sentence}");
}

/// A checked form of these fields; labels and the ids of options are filled in.
fn form(fields: &[(&str, Value)], consent: &Value) -> Form {
    let fields = fields.iter().map(|(name, field)| {
        let mut field = field.clone();
        field["name"] = json!(name);
        field["label"] = json!(name);
        let options = field["options"].as_array().cloned().unwrap_or_default();
        field["options"] = options.iter().map(|id| json!({ "id": id, "label": id })).collect();
        serde_json::from_value::<Field>(field.clone()).unwrap_or_else(|error| panic!("{field}: {error}"))
    });
    let consent = serde_json::from_value(consent.clone()).expect("consent items");
    let native = serde_json::from_value(json!({ "url": "https://hooks.example/leads" })).expect("an address");
    Form { fields: fields.collect(), consent, submit: "Send".into(), native, then: Vec::new() }
}

fn answers<'a>(fields: impl Iterator<Item = (&'a str, String)>, ticked: &[&str]) -> Answers {
    let consent = ticked.iter().map(|purpose| (*purpose).to_owned()).collect();
    Answers { fields: fields.map(|(name, answer)| (name.to_owned(), answer)).collect(), consent }
}

/// `x*200` is two hundred x.
fn repeated(answer: &str) -> String {
    let times = answer.rsplit_once('*').and_then(|(text, times)| Some((text, times.parse::<usize>().ok()?)));
    times.map_or_else(|| answer.to_owned(), |(text, times)| text.repeat(times))
}

fn said(fault: Fault) -> String {
    match fault {
        Fault::Required => "required".into(),
        Fault::ChoiceRequired => "choose".into(),
        Fault::ConsentRequired => "tick".into(),
        Fault::NotAnEmail => "no email".into(),
        Fault::NotATelephone => "no telephone".into(),
        Fault::NotAUrl => "no web address".into(),
        Fault::TooLong(most) => format!("at most {most}"),
    }
}
