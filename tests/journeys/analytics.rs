//! Tools that a page already has: stand-ins of them, that keep every call; and a receiver of batches. Which words each is told in, the tables
//! of `tests/rules/cases/analytics/` say.

use std::time::Duration;

use serde_json::{Value, json};

use crate::foreign_page::{html, wait_for_mount};
use crate::harness::{Browser, Form, OWN_INBOX, Request, Response, Server, Site, demo, host_page, until};

/// Every tool as far as it is called: its calls are kept under its name.
const TOOLS: &str = "window.__told = {};
    const keep = (name) => (...given) => { (window.__told[name] ??= []).push(JSON.parse(JSON.stringify(given))); };
    window.gtag = keep('gtag'); window.fbq = keep('fbq'); window.lintrk = keep('lintrk'); window.plausible = keep('plausible');
    window.ttq = { track: keep('ttq') }; window.posthog = { capture: keep('posthog') }; window.amplitude = { track: keep('amplitude') };
    window.analytics = { track: keep('segment') }; window.wcs = { trans: keep('wcs') };
    window.kakaoPixel = (id) => ({ participation: (...tag) => keep('kakao')(id, ...tag) });
    document.addEventListener('leadwell:analytics', ({ detail }) => keep('dom')(detail));";

fn campaign(consent: &str, batches: &str) -> Value {
    let mut campaign = demo();
    campaign["consent"] = json!({ "mode": consent });
    campaign["analytics"] = json!([
        { "connector": "data_layer" }, { "connector": "ga4" }, { "connector": "meta" },
        { "connector": "google_ads", "params": { "send_to": "AW-1/lead" } },
        { "connector": "linkedin", "params": { "conversion_id": 12 } }, { "connector": "tiktok" }, { "connector": "naver_wcs" },
        { "connector": "kakao_pixel", "params": { "pixel": "1234567890" } }, { "connector": "posthog" }, { "connector": "amplitude" },
        { "connector": "segment" }, { "connector": "plausible" }, { "connector": "matomo" }, { "connector": "dom" },
        { "connector": "webhook", "url": batches },
    ]);
    campaign
}

/// Takes batches as the inbox does.
fn receiver() -> Server {
    Server::start(|_| Response::new(201, "application/json", r#"{"stored":1,"duplicates":0}"#).with("Access-Control-Allow-Origin", "*"))
}

fn batches(receiver: &Server) -> Vec<Value> {
    let posts = |request: Request| (request.method == "POST" && request.path == "/events").then_some(request.body);
    receiver.requests().into_iter().filter_map(posts).map(|body| serde_json::from_str(&body).expect("a batch is JSON")).collect()
}

/// The events that have arrived, once there is one of this name.
async fn arrived(receiver: &Server, name: &str) -> Vec<Value> {
    until(&format!("{name} has arrived"), async || {
        let events: Vec<Value> = batches(receiver).iter().flat_map(|batch| batch["events"].as_array().cloned().expect("events")).collect();
        events.iter().any(|event| event["name"] == name).then_some(events)
    })
    .await
}

async fn told(browser: &Browser) -> Value {
    browser.eval("({ ...window.__told, layer: [...(window.dataLayer ?? [])], paq: [...(window._paq ?? [])] })").await
}

const AS_PEOPLE_TYPE: Duration = Duration::from_secs(4);

async fn send(form: &Form<'_>) {
    form.fill_in().await;
    // What comes faster is taken for a program's, and for no lead.
    tokio::time::sleep(AS_PEOPLE_TYPE).await;
    form.submit().await;
    form.success_text().await;
}

/// The call of a tool that tells of the lead.
fn call<'a>(told: &'a Value, tool: &str, name: &str) -> &'a Value {
    let calls = told[tool].as_array().unwrap_or_else(|| panic!("{tool} was not called: {told}"));
    let matching: Vec<&Value> = calls.iter().filter(|call| call.to_string().contains(&format!("\"{name}\""))).collect();
    assert_eq!(matching.len(), 1, "{tool} is told of {name} once: {told}");
    matching[0]
}

#[tokio::test]
async fn every_tool_of_a_page_is_told_of_a_lead_in_its_own_words_and_of_nothing_before_consent() {
    let receiver = receiver();
    let site = Site::of(&campaign("opt_in", &receiver.url("/events")));
    let browser = Browser::start().await;
    browser.before_every_page(TOOLS).await;
    let host = host_page(&site, html(&site));
    browser.open(&host.url("/offer?utm_source=naver&utm_medium=cpc")).await;
    wait_for_mount(&browser).await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.eval("form => form.querySelector('[name=email]').focus()").await;
    browser.eval("leadwell('track', 'pricing_toggle', { plan: 'yearly' })").await;
    assert_eq!(told(&browser).await, json!({ "layer": [], "paq": [] }), "nobody has agreed to anything");
    assert_eq!(browser.eval("'dataLayer' in window || '_paq' in window").await, false);
    assert!(batches(&receiver).is_empty());

    browser.eval("leadwell('consent', { personalization: true, analytics: true, advertising: true })").await;
    browser.wait_for("what happened on this page is told", "window.__told.posthog?.some(([name]) => name === 'form_start')").await;
    send(&form).await;
    let lead = site.lead().await;
    let (id, lead_id, value) = (lead["id"].clone(), lead["lead_id"].clone(), lead["value"].clone());
    assert_eq!(lead["ids"]["event"], id, "what a server tells the same lead by");
    browser.wait_for("the last tool is told", "window.__told.dom?.some(([{ name }]) => name === 'lead_captured')").await;
    let told = told(&browser).await;
    let (amount, currency) = (value["amount"].clone(), value["currency"].clone());
    assert!(amount.is_number(), "{lead}");

    let ga4 = call(&told, "gtag", "generate_lead");
    assert_eq!((&ga4[0], &ga4[2]["value"], &ga4[2]["currency"], &ga4[2]["form_id"]), (&json!("event"), &amount, &currency, &json!("demo")));
    assert_eq!(ga4[2]["lead_source"], "paid_search");
    assert!(!told["gtag"].to_string().contains("\"form_submit\""), "Enhanced Measurement counts it: {told}");
    let ads = call(&told, "gtag", "conversion");
    assert_eq!(ads[2], json!({ "send_to": "AW-1/lead", "value": amount, "currency": currency, "transaction_id": lead_id }));
    assert_eq!(
        *call(&told, "fbq", "Lead"),
        json!(["track", "Lead", { "value": amount, "currency": currency, "content_name": "demo" }, { "eventID": id }])
    );
    assert_eq!(*call(&told, "lintrk", "track"), json!(["track", { "conversion_id": 12, "event_id": id }]));
    assert_eq!(call(&told, "ttq", "Lead")[2], json!({ "event_id": id }));
    assert_eq!(*call(&told, "wcs", "lead"), json!([{ "type": "lead", "value": amount }]));
    assert_eq!(told["kakao"], json!([["1234567890"]]));
    assert_eq!(call(&told, "posthog", "lead_captured")[1]["lead_id"], lead_id);
    assert_eq!(call(&told, "amplitude", "Lead Captured")[2], json!({ "insert_id": id }));
    assert_eq!(call(&told, "segment", "Lead Captured")[1]["value"], amount);
    assert_eq!(call(&told, "plausible", "Lead")[1]["revenue"], value);
    assert_eq!(
        *call(&told, "layer", "generate_lead"),
        json!({ "event": "generate_lead", "value": amount, "currency": currency, "lead_id": lead_id,
        "event_id": id, "lead_source": "paid_search", "lead_level": lead["level"], "lead_grade": lead["score"]["grade"], "form_id": "demo" })
    );
    assert_eq!(*call(&told, "paq", "captured"), json!(["trackEvent", "Lead", "captured", "demo", amount]));
    assert_eq!(call(&told, "dom", "lead_captured")[0]["lead_id"], lead_id);
    if lead["qualified"] == true {
        assert_eq!(call(&told, "gtag", "qualify_lead")[2]["value"], amount);
    }
    assert!(!told.to_string().contains("ada.park") && !told.to_string().contains("Ada Park"), "nobody's name: {told}");

    let events = arrived(&receiver, "lead_captured").await;
    assert!(events.iter().any(|event| event["name"] == "pricing_toggle" && event["params"] == json!({ "plan": "yearly" })), "{events:?}");
    let captured = events.iter().find(|event| event["name"] == "lead_captured").expect("the lead");
    assert_eq!((&captured["id"], &captured["page"], &captured["channel"]), (&id, &json!("/offer"), &json!("paid_search")));
    assert_eq!(captured["visitor"], lead["visitor"]["id"]);
    assert_eq!(captured["params"]["value"], amount);

    browser.eval("leadwell('consent', { analytics: false, advertising: false })").await;
    let before = told_of(&browser).await;
    browser.eval("leadwell('track', 'pricing_toggle')").await;
    browser
        .eval(
            "document.querySelector('a')?.addEventListener('click', event => event.preventDefault()), document.querySelector('a')?.click()",
        )
        .await;
    assert_eq!(told_of(&browser).await, before, "taken back, and at once");
    browser.assert_no_complaints(&[]).await;
}

async fn told_of(browser: &Browser) -> String {
    told(browser).await.to_string()
}

#[tokio::test]
async fn a_tool_that_comes_late_or_fails_is_no_matter() {
    let mut late = demo();
    late["consent"] = json!({ "mode": "opt_out" });
    late["analytics"] = json!([{ "connector": "posthog" }, { "connector": "meta" }, { "connector": "segment" }]);
    let (site, browser) = (Site::of(&late), Browser::start().await);
    browser.before_every_page("window.fbq = () => { throw new Error('a blocker') }").await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    send(&form).await;
    browser.eval("window.__late = [], window.analytics = { track: (...given) => window.__late.push(given[0]) }, 0").await;
    browser.wait_for("what waited is told", "window.__late.includes('Form Started') && window.__late.includes('Lead Captured')").await;
    assert_eq!(browser.eval("'posthog' in window").await, false);
    site.lead().await;
    browser.assert_no_complaints(&["meta was told"]).await;
}

#[tokio::test]
async fn a_published_page_posts_batches_to_the_inbox_under_its_own_strict_policy_and_with_a_beacon_when_it_goes() {
    let mut batched = demo();
    batched["consent"] = json!({ "mode": "opt_out" });
    batched["analytics"] = json!([{ "connector": "webhook", "url": format!("{OWN_INBOX}/events") }]);
    let (site, browser) = (Site::of(&batched), Browser::start().await);
    // Before anything of ours is there.
    browser.before_every_page("window.leadwell ??= function () { (leadwell.q = leadwell.q || []).push(arguments) }; leadwell('track', 'early_bird', { seats: 2 })").await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill("email", "ada.park@corp.example").await;
    // Long before the batch would go by itself.
    browser.open("about:blank").await;
    let events = until("the inbox has the last of them", async || {
        let kept = site.inbox.get("/events.ndjson").body;
        let events: Vec<Value> = kept.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        events.iter().any(|event| event["name"] == "form_abandon").then_some(events)
    })
    .await;
    let names: Vec<&Value> = events.iter().map(|event| &event["name"]).collect();
    assert!(names.contains(&&json!("page_view")) && names.contains(&&json!("form_start")), "{names:?}");
    let early = events.iter().find(|event| event["name"] == "early_bird").expect("what was told before anybody could hear");
    assert_eq!(early["params"], json!({ "seats": 2 }));
    for event in &events {
        assert!(event["id"].as_str().is_some_and(|id| id.len() == 36), "{event}");
        assert!(event["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{event}");
        assert_eq!(event["campaign"], json!({ "id": "docktide_demo", "version": site.published()["version"] }));
        assert_eq!((&event["page"], &event["locale"], &event["device"]), (&json!("/"), &json!("en"), &json!("desktop")));
    }
    // Under one id it would be kept once.
    assert_eq!(names.iter().filter(|name| **name == "page_view").count(), 1, "{names:?}");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn without_tools_a_page_asks_for_nothing_more() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/app.html")).await;
    assert!(site.published().get("analytics").is_none() || site.published()["analytics"] == json!([]));
    let asked = "performance.getEntriesByType('resource').filter(({ name }) => /aid-(analytics|batches)/.test(name)).length";
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    assert_eq!(browser.eval(asked).await, 0);
}
