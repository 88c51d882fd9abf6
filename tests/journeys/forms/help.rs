//! What helps while a form is filled in: slips in addresses, addresses of firms, numbers as people write them, input methods, autofill.

use serde_json::{Value, json};

use super::press;
use crate::harness::{Browser, Form, Site, demo, until};
use crate::typing_early::compose;

fn campaign() -> Value {
    let mut campaign = demo();
    campaign["scoring"] = json!({});
    campaign["forms"]["demo"] = json!({
        "steps": [{ "fields": [
            { "name": "email", "kind": "email", "label": "E-mail", "required": true, "business_only": true },
            { "name": "tel", "kind": "tel", "label": "Telephone", "country": "KR" },
            { "name": "seats", "kind": "number", "label": "Seats", "max": 5000 },
            { "name": "name", "kind": "name", "label": "Name" } ] }],
        "submit": "Send", "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    campaign
}

#[tokio::test]
async fn a_slip_in_an_address_is_offered_and_an_address_of_a_firm_is_asked_for() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("email", "ada@gmial.com").await;
    form.control("name").await.click().await.expect("elsewhere");
    let offer = "form => { const place = form.querySelector('[data-lw-suggestion]'); return place.checkVisibility() && place.innerText }";
    let offered = until("a better address is offered", async || form.eval(offer).await.as_str().map(str::to_owned)).await;
    assert!(offered.contains("ada@gmail.com"), "{offered}");
    assert_eq!(form.value_of("email").await, "ada@gmial.com", "offered, not forced");
    press(&form, "[data-lw-suggestion] button").await;
    assert_eq!((form.value_of("email").await, form.focused().await), ("ada@gmail.com".to_owned(), Some("email".to_owned())));

    form.submit().await;
    assert_eq!(form.error_of("email").await.as_deref(), Some("Please use the e-mail address of your company."));
    assert_eq!(site.inbox.stored(), Vec::<Value>::new());
    // A throw-away address of a host that only the list knows, which is asked for when somebody types one.
    replace(&form, "email", "ada@yopmail.com").await;
    form.submit().await;
    until("it is known for what it is", async || form.error_of("email").await).await;
    replace(&form, "email", "ada@corp.example").await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"]["email"], "ada@corp.example");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn numbers_are_shown_in_the_visitors_way_on_leaving_and_sent_in_one() {
    for (path, typed, shown) in [("/", "1234.5", "1234.5"), ("/ko/", "12345", "12,345")] {
        let (site, browser) = (Site::of(&campaign()), Browser::start().await);
        browser.open(&site.url(path)).await;
        let form = browser.form();
        form.runtime_is_ready().await;
        form.fill("email", "ada@corp.example").await;
        form.fill("tel", "01012345678").await;
        assert_eq!(form.value_of("tel").await, "01012345678", "nothing moves while it is typed");
        form.fill("seats", typed).await;
        form.control("name").await.click().await.expect("elsewhere");
        assert_eq!((form.value_of("tel").await, form.value_of("seats").await), ("+82 10 1234 5678".to_owned(), shown.to_owned()));
        if typed == "12345" {
            assert!(form.error_of("seats").await.is_some(), "more than there may be");
            replace(&form, "seats", "1,234.5").await;
        }
        form.submit().await;
        form.success_text().await;
        let fields = &site.lead().await["fields"];
        assert_eq!((&fields["tel"], &fields["seats"]), (&json!("+821012345678"), &json!("1234.5")));
        browser.assert_no_complaints(&[]).await;
    }
}

#[tokio::test]
async fn a_composition_in_a_helped_field_loses_no_letter() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/ko/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    for name in ["tel", "seats", "email", "name"] {
        form.control(name).await.click().await.expect("a field to write in");
        compose(&browser, &["ㅎ", "하", "한"]).await;
        browser.cdp("Input.insertText", json!({ "text": "한" })).await;
        compose(&browser, &["ㄱ", "그", "글"]).await;
        // The field is left in the middle of a syllable.
        form.control(if name == "name" { "tel" } else { "name" }).await.click().await.expect("elsewhere");
        assert_eq!(form.value_of(name).await, "한글", "{name}");
    }
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_the_browser_fills_in_is_sent_without_a_key() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    // As browsers do it: values and their events, and no focus.
    let filled = r"form => {
        for (const [name, value] of [['email', 'ada@corp.example'], ['tel', '010-1234-5678'], ['name', 'Ada']]) {
            form.elements[name].value = value;
            for (const kind of ['input', 'change']) form.elements[name].dispatchEvent(new Event(kind, { bubbles: true }));
        }
    }";
    form.eval(filled).await;
    until("the aid of a field has come", async || (form.value_of("tel").await == "+82 10 1234 5678").then_some(())).await;
    assert_eq!(form.focused().await, None);
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    assert_eq!((&lead["fields"]["email"], &lead["fields"]["name"]), (&json!("ada@corp.example"), &json!("Ada")));
    assert_eq!(lead["fields"]["tel"], "+821012345678");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_filled_trap_is_a_sign_beside_the_lead_and_blocks_nothing() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    let trap = "form => { const trap = form.elements._trap, box = trap.getBoundingClientRect(); \
                return [trap.tabIndex, trap.autocomplete, trap.closest('[aria-hidden=true]') !== null, box.right > 0 && box.bottom > 0 && document.elementFromPoint(box.x, box.y) === trap] }";
    assert_eq!(form.eval(trap).await, json!([-1, "off", true, false]), "nobody comes upon it");
    form.eval("form => { form.elements._trap.value = 'x'; form.elements.name.value = 'See https://spam.example'; form.elements.email.value = 'ada@corp.example' }").await;
    form.submit().await;
    form.success_text().await;
    let spam = &site.lead().await["spam"];
    assert_eq!(spam["suspected"], true);
    let signals: Vec<&str> = spam["signals"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    for sign in ["honeypot", "too_fast", "link_in_name", "headless"] {
        assert!(signals.contains(&sign), "{sign} is not among {signals:?}");
    }
    browser.assert_no_complaints(&[]).await;
}

async fn replace(form: &Form<'_>, name: &str, text: &str) {
    form.control(name).await.clear().await.expect("cleared");
    form.fill(name, text).await;
}
