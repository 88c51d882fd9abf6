//! Without scripts the browser itself checks, posts and arrives.

use serde_json::{Value, json};

use crate::forms::press;
use crate::harness::{Browser, Site, answers, demo, text, until};

#[tokio::test]
async fn with_scripts_off_the_form_posts_and_the_visitor_lands_on_the_thanks_page() {
    journey("en", "/", "/thanks/demo/").await;
}

#[tokio::test]
async fn with_scripts_off_a_korean_visitor_lands_on_the_korean_thanks_page() {
    journey("ko", "/ko/", "/ko/thanks/demo/").await;
}

#[tokio::test]
async fn with_scripts_off_a_form_in_steps_stands_as_one_and_the_browser_holds_its_rules() {
    let (site, browser) = (Site::of(&crate::forms::campaign()), Browser::start().await);
    browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    let shown = "form => [...form.querySelectorAll('[data-lw-step]')].every(step => step.checkVisibility())";
    assert_eq!(form.eval(shown).await, true, "all steps are there");
    let buttons = "form => [...form.querySelectorAll('button')].filter(button => button.checkVisibility()).length";
    assert_eq!(form.eval(buttons).await, 1, "the one that sends");

    // One rule after the other: the browser keeps the form back and points at the field.
    let mends: [(&str, &str, &str); 5] =
        [("email", "nobody", "@corp.example"), ("firm", "", ""), ("vat", "12", ""), ("seats", "0", "7"), ("consent.contact", "", "")];
    for (name, wrong, mended) in mends {
        if !wrong.is_empty() {
            form.fill(name, wrong).await;
        }
        form.submit().await;
        until(&format!("the browser points at {name}"), async || (form.focused().await.as_deref() == Some(name)).then_some(())).await;
        assert_eq!(browser.path().await, "/");
        match name {
            "firm" => press(&form, "[name=firm][value=me]").await,
            "consent.contact" => form.tick(name).await,
            "vat" => form.eval("form => { form.elements.vat.value = 'KR12' }").await.as_null().expect("nothing"),
            _ => form.fill(name, mended).await,
        }
    }
    press(&form, "[name=tools][value=crane]").await;
    form.submit().await;
    until("the visitor is thanked", async || (browser.path().await == "/thanks/demo/").then_some(())).await;
    let fields = &site.lead().await["fields"];
    assert_eq!((&fields["email"], &fields["seats"], &fields["tools"]), (&json!("nobody@corp.example"), &json!("07"), &json!("crane")));
    assert_eq!(fields.get("cost"), None, "what only a script works out");
}

async fn journey(locale: &str, path: &str, thanks: &str) {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&site.url(path)).await;
    let form = browser.form();
    form.fill_in().await;
    form.submit().await;

    until("the visitor is thanked", async || (browser.path().await == thanks).then_some(())).await;
    let outcomes = &demo()["forms"]["demo"]["then"];
    browser.wait_for_text(&text(&outcomes[1]["do"][0]["message"], locale)).await;

    let lead = site.lead().await;
    assert_eq!(lead["fields"], answers());
    assert_eq!(lead["via"], json!({ "kind": "native", "id": path }));
    assert_eq!(lead["campaign"]["version"], site.published()["version"]);
    assert_eq!((&lead["page"]["url"], &lead["page"]["locale"]), (&json!(site.url(path)), &json!(locale)));
    let asked = &demo()["forms"]["demo"]["consent"];
    for (index, state) in ["granted", "denied"].into_iter().enumerate() {
        let consent = &lead["consent"][index];
        let found = [&consent["purpose"], &consent["state"], &consent["text"], &consent["locale"]];
        assert_eq!(found, [&asked[index]["purpose"], &json!(state), &json!(text(&asked[index]["text"], locale)), &json!(locale)]);
    }
    assert_eq!(lead.get("score"), None::<&Value>, "a page without scripts has seen no behaviour");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn with_scripts_off_the_browser_keeps_an_incomplete_form_back() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.submit().await;
    until("the browser points at the first field", async || (form.focused().await.as_deref() == Some("email")).then_some(())).await;
    assert_eq!(browser.path().await, "/");

    form.fill_in().await;
    form.tick("consent.contact").await;
    form.submit().await;
    until("the browser asks for consent", async || (form.focused().await.as_deref() == Some("consent.contact")).then_some(())).await;
    assert_eq!(browser.path().await, "/");
    assert_eq!(site.inbox.stored(), Vec::<Value>::new());
}
