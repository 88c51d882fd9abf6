//! The form on somebody else's page, by the script tag: `examples/host.html`, served from a third origin, with styles that break
//! whatever is put into it.

use base64::Engine;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{Browser, Form, Server, Site, answers, demo, host_page, text};

const HOST: &str = include_str!("../../examples/host.html");
/// Where the example expects Leadwell.
const EXAMPLE_ORIGIN: &str = "http://127.0.0.1:8080";

/// The example, with the tag of this site.
pub fn html(site: &Site) -> String {
    assert!(HOST.contains(EXAMPLE_ORIGIN));
    HOST.replace(EXAMPLE_ORIGIN, &site.origin)
}

pub async fn wait_for_mount(browser: &Browser) {
    browser.wait_for("the form is mounted", "!!document.querySelector('leadwell-root')?.shadowRoot.querySelector('form')").await;
}

/// Opens a foreign page, and gives its form once that has its behaviour.
async fn mounted<'a>(browser: &'a Browser, url: &str) -> Form<'a> {
    browser.open(url).await;
    wait_for_mount(browser).await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form
}

#[tokio::test]
async fn a_foreign_page_with_hostile_styles_gets_a_form_that_works() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let host = host_page(&site, html(&site));
    browser.open(&host.url("/articles/docks?utm_source=journal&utm_medium=referral")).await;
    wait_for_mount(&browser).await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    assert_eq!(browser.eval("document.querySelector('leadwell-root').parentElement.dataset.leadwellForm").await, "demo");
    assert_eq!(browser.eval("document.querySelectorAll('[data-leadwell-form] > *').length").await, 1, "its own content is gone");

    form.fill_in().await;
    form.submit().await;
    assert_eq!(form.success_text().await, text(&demo()["forms"]["demo"]["then"][0]["do"][0]["message"], "en"));
    assert!(form.success_has_focus().await);
    let lead = site.lead().await;
    assert_eq!((&lead["fields"], &lead["via"]), (&answers(), &json!({ "kind": "embed", "id": "/articles/docks" })));
    assert_eq!(lead["page"]["url"], host.url("/articles/docks?utm_source=journal&utm_medium=referral"));
    assert_eq!(lead["source"]["first"]["source"], "journal");
    assert_eq!(browser.new_globals().await, ["leadwell"]);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_styles_of_a_foreign_page_and_those_of_the_form_do_not_meet() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let host = host_page(&site, html(&site));
    // How the page looks without us.
    let look = "JSON.stringify(['html', 'body', 'nav a', 'h1', 'h2', 'blockquote', 'footer p'].map(name => { \
                const style = getComputedStyle(document.querySelector(name)); \
                return [name, style.color, style.font, style.margin, style.display, style.letterSpacing, style.backgroundColor] }))";
    let alone = host_page(&site, html(&site).replace("/leadwell.js", "/no-tag-here.txt"));
    browser.open(&alone.url("/")).await;
    let before = browser.eval(look).await;
    browser.open(&host.url("/")).await;
    wait_for_mount(&browser).await;
    assert_eq!(browser.eval(look).await, before);
    let ours =
        "document.head.querySelectorAll('style, link').length - 1 + document.styleSheets.length - 1 + document.adoptedStyleSheets.length";
    assert_eq!(browser.eval(ours).await, 0, "no style of ours is in the document");

    let form = browser.embedded_form();
    for name in ["email", "name", "company", "company_size", "message"] {
        let seen = form
            .eval(&format!(
                "form => {{ const control = form.querySelector('[name={name}]'), style = getComputedStyle(control), box = control.getBoundingClientRect(); \
                 return {{ visible: control.checkVisibility(), size: parseFloat(style.fontSize), height: box.height, width: box.width, \
                 spacing: style.letterSpacing, slant: style.fontStyle, family: style.fontFamily }} }}"
            ))
            .await;
        let between = |key: &str, least: f64, most: f64| {
            assert!(seen[key].as_f64().is_some_and(|found| (least..=most).contains(&found)), "{name}: {key} of {seen}");
        };
        assert_eq!(seen["visible"], true, "{name}: {seen}");
        // 62.5% of the page's type would be 10; browsers on phones zoom into fields below 16.
        between("size", 16.0, 18.0);
        between("height", 40.0, if name == "message" { 200.0 } else { 60.0 });
        between("width", 150.0, 700.0);
        assert_eq!((&seen["spacing"], &seen["slant"]), (&json!("normal"), &json!("normal")), "{name}: {seen}");
        assert!(!seen["family"].as_str().is_some_and(|family| family.contains("Georgia")), "{name}: {seen}");
    }
    let button = form.eval("form => form.querySelector('[data-lw-submit]').getBoundingClientRect().height").await;
    assert!(button.as_f64().is_some_and(|height| (40.0..=64.0).contains(&height)), "{button}");
}

#[tokio::test]
async fn a_strict_policy_of_the_foreign_page_lets_the_form_pass() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let html = html(&site);
    // The page allows its own styles, and the tag's origin where the README says so; no nonce and nothing unsafe.
    let own = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("styles").0;
    let own = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(own));
    let (cdn, inbox) = (&site.origin, format!("http://{}", site.inbox.address));
    let policy = format!(
        "default-src 'none'; script-src {cdn} 'wasm-unsafe-eval'; style-src 'self' 'sha256-{own}'; connect-src {cdn} {inbox}; \
         img-src 'self'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let host = Server::page(html.clone(), &[("Content-Security-Policy", &policy)]);
    let form = mounted(&browser, &host.url("/")).await;
    let background = form.eval("form => getComputedStyle(form.querySelector('[data-lw-submit]')).backgroundColor").await;
    assert_ne!(background, "rgba(0, 0, 0, 0)", "our styles are there");
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"], answers());
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_page_that_patched_storage_and_calls_us_from_there_stops_nothing() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let patched = "<script>{ const { setItem } = Storage.prototype; let inside = false; window.noticed = 0; \
                   Storage.prototype.setItem = function (...what) { \
                     if (!inside && window.leadwell?.h) { inside = true; noticed += 1; leadwell('track', 'stored'); leadwell('consent', { analytics: true }); inside = false } \
                     return setItem.apply(this, what) } }</script>";
    let host = host_page(&site, html(&site).replacen("<head>", &format!("<head>{patched}"), 1));
    let form = mounted(&browser, &host.url("/")).await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"], answers());
    assert!(browser.eval("noticed").await.as_u64().is_some_and(|times| times > 2), "the page called us from there");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_place_that_comes_later_gets_its_form_when_the_page_says_so() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let host = host_page(&site, html(&site).replace(" data-leadwell-form=\"demo\"", " id=\"later\""));
    browser.open(&host.url("/#first")).await;
    browser.wait_for("the runtime is there", "__seen.ready === 1").await;
    browser.eval("document.getElementById('later').dataset.leadwellForm = 'demo'").await;
    browser.eval("location.hash = 'second', leadwell('page')").await;
    wait_for_mount(&browser).await;
    browser.embedded_form().runtime_is_ready().await;
}

#[tokio::test]
async fn a_second_tag_on_the_page_does_nothing() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let tag = format!("<script async src=\"{}/leadwell.js\"></script>", site.origin);
    let html = html(&site);
    assert!(html.contains(&tag));
    let late = format!("<script src=\"{}/leadwell.js?again\"></script></body>", site.origin);
    let host = host_page(&site, html.replace(&tag, &tag.repeat(2)).replace("</body>", &late));
    let form = mounted(&browser, &host.url("/")).await;
    let asked = "performance.getEntriesByType('resource').filter(entry => /runtime\\.json|embed-.*\\.wasm/.test(entry.name)).length";
    assert_eq!(browser.eval(asked).await, 2, "one campaign, one runtime");
    assert_eq!(browser.eval("document.querySelectorAll('leadwell-root').length").await, 1);

    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    let visit = lead["score"]["explanation"].as_array().and_then(|rows| rows.iter().find(|row| row["rule"] == "visit"));
    assert_eq!(visit.map(|row| &row["count"]), Some(&json!(1)), "{lead}");
    assert_eq!(browser.new_globals().await, ["leadwell"]);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_foreign_page_keeps_its_own_content_when_the_tag_cannot_load() {
    let browser = Browser::start().await;
    // Nobody listens there.
    let nowhere = format!("http://{}", crate::program::free_address());
    let host = Server::page(HOST.replace(EXAMPLE_ORIGIN, &nowhere), &[]);
    browser.open(&host.url("/")).await;
    browser.wait_for_text("write to hello@docktide.example").await;
    assert_eq!(browser.new_globals().await, Vec::<String>::new());
    browser.assert_no_complaints(&["/leadwell.js"]).await;
}

#[tokio::test]
async fn calls_made_before_the_tag_has_loaded_are_replayed_in_their_order() {
    let mut campaign = demo();
    let rules = campaign["scoring"]["dimensions"]["engagement"]["rules"].as_array_mut().expect("rules");
    rules.push(json!({ "id": "too_early", "on": "watched_trailer", "points": 3 }));
    rules.push(json!({ "id": "in_time", "on": "watched_film", "where": { "event.part": 2 }, "points": 5 }));
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    // The stub of the README, and calls through it: what was refused at its time is not counted, what was granted by then is.
    let calls = "<script>window.leadwell=window.leadwell||function(){(leadwell.q=leadwell.q||[]).push(arguments)}</script>\n\
        <script>leadwell('consent', { personalization: false }); leadwell('track', 'watched_trailer'); \
        leadwell('consent', { personalization: true }); leadwell('track', 'watched_film', { part: 2 }); leadwell('track', 'watched_film', { part: 1 })</script>\n<style>";
    let host = host_page(&site, html(&site).replacen("<style>", calls, 1));
    let form = mounted(&browser, &host.url("/")).await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    let count = |rule: &str| -> Option<u64> {
        let rows = lead["score"]["explanation"].as_array()?;
        rows.iter().find(|row| row["rule"] == rule).and_then(|row| row["count"].as_u64())
    };
    assert_eq!((count("too_early"), count("in_time")), (None, Some(1)), "{lead}");
    assert_eq!(browser.eval("typeof leadwell").await, "function");
    assert_eq!(browser.eval("leadwell('outbox')").await, Value::Array(Vec::new()));
    browser.assert_no_complaints(&[]).await;
}
