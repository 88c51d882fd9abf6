//! Leads in the shape of each receiver: what a stand-in gets from a real browser, and what its answer makes of the lead.
//!
//! Stand-ins imitate what crm-contracts.md says of each: its preflight, its answer, its way back. What is sent in which shape, and what every
//! answer means, the tables of `tests/rules/cases/connectors/` say.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Browser, Request, Response, Server, Site, demo, until};
use crate::receivers::{Readable, readable};

/// Notes every change of a delivery, as the page is told.
pub const NOTE_STATES: &str = "window.__states = []; document.addEventListener('leadwell:lead', ({ detail }) => window.__states.push([detail.destination, detail.state]))";

const AS_PEOPLE_TYPE: Duration = Duration::from_secs(4);

/// The demo with one destination for each connector, and the inbox.
pub fn with(destinations: &[Value]) -> Value {
    let mut campaign = demo();
    campaign["destinations"].as_array_mut().expect("destinations").extend(destinations.iter().cloned());
    campaign
}

/// A site whose destinations but the inbox's go to a stand-in, each at a path of its name.
fn sent_to(campaign: &Value, receiver: &Server) -> Site {
    let own: Vec<String> =
        demo()["destinations"].as_array().expect("destinations").iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect();
    Site::routed(campaign, |id| (!own.iter().any(|known| known == id)).then(|| receiver.url(&format!("/{id}"))))
}

async fn send_a_lead(site: &Site) -> Browser {
    let browser = Browser::start().await;
    browser.before_every_page(NOTE_STATES).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.tick("consent.marketing").await;
    // Who is faster is taken for a program, and put on no list.
    tokio::time::sleep(AS_PEOPLE_TYPE).await;
    form.submit().await;
    form.success_text().await;
    browser
}

/// The last state of each destination that was told.
pub async fn states(browser: &Browser) -> BTreeMap<String, String> {
    let told = browser.eval("window.__states").await;
    let pair = |one: &Value| (one[0].as_str().expect("an id").to_owned(), one[1].as_str().expect("a state").to_owned());
    told.as_array().expect("a list").iter().map(pair).collect()
}

pub async fn becomes(browser: &Browser, destination: &str, state: &str) {
    until(&format!("{destination} is {state}"), async || {
        states(browser).await.get(destination).is_some_and(|found| found == state).then_some(())
    })
    .await;
}

fn posts_to<'a>(requests: &'a [Request], path: &str) -> Vec<&'a Request> {
    requests.iter().filter(|request| request.method == "POST" && request.path.split('?').next() == Some(path)).collect()
}

/// A form's fields as a receiver reads them, in either way that browsers write them.
fn fields(request: &Request) -> Vec<(String, String)> {
    let kind = request.header("content-type");
    match kind.split_once("boundary=") {
        None => url::form_urlencoded::parse(request.body.as_bytes()).into_owned().collect(),
        Some((_, boundary)) => {
            let between = format!("--{boundary}");
            let parts = request.body.split(&between).filter_map(|part| part.split_once("\r\n\r\n"));
            let name = |head: &str| head.split("name=\"").nth(1)?.split('"').next().map(str::to_owned);
            parts.filter_map(|(head, value)| Some((name(head)?, value.trim_end_matches("\r\n").to_owned()))).collect()
        }
    }
}

pub fn field(request: &Request, name: &str) -> Option<String> {
    fields(request).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

#[tokio::test]
async fn every_receiver_that_may_be_read_gets_what_it_takes_and_says_yes_in_its_own_way() {
    let receivers = readable();
    let stands_in = |receiver: &Readable| (receiver.connector.clone(), receiver.stand_in());
    let mut servers: BTreeMap<String, Server> = receivers.iter().map(stands_in).collect();
    for name in ["envelope", "form"] {
        servers.insert(
            name.to_owned(),
            Server::start(|request| {
                let allowed = request.header("access-control-request-headers").to_owned();
                Response::to_a_page(if request.method == "POST" { 200 } else { 204 }).with("Access-Control-Allow-Headers", &allowed)
            }),
        );
    }
    let own = [
        json!({ "id": "envelope", "connector": "webhook", "url": "https://hooks.example/e", "envelope": "cloudevents" }),
        json!({ "id": "form", "connector": "webhook", "url": "https://hooks.example/f", "body": "form" }),
    ];
    let campaign = with(&receivers.iter().map(Readable::destination).chain(own).collect::<Vec<_>>());
    let site = Site::routed(&campaign, |id| servers.get(id).map(|server| server.url("/")));
    let browser = send_a_lead(&site).await;
    for name in servers.keys() {
        becomes(&browser, name, "confirmed").await;
    }
    let lead = site.lead().await;
    let post = |name: &str| {
        let requests = servers[name].requests();
        let posts = posts_to(&requests, "/");
        assert_eq!(posts.len(), 1, "{name}: one lead");
        posts[0].clone()
    };
    let read = |name: &str| serde_json::from_str::<Value>(&post(name).body).unwrap_or_else(|error| panic!("{name}: {error}"));
    // The whole message, or in an envelope, in a record, as text.
    for (name, kind, message) in [
        ("n8n", "application/json", read("n8n")),
        ("kinto", "application/json", read("kinto")["data"].clone()),
        ("zapier", "text/plain;charset=UTF-8", read("zapier")),
        ("google_apps_script", "text/plain;charset=UTF-8", read("google_apps_script")),
        ("envelope", "application/cloudevents+json", read("envelope")["data"].clone()),
    ] {
        assert_eq!((&message["id"], &message["fields"]), (&lead["id"], &lead["fields"]), "{name}");
        assert_eq!(post(name).header("content-type"), kind, "{name}");
    }
    assert_eq!(read("envelope")["specversion"], "1.0");
    let email = lead["fields"]["email"].as_str().expect("an e-mail").to_owned();
    let level = lead["level"].as_str().expect("a level");
    let of_hubspot = [("email", email.as_str()), ("lw_level", level), ("lw_email_ok", "granted")];
    let of_hubspot: Vec<Value> =
        of_hubspot.iter().map(|(name, value)| json!({ "objectTypeId": "0-1", "name": name, "value": value })).collect();
    assert_eq!(read("hubspot")["fields"], json!(of_hubspot));
    assert_eq!(read("klaviyo")["data"]["attributes"]["profile"]["data"]["attributes"]["email"], json!(email));
    assert_eq!(post("klaviyo").header("revision"), "2025-04-15");
    assert_eq!(read("formspree")["email"], json!(email));
    // Forms.
    for (name, key) in [
        ("make", "email"),
        ("form", "email"),
        ("activecampaign", "email"),
        ("mautic", "mauticform[email]"),
        ("brevo", "EMAIL"),
        ("kit", "email_address"),
        ("getform", "email"),
    ] {
        assert_eq!(field(&post(name), key).as_ref(), Some(&email), "{name}");
    }
    assert_eq!(field(&post("make"), "id").as_deref(), lead["id"].as_str());
    assert_eq!(field(&post("activecampaign"), "f").as_deref(), Some("6"));
    assert_eq!(post("mautic").header("x-requested-with"), "XMLHttpRequest");
    // Who needs none is not asked for leave.
    for name in ["zapier", "make", "google_apps_script", "form", "activecampaign", "brevo", "kit", "getform"] {
        assert!(servers[name].requests().iter().all(|request| request.method != "OPTIONS"), "{name} was asked");
    }
    browser.assert_no_complaints(&[]).await;
}

/// A receiver of forms in frames. `answer` is given what it got.
fn framed(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Server {
    Server::start(move |request| {
        if request.method == "POST" { answer(request) } else { Response::new(200, "text/html", "<p>A page of the receiver's own") }
    })
}

fn back(to: &str) -> Response {
    Response::new(302, "text/html", "").with("Location", to)
}

#[tokio::test]
async fn a_form_in_a_frame_comes_back_to_us_and_ends_as_unconfirmed() {
    let receiver = framed(|request| back(&field(request, "retURL").unwrap_or_default()));
    let campaign = with(&[json!({ "id": "salesforce", "connector": "salesforce", "params": { "oid": "00D000000000001" }, "resend": 2 })]);
    let site = sent_to(&campaign, &receiver);
    let browser = send_a_lead(&site).await;
    becomes(&browser, "salesforce", "unconfirmed").await;
    let requests = receiver.requests();
    let posts = posts_to(&requests, "/salesforce");
    assert_eq!(posts.len(), 1, "who was sent back is not sent again");
    assert_eq!(field(posts[0], "oid").as_deref(), Some("00D000000000001"));
    assert_eq!(field(posts[0], "retURL"), Some(site.url("/ack.html")));
    assert_eq!(field(posts[0], "last_name").as_deref(), Some("Ada Park"));
    assert_eq!(
        browser.eval("document.querySelectorAll('iframe, form[action*=salesforce]').length").await,
        0,
        "nothing is left on the page"
    );
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_form_in_a_frame_that_comes_back_to_the_page_of_refusals_is_refused_and_kept() {
    let receiver = framed(|request| back(&format!("{}/ack.html?ok=0", request.header("origin"))));
    let campaign = with(&[json!({ "id": "pardot", "connector": "pardot", "url": "https://go.pardot.com/l/1/2026-01-01/a" })]);
    let site = sent_to(&campaign, &receiver);
    let browser = send_a_lead(&site).await;
    becomes(&browser, "pardot", "failed").await;
    let waiting = browser.eval("leadwell('outbox').then(entries => entries.map(({ deliveries }) => deliveries.map(({ destination, state }) => [destination, state])))").await;
    assert!(waiting[0].as_array().is_some_and(|deliveries| deliveries.contains(&json!(["pardot", "failed"]))), "{waiting}");
}

#[tokio::test]
async fn a_form_in_a_frame_that_never_comes_back_is_sent_again_as_often_as_the_campaign_allows() {
    let receiver = framed(|_| Response::new(200, "text/html", "<p>Thank you"));
    let campaign =
        with(&[json!({ "id": "customerio", "connector": "customerio", "params": { "site_id": "S", "form_id": "f" }, "resend": 1 })]);
    let site = sent_to(&campaign, &receiver);
    let browser = send_a_lead(&site).await;
    becomes(&browser, "customerio", "unconfirmed").await;
    let requests = receiver.requests();
    assert_eq!(posts_to(&requests, "/customerio").len(), 2);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn mautic_in_a_frame_tells_the_page_and_is_believed_from_its_own_address_alone() {
    let receiver = framed(|_| Response::new(200, "text/html", "<script>parent.postMessage(JSON.stringify({ success: 1 }), '*')</script>"));
    let mautic = json!({ "id": "mautic", "connector": "mautic", "mode": "iframe", "params": { "host": "https://mautic.example", "form_id": "3", "form_name": "lead" } });
    let site = sent_to(&with(&[mautic]), &receiver);
    let browser = send_a_lead(&site).await;
    becomes(&browser, "mautic", "confirmed").await;
    let requests = receiver.requests();
    assert_eq!(field(posts_to(&requests, "/mautic")[0], "mauticform[messenger]").as_deref(), Some("1"));
}

#[tokio::test]
async fn a_good_status_with_a_word_of_refusal_is_a_refusal_that_the_visitor_reads() {
    let receiver = Server::start(|request| {
        let status = if request.method == "POST" { 200 } else { 204 };
        Response::new(status, "application/json", r#"{"success":0,"errorMessage":"This form is closed."}"#)
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Headers", request.header("access-control-request-headers"))
    });
    let mut campaign = demo();
    campaign["destinations"] = json!([{ "id": "mautic", "connector": "mautic", "params": { "host": "https://mautic.example", "form_id": "3", "form_name": "lead" } }]);
    let site = Site::sending_to(&campaign, Some(&receiver.url("/mautic")));
    let browser = Browser::start().await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    browser.wait_for_text("This form is closed.").await;
    assert_eq!(form.eval("form => form.elements.name.value").await, "Ada Park", "nothing that was typed is lost");
}

#[tokio::test]
async fn a_receiver_without_leave_to_read_its_answer_is_sent_to_twice_and_no_more_where_that_is_how_it_is() {
    // It stores what it gets, and lets no page read that it did.
    let receiver = Server::start(|_| Response::new(200, "application/json", "{}"));
    let site =
        sent_to(&with(&[json!({ "id": "zapier", "connector": "zapier", "url": "https://hooks.zapier.com/hooks/catch/1/a/" })]), &receiver);
    let browser = send_a_lead(&site).await;
    becomes(&browser, "zapier", "unconfirmed").await;
    let requests = receiver.requests();
    let ids: Vec<Value> =
        posts_to(&requests, "/zapier").iter().map(|post| serde_json::from_str::<Value>(&post.body).expect("JSON")["id"].clone()).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert_eq!(ids[0], ids[1], "the same message each time");
}

#[tokio::test]
async fn marketos_own_script_sends_where_the_page_carries_it_and_the_lead_waits_where_it_does_not() {
    const VENDOR: &str = "window.__marketo = []; window.MktoForms2 = { loadForm(base, munchkin, id, then) {
        let done = () => {}; const sent = { base, munchkin, id, vals: {}, hidden: {} };
        const form = { vals(values) { if (!values) return { Email: '' }; Object.assign(sent.vals, values) }, addHiddenFields(values) { Object.assign(sent.hidden, values) },
                       onValidate() {}, onSuccess(heard) { done = heard }, submit() { window.__marketo.push(sent); setTimeout(() => done()) } };
        setTimeout(() => then(form));
    } };";
    let marketo = json!({ "id": "marketo", "connector": "marketo", "params": { "base": "//app-ab00.marketo.com", "munchkin": "000-AAA-000", "form_id": "1057" },
                          "fields": { "Email": "{{field.email}}", "Company": "{{field.company}}" } });
    let site = Site::of(&with(&[marketo]));
    let browser = send_a_lead(&site).await;
    becomes(&browser, "marketo", "queued").await;
    // The next page carries it.
    browser.before_every_page(VENDOR).await;
    browser.open(&site.url("/")).await;
    let sent = until("Marketo's form is sent", async || browser.eval("window.__marketo[0] ?? null").await.as_object().cloned()).await;
    assert_eq!((&sent["base"], &sent["munchkin"], &sent["id"]), (&json!("//app-ab00.marketo.com"), &json!("000-AAA-000"), &json!(1057)));
    assert!(sent["vals"]["Email"].is_string() && sent["hidden"]["Company"].is_string(), "{sent:?}");
    becomes(&browser, "marketo", "confirmed").await;
}

#[tokio::test]
async fn the_app_sends_in_the_same_shapes() {
    let receiver = Server::start(|request| {
        Response::new(if request.method == "POST" { 201 } else { 204 }, "application/json", "{}")
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Headers", request.header("access-control-request-headers"))
    });
    let site =
        sent_to(&with(&[json!({ "id": "flat", "connector": "webhook", "url": "https://hooks.example/f", "fields": "flat" })]), &receiver);
    let browser = Browser::start().await;
    browser.open(&site.url("/app.html")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let post = until("it arrived", async || receiver.posts().into_iter().next()).await;
    assert_eq!((&post["name"], &post["form"], &post["type"]), (&json!("Ada Park"), &json!("demo"), &json!("lead.captured")));
}
