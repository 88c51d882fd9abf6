//! Tools of the page: what each is called with, by the very file that browsers run; a table for each row of `data/analytics/`.

use leadwell::campaign::analytics::{About, make, rows, usable};
use leadwell::campaign::written::Analytics;
use leadwell::quickjs;
use leadwell::value::{of_json, read};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::table::{Outcome, Table, here};

const SHAPES: &str = include_str!("../../src/aids/shapes.js");
const ANALYTICS: &str = include_str!("../../src/aids/analytics.js");

/// Tells a page that keeps every call, with what it was called on.
const CALLED: &str = "(rules, ask, tool, event, facts) => {
    if (!(tool.events[event] ?? tool.events['*'])) return 'not told';
    const told = rules.worded(tool, event, facts, rules.fill), called = [];
    if (tool.by) return { [tool.by]: tool.on ?? tool.url, name: told.name, fields: told.fields };
    const named = (path) => new Proxy(function () {}, {
        get: (_, key) => (key === 'toJSON' ? () => path : named(path ? path + '.' + key : key)),
        apply: (_, on, given) => { called.push([path, ...given]); return named(path + '()'); },
    });
    globalThis.window = named('');
    rules.run(told.calls, told);
    return called;
}";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// What its author wrote, besides the connector and what all cases share; `null` leaves a key out.
    #[serde(default)]
    tool: Map<String, Value>,
    /// What is expected: of making the tool, places of faults and warnings,
    #[serde(default)]
    faults: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    purpose: Option<String>,
    /// of which events it is told,
    #[serde(default)]
    events: Option<Vec<String>>,
    /// and of what is called: the event, what it tells, and facts in the place of the lead's.
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    detail: Map<String, Value>,
    #[serde(default)]
    with: Map<String, Value>,
    #[serde(default)]
    calls: Option<Value>,
}

/// What the page knows when a lead is sent.
fn facts() -> Value {
    json!({
        "id": "0b9a9f0e-0001-4a4a-8a8a-000000000001", "lead_id": "0b9a9f0e-0002-4a4a-8a8a-000000000002", "form": "demo",
        "fields": { "email": "ada@corp.example", "size": "51-200" }, "level": "sql", "qualified": true, "stage": "action", "tags": ["price_aware"],
        "score": { "engagement": 32, "fit": 40, "total": 72, "grade": "A1" }, "value": { "amount": 300, "currency": "EUR" },
        "source": { "last": { "channel": "paid_search", "source": "naver" } }, "page": { "path": "/offer", "title": "Offer", "locale": "en" },
        "campaign": { "id": "spring", "version": "sha256-" }, "experiments": { "headline": "short" }, "device": { "kind": "mobile" }
    })
}

fn about() -> About {
    About {
        chosen: vec!["size".to_owned()],
        typed: vec!["email".to_owned(), "name".to_owned()],
        dimensions: vec!["engagement".to_owned(), "fit".to_owned()],
        own: vec![
            ("add_to_cart".to_owned(), Some(("dataLayer".to_owned(), "add_to_cart".to_owned()))),
            ("big_cart".to_owned(), Some(("dataLayer".to_owned(), "add_to_cart".to_owned()))),
            ("pricing_toggle".to_owned(), None),
        ],
    }
}

impl Case {
    fn tool(&self, connector: &str, common: &Value) -> Analytics {
        let mut written = json!({ "connector": connector });
        for (key, value) in common["tool"].as_object().into_iter().flatten().chain(&self.tool) {
            written[key] = value.clone();
        }
        written.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
        read(&of_json(written)).unwrap_or_else(|misfit| panic!("{}: {misfit}", self.name))
    }

    fn called(&self, tool: &Value, event: &str) -> Value {
        let mut known = facts();
        let keys = known.as_object_mut().expect("an object");
        keys.extend([("event".to_owned(), json!(self.detail)), ("name".to_owned(), json!(event))]);
        keys.extend(self.with.clone());
        keys.retain(|_, value| !value.is_null());
        let module = SHAPES.replace("export default { fill, pairs };", "") + ANALYTICS;
        let (tool, event, known) = (of_json(tool.clone()), of_json(json!(event)), of_json(known));
        json!(quickjs::call(&module, CALLED, &[&tool, &event, &known], Box::new(|_, _| leadwell::value::Value::Null)))
    }
}

#[test]
fn every_tool_is_called_as_its_table_says() {
    for row in rows() {
        let table = Table::<Case>::read(&format!("analytics/{}.json", row.name));
        table.run(|case| {
            let made = make(&case.tool(&row.name, &table.common), &about());
            let places =
                |faults: &[leadwell::campaign::connector::Fault]| json!(faults.iter().map(|fault| &*fault.path).collect::<Vec<_>>());
            let mut found = vec![places(&made.faults), places(&made.warnings)];
            let mut expected = vec![json!(case.faults), json!(case.warnings)];
            if let Some(purpose) = &case.purpose {
                expected.push(json!(purpose));
                found.push(made.tool["purpose"].clone());
            }
            if let Some(events) = &case.events {
                expected.push(json!(events));
                found.push(json!(made.tool["events"].as_object().expect("events").keys().collect::<Vec<_>>()));
            }
            if let Some(event) = &case.event {
                expected.push(case.calls.clone().unwrap_or_default());
                found.push(case.called(&made.tool, event));
            }
            assert!(expected.len() > 2 || !case.faults.is_empty() || !case.warnings.is_empty(), "{}: nothing is expected", case.name);
            Outcome { name: &case.name, expected, found }
        });
    }
}

#[test]
fn there_is_no_table_without_a_tool() {
    for file in std::fs::read_dir(here().join("cases/analytics")).expect("the tables") {
        let path = file.expect("a file").path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        assert!(rows().iter().any(|row| row.name == name), "{name}");
    }
}

/// A campaign with these tools, as a page has it.
fn starts(campaign: &Value) -> Option<Value> {
    crate::campaign::runtime(campaign).starts.map(|starts| json!(starts)["analytics"].clone()).filter(|about| !about.is_null())
}

#[test]
fn a_page_gets_the_tools_that_are_live_and_can_be_told() {
    let told = starts(&json!({
        "scoring": { "qualification": [{ "level": "sql" }, { "level": "warm", "qualified": true }, { "level": "cold" }],
            "value": { "currency": "EUR", "by_grade": { "A1": 300, "*": 10 } } },
        "analytics": [
            { "connector": "linkedin", "params": { "conversion_id": 12 }, "note": "for people" },
            { "connector": "meta", "status": "paused" },
        ],
    }))
    .expect("tools");
    assert_eq!(told["tools"].as_array().expect("tools").len(), 1);
    assert_eq!(
        told["tools"][0],
        json!({ "name": "linkedin", "purpose": "advertising", "calls": [["lintrk", ["track", { "conversion_id": 12, "event_id": "$id" }]]],
            "events": { "lead_captured": { "name": "conversion" } } })
    );
    assert_eq!((&told["holds"], &told["levels"]), (&json!(true), &json!(["sql", "warm"])));
    assert_eq!(told["worth"], json!({ "currency": "EUR", "by_grade": { "A1": 300, "*": 10 } }));
}

#[test]
fn what_cannot_be_told_as_its_author_meant_is_left_out() {
    let written = of_json(
        json!([{ "connector": "google_ads" }, { "connector": "nobody" }, { "connector": "webhook", "url": "http://hooks.example" }, { "connector": "dom" }]),
    );
    let usable = usable(Some(&written), &about());
    assert_eq!(usable.iter().map(|tool| &tool["name"]).collect::<Vec<_>>(), ["dom"]);
}

#[test]
fn without_tools_nothing_starts_and_without_memory_nothing_is_held() {
    assert!(starts(&json!({})).is_none());
    assert!(starts(&json!({ "analytics": [] })).is_none());
    let told = starts(&json!({ "consent": { "before_consent": "page_only" }, "analytics": [{ "connector": "dom" }] })).expect("a tool");
    assert_eq!(told["holds"], Value::Null);
}
