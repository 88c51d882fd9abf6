//! Popups by call, by attribute, by address, and what is told of them.

use serde_json::{Value, json};

use super::{foreign, plain, popup, with};
use crate::harness::{Browser, Site, until};

/// Shows only to who asks for it.
fn on_call(id: &str, more: Value) -> Value {
    let mut popup = popup(id, json!({ "trigger": { "on": "never_tracked" } }));
    if let (Some(popup), Value::Object(more)) = (popup.as_object_mut(), more) {
        popup.extend(more);
    }
    popup
}

#[tokio::test]
async fn a_call_opens_and_closes_a_popup_and_each_is_told_once_on_our_page_and_on_another() {
    let (site, browser) = (Site::of(&with(json!([on_call("offer", json!({}))]))), Browser::start().await);
    let host = foreign(&site);
    browser.listen_to_popups().await;
    for page in [site.url("/"), host.url("/")] {
        browser.open_with_popups(&page).await;
        browser.eval("leadwell('open', 'offer')").await;
        browser.wait_for_popup("offer").await;
        browser.eval("leadwell('close', 'offer')").await;
        browser.wait_until_closed("offer").await;
        browser.eval("leadwell('open', 'offer'), leadwell('open', 'offer')").await;
        browser.wait_for_popup("offer").await;
        browser.eval("leadwell('close')").await;
        browser.wait_until_closed("offer").await;
        let once = [json!(["before-open", "offer", "call"]), json!(["open", "offer", "call"]), json!(["close", "offer", "call"])];
        assert_eq!(browser.told().await, json!([once.clone(), once].concat()));
        browser.assert_no_complaints(&[]).await;
    }
}

#[tokio::test]
async fn calls_made_before_the_tag_has_loaded_are_answered_in_their_order() {
    let (site, browser) = (Site::of(&with(json!([on_call("one", json!({})), on_call("two", json!({}))]))), Browser::start().await);
    browser.listen_to_popups().await;
    browser.before_every_page("window.leadwell = window.leadwell || function () { (leadwell.q = leadwell.q || []).push(arguments) }; leadwell('open', 'one'); leadwell('close'); leadwell('open', 'two')").await;
    browser.open_with_popups(&site.url("/")).await;
    browser.wait_for_popup("two").await;
    let opened: Vec<Value> =
        browser.told().await.as_array().into_iter().flatten().filter(|told| told[0] == "before-open").cloned().collect();
    assert_eq!(opened, [json!(["before-open", "one", "call"]), json!(["before-open", "two", "call"])]);
    assert_eq!(browser.popups_shown().await, ["two"]);
}

#[tokio::test]
async fn a_popup_that_is_not_there_is_told_to_the_developer() {
    let (site, browser) = (Site::of(&with(json!([plain("offer")]))), Browser::start().await);
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("leadwell('open', 'ofer')").await;
    assert_eq!(browser.console_lines("no popup").await.len(), 1);
    assert!(browser.console_lines("known: offer").await.len() == 1);
}

#[tokio::test]
async fn the_page_may_say_no_before_a_popup_opens() {
    let (site, browser) = (Site::of(&with(json!([popup("late", json!({ "trigger": { "on": "asked" } }))]))), Browser::start().await);
    browser.listen_to_popups().await;
    browser
        .before_every_page(
            "document.addEventListener('leadwell:before-open', event => { if (window.__no !== false) event.preventDefault() })",
        )
        .await;
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.comes_to_be_kept_away_by("late", &["trigger"]).await;
    assert_eq!(browser.told().await, json!([["before-open", "late", "trigger"]]));
    browser.eval("window.__no = false, leadwell('track', 'asked')").await;
    browser.wait_for_popup("late").await;
}

#[tokio::test]
async fn an_attribute_opens_a_popup_even_when_it_is_pressed_before_anything_has_loaded() {
    let (site, browser) = (Site::of(&with(json!([on_call("offer", json!({}))]))), Browser::start().await);
    let page = "addEventListener('DOMContentLoaded', () => { const opener = document.createElement('a'); opener.href = '/elsewhere'; opener.id = 'opener';
        opener.dataset.leadwellOpen = 'offer'; opener.textContent = 'The offer'; document.body.prepend(opener); })";
    browser.before_every_page(page).await;
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("document.getElementById('opener').click()").await;
    browser.wait_for_popup("offer").await;

    browser.before_every_page("addEventListener('DOMContentLoaded', () => setTimeout(() => { window.__early = typeof leadwell.h; document.getElementById('opener').click() }))").await;
    browser.open(&site.url("/?again=1")).await;
    browser.wait_for_popup("offer").await;
    assert_eq!(browser.path().await, "/");
}

#[tokio::test]
async fn a_link_that_opens_a_popup_which_is_not_there_leads_where_it_would() {
    let (site, browser) = (Site::of(&with(json!([on_call("offer", json!({}))]))), Browser::start().await);
    browser.open_with_popups(&site.url("/")).await;
    let link = "document.body.prepend(Object.assign(document.createElement('a'), { href: '/thanks/demo/' })), document.querySelector('a')";
    browser.eval(&format!("{link}.dataset.leadwellOpen = 'last_year'")).await;
    browser.eval("document.querySelector('a').click()").await;
    until("the link was followed", async || (browser.path().await == "/thanks/demo/").then_some(())).await;
    assert_eq!(browser.console_lines("no popup \\\"last_year\\\"").await.len(), 1);
}

#[tokio::test]
async fn an_address_opens_a_popup_and_a_preview_counts_nothing() {
    let (site, browser) = (Site::of(&with(json!([on_call("offer", json!({ "form": "demo" }))]))), Browser::start().await);
    browser.open(&site.url("/#leadwell=offer")).await;
    browser.wait_for_popup("offer").await;
    let seen = "leadwell('export').then(all => all.visitor.popups?.offer?.seen ?? 0)";
    browser.wait_for("it was counted", &format!("{seen}.then(seen => seen === 1)")).await;

    browser.open(&site.url("/?leadwell_preview=offer")).await;
    browser.wait_for_popup("offer").await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    let lead = site.lead().await;
    assert_eq!((&lead["test"], &lead["via"]), (&json!(true), &json!({ "kind": "popup", "id": "offer" })));
    assert_eq!(browser.eval(seen).await, 1, "the preview was not");
}

#[tokio::test]
async fn explain_names_every_rule_and_the_facts_that_conditions_read() {
    let wanted = popup("wanted", json!({ "when": { "score.engagement": { "$gte": 1000 } } }));
    let (site, browser) = (Site::of(&with(json!([wanted]))), Browser::start().await);
    browser.open_with_popups(&site.url("/")).await;
    let told = browser.eval("leadwell('explain').then(told => told.popups[0])").await;
    assert_eq!(
        (&told["id"], &told["kind"], &told["open"], &told["shows"]),
        (&json!("wanted"), &json!("slide_in"), &json!(false), &json!(false))
    );
    let rules: Vec<&str> = told["rules"].as_array().into_iter().flatten().filter_map(|rule| rule["rule"].as_str()).collect();
    let all = "consent trigger cancel schedule sample frequency stop page_limit session_limit gap after_submit group busy when";
    assert_eq!(rules, all.split(' ').collect::<Vec<_>>());
    assert!(told["facts"]["score.engagement"].is_number(), "{told}");
}

#[tokio::test]
async fn another_page_in_the_same_document_is_a_page_of_its_own() {
    let (site, browser) =
        (Site::of(&with(json!([popup("pricing", json!({ "when": { "page.path": { "$like": "*/pricing" } } }))]))), Browser::start().await);
    let host = foreign(&site);
    browser.open_with_popups(&host.url("/start")).await;
    browser.comes_to_be_kept_away_by("pricing", &["when"]).await;
    browser.eval("history.pushState(null, '', '/pricing')").await;
    browser.wait_for_popup("pricing").await;
    let pages = browser.eval("leadwell('export').then(all => all.visitor.pages)").await;
    assert_eq!(pages, 2);
    // A router that tells of itself besides is counted once.
    browser.eval("history.pushState(null, '', '/about'), leadwell('page')").await;
    browser.wait_for("the page is counted", "leadwell('export').then(all => all.visitor.pages === 3)").await;
    assert_eq!(
        browser.eval("new Promise(done => setTimeout(done, 100)).then(() => leadwell('export')).then(all => all.visitor.pages)").await,
        3
    );
}

#[tokio::test]
async fn forgetting_takes_popups_and_listeners_off_the_page() {
    let popups =
        json!([popup("now", json!({})), popup("asked", json!({ "trigger": { "on": "asked" }, "frequency": { "every": "always" } }))]);
    let (site, browser) = (Site::of(&with(popups)), Browser::start().await);
    browser.open_with_popups(&site.url("/")).await;
    browser.wait_for_popup("now").await;
    browser.eval("leadwell('forget')").await;
    browser.wait_until_closed("now").await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.eval("new Promise(done => setTimeout(done, 100))").await;
    assert_eq!(browser.popups_shown().await, [""; 0]);
    assert_eq!(browser.eval("document.querySelectorAll('leadwell-root').length").await, 0);
}
