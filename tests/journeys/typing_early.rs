//! A visitor who types before the runtime has arrived loses nothing: the controls stay the same elements.

use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Form, Gate, Server, Site, demo, host_page};

struct Stage {
    site: Site,
    browser: Browser,
    gate: Arc<Gate>,
    slow: Server,
}

async fn stage() -> Stage {
    stage_of(&demo()).await
}

/// The published site behind a server that holds the runtime back.
async fn stage_of(campaign: &Value) -> Stage {
    let (site, browser, gate) = (Site::of(campaign), Browser::start().await, Arc::new(Gate::default()));
    let behind = site.origin.strip_prefix("http://").and_then(|address| address.parse().ok()).expect("an address");
    let slow = Server::slow(behind, ".wasm", gate.clone());
    Stage { site, browser, gate, slow }
}

/// Marks the control that has the focus, to know it again.
async fn mark(browser: &Browser) {
    browser.eval("document.activeElement.markOfThisTest = 'the same'").await;
}

/// What has the focus, and where the caret is in it.
async fn focus_and_caret(form: &Form<'_>) -> Value {
    form.eval(
        "() => { const here = document.activeElement; return [here.name, here.markOfThisTest, here.selectionStart, here.selectionEnd] }",
    )
    .await
}

#[tokio::test]
async fn characters_typed_before_the_runtime_arrives_are_kept_with_focus_and_caret() {
    let Stage { site, browser, gate, slow } = stage().await;
    browser.open(&slow.url("/")).await;
    let form = browser.form();
    // Text fields tell where their caret is; e-mail fields do not.
    form.fill("name", "Ada Prk").await;
    form.fill("name", Key::Left + Key::Left).await;
    mark(&browser).await;
    assert!(!form.is_live().await, "the runtime is held back");
    let before = focus_and_caret(&form).await;
    assert_eq!(before, json!(["name", "the same", 5, 5]));

    gate.open();
    form.runtime_is_ready().await;
    assert_eq!(focus_and_caret(&form).await, before);
    browser.cdp("Input.insertText", json!({ "text": "a" })).await;
    assert_eq!(form.value_of("name").await, "Ada Park");
    assert_eq!(focus_and_caret(&form).await, json!(["name", "the same", 6, 6]));

    send(&form, &["email", "company"]).await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"]["name"], "Ada Park");
    assert_eq!(lead["page"]["url"], slow.url("/"));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn typing_goes_on_while_the_runtime_arrives() {
    let Stage { site, browser, gate, slow } = stage().await;
    browser.open(&slow.url("/")).await;
    let form = browser.form();
    let address = "ada.lovelace.of.the.northern.gate@corp.example";
    form.fill("email", "ada.love").await;
    mark(&browser).await;
    // The keys are on their way while the gate opens.
    let control = form.control("email").await;
    let (typed, ()) = tokio::join!(control.send_keys(&address[8..]), async { gate.open() });
    typed.expect("typed");
    form.runtime_is_ready().await;
    assert_eq!(form.value_of("email").await, address);
    assert_eq!(browser.eval("[document.activeElement.name, document.activeElement.markOfThisTest]").await, json!(["email", "the same"]));

    send(&form, &["name", "company"]).await;
    assert_eq!(site.lead().await["fields"]["email"], address);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_korean_composition_begun_before_the_runtime_arrives_is_finished_after_it() {
    let Stage { site, browser, gate, slow } = stage().await;
    browser.open(&slow.url("/ko/")).await;
    let form = browser.form();
    form.control("name").await.click().await.expect("a field to write in");
    mark(&browser).await;
    compose(&browser, &["ㅎ", "하", "한"]).await;
    assert_eq!(form.value_of("name").await, "한");

    gate.open();
    form.runtime_is_ready().await;
    assert_eq!(browser.eval("document.activeElement.markOfThisTest").await, "the same");
    // The syllable is still being composed: its last letter moves on to the next one, as the input method has it.
    compose(&browser, &["하", "한"]).await;
    browser.cdp("Input.insertText", json!({ "text": "한" })).await;
    compose(&browser, &["ㄱ", "그", "글"]).await;
    browser.cdp("Input.insertText", json!({ "text": "글" })).await;
    assert_eq!(form.value_of("name").await, "한글");

    send(&form, &["email", "company"]).await;
    assert_eq!(site.lead().await["fields"]["name"], "한글");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn whoever_goes_on_too_early_hears_at_once_what_is_missing_and_in_our_words_when_the_runtime_is_there() {
    let mut campaign = demo();
    let steps = campaign["forms"]["demo"]["steps"].as_array_mut().expect("steps");
    // The e-mail first, everything else after it.
    let rest = steps[0]["fields"].as_array_mut().expect("fields").split_off(1);
    steps.push(json!({ "fields": rest }));
    let Stage { site: _site, browser, gate, slow } = stage_of(&campaign).await;
    browser.open(&slow.url("/")).await;
    let form = browser.form();
    form.element("[data-lw-go-on]").await.click().await.expect("pressed");
    // Where the browser's own words stand.
    assert_eq!(browser.eval("document.activeElement.name").await, "email");
    assert!(!form.is_live().await, "the runtime is held back");
    gate.open();
    form.runtime_is_ready().await;
    form.comes_to_say("email", Some("Please fill in this field.")).await;
}

#[tokio::test]
async fn content_of_a_foreign_page_that_somebody_is_typing_into_stays_until_they_leave_it() {
    let Stage { site, browser, gate, slow } = stage().await;
    let own = "<form><textarea name=\"message\" placeholder=\"Write to us\"></textarea></form><p>The makers";
    let html = crate::foreign_page::html(&site).replace(&site.origin, &slow.origin()).replacen("<p>The makers", own, 1);
    let host = host_page(&site, html);
    browser.open(&host.url("/")).await;
    let area = browser.driver.find(By::Css("[data-leadwell-form] textarea")).await.expect("their own field");
    area.send_keys("Twelve do").await.expect("typed");
    mark(&browser).await;
    gate.open();
    browser.wait_for("the runtime is ready", "__seen.ready === 1").await;
    area.send_keys("cks").await.expect("typed");
    assert_eq!(browser.eval("document.activeElement.markOfThisTest").await, "the same");
    assert_eq!(browser.eval("document.querySelector('leadwell-root')").await, Value::Null);

    // To the link beside it, which is still their own content, and on.
    browser.driver.action_chain().send_keys(Key::Tab).perform().await.expect("a key");
    assert_eq!(browser.eval("[document.activeElement.localName, document.querySelector('leadwell-root')]").await, json!(["a", null]));
    browser.driver.action_chain().send_keys(Key::Tab).perform().await.expect("a key");
    crate::foreign_page::wait_for_mount(&browser).await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    assert_eq!(form.value_of("message").await, "Twelve docks");
    form.fill("name", "Ada Park").await;
    send(&form, &["email", "company"]).await;
    assert_eq!(site.lead().await["fields"]["message"], "Twelve docks");
    browser.assert_no_complaints(&[]).await;
}

pub async fn compose(browser: &Browser, steps: &[&str]) {
    for step in steps {
        let end = step.chars().count();
        browser.cdp("Input.imeSetComposition", json!({ "text": step, "selectionStart": end, "selectionEnd": end })).await;
    }
}

/// Fills what is still empty, and sends. What was typed early is submitted once: `Site::lead` accepts one lead only.
async fn send(form: &Form<'_>, empty: &[&str]) {
    for name in empty {
        form.fill(name, if *name == "email" { "ada@corp.example" } else { "Corp" }).await;
    }
    form.choose("company_size", "50-199").await;
    form.tick("consent.contact").await;
    form.submit().await;
    form.success_text().await;
}
