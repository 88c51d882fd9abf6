//! Where a visitor came from is told by the lead, whatever lies between the entry and the form.

use serde_json::{Value, json};

use crate::harness::{Browser, Site, demo};

const LISTS: &str = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/aid-sources-'))";

/// The demo, with a page before that of the form and a payment provider.
fn campaign() -> Value {
    let mut campaign = demo();
    campaign["attribution"] = json!({ "same_site": ["pay.example"] });
    let hero = json!({ "kind": "hero", "id": "top", "title": "The way in", "text": "From here to the form.", "cta": { "label": "On", "to": "/" } });
    let entry = json!({ "path": "/enter", "title": "The way in", "description": "A page before that of the form.", "blocks": [hero] });
    campaign["pages"].as_array_mut().expect("pages").push(entry);
    campaign
}

/// Opens a page as if a link on another had led there.
async fn arrive(browser: &Browser, url: &str, referrer: &str) {
    browser.cdp("Page.navigate", json!({ "url": url, "referrer": referrer, "referrerPolicy": "unsafeUrl" })).await;
    browser.wait_for("the page is there", &format!("document.referrer === '{referrer}'")).await;
    browser.form().runtime_is_ready().await;
}

async fn lead(site: &Site, browser: &Browser) -> Value {
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    site.lead().await
}

#[tokio::test]
async fn tags_of_the_entry_page_reach_the_lead_over_an_internal_link() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let entry = site.url("/enter/?utm_source=naver&utm_medium=cpc&utm_campaign=spring&utm_id=7&utm_term=docks&utm_content=b");
    browser.open(&entry).await;
    browser.wait_for("the runtime is ready", "__seen.ready === 1").await;
    assert_eq!(browser.eval(LISTS).await, true, "the lists were asked for");
    browser.eval("document.querySelector('main a[href=\"/\"]').click()").await;
    browser.wait_for("the form's page is there", "document.querySelector('form') !== null").await;
    let lead = lead(&site, &browser).await;
    let source = &lead["source"];
    let told = ["channel", "source", "medium", "campaign", "id", "term", "content", "landing"].map(|key| source["last"][key].clone());
    assert_eq!(json!(told), json!(["paid_search", "naver", "cpc", "spring", "7", "docks", "b", entry]));
    assert_eq!((&source["first"], &source["touches"], &lead["visitor"]["pages"]), (&source["last"], &json!(1), &json!(2)));
    assert_eq!(browser.eval(LISTS).await, false, "nobody came from elsewhere to this page");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn who_comes_back_from_the_payment_provider_has_not_arrived_anew() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    arrive(&browser, &site.url("/"), "https://www.google.com/").await;
    arrive(&browser, &site.url("/?order=1"), "https://pay.example/").await;
    let lead = lead(&site, &browser).await;
    let last = &lead["source"]["last"];
    assert_eq!(
        (&last["channel"], &last["source"], &last["referrer"]),
        (&json!("organic_search"), &json!("google"), &json!("https://www.google.com/"))
    );
    assert_eq!((&lead["source"]["touches"], &lead["visitor"]["pages"]), (&json!(1), &json!(2)));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn pages_that_change_within_a_document_are_no_arrivals() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    arrive(&browser, &site.url("/?utm_source=letter&utm_medium=email"), "https://www.google.com/").await;
    browser.eval("history.pushState(null, '', '/?step=2'); leadwell('page')").await;
    let lead = lead(&site, &browser).await;
    assert_eq!((&lead["source"]["last"]["channel"], &lead["source"]["touches"]), (&json!("email"), &json!(1)));
    assert_eq!(lead["visitor"]["pages"], 2);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn without_the_lists_a_lead_still_tells_where_it_came_from() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.cdp("Network.enable", json!({})).await;
    browser.cdp("Network.setBlockedURLs", json!({ "urls": ["*/aid-sources-*"] })).await;
    browser.open(&site.url("/?utm_source=naver&utm_medium=cpc")).await;
    let lead = lead(&site, &browser).await;
    let last = &lead["source"]["last"];
    assert_eq!((&last["channel"], &last["source"], &last["medium"]), (&json!("paid_other"), &json!("naver"), &json!("cpc")));
    browser.assert_no_complaints(&["aid-sources-"]).await;
}

#[tokio::test]
async fn the_single_page_app_knows_the_lists_too() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/app.html?utm_source=naver&utm_medium=cpc")).await;
    browser.wait_for("the form is drawn", "document.querySelector('form') !== null").await;
    let lead = lead(&site, &browser).await;
    assert_eq!((&lead["source"]["last"]["channel"], &lead["source"]["last"]["source"]), (&json!("paid_search"), &json!("naver")));
    browser.assert_no_complaints(&[]).await;
}
