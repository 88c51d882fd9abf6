//! `opt_in`: nothing is kept about a visitor, and nothing beyond the answers is sent, until the visitor agrees.

use serde_json::{Value, json};

use crate::harness::{Browser, Site, answers, demo};

const UNDER_CONSENT: [&str; 9] = ["score", "evidence", "value", "stage", "stages", "tags", "source", "experiments", "visitor"];

#[tokio::test]
async fn without_consent_a_lead_carries_the_answers_and_the_level_and_nothing_is_kept() {
    let mut campaign = demo();
    campaign["consent"] = json!({ "mode": "opt_in" });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.open(&site.url("/?utm_source=naver&utm_medium=cpc")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    assert_eq!(browser.stored_keys().await, Vec::<String>::new());
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"], answers());
    for key in UNDER_CONSENT.into_iter().chain(["ids"]) {
        assert_eq!(lead.get(key), None::<&Value>, "{key}");
    }
    // What the campaign says of the answers is what the visitor asked for: somebody has to reply.
    assert_eq!((&lead["level"], &lead["qualified"], lead.get("reason")), (&json!("sql"), &json!(true), Some(&Value::Null)));
    assert_eq!(lead["consent"][0]["state"], "granted");
    browser.wait_for("the outbox is empty", "localStorage.length === 0").await;

    browser.eval("leadwell('consent', { personalization: true })").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent", "leadwell:visitor:docktide_demo"]);
    browser.reload().await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let leads = site.leads(2).await;
    for key in UNDER_CONSENT {
        assert!(leads[1].get(key).is_some(), "{key}");
    }
    assert!(leads[1]["score"]["total"].as_f64().is_some_and(|total| total > 0.0));
    assert_eq!(leads[1].get("ids"), None, "advertising is another purpose");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn consent_taken_back_erases_what_was_kept() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    assert_eq!(browser.stored_keys().await, ["leadwell:visitor:docktide_demo"], "the demo's mode is opt_out");
    browser.eval("leadwell('consent', { personalization: false })").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    for key in UNDER_CONSENT {
        assert_eq!(lead.get(key), None::<&Value>, "{key}");
    }
    browser.wait_for("the outbox is empty", "localStorage.length === 1").await;
    browser.assert_no_complaints(&[]).await;
}
