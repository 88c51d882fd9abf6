//! What a form is filled in with from elsewhere: by the host page, by what an earlier form told, and by whoever writes an address.

use serde_json::{Value, json};

use super::{campaign, press};
use crate::foreign_page;
use crate::harness::{Browser, Form, Gate, Server, Site, demo, host_page};

#[tokio::test]
async fn what_the_host_page_knows_of_its_user_is_filled_in_where_a_field_allows_it() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = host_page(&site, foreign_page::html(&site));
    browser.open(&host.url("/")).await;
    foreign_page::wait_for_mount(&browser).await;
    let form = Form::in_shadow_root(&browser);
    form.runtime_is_ready().await;
    form.fill("name", "Ad").await;
    browser.eval("leadwell('identify', { email: 'ada@corp.example', name: 'Somebody else', vat: 'KR1', 'consent.contact': true })").await;
    assert_eq!(form.value_of("email").await, "ada@corp.example");
    assert_eq!(form.value_of("name").await, "Ad", "what somebody types is theirs");
    assert_eq!(form.value_of("vat").await, "", "a field that does not allow it");
    assert_eq!(form.eval("form => form.querySelector(\"[name='consent.contact']\").checked").await, false);
    browser.assert_no_complaints(&[]).await;
}

/// Two forms of which the second knows what the first was told, and asks one more thing at a time.
fn step_by_step() -> Value {
    let mut campaign = demo();
    campaign["scoring"] = json!({});
    let form = |fields: Value| json!({ "steps": [{ "fields": fields }], "ask_new": 1, "submit": "Send", "then": [{ "do": [{ "message": "Thank you." }] }] });
    let progressive = |name: &str| json!({ "name": name, "kind": "text", "label": name, "required": true, "progressive": true });
    campaign["forms"]["demo"] = form(
        json!([{ "name": "email", "kind": "email", "label": "E-mail", "required": true }, progressive("name"), progressive("size"), progressive("town")]),
    );
    campaign
}

#[tokio::test]
async fn a_returning_visitor_is_asked_what_is_not_known_yet() {
    let (site, browser) = (Site::of(&step_by_step()), Browser::start().await);
    let asked = "form => [...form.querySelectorAll('[data-lw-field]')].filter(field => field.checkVisibility()).map(field => field.dataset.lwField)";
    for (visit, field) in ["name", "size", "town"].into_iter().enumerate() {
        browser.open(&site.url("/")).await;
        let form = browser.form();
        form.runtime_is_ready().await;
        assert_eq!(form.eval(asked).await, json!(["email", field]));
        form.fill("email", "ada@corp.example").await;
        form.fill(field, &*format!("my {field}")).await;
        form.submit().await;
        form.success_text().await;
        let lead = site.leads(visit + 1).await.pop().expect("a lead");
        assert_eq!(lead["fields"][field], format!("my {field}"));
        assert_eq!(lead["fields"]["name"], "my name", "what is known goes along");
    }
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    assert_eq!(form.eval(asked).await, json!(["email"]), "all is known");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_hostile_address_leaves_the_form_whole_and_its_values_text() {
    let mut campaign = demo();
    campaign["scoring"] = json!({});
    let field = |name: &str, kind: &str| json!({ "name": name, "kind": kind, "label": name, "prefill": name });
    campaign["forms"]["demo"] = json!({
        "steps": [{ "text": "Dear {{field.name|you}},", "fields": [field("name", "name"), field("email", "email"), field("words", "textarea"),
            { "name": "size", "kind": "select", "label": "Size", "prefill": "size", "options": [{ "id": "s", "label": "Small" }] },
            { "name": "tools", "kind": "checkbox_group", "label": "Tools", "prefill": "tools", "options": [{ "id": "rope", "label": "Rope" }] }] }],
        "consent": [{ "purpose": "contact", "text": "Write to me.", "items": "a", "use": "b", "keep": "c", "refusal": "d" }],
        "submit": "Send", "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    // No server takes such an address; the address bar does.
    browser
        .before_every_page(
            "history.replaceState(null, '', '?name=' + encodeURIComponent('<img src=x onerror=alert(1)>\\u202e\\0{{field.email}}') + '&words=' + 'x'.repeat(1e6) \
             + '&email=' + encodeURIComponent('a\\r\\nb@corp.example') + '&size=__proto__&tools=constructor,Rope,__proto__&__proto__=1&consent.contact=granted&_trap=x&constructor=1')",
        )
        .await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    assert_eq!(form.value_of("name").await, "<img src=x onerror=alert(1)>{{field.email}}");
    assert_eq!(
        form.eval("form => form.querySelector('.lw-step-text').textContent").await,
        "Dear <img src=x onerror=alert(1)>{{field.email}},"
    );
    assert_eq!(form.value_of("words").await.len(), 4000, "as long as the field allows");
    assert_eq!((form.value_of("email").await, form.value_of("size").await), ("ab@corp.example".to_owned(), String::new()));
    assert_eq!(
        form.eval("form => [...form.querySelectorAll(':checked')].filter(one => one.type === 'checkbox').map(one => one.name + one.value)")
            .await,
        json!(["toolsrope"])
    );
    assert_eq!(form.value_of("_trap").await, "");
    let left = browser.eval("location.search").await;
    assert_eq!(left, "?__proto__=1&consent.contact=granted&_trap=x&constructor=1", "what is filled in is gone from the address");
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"]["words"], "x".repeat(4000));
    assert_eq!(lead["fields"]["tools"], json!(["rope"]));
    assert_eq!((&lead["consent"][0]["state"], &lead["fields"]["size"]), (&json!("denied"), &Value::Null));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn an_address_fills_in_what_it_may_and_keeps_none_of_it() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser
        .open(&site.url("/?email=ada%40corp.example&name=%3Cb%3EAda%E2%80%AE%00&utm_source=x&consent.contact=granted&__proto__=x"))
        .await;
    let form = browser.form();
    form.runtime_is_ready().await;
    assert_eq!((form.value_of("email").await, form.value_of("name").await), ("ada@corp.example".to_owned(), "<b>Ada".to_owned()));
    assert_eq!(browser.eval("location.search").await, "?utm_source=x&consent.contact=granted&__proto__=x");
    assert_eq!(form.eval("form => form.querySelector(\"[name='consent.contact']\").checked").await, false);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_form_that_was_left_is_there_again_with_its_step() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("email", "ada@corp.example").await;
    press(&form, "[name=firm][value=me]").await;
    press(&form, "[data-lw-go-on]").await;
    assert_eq!(super::steps_on_screen(&form).await, json!([false, false, true]), "the step of firms is left out");
    browser.reload().await;
    form.runtime_is_ready().await;
    assert_eq!(super::steps_on_screen(&form).await, json!([false, false, true]));
    assert_eq!(form.value_of("email").await, "ada@corp.example");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_a_visitor_chose_before_the_runtime_came_is_theirs() {
    let mut campaign = demo();
    campaign["scoring"] = json!({});
    let option = |id: &str| json!({ "id": id, "label": id });
    campaign["forms"]["demo"] = json!({
        "steps": [{ "fields": [
            { "name": "plan", "kind": "radio", "label": "Plan", "prefill": "plan", "options": [option("basic"), option("pro")] },
            { "name": "size", "kind": "select", "label": "Size", "prefill": "size", "options": [option("s"), option("l")] },
            { "name": "town", "kind": "text", "label": "Town", "prefill": "town" },
            { "name": "land", "kind": "country", "label": "Country", "prefill": "land", "country": "DE" } ] }],
        "submit": "Send", "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    let gate = std::sync::Arc::new(Gate::default());
    let slow = Server::slow(
        site.origin.strip_prefix("http://").and_then(|address| address.parse().ok()).expect("an address"),
        ".wasm",
        gate.clone(),
    );
    browser.open(&slow.url("/?plan=pro&size=l&town=Busan&land=Atlantis")).await;
    let form = browser.form();
    press(&form, "[name=plan][value=basic]").await;
    form.choose("size", "s").await;
    form.control("town").await.click().await.expect("elsewhere");
    gate.open();
    form.runtime_is_ready().await;
    let chosen = "form => [form.querySelector('[name=plan]:checked').value, form.querySelector('[name=size]').value, form.querySelector('[name=land]').value]";
    assert_eq!(form.eval(chosen).await, json!(["basic", "s", "DE"]));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn without_agreement_nothing_of_an_unfinished_form_is_kept() {
    let mut campaign = campaign();
    campaign["consent"] = json!({ "mode": "opt_in" });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("email", "ada@corp.example").await;
    press(&form, "[name=firm][value=me]").await;
    press(&form, "[data-lw-go-on]").await;
    browser.reload().await;
    form.runtime_is_ready().await;
    assert_eq!(form.value_of("email").await, "");
    assert_eq!(browser.stored_keys().await, Vec::<String>::new());
    // From agreement on.
    browser.eval("leadwell('consent', { personalization: true })").await;
    form.fill("email", "ada@corp.example").await;
    browser.wait_for("the answer is kept", "Object.keys(localStorage).some(key => key.startsWith('leadwell:draft:'))").await;
    // And not any longer when it is taken back.
    browser.eval("leadwell('consent', { personalization: false })").await;
    browser.wait_for("nothing is kept", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:draft:'))").await;
    browser.assert_no_complaints(&[]).await;
}
