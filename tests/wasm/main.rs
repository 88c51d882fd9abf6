//! What only a browser can tell, run in Chromium by wasm-bindgen's own runner on the plain stable build.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "in tests a panic is how a failure is told")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// A plain value, written as JSON, for the modules shared with `tests/rules`.
macro_rules! plain {
    ($($json:tt)+) => {
        serde_json::from_value::<leadwell::value::Value>(serde_json::json!($($json)+)).expect("a plain value")
    };
}

#[path = "../rules/campaign.rs"]
mod campaign;
#[allow(dead_code, reason = "`tests/rules` uses all of it")]
#[path = "../rules/chance.rs"]
mod chance;
#[allow(dead_code, reason = "`tests/rules` uses all of it")]
#[path = "../rules/histories.rs"]
mod histories;

/// The engine of conditions here, where `tests/rules` has the native one.
mod condition {
    pub fn engine() -> leadwell::condition::Engine {
        leadwell::browser::javascript::ENGINE
    }
}

use leadwell::browser::json;
use leadwell::browser::storage::{self, Key};
use leadwell::browser::{clock, javascript, page, random};
use leadwell::condition::{Condition, Lists, Scope, value_at};
use leadwell::lead::replay::Outcome;
use leadwell::value::{self, Value};
use wasm_bindgen_test::wasm_bindgen_test;

const CONDITIONS: &str = include_str!("../rules/cases/condition.json");
const DEMO: &str = include_str!("../../campaigns/demo_request/campaign.json");

fn parsed(text: &str) -> Value {
    json::from_js(&js_sys::JSON::parse(text).expect("JSON"))
}

#[wasm_bindgen_test]
fn conditions_hold_in_the_browser_as_the_table_says() {
    let table = parsed(CONDITIONS);
    let lists: Lists = value::read(value_at(&table, "common.lists")).expect("lists");
    let mut wrong = Vec::new();
    for case in value_at(&table, "cases").as_array().expect("cases") {
        let [name, condition, facts, expected] = case.as_array().expect("a case").as_slice() else { panic!("not a case: {case:?}") };
        let condition: Condition = value::read(condition).expect("a condition");
        let found = condition.holds(&Scope { facts, lists: &lists, engine: javascript::ENGINE });
        if Value::Bool(found) != *expected {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[wasm_bindgen_test]
fn a_thousand_leads_are_scored_and_worked_out_again_to_the_last_digit_as_natively() {
    let mut digest = histories::Digest::default();
    histories::leads(histories::SHARED, |round, campaign, message| {
        let outcome = Outcome::of([campaign], message, javascript::ENGINE);
        assert!(outcome == Outcome::Match, "lead {round}: {outcome:?}");
        digest.add(message);
    });
    assert_eq!(digest, histories::DIGEST);
}

#[wasm_bindgen_test]
fn the_demo_campaign_reads_the_same_without_serde() {
    let source = parsed(DEMO);
    let ours: leadwell::campaign::written::Campaign = value::read(&source).expect("the demo is a campaign");
    let serdes: leadwell::campaign::written::Campaign = serde_json::from_str(DEMO).expect("the demo is a campaign");
    // Not `assert_eq!`: two whole campaigns are nothing to read in a log.
    assert!(format!("{ours:?}") == format!("{serdes:?}"), "the two readers differ; `tests/rules` tells where");
}

#[wasm_bindgen_test]
fn a_campaign_of_another_shape_is_told_by_its_first_misfit() {
    let unknown = parsed(&DEMO.replacen("\"leadwell\": 1", "\"leadwell\": 1, \"colour\": 1", 1));
    let misfit = value::read::<leadwell::campaign::written::Campaign>(&unknown).expect_err("an unknown key");
    assert_eq!(misfit, "colour: expected no such key");
}

#[wasm_bindgen_test]
fn json_survives_the_way_into_javascript_and_back() {
    let text = r#"{"__proto__":{"polluted":true},"a":[1,-2.5,null,true,"가\u0000\ud83d\ude00"],"n":9007199254740991,"o":{}}"#;
    let there = json::to_js(&parsed(text));
    assert_eq!(json::from_js(&there), parsed(text));
    let polluted = js_sys::Reflect::get(&js_sys::Object::new(), &"polluted".into()).expect("a plain object");
    assert!(polluted.is_undefined(), "no key of ours reaches a prototype");
}

#[wasm_bindgen_test]
fn what_nests_without_end_is_cut_off_and_no_panic() {
    let object = js_sys::Object::new();
    js_sys::Reflect::set(&object, &"itself".into(), &object).expect("set");
    assert!(json::from_js(&object).is_object());
}

#[wasm_bindgen_test]
fn storage_tells_the_truth_about_what_it_keeps() {
    let key = Key::Outbox { id: "a-test" };
    assert!(storage::write(key, "kept"));
    assert_eq!(storage::read(key).as_deref(), Some("kept"));
    assert!(storage::outbox_ids().contains(&"a-test".to_owned()));
    storage::remove(key);
    assert_eq!(storage::read(key), None);
    let too_much = "x".repeat(20 * 1024 * 1024);
    assert!(!storage::write(key, &too_much), "beyond any quota");
}

#[wasm_bindgen_test]
fn ids_are_random_uuids_of_version_4() {
    let (one, other) = (random::uuid(), random::uuid());
    assert_ne!(one, other);
    let parts: Vec<usize> = one.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert_eq!(one.as_bytes()[14], b'4');
    assert!(b"89ab".contains(&one.as_bytes()[19]));
}

#[wasm_bindgen_test]
fn the_page_s_own_language_comes_before_the_browser_s() {
    let (_, document) = page::window_and_document().expect("a page");
    document.document_element().expect("html").set_attribute("lang", "ko-KR").expect("set");
    assert_eq!(page::languages().first().map(String::as_str), Some("ko-KR"));
}

#[wasm_bindgen_test]
fn local_time_is_the_one_that_javascript_tells() {
    let told = |date: &js_sys::Date| {
        let day = format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
        (date.get_hours(), (date.get_day() + 6) % 7 + 1, day)
    };
    let before = told(&js_sys::Date::new_0());
    let local = clock::moment().local;
    let after = told(&js_sys::Date::new_0());
    assert!([before, after].contains(&(local.hour, local.weekday, local.date)));
}
