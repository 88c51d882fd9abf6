//! What follows a form that was sent: in its place, on the page, in the visitor's calendar and folder, and on other sites.

use serde_json::{Value, json};

use crate::foreign_page;
use crate::harness::{Browser, Form, Site, demo, host_page};

/// The demonstration with what a guest of an event gets; `consent` items have a second form to fill in.
fn campaign() -> Value {
    let mut campaign = demo();
    campaign["scoring"] = json!({
        "dimensions": { "engagement": { "rules": [{ "id": "opened", "on": "file_download", "where": { "event.file": { "$regex": "plan" } }, "points": 7 }] } }
    });
    let session = |id: &str, at: &str| json!({ "id": id, "label": id, "starts": { "at": at, "zone": "Europe/Berlin" } });
    let words = |text: &str| json!([{ "message": text }]);
    campaign["forms"]["demo"] = json!({
        "steps": [{ "fields": [
            { "name": "email", "kind": "email", "label": "E-mail", "required": true },
            { "name": "session", "kind": "radio", "label": "When?", "required": true, "options": [session("early", "2027-03-04T09:00"), session("late", "2027-07-04T18:00")] },
            { "name": "secret", "kind": "text", "label": "Secret" } ] }],
        "consent": [{ "purpose": "contact", "text": { "en": "We may write to you.", "ko": "연락을 드려도 됩니다." }, "items": "a", "use": "b", "keep": "c", "refusal": "d",
                      "recipients": [{ "name": "Mail Ltd", "country": "DE", "how": "by e-mail" }] }],
        "submit": "Send",
        "then": [{ "do": [
            { "message": "See you." },
            { "download": { "file": "/pictures/plan.svg", "name": "plan-to-keep.svg" } },
            { "calendar": { "title": "Docks; at dawn", "field": "session", "minutes": 90, "links": ["google", "outlook"] } },
            { "booking": { "url": "https://book.example/now?team=1", "carry": { "mail": "email" } } },
            { "reveal": "hidden_part" },
            { "form": "more" } ] }]
    });
    campaign["forms"]["more"] = json!({
        "steps": [{ "fields": [{ "name": "town", "kind": "text", "label": "Town", "required": true }] }],
        "submit": "Send this too", "then": [{ "do": words("Noted.") }]
    });
    let blocks = campaign["pages"][0]["blocks"].as_array_mut().expect("blocks");
    blocks.push(json!({ "kind": "cta", "id": "hidden_part", "title": "For guests alone" }));
    campaign
}

const OUTCOME: &str = "form.getRootNode().querySelector('form[data-lw-form=demo] + [data-lw-success] > [data-lw-outcome]:not([hidden])')";

#[tokio::test]
async fn a_guest_gets_words_file_calendar_booking_and_the_next_form_in_every_place() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.cdp("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Seoul" })).await;
    let host = host_page(&site, foreign_page::html(&site));
    let places = [(site.url("/"), false), (site.url("/app.html"), false), (host.url("/"), true)];
    for (before, (place, embedded)) in places.into_iter().enumerate() {
        browser.open(&place).await;
        if embedded {
            foreign_page::wait_for_mount(&browser).await;
        }
        let form = if embedded { Form::in_shadow_root(&browser) } else { Form::on_our_page(&browser) };
        form.runtime_is_ready().await;
        browser
            .wait_for(
                "times are the visitor's",
                &told(embedded, "[...form.querySelectorAll('time')].some(time => time.textContent.includes('5:00'))"),
            )
            .await;
        form.fill("email", "ada+docks@corp.example").await;
        form.fill("secret", "not for the link").await;
        form.eval("form => { form.querySelector('[name=session][value=late]').click() }").await;
        form.submit().await;
        browser.wait_for("the outcome", &told(embedded, &format!("{OUTCOME}?.checkVisibility() ?? false"))).await;

        // A file of our site, under its name; opening it counts.
        let link = format!("{OUTCOME}.querySelector('a[download]')");
        assert_eq!(
            form.eval(&of(&format!("[{link}.href, {link}.download]"))).await,
            json!([site.url("/pictures/plan.svg"), "plan-to-keep.svg"])
        );
        form.eval(&of(&format!("{{ {link}.addEventListener('click', event => event.preventDefault()); {link}.click() }}"))).await;
        browser
            .wait_for(
                "the download counts",
                "leadwell('explain').then(({ score }) => score.explanation.some(({ rule }) => rule === 'opened'))",
            )
            .await;

        // The session that was chosen: 18:00 in Berlin in summer.
        let calendar = format!("{OUTCOME}.querySelector('[data-lw-calendar]')");
        browser.wait_for("the calendar", &told(embedded, &format!("{calendar}.checkVisibility()"))).await;
        browser.eval("window.__made = null; URL.createObjectURL = blob => { window.__made = blob.text(); return 'data:,' }; 0").await;
        form.eval(&of(&format!("{{ {calendar}.click() }}"))).await;
        let made = browser.eval("window.__made").await;
        for line in ["DTSTART:20270704T160000Z", "DTEND:20270704T173000Z", "SUMMARY:Docks\\; at dawn"] {
            assert!(made.as_str().expect("a text").split("\r\n").any(|one| one == line), "{place}: {line}: {made}");
        }
        let links = format!(
            "[...{OUTCOME}.querySelectorAll('a[href=\"#\"]')].map(link => {{ link.addEventListener('click', event => event.preventDefault()); link.click(); return link.href }})"
        );
        let links = form.eval(&of(&links)).await;
        assert!(
            links[0].as_str().expect("an address").starts_with("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Docks"),
            "{links}"
        );
        assert!(links[1].as_str().expect("an address").contains("startdt=2027-07-04T16%3A00%3A00.000Z"), "{links}");

        // The link for a booking carries what its author says, and nothing else.
        let booking = form.eval(&of(&format!("{OUTCOME}.querySelector('[data-lw-carry]').href"))).await;
        assert_eq!(booking, "https://book.example/now?team=1&mail=ada%2Bdocks%40corp.example");

        let revealed = browser.eval("document.querySelector('[data-lw-gate=hidden_part]')?.checkVisibility() ?? null").await;
        assert_eq!(revealed, if embedded { Value::Null } else { json!(true) }, "{place}");

        // The next form is a form like any other.
        let next = format!("{OUTCOME}.querySelector('form[data-lw-form=more]')");
        form.eval(&of(&format!(
            "{{ const next = {next}; next.elements.town.value = 'Busan'; next.querySelector('[data-lw-submit]').click() }}"
        )))
        .await;
        let thanked = format!("{next}.nextElementSibling.querySelector('[data-lw-outcome]')?.checkVisibility() ?? false");
        browser.wait_for("the next form is answered", &told(embedded, &thanked)).await;
        let leads = site.leads(2 * before + 2).await;
        let sent: Vec<_> = leads[2 * before..].iter().map(|lead| (lead["form"].as_str().expect("a form"), &lead["fields"])).collect();
        assert!(sent.contains(&("more", &json!({ "town": "Busan" }))), "{sent:?}");
        browser.assert_no_complaints(&[]).await;

        // What was opened stays so.
        if !embedded {
            browser.open(&place).await;
            browser
                .wait_for("the block is there again", "document.querySelector('[data-lw-gate=hidden_part]')?.checkVisibility() ?? false")
                .await;
        }
        browser.eval("localStorage.clear()").await;
    }
}

#[tokio::test]
async fn the_receipt_says_what_was_agreed_to_and_how_to_take_it_back() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/ko/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("email", "ada@corp.example").await;
    form.eval("form => { form.querySelector('[name=session][value=late]').click() }").await;
    form.tick("consent.contact").await;
    form.submit().await;
    let button = "document.querySelector('form[data-lw-form=demo] + [data-lw-success] > [data-lw-receipt]')";
    browser.wait_for("the receipt", &format!("{button}?.checkVisibility() ?? false")).await;
    browser.eval("URL.createObjectURL = blob => { window.__made = blob.text(); return 'data:,' }; 0").await;
    browser.eval(&format!("{button}.click()")).await;
    let receipt = browser.eval("window.__made").await;
    let lead = site.lead().await;
    let contact = campaign()["site"]["controller"]["email"].as_str().expect("an address").to_owned();
    let hash = lead["consent"][0]["text_hash"].as_str().expect("a hash").to_owned();
    for part in ["연락을 드려도 됩니다.", &hash, &contact, lead["lead_id"].as_str().expect("an id"), "lang=\"ko\""] {
        assert!(receipt.as_str().expect("a text").contains(part), "{part} is not in {receipt}");
    }
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_redirect_leads_to_a_page_in_the_visitors_language_with_answers_in_its_address() {
    let mut campaign = campaign();
    campaign["forms"]["demo"]["then"] = json!([{ "do": [{ "redirect": "/welcome?who={{field.email|nobody}}&x={{field.secret|none}}" }] }]);
    let mut welcome = campaign["pages"][0].clone();
    welcome["path"] = json!("/welcome");
    campaign["pages"].as_array_mut().expect("pages").push(welcome);
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    let host = host_page(&site, foreign_page::html(&site));
    for (place, embedded, to) in [
        (site.url("/"), false, "/welcome/?who=a%26b%40corp.example&x=none"),
        (site.url("/ko/"), false, "/ko/welcome/?who=a%26b%40corp.example&x=none"),
        (host.url("/"), true, "/welcome/?who=a%26b%40corp.example&x=none"),
    ] {
        browser.open(&place).await;
        if embedded {
            foreign_page::wait_for_mount(&browser).await;
        }
        let form = if embedded { Form::in_shadow_root(&browser) } else { Form::on_our_page(&browser) };
        form.runtime_is_ready().await;
        form.fill("email", "a&b@corp.example").await;
        form.eval("form => { form.querySelector('[name=session][value=late]').click() }").await;
        form.submit().await;
        browser.wait_for("the page that follows", &format!("location.href === {}", json!(site.url(to)))).await;
        browser.eval("localStorage.clear()").await;
    }
    assert_eq!(site.leads(3).await.len(), 3);
}

/// A function of the form.
fn of(expression: &str) -> String {
    format!("form => {expression}")
}

/// An expression over the form, for waiting.
fn told(embedded: bool, expression: &str) -> String {
    let scope = if embedded { "document.querySelector('leadwell-root').shadowRoot" } else { "document" };
    format!("(form => {expression})({scope}.querySelector('form[data-lw-form]'))")
}
