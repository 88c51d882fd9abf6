//! A question of every kind, answered by the keyboard alone: each control is reached by one press of Tab, in the order in which they
//! stand, and a group of choices is one stop.

use serde_json::{Value, json};

use crate::harness::{Browser, Form, Site, demo};

/// Keys as WebDriver writes them.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";
const SPACE: &str = " ";

/// A form with a question of every kind, in three steps.
pub fn every_kind() -> Value {
    let mut campaign = demo();
    let options = json!([{ "id": "crane", "label": "Crane" }, { "id": "lift", "label": "Lift" }, { "id": "else", "label": "Another", "other": true }]);
    campaign["scoring"] = json!({});
    campaign["forms"]["demo"] = json!({
        "steps": [
            { "id": "words", "title": "In words", "fields": [
                { "name": "email", "kind": "email", "label": "E-mail", "required": true },
                { "name": "name", "kind": "name", "label": "Name" },
                { "name": "company", "kind": "company", "label": "Company" },
                { "name": "tel", "kind": "tel", "label": "Telephone", "country": "DE" },
                { "name": "url", "kind": "url", "label": "Page" },
                { "name": "note", "kind": "text", "label": "Note" } ] },
            { "id": "figures", "title": "In figures", "fields": [
                { "name": "seats", "kind": "number", "label": "Seats" },
                { "name": "start", "kind": "date", "label": "Start" },
                { "name": "at", "kind": "time", "label": "Time" },
                { "name": "stars", "kind": "rating", "label": "Stars" },
                { "name": "again", "kind": "nps", "label": "Would you tell others?" },
                { "name": "ease", "kind": "scale", "label": "How easy?", "min": 1, "max": 7, "low": "hard", "high": "easy" },
                { "name": "secret", "kind": "hidden", "default": "x" } ] },
            { "id": "choices", "title": "By choice", "fields": [
                { "name": "size", "kind": "select", "label": "Size", "options": [{ "id": "small", "label": "Small" }, { "id": "large", "label": "Large" }] },
                { "name": "machine", "kind": "radio", "label": "Machine", "options": options },
                { "name": "tools", "kind": "checkbox_group", "label": "Tools", "options": [{ "id": "rope", "label": "Rope" }, { "id": "hook", "label": "Hook" }] },
                { "name": "urgent", "kind": "checkbox", "label": "It is urgent" },
                { "name": "land", "kind": "country", "label": "Country", "countries": ["KR", "DE"] },
                { "name": "home", "kind": "address", "label": "Address", "parts": ["street", "postal_code", "city"] },
                { "name": "agree", "kind": "consent", "label": "", "purpose": "contact" },
                { "name": "words", "kind": "textarea", "label": "In your words" } ] } ],
        "consent": [{ "purpose": "contact", "text": "Write to me.", "required": true, "items": "a", "use": "b", "keep": "c", "refusal": "d" }],
        "submit": "Send",
        "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    campaign
}

#[tokio::test]
async fn every_kind_of_question_is_answered_by_the_keyboard_alone() {
    let (site, browser) = (Site::of(&every_kind()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;

    // The one time a pointer would be used is to come to the form.
    form.control("email").await.focus().await.expect("focus");
    press(&browser, "ada.park@corp.example").await;
    for (name, keys) in
        [("name", "Ada Park"), ("company", "Corp & Söhne"), ("tel", "030 901820"), ("url", "https://corp.example/"), ("note", "박 \"x\"")]
    {
        tab_to(&browser, &form, name, keys).await;
    }
    // Enter in a line leads on, as it sends in the last step.
    press(&browser, ENTER).await;
    form_is_at(&form, "Step 2 of 3").await;

    tab_to(&browser, &form, "seats", "1,200").await;
    tab_to(&browser, &form, "start", "12/31/2026").await;
    tab_to(&browser, &form, "at", "0230PM").await;
    // The browser's own control has a clock to open.
    tab(&browser).await;
    tab_to(&browser, &form, "stars", SPACE).await;
    press(&browser, &RIGHT.repeat(3)).await;
    tab_to(&browser, &form, "again", SPACE).await;
    press(&browser, &RIGHT.repeat(2)).await;
    tab_to(&browser, &form, "ease", SPACE).await;
    press(&browser, RIGHT).await;
    // Past the way back, to the way on.
    tab(&browser).await;
    assert_eq!(active(&form, "hasAttribute('data-lw-back')").await, true);
    tab(&browser).await;
    assert_eq!(active(&form, "hasAttribute('data-lw-go-on')").await, true);
    press(&browser, ENTER).await;
    form_is_at(&form, "Step 3 of 3").await;

    tab_to(&browser, &form, "size", "L").await;
    tab_to(&browser, &form, "machine", SPACE).await;
    press(&browser, &DOWN.repeat(2)).await;
    tab_to(&browser, &form, "machine_other", "A winch").await;
    tab_to(&browser, &form, "tools", SPACE).await;
    tab_to(&browser, &form, "tools", SPACE).await;
    tab_to(&browser, &form, "urgent", SPACE).await;
    tab_to(&browser, &form, "land", "S").await;
    for (name, keys) in [("home_street", "Hafenstr. 1"), ("home_postal_code", "20457"), ("home_city", "Hamburg")] {
        tab_to(&browser, &form, name, keys).await;
    }
    tab_to(&browser, &form, "consent.contact", SPACE).await;
    tab_to(&browser, &form, "words", "One.").await;
    press(&browser, "\u{e007}Two.").await;
    tab(&browser).await;
    tab(&browser).await;
    assert_eq!(active(&form, "hasAttribute('data-lw-submit')").await, true);
    press(&browser, SPACE).await;
    assert_eq!(form.success_text().await, "Thank you.");
    assert!(form.success_has_focus().await);

    let lead = site.lead().await;
    let expected = json!({
        "email": "ada.park@corp.example", "name": "Ada Park", "company": "Corp & Söhne", "tel": "+4930901820", "url": "https://corp.example/",
        "note": "박 \"x\"", "seats": "1200", "start": "2026-12-31", "at": "14:30", "stars": "4", "again": "2", "ease": "2", "secret": "x",
        "size": "large", "machine": "else", "machine_other": "A winch", "tools": ["rope", "hook"], "urgent": "true", "land": "KR",
        "home_street": "Hafenstr. 1", "home_postal_code": "20457", "home_city": "Hamburg", "words": "One.\nTwo.",
    });
    assert_eq!(lead["fields"], expected);
    assert_eq!(lead["consent"][0]["state"], "granted");
    browser.assert_no_complaints(&[]).await;
}

async fn tab(browser: &Browser) {
    press(browser, TAB).await;
}

/// One press of Tab, which must lead to this control, and what is typed there.
async fn tab_to(browser: &Browser, form: &Form<'_>, name: &str, keys: &str) {
    tab(browser).await;
    assert_eq!(form.focused().await.as_deref(), Some(name), "where Tab leads");
    press(browser, keys).await;
}

async fn press(browser: &Browser, keys: &str) {
    browser.driver.action_chain().send_keys(keys).perform().await.expect("keys");
}

async fn active(form: &Form<'_>, what: &str) -> Value {
    form.eval(&format!("form => form.getRootNode().activeElement.{what}")).await
}

async fn form_is_at(form: &Form<'_>, step: &str) {
    assert_eq!(form.eval("form => form.querySelector('[data-lw-step-of]').innerText").await, step);
    assert_eq!(active(form, "matches('[data-lw-step]')").await, true, "the step itself is read out first");
}
