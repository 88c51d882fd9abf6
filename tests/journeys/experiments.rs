//! Experiments: drawn before the page is painted, forced by its address, and counted only where somebody saw what depends on them.

use serde_json::{Value, json};

use crate::foreign_page::html;
use crate::harness::{Browser, Server, Site, demo, host_page};

const HEADING: &str = "document.querySelector('h1').textContent";
const TOLD: &str = "window.__exposed";

/// The demo with an experiment, and whatever else is changed.
fn campaign(experiment: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut campaign = demo();
    let mut drawn = json!({
        "id": "headline", "goal": "sent",
        "variants": [{ "id": "control", "weight": 0.5 }, { "id": "short", "weight": 0.5 }],
    });
    drawn.as_object_mut().expect("an object").extend(experiment.as_object().expect("an object").clone());
    campaign["consent"] = json!({ "mode": "none" });
    campaign["experiments"] = json!([drawn]);
    campaign["goals"] = json!([{ "id": "sent", "when": {} }]);
    change(&mut campaign);
    campaign
}

/// Everybody sees one variant.
fn all_see(variant: &str) -> Value {
    let weight = |id: &str| json!({ "id": id, "weight": u8::from(id == variant) });
    json!({ "variants": [weight("control"), weight("short")] })
}

fn blocks(campaign: &mut Value) -> &mut Vec<Value> {
    campaign["pages"][0]["blocks"].as_array_mut().expect("blocks")
}

fn short_heading(campaign: &mut Value) {
    let hero = blocks(campaign).iter_mut().find(|block| block["kind"] == "hero").expect("a hero");
    hero["variants"] = json!([{ "when": { "experiment.headline": "short" }, "title": "Shorter" }]);
}

fn far_below(campaign: &mut Value) {
    let when = json!({ "experiment.headline": "short" });
    blocks(campaign)
        .push(json!({ "kind": "rich", "id": "far_below", "text": "For all", "variants": [{ "when": when, "text": "For some" }] }));
}

/// Keeps what is told of exposures, every heading that was on screen, and how far things moved.
async fn watching() -> Browser {
    let browser = Browser::start().await;
    browser
        .before_every_page(
            "window.__exposed = []; document.addEventListener('leadwell:experiment', ({ detail }) => __exposed.push([detail.experiment, detail.variant])); \
             window.__shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) __shift += entry.value }).observe({ type: 'layout-shift', buffered: true }); \
             window.__headings = []; (function look() { const h = document.querySelector('h1'); \
             if (h && getComputedStyle(h).visibility === 'visible') __headings.push(h.textContent); requestAnimationFrame(look) })()",
        )
        .await;
    browser
}

async fn open(browser: &Browser, url: &str) {
    browser.open(url).await;
    browser.form().runtime_is_ready().await;
    browser.wait_for("the runtime is ready", "window.__seen?.ready > 0").await;
}

#[tokio::test]
async fn a_visitor_is_drawn_before_the_page_is_painted_and_sees_the_same_again() {
    let (site, browser) = (Site::of(&campaign(&json!({}), short_heading)), watching().await);
    open(&browser, &site.url("/")).await;
    let drawn = browser.eval("document.documentElement.dataset.lwVisitor").await;
    assert_eq!(browser.eval("leadwell('export').then(told => told.visitor.id)").await, drawn, "the runtime goes on with who was drawn");
    let first = browser.eval(HEADING).await;
    browser.wait_for("it was seen", &format!("{TOLD}.length === 1")).await;
    let variant = if first == "Shorter" { "short" } else { "control" };
    assert_eq!(browser.eval(TOLD).await, json!([["headline", variant]]));
    for _ in 0..3 {
        browser.reload().await;
        browser.form().runtime_is_ready().await;
        assert_eq!(browser.eval("[...new Set(window.__headings)]").await, json!([first]), "nothing else was ever on screen");
        assert_eq!(browser.eval("document.documentElement.dataset.lwVisitor").await, drawn);
    }
    assert_eq!(browser.eval("__shift").await, 0);
    assert_eq!(browser.eval(TOLD).await, json!([]), "once on a visit");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_address_forces_a_variant_and_nothing_is_counted() {
    let (site, browser) = (Site::of(&campaign(&all_see("control"), short_heading)), watching().await);
    for page in ["/", "/app.html"] {
        browser.open(&site.url(&format!("{page}?leadwell_variant=headline:short"))).await;
        browser.wait_for("the page is ready", &format!("window.__seen?.ready > 0 && {HEADING} === 'Shorter'")).await;
        // Long enough for an observer to tell.
        browser.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))").await;
        assert_eq!(browser.eval(TOLD).await, json!([]), "{page}");
    }
    open(&browser, &site.url("/")).await;
    assert_ne!(browser.eval(HEADING).await, "Shorter", "only for that view");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_was_not_seen_is_not_counted_and_what_was_is_counted_once() {
    let (site, browser) = (Site::of(&campaign(&all_see("short"), far_below)), watching().await);
    open(&browser, &site.url("/")).await;
    assert_eq!(browser.eval("document.querySelector('#far_below').textContent").await, "For some");
    browser.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))").await;
    assert_eq!(browser.eval(TOLD).await, json!([]), "it is below the window");
    for _ in 0..2 {
        browser.eval("document.querySelector('#far_below').scrollIntoView({ block: 'center', behavior: 'instant' })").await;
        browser.wait_for("it was seen", &format!("{TOLD}.length === 1")).await;
        browser.eval("scrollTo({ top: 0, behavior: 'instant' })").await;
    }
    assert_eq!(browser.eval(TOLD).await, json!([["headline", "short"]]));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn who_is_held_out_sees_the_page_as_it_is_and_counts_for_nothing() {
    let held = json!({ "holdout": 1 });
    let (site, browser) = (
        Site::of(&campaign(&held, |campaign| {
            short_heading(campaign);
            far_below(campaign);
        })),
        watching().await,
    );
    open(&browser, &site.url("/")).await;
    assert_ne!(browser.eval(HEADING).await, "Shorter");
    browser.eval("document.querySelector('#far_below').scrollIntoView({ block: 'center', behavior: 'instant' })").await;
    browser.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))").await;
    assert_eq!(
        (browser.eval("document.querySelector('#far_below').textContent").await, browser.eval(TOLD).await),
        (json!("For all"), json!([]))
    );
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_whole_page_is_arranged_before_it_is_painted() {
    let campaign = campaign(&all_see("short"), |campaign| {
        let when = json!({ "experiment.headline": "short" });
        let story = json!({ "kind": "hero", "id": "story", "when": when, "title": "A story", "cta": { "label": "Go", "to": "#ending" } });
        blocks(campaign).extend([story, json!({ "kind": "rich", "id": "ending", "text": "The end" })]);
        campaign["pages"][0]["variants"] = json!([{ "when": when, "blocks": ["ending", "story"] }]);
    });
    let (site, browser) = (Site::of(&campaign), watching().await);
    let ids = "[...document.querySelectorAll('#lw-main #ending, #lw-main h1')].map(one => one.id || one.textContent)";
    browser.open(&site.url("/")).await;
    browser.wait_for("it is told", &format!("{TOLD}.length === 1")).await;
    assert_eq!(browser.eval(ids).await, json!(["ending", "A story"]));
    assert_eq!(browser.eval("[...new Set(window.__headings)]").await, json!(["A story"]), "nothing else was ever on screen");
    browser.open(&site.url("/app.html")).await;
    browser.wait_for("the app is drawn", &format!("JSON.stringify({ids}) === '[\"ending\",\"A story\"]'")).await;
    open(&browser, &site.url("/?leadwell_variant=headline:control")).await;
    assert_ne!(browser.eval(HEADING).await, "A story");
    browser.assert_no_complaints(&[]).await;
}

/// Somebody else's page, on which a popup is for those who see `short`; they are regulars, which is known only later.
async fn on_a_foreign_page(variant: &str) -> (Site, Server, Browser) {
    let mut experiment = all_see(variant);
    experiment["when"] = json!({ "visitor.pages": { "$gte": 1 } });
    let campaign = campaign(&experiment, |campaign| {
        campaign["popups"] = json!([{ "id": "tried", "kind": "slide_in", "title": "A word before you read on", "text": "It stands in a corner.",
            "trigger": { "on": "delay", "seconds": 20 }, "when": { "experiment.headline": "short" } }]);
    });
    let (site, browser) = (Site::of(&campaign), watching().await);
    let host = host_page(&site, html(&site));
    browser.hold_the_clock().await;
    browser.open_with_popups(&host.url("/")).await;
    browser.pass(10).await;
    assert_eq!(browser.eval(TOLD).await, json!([]), "nothing was to be seen yet");
    browser.pass(11).await;
    (site, host, browser)
}

#[tokio::test]
async fn a_popup_counts_when_it_opens() {
    let (_site, _host, browser) = on_a_foreign_page("short").await;
    browser.wait_for_popup("tried").await;
    browser.wait_for("it is told", &format!("{TOLD}.length > 0")).await;
    assert_eq!(browser.eval(TOLD).await, json!([["headline", "short"]]));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_popup_that_a_variant_keeps_away_counts_when_it_would_have_opened() {
    let (_site, _host, browser) = on_a_foreign_page("control").await;
    browser.wait_for("it is told", &format!("{TOLD}.length > 0")).await;
    assert_eq!(browser.eval(TOLD).await, json!([["headline", "control"]]));
    assert!(!browser.has_popup("tried").await);
    browser.assert_no_complaints(&[]).await;
}
