//! What an earlier version left in a browser goes on in this one: its visitor is known, its choice holds, what was typed is there, and the
//! lead that waited arrives.
//!
//! `tests/released/browser_N.json` is what a browser had stored, and when. Before a version that stores something else is released,
//! `LEADWELL_BLESS=1` writes one more, by the first journey here.

use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::harness::{Browser, Server, Site, demo, root, text, until};

/// Of what this version stores.
const NEWEST: &str = "browser_2.json";

fn campaign() -> Value {
    let mut campaign = demo();
    campaign["forms"]["demo"]["resume"] = json!(true);
    campaign
}

fn released(file: &str) -> PathBuf {
    root().join("tests/released").join(file)
}

#[tokio::test]
async fn the_newest_of_what_browsers_have_stored_is_what_this_version_stores() {
    let crm = Server::receiver(&[503]);
    let (site, browser) = (Site::sending_to(&campaign(), Some(&crm.url("/crm"))), Browser::start().await);
    browser.open(&site.url("/?utm_source=naver&utm_medium=cpc")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    browser.eval("leadwell('consent', { personalization: true, analytics: false })").await;
    browser.eval("leadwell('track', 'pricing_view')").await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    browser.open(&site.url("/pricing/")).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("name", " of tomorrow").await;
    browser.wait_for("what was typed is kept", "Object.keys(localStorage).some(key => key.startsWith('leadwell:draft:'))").await;
    let stored = "Object.fromEntries(Object.entries(localStorage).map(([key, text]) => [key, JSON.parse(text)]))";
    let found = json!({ "at": Timestamp::now().to_string(), "stored": browser.eval(stored).await });
    let path = released(NEWEST);
    if std::env::var_os("LEADWELL_BLESS").is_some() && !path.exists() {
        fs::write(&path, format!("{found:#}\n")).expect("written");
    }
    let kept: Value = serde_json::from_str(&fs::read_to_string(path).expect("a fixture")).expect("JSON");
    assert_eq!(shape_of(&found["stored"], ""), shape_of(&kept["stored"], ""), "another shape is another version, with a file of its own");
}

#[tokio::test]
async fn what_every_earlier_version_left_in_a_browser_goes_on() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/released")).expect("a folder").flatten() {
        let name = entry.file_name().into_string().expect("text");
        if name.starts_with("browser_") {
            goes_on(&name).await;
            seen += 1;
        }
    }
    assert!(seen > 1);
}

async fn goes_on(file: &str) {
    let kept: Value = serde_json::from_str(&fs::read_to_string(released(file)).expect("a fixture")).expect("JSON");
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    // A page of the site that runs nothing of ours.
    browser.open(&site.url("/robots.txt")).await;
    let stored = an_hour_ago(&kept);
    browser.eval(&format!("Object.entries({stored}).forEach(([key, value]) => localStorage.setItem(key, JSON.stringify(value)))")).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;

    let [mut record, mut waiting, mut draft] = [Value::Null, Value::Null, Value::Null];
    for (key, value) in stored.as_object().expect("by key") {
        match key.split(':').nth(1) {
            Some("visitor") => record = value.clone(),
            Some("outbox") => waiting = value.clone(),
            Some("draft") => draft = value.clone(),
            _ => {}
        }
    }
    let now = browser.eval("JSON.parse(localStorage['leadwell:visitor:docktide_demo'])").await;
    assert_eq!(now["id"], record["id"], "{file}: the visitor is known");
    assert!(now["pages"].as_u64() > record["pages"].as_u64(), "{file}: {} after {}", now["pages"], record["pages"]);
    let explained = browser.eval("leadwell('explain')").await;
    let rows = explained["score"]["explanation"].as_array().expect("reasons");
    for rule in record["ledger"].as_object().expect("what was done").keys() {
        let row = rows.iter().find(|row| row["rule"] == **rule).unwrap_or_else(|| panic!("{file}: {rule} counts no more: {explained}"));
        assert!(row["points"].as_f64() > Some(0.0), "{file}: {row}");
    }
    if draft.is_object() {
        assert_eq!(json!(form.value_of("name").await), draft["fields"]["name"], "{file}: what was typed is there");
    }
    if waiting.is_object() {
        let arrived = until("the lead that waited arrives", async || site.inbox.stored().pop()).await;
        assert_eq!(arrived["id"], waiting["message"]["id"], "{file}");
        browser.wait_for("nothing waits", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
    }
    // And this version's own lead follows.
    let before = usize::from(waiting.is_object());
    form.eval("form => form.reset()").await;
    form.fill_in().await;
    form.submit().await;
    assert_eq!(form.success_text().await, text(&campaign()["forms"]["demo"]["then"][0]["do"][0]["message"], "en"));
    let newest = until("its own lead arrives", async || site.inbox.stored().into_iter().nth(before)).await;
    assert_eq!((&newest["visitor"]["id"], &newest["replay"]), (&record["id"], &json!("match")), "{file}");
    // The browser's own wish, on the page that is a text.
    browser.assert_no_complaints(&["favicon.ico"]).await;
}

/// What was stored, with every time so much later that it was stored an hour ago.
fn an_hour_ago(kept: &Value) -> Value {
    let at: Timestamp = kept["at"].as_str().and_then(|at| at.parse().ok()).expect("a time");
    let later = Timestamp::now().as_millisecond() - 3_600_000 - at.as_millisecond();
    moved(&kept["stored"], later / 1000 * 1000)
}

fn moved(value: &Value, by_ms: i64) -> Value {
    // Milliseconds and seconds of these years, and nothing else, are numbers of this size.
    const YEAR_2020_MS: f64 = 1.577e12;
    const YEAR_2020: f64 = 1.577e9;
    match value {
        Value::Array(list) => list.iter().map(|one| moved(one, by_ms)).collect(),
        Value::Object(object) => object.iter().map(|(key, one)| (key.clone(), moved(one, by_ms))).collect(),
        Value::Number(number) if number.as_f64().is_some_and(|number| number > YEAR_2020_MS) => {
            json!(number.as_f64().unwrap_or_default() + by_ms as f64)
        }
        Value::Number(number) if number.as_f64().is_some_and(|number| number > YEAR_2020 && number < 2.0 * YEAR_2020) => {
            json!(number.as_i64().unwrap_or_default() + by_ms / 1000)
        }
        Value::String(text) => match text.parse::<Timestamp>() {
            Ok(at) => json!(format!("{:.0}", at + jiff::SignedDuration::from_millis(by_ms))),
            Err(_) => value.clone(),
        },
        other => other.clone(),
    }
}

/// Every path there is, with the kind of what stands there; names that a campaign or a visitor gives are not part of it.
fn shape_of(value: &Value, path: &str) -> Vec<String> {
    let mut lines = match value {
        Value::Object(object) => object.iter().flat_map(|(key, one)| shape_of(one, &format!("{path}.{}", generic(key)))).collect(),
        Value::Array(list) => list.iter().flat_map(|one| shape_of(one, &format!("{path}[]"))).collect(),
        Value::Null => vec![format!("{path}: null")],
        Value::Bool(_) => vec![format!("{path}: boolean")],
        Value::Number(_) => vec![format!("{path}: number")],
        Value::String(_) => vec![format!("{path}: text")],
    };
    lines.sort();
    lines.dedup();
    lines
}

fn generic(key: &str) -> String {
    match key.rsplit_once(':') {
        Some((start, id)) if start == "leadwell:outbox" && id.len() == 36 => format!("{start}:ID"),
        _ => key.to_owned(),
    }
}
