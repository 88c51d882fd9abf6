//! Forms: answers that are accepted, and why others are not.

use leadwell::campaign::Form;
use leadwell::campaign::written::{Field, Step};
use leadwell::condition::Engine;
use leadwell::form::{Answers, Course, Fault, FieldError, Held, Wording, email, follow, validate};
use leadwell::texts::FormTexts;
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
        let found = faults(&form, &given).first().map(|error| said(&error.fault));
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
    let faults = |answers: &Answers| faults(&form, answers).into_iter().map(|error| (error.field, said(&error.fault))).collect::<Vec<_>>();
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
    let half = answers([("zeta", "x"), ("email", "x"), ("agreed", "on")].map(text).into_iter(), &["marketing"]);
    assert_eq!(faults(&half), [fault("email", "no email"), fault("alpha", "required"), fault("consent.contact", "tick")]);
    let all = [("zeta", "x"), ("email", "a@corp.example"), ("alpha", "010-1234-5678"), ("agreed", "on"), ("unknown", "whatever")];
    assert_eq!(faults(&answers(all.map(text).into_iter(), &["contact"])), []);
}

#[test]
fn answers_leave_without_space_around_and_empty_ones_and_unasked_ones_not_at_all() {
    let form = form(&["a", "b", "c"].map(|name| (name, json!({ "kind": "text" }))), &json!([]));
    let given = answers([("a", " x y "), ("b", "  "), ("c", ""), ("d", "x")].map(text).into_iter(), &[]);
    assert_eq!(course(&form, &given).answers.fields, [("a".to_owned(), plain(&json!("x y")))].into_iter().collect());
}

#[test]
fn a_fault_is_told_in_the_words_of_the_field_or_in_the_interface_s() {
    let texts = FormTexts::default();
    let wording = Wording { texts: &texts, locale: "ko", default_locale: "en" };
    let sentence = Fault::TooLong(200).sentence(None, wording);
    assert!(sentence.contains("200") && !sentence.contains('{'), "{sentence}");
    let own = json!({ "kind": "text", "messages": { "length": { "en": "Shorter, please.", "ko": "더 짧게 써 주세요." } } });
    let form = form(&[("asked", own)], &json!([]));
    assert_eq!(Fault::TooLong(200).sentence(form.field("asked"), wording), "더 짧게 써 주세요.");
    assert_eq!(Fault::Required.sentence(form.field("asked"), wording), texts.error_required);
}

/// A checked form of these fields in one step; labels and the labels of options are filled in.
pub fn form(fields: &[(&str, Value)], consent: &Value) -> Form {
    let fields = fields.iter().map(|(name, field)| {
        let mut field = field.clone();
        field["name"] = json!(name);
        field["label"] = json!(name);
        let options = field["options"].as_array().cloned().unwrap_or_default();
        let option = |option: &Value| if option.is_string() { json!({ "id": option, "label": option }) } else { option.clone() };
        field["options"] = options.iter().map(option).collect();
        serde_json::from_value::<Field>(field.clone()).unwrap_or_else(|error| panic!("{field}: {error}"))
    });
    let consent = serde_json::from_value(consent.clone()).expect("consent items");
    Form { steps: vec![Step { fields: fields.collect(), ..Step::default() }], consent, ..Form::default() }
}

/// The way through a form with these answers, for a visitor of whom nothing is known.
fn course<'a>(form: &'a Form, given: &Answers) -> Course<'a> {
    follow(form, given, Held { facts: &plain(&json!({})), lists: &Named::new(), engine: Engine::native() })
}

fn faults(form: &Form, given: &Answers) -> Vec<FieldError> {
    validate(&course(form, given), "2026-11-21")
}

fn plain(json: &Value) -> leadwell::value::Value {
    of_json(json.clone())
}

fn text<'a>((name, answer): (&'a str, &str)) -> (&'a str, Value) {
    (name, json!(answer))
}

fn answers<'a>(fields: impl Iterator<Item = (&'a str, Value)>, ticked: &[&str]) -> Answers {
    let consent = ticked.iter().map(|purpose| (*purpose).to_owned()).collect();
    let fields = fields.map(|(name, answer)| (name.to_owned(), plain(&answer))).collect();
    Answers { fields, consent, ..Answers::default() }
}

/// `x*200` is two hundred x.
fn repeated(answer: &Value) -> Value {
    let times = answer.as_str().and_then(|answer| answer.rsplit_once('*'));
    let times = times.and_then(|(text, times)| Some((text, times.parse::<usize>().ok()?)));
    times.map_or_else(|| answer.clone(), |(text, times)| json!(text.repeat(times)))
}

fn said(fault: &Fault) -> String {
    match fault {
        Fault::Required => "required".into(),
        Fault::ChoiceRequired => "choose".into(),
        Fault::ConsentRequired => "tick".into(),
        Fault::NotAnEmail => "no email".into(),
        Fault::NotATelephone => "no telephone".into(),
        Fault::NotAUrl => "no web address".into(),
        Fault::NotBusiness => "no business".into(),
        Fault::NotANumber => "no number".into(),
        Fault::NotADate => "no date".into(),
        Fault::NotATime => "no time".into(),
        Fault::Unlike => "unlike".into(),
        Fault::TooShort(least) => format!("at least {least}"),
        Fault::TooLong(most) => format!("at most {most}"),
        Fault::Below(least) => format!("not below {least}"),
        Fault::Above(most) => format!("not above {most}"),
        Fault::TooFew(least) => format!("choose {least}"),
        Fault::TooMany(most) => format!("choose no more than {most}"),
    }
}
