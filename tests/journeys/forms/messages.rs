//! What a form tells besides the lead: a part of it after a step, that it was left, and what the receiver would not take.

use serde_json::{Value, json};

use super::press;
use crate::harness::{Browser, Response, Server, Site, demo, until};

fn in_two_steps() -> Value {
    let mut campaign = demo();
    campaign["scoring"] = json!({
        "dimensions": { "engagement": { "rules": [{ "id": "left_at_name", "on": "form_abandon", "where": { "event.field": "name" }, "points": 7 }] } }
    });
    campaign["forms"]["demo"] = json!({
        "steps": [
            { "title": "You", "fields": [
                { "name": "email", "kind": "email", "label": "E-mail", "required": true },
                { "name": "agree", "kind": "consent", "label": "", "purpose": "contact" } ] },
            { "title": "Your firm", "fields": [{ "name": "name", "kind": "name", "label": "Name", "required": true }] } ],
        "partial": { "after_step": 1, "needs": "contact" },
        "consent": [
            { "purpose": "contact", "text": "Write to me.", "items": "a", "use": "b", "keep": "c", "refusal": "d" },
            { "purpose": "marketing", "text": "Send me news.", "items": "a", "use": "b", "keep": "c", "refusal": "d" } ],
        "submit": "Send",
        "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    for destination in campaign["destinations"].as_array_mut().expect("destinations") {
        destination["sends"] = json!(["lead.captured", "lead.partial"]);
    }
    campaign
}

#[tokio::test]
async fn after_a_step_what_was_answered_is_sent_once_if_the_visitor_agreed() {
    let (site, browser) = (Site::of(&in_two_steps()), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("email", "ada@corp.example").await;
    press(&form, "[data-lw-go-on]").await;
    assert_eq!(form.eval("form => form.querySelector('[data-lw-step-of]').innerText").await, "Step 2 of 2");
    press(&form, "[data-lw-back]").await;
    form.tick("consent.contact").await;
    press(&form, "[data-lw-go-on]").await;
    let part = site.lead().await;
    assert_eq!((&part["type"], &part["fields"]), (&json!("lead.partial"), &json!({ "email": "ada@corp.example" })));
    assert_eq!(part["consent"].as_array().map(Vec::len), Some(1), "what was not asked yet is not told: {}", part["consent"]);
    assert_eq!(part["consent"][0]["state"], "granted", "nothing was sent before");

    // There and back again tells nothing new.
    press(&form, "[data-lw-back]").await;
    press(&form, "[data-lw-go-on]").await;
    form.fill("name", "Ada").await;
    form.submit().await;
    form.success_text().await;
    let whole = site.leads(2).await.pop().expect("a lead");
    assert_eq!((&whole["type"], &whole["lead_id"]), (&json!("lead.captured"), &part["lead_id"]), "the same lead");
    assert_ne!(whole["id"], part["id"], "another message");
    assert_eq!(whole["fields"], json!({ "email": "ada@corp.example", "name": "Ada" }));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_form_that_was_left_counts_with_the_last_field_touched() {
    for (place, leave) in [("/", "location.reload()"), ("/app.html", "document.querySelector('a[href=\"/next/\"]').click()")] {
        let mut campaign = in_two_steps();
        let mut next = campaign["pages"][0].clone();
        next["path"] = json!("/next");
        campaign["pages"].as_array_mut().expect("pages").push(next);
        campaign["pages"][0]["blocks"][0]["cta"] = json!({ "label": "Another page", "to": "/next" });
        let (site, browser) = (Site::of(&campaign), Browser::start().await);
        browser.open(&site.url(place)).await;
        let form = browser.form();
        form.runtime_is_ready().await;
        form.fill("email", "ada@corp.example").await;
        press(&form, "[data-lw-go-on]").await;
        form.fill("name", "A").await;
        browser.eval("document.querySelector('form[data-lw-form]').dataset.old = ''").await;
        browser.eval(leave).await;
        browser.wait_for("the form is another", "document.querySelector('form[data-lw-live]:not([data-old])') !== null").await;
        form.runtime_is_ready().await;
        form.answer_everything().await;
        form.submit().await;
        form.success_text().await;
        let leads = until("the lead is there", async || {
            Some(site.inbox.stored()).filter(|leads| leads.iter().any(|lead| lead["type"] == "lead.captured"))
        })
        .await;
        let lead = leads.iter().find(|lead| lead["type"] == "lead.captured").expect("a lead");
        let row = &lead["score"]["explanation"][0];
        assert_eq!((&row["rule"], &row["count"]), (&json!("left_at_name"), &json!(1)), "{place}: {}", lead["score"]);
        browser.assert_no_complaints(&[]).await;
    }
}

#[tokio::test]
async fn a_refusal_that_names_no_question_is_said_and_an_answer_asked_once_can_be_mended() {
    let receiver = Server::start(|request| {
        let body = match &*request.method {
            "POST" if request.body.contains("Old") => (422, r#"{"errors":{"town":"There is no such town."}}"#),
            "POST" if request.body.contains("Later") => (422, r#"{"errors":{"base":["Closed until Monday."]}}"#),
            "POST" => (201, "{}"),
            _ => (204, ""),
        };
        let response = Response::new(body.0, "application/json", body.1);
        response.with("Access-Control-Allow-Origin", "*").with("Access-Control-Allow-Headers", "content-type")
    });
    let mut campaign = in_two_steps();
    campaign["forms"]["demo"] = json!({
        "steps": [{ "fields": [{ "name": "town", "kind": "text", "label": "Town", "required": true, "progressive": true }] }],
        "submit": "Send", "then": [{ "do": [{ "message": "Thank you." }] }]
    });
    let (site, browser) = (Site::sending_to(&campaign, Some(&receiver.url("/leads"))), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("town", "Old").await;
    form.submit().await;
    until("the town is refused", async || form.error_of("town").await.filter(|said| said == "There is no such town.")).await;
    form.control("town").await.clear().await.expect("cleared");
    form.fill("town", "Later").await;
    form.submit().await;
    let status = "form => form.querySelector('[data-lw-status]').innerText";
    until("the reason is said", async || form.eval(status).await.as_str().filter(|said| said.contains("Closed until Monday.")).map(drop))
        .await;
    form.control("town").await.clear().await.expect("cleared");
    form.fill("town", "New").await;
    form.submit().await;
    form.success_text().await;
    let towns: Vec<Value> = receiver.posts().into_iter().map(|post| post["fields"]["town"].clone()).collect();
    assert_eq!(towns, ["Old", "Later", "New"]);
    browser.assert_no_complaints(&["422"]).await;
}

#[tokio::test]
async fn what_the_receiver_says_of_a_field_stands_beside_it_and_the_lead_can_be_mended() {
    let receiver = Server::start(|request| {
        let body = match &*request.method {
            "POST" if request.body.contains("taken@corp.example") => (422, r#"{"errors":{"email":"This address is registered already."}}"#),
            "POST" => (201, "{}"),
            _ => (204, ""),
        };
        Response::new(body.0, "application/json", body.1)
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Headers", "content-type")
    });
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.eval("form => { form.elements.email.value = '' }").await;
    form.fill("email", "taken@corp.example").await;
    form.submit().await;
    until("the receiver's words are on screen", async || {
        form.error_of("email").await.filter(|said| said == "This address is registered already.")
    })
    .await;
    assert_eq!(form.focused().await.as_deref(), Some("email"));
    assert!(form.is_marked_invalid("email").await);

    form.fill("email", "x").await;
    // Gone while it is mended.
    form.comes_to_say("email", None).await;
    form.eval("form => { form.elements.email.value = '' }").await;
    form.fill("email", "ada@corp.example").await;
    form.submit().await;
    form.success_text().await;
    let posts = receiver.posts();
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[0]["id"], posts[1]["id"], "one lead, tried again");
    assert_eq!(posts[1]["fields"]["email"], "ada@corp.example");
    browser.assert_no_complaints(&["422"]).await;
}
