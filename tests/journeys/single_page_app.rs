//! `app.html` draws the campaign in the browser, from `campaign.json` alone.

use serde_json::json;

use crate::harness::{Browser, Site, answers, demo, text};

#[tokio::test]
async fn the_single_page_app_draws_the_campaign_and_sends_its_form() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/app.html")).await;
    let campaign = demo();
    browser.wait_for_text(&text(&campaign["pages"][0]["blocks"][0]["title"], "en")).await;
    assert_eq!(browser.eval("document.title").await, text(&campaign["pages"][0]["title"], "en"));

    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    assert_eq!(form.success_text().await, text(&campaign["forms"]["demo"]["then"][0]["do"][0]["message"], "en"));
    let lead = site.lead().await;
    assert_eq!((&lead["fields"], &lead["via"]), (&answers(), &json!({ "kind": "page", "id": "/" })));
    assert_eq!(lead["campaign"]["version"], site.published()["version"]);
    assert!(lead["score"]["total"].as_f64().is_some_and(|total| total > 0.0));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_single_page_app_without_a_readable_campaign_says_one_sentence() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    site.edit("campaign.json", |json| json.replacen('{', "{,", 1));
    browser.open(&site.url("/app.html")).await;
    browser.wait_for("something is on screen", "document.body.innerText.trim() !== ''").await;
    assert_eq!(browser.text().await, "This page is not available at the moment.");
    let lines = browser.console_lines("leadwell:").await;
    assert!(lines.len() == 1 && lines[0].contains("campaign.json is not valid JSON"), "{lines:?}");
    browser.assert_no_complaints(&[]).await;
}

/// What is wrong is told by `leadwell check`, which visitors do not download.
#[tokio::test]
async fn the_single_page_app_leaves_out_a_block_whose_form_is_not_there_and_shows_the_rest() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    site.edit("campaign.json", |json| json.replacen("\"form\":\"demo\"", "\"form\":\"demmo\"", 1));
    browser.open(&site.url("/app.html")).await;
    browser.wait_for("the app is drawn", "document.querySelector('h1') !== null && document.querySelector('.lw-faq') !== null").await;
    assert_eq!(browser.eval("document.querySelector('form')").await, serde_json::Value::Null);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_single_page_app_tells_the_developer_which_key_is_unknown() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    site.edit("campaign.json", |json| json.replacen("\"consent\":{\"mode\"", "\"consent\":{\"moode\"", 1));
    browser.open(&site.url("/app.html")).await;
    browser.wait_for_text("This page is not available at the moment.").await;
    let lines = browser.console_lines("leadwell:").await;
    assert!(lines.len() == 1 && lines[0].contains("consent.moode: expected no such key"), "{lines:?}");
    browser.assert_no_complaints(&[]).await;
}
