//! A visitor fills the form of a published page, and a message that others can rely on arrives.

use base64::Engine;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{Browser, Site, answers, demo, text};

/// What every receiver relies on, and the inbox's own `received_at`.
const KEYS: &str = "type version id lead_id created_at age_ms sent_at attempt test campaign form via fields consent level reason qualified \
                    stage stages tags score evidence value source experiments visitor ids page spam received_at replay";

#[tokio::test]
async fn a_visitor_sends_the_form_and_the_message_of_the_contract_arrives() {
    journey("en", "/").await;
}

#[tokio::test]
async fn a_korean_visitor_does_the_same_in_korean() {
    journey("ko", "/ko/").await;
}

async fn journey(locale: &str, path: &str) {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let url = site.url(&format!("{path}?utm_source=naver&utm_medium=cpc&utm_campaign=spring&utm_term=docks&gclid=click-1"));
    browser.open(&url).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;

    let thanks = text(&demo()["forms"]["demo"]["then"][0]["do"][0]["message"], locale);
    assert_eq!(form.success_text().await, thanks);
    assert!(form.success_has_focus().await);

    let lead = site.lead().await;
    check_message(&lead, &site, locale, &url);
    assert_eq!(lead["page"]["time_zone"], browser.eval("Intl.DateTimeFormat().resolvedOptions().timeZone").await);
    assert_eq!(lead["page"]["title"], browser.eval("document.title").await);
    browser.wait_for("the outbox is empty", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:visitor:docktide_demo"]);
    browser.assert_no_complaints(&[]).await;

    browser.open(&format!("http://{}/", site.inbox.address)).await;
    let seen = browser.text().await;
    let total = lead["score"]["total"].to_string();
    for part in ["Ada Park", "ada.park@corp.example", "demo", &total, "demo_request +20"] {
        assert!(seen.contains(part), "{part:?} in {seen}");
    }
    browser.assert_no_complaints(&[]).await;
}

fn check_message(lead: &Value, site: &Site, locale: &str, url: &str) {
    let mut keys: Vec<_> = lead.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    let mut expected: Vec<_> = KEYS.split_whitespace().collect();
    expected.sort_unstable();
    assert_eq!(keys, expected);

    let (version, published) = (&site.published()["version"], site.published());
    assert!(version.as_str().is_some_and(|version| version.starts_with("sha256-")));
    let plain = [
        ("type", json!("lead.captured")),
        ("version", json!(1)),
        ("attempt", json!(1)),
        ("test", json!(false)),
        ("campaign", json!({ "id": "docktide_demo", "version": version })),
        ("form", json!("demo")),
        ("via", json!({ "kind": "page", "id": "/" })),
        ("fields", answers()),
        ("level", json!("sql")),
        ("reason", Value::Null),
        ("qualified", json!(true)),
        ("stage", json!("action")),
        ("experiments", json!({})),
    ];
    for (key, value) in plain {
        assert_eq!(lead[key], value, "{key}");
    }
    // What drives this browser is a program; whether it also types like one, the machine's load decides.
    let signals = lead["spam"]["signals"].as_array().expect("a list");
    assert!(
        signals.contains(&json!("headless")) && signals.iter().all(|one| ["too_fast", "pace", "headless"].iter().any(|known| one == known))
    );
    assert_eq!(lead["spam"]["suspected"], signals.len() > 1);
    assert_ne!(uuid(&lead["id"]), uuid(&lead["lead_id"]));
    assert_eq!(uuid(&lead["ids"]["event"]), uuid(&lead["id"]));
    recent(&lead["created_at"]);
    recent(&lead["sent_at"]);
    assert!(lead["age_ms"].as_u64().is_some_and(|age| age < 30_000), "{}", lead["age_ms"]);

    check_consent(&lead["consent"], &published["forms"]["demo"]["consent"], locale);
    check_score(&lead["score"]);
    check_rest(lead, &published, locale, url);
}

fn check_consent(consent: &Value, asked: &Value, locale: &str) {
    for (index, state) in ["granted", "denied"].into_iter().enumerate() {
        let words = text(&asked[index]["text"], locale);
        let hash = format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&words)));
        let at = &consent[index]["at"];
        recent(at);
        let expected = json!({
            "purpose": asked[index]["purpose"], "state": state, "text": words, "text_hash": hash, "locale": locale, "at": at,
        });
        assert_eq!(consent[index], expected);
    }
    assert_eq!(consent.as_array().map(Vec::len), Some(2));
}

fn check_score(score: &Value) {
    let rows = score["explanation"].as_array().expect("rows");
    let row = |rule: &str| rows.iter().find(|row| row["rule"] == rule).unwrap_or_else(|| panic!("{rule} in {score}"));
    for (rule, dimension, points) in [
        ("visit", "engagement", 4.0),
        ("form_begun", "engagement", 10.0),
        ("demo_request", "engagement", 20.0),
        ("size_large", "fit", 35.0),
        ("business_mail", "fit", 20.0),
    ] {
        let row = row(rule);
        assert_eq!((&row["dimension"], &row["count"]), (&json!(dimension), &json!(1)), "{row}");
        // Seconds ago: the half-life of two weeks takes next to nothing.
        assert!(row["points"].as_f64().is_some_and(|found| (found - points).abs() < 0.01), "{row}");
        assert_eq!(row.get("at").and_then(Value::as_array).map_or(0, Vec::len), usize::from(dimension == "engagement"), "{row}");
    }
    let sum =
        |dimension: &str| -> f64 { rows.iter().filter(|row| row["dimension"] == dimension).filter_map(|row| row["points"].as_f64()).sum() };
    for dimension in ["engagement", "fit"] {
        assert!(score[dimension].as_f64().is_some_and(|found| (found - sum(dimension)).abs() < 1e-6), "{dimension} of {score}");
    }
    let total = score["total"].as_f64().expect("a total");
    assert!(total > 0.0 && (total - sum("engagement") - sum("fit")).abs() < 1e-6, "{score}");
    let grades = ["grade_fit", "grade_engagement"].map(|grade| score[grade].as_str().expect("a grade"));
    assert_eq!(score["grade"], grades.concat());
    let reasons = score["reasons"].as_str().expect("reasons");
    assert!(reasons.contains("demo_request +20") && reasons.contains("size_large +35"), "{reasons}");
}

fn check_rest(lead: &Value, published: &Value, locale: &str, url: &str) {
    let evidence = &lead["evidence"];
    recent(&evidence["at"]);
    for rule in ["visit", "form_begun", "demo_request"] {
        assert_eq!(evidence["rules"][rule][0][1], 1, "{evidence}");
        recent(&evidence["rules"][rule][0][0]);
    }
    assert!(evidence["facts"].is_object());

    let worth = &published["scoring"]["value"]["by_grade"];
    let amount = worth.get(lead["score"]["grade"].as_str().expect("a grade")).unwrap_or(&worth["*"]);
    assert_eq!(lead["value"]["amount"].as_f64(), amount.as_f64());
    assert_eq!(lead["value"]["currency"], "EUR");

    let stages: Vec<_> = lead["stages"].as_array().expect("stages").iter().map(|stage| stage["id"].as_str().expect("id")).collect();
    assert_eq!(stages, ["attention", "interest", "desire", "action"]);
    assert!(lead["tags"].as_array().is_some_and(|tags| tags.contains(&json!("enterprise"))), "{}", lead["tags"]);

    let at = &lead["source"]["first"]["at"];
    recent(at);
    let touch = json!({
        "channel": "paid_search", "source": "naver", "medium": "cpc", "campaign": "spring", "id": null, "term": "docks", "content": null,
        "click_ids": { "gclid": "click-1" }, "referrer": null, "landing": url, "at": at,
    });
    assert_eq!(lead["source"], json!({ "first": touch, "last": touch, "touches": 1 }));
    assert_eq!((&lead["visitor"]["visits"], &lead["visitor"]["pages"]), (&json!(1), &json!(1)));
    uuid(&lead["visitor"]["id"]);
    recent(&lead["visitor"]["first_seen"]);
    assert_eq!((&lead["page"]["url"], &lead["page"]["locale"]), (&json!(url), &json!(locale)));
}

fn uuid(value: &Value) -> uuid::Uuid {
    let id: uuid::Uuid = value.as_str().and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{value} is no UUID"));
    assert_eq!(id.get_version_num(), 4);
    id
}

/// In UTC, and of this journey.
fn recent(value: &Value) {
    let text = value.as_str().unwrap_or_default();
    let at: jiff::Timestamp = text.parse().unwrap_or_else(|error| panic!("{value}: {error}"));
    let age = jiff::Timestamp::now().as_second() - at.as_second();
    assert!(text.ends_with('Z') && (-1..300).contains(&age), "{value} is {age} s ago");
}
