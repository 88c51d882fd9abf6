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

#[derive(Deserialize)]
struct Way {
    name: String,
    steps: Value,
    #[serde(default)]
    ask_new: Option<u32>,
    #[serde(default)]
    known: Value,
    given: Value,
    path: Value,
    asked: Vec<String>,
    required: Vec<String>,
    answers: Value,
}

#[test]
fn a_form_takes_the_course_that_the_table_says() {
    Table::<Way>::read("course.json").run(|case| {
        let mut written = json!({ "submit": "Send", "steps": case.steps });
        written["ask_new"] = json!(case.ask_new);
        let form = completed(&labelled(written));
        let facts = plain(&json!({ "field": case.known.as_object().cloned().unwrap_or_default() }));
        let given = plain(&json!({ "fields": case.given, "consent": [] }));
        let course = serde_json::to_value(rules::follow(&form, &given, Held { facts: &facts, lists: &Named::new() })).expect("JSON");
        let asked = course["asked"].as_object().expect("fields");
        let required: Vec<&String> = asked.iter().filter(|(_, asked)| asked[1] == true).map(|(name, _)| name).collect();
        let names: Vec<&String> = asked.keys().collect();
        let found = json!([course["path"], names, required, course["answers"]["fields"]]);
        Outcome { name: &case.name, expected: json!([case.path, case.asked, case.required, case.answers]), found }
    });
}

#[derive(Deserialize)]
struct Follows(String, String, Value, Value);

#[test]
fn answers_follow_from_others_as_the_table_says() {
    Table::<Follows>::read("formula.json").run(|Follows(name, formula, given, expected)| {
        let points = json!([
            { "id": "small", "label": "S", "points": 1 }, { "id": "large", "label": "L", "points": 5 },
            { "id": "a", "label": "A", "points": { "planner": 1, "doer": 0 } }, { "id": "b", "label": "B", "points": { "planner": 2, "doer": 3 } },
            { "id": "c", "label": "C", "points": { "doer": 1 } },
        ]);
        let kind = if given["plan"].is_array() { "checkbox_group" } else { "radio" };
        let form = completed(&labelled(json!({ "submit": "Send", "steps": [{ "fields": [
            { "name": "seats", "kind": "text" }, { "name": "plan", "kind": kind, "options": points },
            { "name": "result", "kind": "hidden", "calculate": formula },
        ] }] })));
        let found = course(&form, &json!({ "fields": given, "consent": [] }))["answers"]["fields"]["result"].clone();
        Outcome { name, expected: expected.clone(), found }
    });
}

#[test]
fn an_address_fills_in_what_the_table_says() {
    Table::<Prefilled>::read("prefill.json").run(|Prefilled(name, field, given, expected)| {
        let mut field = field.clone();
        (field["name"], field["prefill"]) = (json!("asked"), json!("p"));
        let form = completed(&labelled(json!({ "submit": "Send", "steps": [{ "fields": [field] }] })));
        let given = plain(&json!({ "p": repeated(given), "other": "x" }));
        let filled = rules::call("(rules, form, given) => rules.prefilled(form, given)", &[&form.0, &given], None);
        let found = serde_json::to_value(filled).expect("JSON")["asked"].clone();
        Outcome { name, expected: repeated(expected), found }
    });
}

#[derive(Deserialize)]
struct Prefilled(String, Value, Value, Value);

#[derive(Deserialize)]
struct Refused(String, String, Value);

#[test]
fn a_refusal_is_read_as_the_table_says() {
    Table::<Refused>::read("objections.json").run(|Refused(name, body, expected)| {
        let found = rules::call("(rules, body) => rules.objections(body)", &[&plain(&json!(body))], None);
        Outcome { name, expected: expected.clone(), found: serde_json::to_value(found).expect("JSON") }
    });
}

#[derive(Deserialize)]
struct Noticed(String, Value, Value, Value);

#[test]
fn programs_are_noticed_as_the_table_says() {
    let form = form(&[("name", json!({ "kind": "name" })), ("email", json!({ "kind": "email" }))], &json!([]));
    Table::<Noticed>::read("signals.json").run(|Noticed(name, given, noticed, expected)| {
        let course = plain(&course(&form, &json!({ "fields": given, "consent": [] })));
        let script = "(rules, form, course, noticed) => rules.signals(form, course, noticed)";
        let found = rules::call(script, &[&form.0, &course, &plain(noticed)], None);
        Outcome { name, expected: expected.clone(), found: serde_json::to_value(found).expect("JSON") }
    });
}

#[derive(Deserialize)]
struct Piped(String, String, Value);

#[test]
fn answers_stand_in_later_texts_as_the_table_says() {
    let plan = json!({ "kind": "radio", "options": [{ "id": "t", "label": { "en": "Team", "ko": "팀" } }] });
    let tools = json!({ "kind": "checkbox_group", "options": [{ "id": "k", "label": "Kran" }, { "id": "g", "label": "Gabelstapler" }, { "id": "x", "label": "X" }] });
    let form = form(&[("name", json!({ "kind": "text" })), ("plan", plan), ("tools", tools)], &json!([]));
    let facts = plain(&json!({ "field": { "city": "Busan" } }));
    let given = plain(&json!({ "fields": { "name": "Ada <b>", "plan": "t", "tools": ["k", "g"] }, "consent": [] }));
    let course = rules::follow(&form, &given, Held { facts: &facts, lists: &Named::new() });
    Table::<Piped>::read("piping.json").run(|Piped(name, fact, expected)| {
        let script = "(rules, form, course, fact) => rules.said(form, course, fact, (text) => text.ko ?? text)";
        let found = rules::call(script, &[&form.0, &course, &plain(&json!(fact))], None);
        Outcome { name, expected: expected.clone(), found: serde_json::to_value(found).expect("JSON") }
    });
}

#[test]
fn answers_in_an_address_are_parts_of_it_and_lead_nowhere_else() {
    let told = |template: &str| {
        let script =
            "(rules, template) => rules.addressed(template, (name) => ({ 'field.plan': 'a b&c=d', 'field.next': '//evil.example' })[name])";
        rules::call(script, &[&plain(&json!(template))], None)
    };
    for (template, address) in [
        ("https://shop.example/start", "https://shop.example/start"),
        ("https://shop.example/?plan={{field.plan|basic}}", "https://shop.example/?plan=a%20b%26c%3Dd"),
        ("/start/{{field.none|basic}}/x", "/start/basic/x"),
        ("/{{field.next}}", "/%2F%2Fevil.example"),
        ("/{{ field.plan }}{{field.none}}", "/a%20b%26c%3Dd"),
    ] {
        assert_eq!(told(template), plain(&json!(address)), "{template}");
    }
}

/// With labels and ids of options where a table leaves them out.
fn labelled(mut form: Value) -> Value {
    for step in form["steps"].as_array_mut().into_iter().flatten() {
        for field in step["fields"].as_array_mut().into_iter().flatten() {
            field["label"] = field["name"].clone();
            for option in field.get_mut("options").and_then(Value::as_array_mut).into_iter().flatten() {
                if option.is_string() {
                    *option = json!({ "id": option, "label": option });
                }
            }
        }
    }
    form
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
    completed(&json!({ "submit": "Send", "steps": [{ "fields": fields.collect::<Vec<_>>() }], "consent": consent }))
}

/// A form as `leadwell build` completes it.
pub fn completed(written: &Value) -> Form {
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
