//! A form with steps, conditions, every kind of answer and a result, in every place a form can stand.

mod given;
mod help;
mod keyboard;
mod messages;
mod outcomes;

pub use keyboard::every_kind;

use serde_json::{Value, json};

use crate::foreign_page;
use crate::harness::{Browser, Form, Site, demo, host_page, until};

/// The demonstration with a form that asks in every way there is.
pub fn campaign() -> Value {
    let mut campaign = demo();
    let option = |id: &str, label: &str| json!({ "id": id, "label": label, "points": { id: 1 } });
    campaign["tests"] = json!([]);
    campaign["scoring"] = json!({});
    campaign["forms"]["demo"] = json!({
        "steps": [
            { "id": "who", "title": "About you", "fields": [
                { "name": "email", "kind": "email", "label": "E-mail", "required": true, "prefill": "email" },
                { "name": "name", "kind": "name", "label": "Name", "prefill": "name" },
                { "name": "tel", "kind": "tel", "label": "Telephone", "country": "KR" },
                { "name": "firm", "kind": "radio", "label": "For whom?", "required": true, "options": [{ "id": "me", "label": "Myself" }, { "id": "firm", "label": "A firm" }] },
                { "name": "vat", "kind": "text", "label": "VAT number", "required": true, "pattern": "[A-Z]{2}[0-9]+", "when": { "field.firm": "firm" } } ] },
            { "id": "firm", "title": "Your firm", "when": { "field.firm": "firm" }, "fields": [
                { "name": "seats", "kind": "number", "label": "Seats", "min": 1, "required": true },
                { "name": "cost", "kind": "hidden", "calculate": "seats * 1000.5" } ] },
            { "id": "rest", "title": "The rest", "text": "For {{field.name|you}} that is {{field.cost|nothing}}.", "fields": [
                { "name": "start", "kind": "date", "label": "Start" },
                { "name": "at", "kind": "time", "label": "Time" },
                { "name": "tools", "kind": "checkbox_group", "label": "Tools", "at_least": 1, "required": true, "options": [option("crane", "Crane"), option("lift", "Lift")] },
                { "name": "stars", "kind": "rating", "label": "Stars" },
                { "name": "nps", "kind": "nps", "label": "Would you tell others?" },
                { "name": "land", "kind": "country", "label": "Country", "countries": ["KR", "DE"] },
                { "name": "home", "kind": "address", "label": "Address", "parts": ["street", "city"] },
                { "name": "best", "kind": "hidden", "calculate": "best()" } ] } ],
        "consent": [{ "purpose": "contact", "text": "Write to me.", "required": true, "items": "a", "use": "b", "keep": "c", "refusal": "d" }],
        "submit": "Send",
        "then": [
            { "when": { "field.best": "crane" }, "do": [{ "view": { "title": "Cranes for {{field.name|you}}", "text": "**Up** we go." } }] },
            { "do": [{ "message": "Thank you." }] } ]
    });
    campaign
}

#[tokio::test]
async fn a_form_in_steps_asks_what_comes_and_tells_what_follows_in_every_place() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = host_page(&site, foreign_page::html(&site));
    for (before, (place, embedded)) in
        [(site.url("/"), false), (site.url("/app.html"), false), (host.url("/"), true)].into_iter().enumerate()
    {
        browser.open(&place).await;
        let form = if embedded { Form::in_shadow_root(&browser) } else { Form::on_our_page(&browser) };
        if embedded {
            foreign_page::wait_for_mount(&browser).await;
        }
        form.runtime_is_ready().await;
        assert_eq!(steps_on_screen(&form).await, json!([true, false, false]), "{place}: one step at a time");
        assert_eq!(form.eval("form => form.querySelector('[data-lw-field=vat]').checkVisibility()").await, false, "{place}");

        // The way on tells what is missing, and goes to the first of it.
        press(&form, "[data-lw-go-on]").await;
        assert_eq!(form.focused().await.as_deref(), Some("email"), "{place}");
        assert!(form.error_of("email").await.is_some() && form.error_of("firm").await.is_some(), "{place}");
        assert_eq!(form.eval("form => form.querySelectorAll('[data-lw-summary] a').length").await, 2, "{place}: both are listed");

        form.fill("email", "ada.park@corp.example").await;
        form.fill("name", "Ada").await;
        form.fill("tel", "010-1234-5678").await;
        press(&form, "[name=firm][value=firm]").await;
        assert_eq!(form.eval("form => form.querySelector('[data-lw-field=vat]').checkVisibility()").await, true, "{place}");
        form.fill("vat", "KR12").await;
        press(&form, "[data-lw-go-on]").await;
        assert_eq!(steps_on_screen(&form).await, json!([false, true, false]), "{place}");
        assert_eq!(form.eval("form => form.querySelector('[data-lw-step-of]').innerText").await, "Step 2 of 3", "{place}");
        form.fill("seats", "12").await;
        press(&form, "[data-lw-go-on]").await;
        let told = form.eval("form => form.querySelector('[data-lw-step=\"2\"] .lw-step-text').innerText").await;
        assert_eq!(told, "For Ada that is 12,006.", "{place}: answers stand in later texts");

        // Back and on again loses nothing.
        press(&form, "[data-lw-back]").await;
        assert_eq!(form.value_of("seats").await, "12", "{place}");
        press(&form, "[data-lw-go-on]").await;
        form.fill("start", "12/31/2026").await;
        for choice in ["[name=tools][value=crane]", "[name=stars][value='4']", "[name=nps][value='9']", "[name='consent.contact']"] {
            press(&form, choice).await;
        }
        form.choose("land", "KR").await;
        form.fill("home_city", "Busan").await;
        form.submit().await;
        assert_eq!(form.success_text().await, "Cranes for Ada\n\nUp we go.", "{place}");
        let lead = site.leads(before + 1).await.pop().expect("a lead");
        let expected = json!({
            "email": "ada.park@corp.example", "name": "Ada", "tel": "+821012345678", "firm": "firm", "vat": "KR12", "seats": "12", "cost": "12006",
            "start": "2026-12-31", "tools": ["crane"], "stars": "4", "nps": "9", "land": "KR", "home_city": "Busan", "best": "crane",
        });
        assert_eq!(lead["fields"], expected, "{place}");
        browser.assert_no_complaints(&[]).await;
        browser.eval("localStorage.clear()").await;
    }
}

#[tokio::test]
async fn an_answer_may_end_a_form_early_and_make_another_needed() {
    let mut campaign = demo();
    campaign["scoring"] = json!({});
    let reason = |id: &str| json!({ "id": id, "label": id });
    campaign["forms"]["demo"] = json!({
        "steps": [
            { "id": "why", "fields": [
                { "name": "why", "kind": "select", "label": "Why?", "required": true, "options": [reason("call"), reason("price")] },
                { "name": "tel", "kind": "tel", "label": "Telephone", "required_when": { "field.why": "call" } } ],
              "next": [{ "when": { "field.why": "call" }, "to": "submit" }, { "to": "last" }] },
            { "id": "between", "fields": [{ "name": "never", "kind": "text", "label": "Never", "required": true }] },
            { "id": "last", "fields": [{ "name": "words", "kind": "textarea", "label": "Words", "required": true }] } ],
        "submit": "Send", "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.choose("why", "price").await;
    assert_eq!(form.eval("form => form.querySelector('[data-lw-step-of]').innerText").await, "Step 1 of 2");
    form.submit().await;
    assert_eq!(steps_on_screen(&form).await, json!([false, false, true]), "one step is jumped over");
    press(&form, "[data-lw-back]").await;
    form.choose("why", "call").await;
    let place = "form => form.querySelector('[data-lw-step-of]').innerText";
    until("this step is the last", async || (form.eval(place).await == "Step 1 of 1").then_some(())).await;
    assert_eq!(form.eval("form => form.elements.tel.required").await, true);
    form.submit().await;
    assert_eq!(form.focused().await.as_deref(), Some("tel"), "needed now");
    form.fill("tel", "+821012345678").await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"], json!({ "why": "call", "tel": "+821012345678" }));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_list_of_what_is_wrong_leads_to_each_field() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    press(&form, "[data-lw-go-on]").await;
    assert_eq!(form.focused().await.as_deref(), Some("email"));
    press(&form, "[data-lw-summary] li:last-child a").await;
    assert_eq!(form.focused().await.as_deref(), Some("firm"));
    assert_eq!(browser.path().await, "/");
    assert_eq!(browser.eval("location.hash").await, "", "the address stays");
    form.fill("email", "ada@corp.example").await;
    press(&form, "[name=firm][value=me]").await;
    assert_eq!(form.eval("form => form.querySelector('[data-lw-summary]').checkVisibility()").await, false, "gone when all is mended");
    browser.assert_no_complaints(&[]).await;
}

async fn steps_on_screen(form: &Form<'_>) -> Value {
    form.eval("form => [...form.querySelectorAll('[data-lw-step]')].map(step => step.checkVisibility())").await
}

pub async fn press(form: &Form<'_>, selector: &str) {
    form.eval(&format!("form => {{ form.querySelector(\"{selector}\").click() }}")).await;
}
