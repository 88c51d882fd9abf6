//! Aids are fetched by the loader where a form asks for one: under the policy of our own pages, in the app, on a foreign page, and by
//! the pinned loader. What they do by themselves is told by `tests/aids/`.

use std::fs;

use serde_json::json;

use crate::foreign_page;
use crate::harness::{Browser, Response, Server, Site, answers, demo, host_page};

const AIDS: &str = "Promise.all(['form', 'receipt'].map(name => leadwell.load(name).then(aid => typeof aid.default)))";

/// A vendor whose widget is one word.
const VENDOR: &str = "window.turnstile = { reset() {}, render(place, options) { place.textContent = 'human'; window.solve = options.callback; return 1 } };\n\
                      window[new URL(document.currentScript.src).searchParams.get('onload')]();\n";

/// Puts a place for a captcha into the form `form`, as a campaign's markup has it, and gives it to the aid.
fn with_captcha(script: &str) -> String {
    format!(
        "(async () => {{ const place = document.createElement('div'); \
         for (const [name, value] of [['captcha', 'turnstile'], ['site-key', 'KEY'], ['script', '{script}']]) place.setAttribute('data-lw-' + name, value); \
         form.append(place); await (await leadwell.load('captcha')).default(form, {{}}); return place.isConnected }})()"
    )
}

#[tokio::test]
async fn every_loader_finds_the_aids() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    for page in ["/", "/app.html"] {
        browser.open(&site.url(page)).await;
        browser.form().runtime_is_ready().await;
        assert_eq!(browser.eval(AIDS).await, json!(["function", "function"]), "{page}");
        browser.assert_no_complaints(&[]).await;
    }
    let (pinned, _) = site.file("leadwell.0", ".js");
    for tag in ["leadwell.js", &pinned] {
        let host = host_page(&site, foreign_page::html(&site).replace("/leadwell.js", &format!("/{tag}")));
        browser.open(&host.url("/")).await;
        foreign_page::wait_for_mount(&browser).await;
        assert_eq!(browser.eval(AIDS).await, json!(["function", "function"]), "{tag}");
        browser.assert_no_complaints(&[]).await;
    }
}

/// The demonstration with a captcha in its form.
fn guarded() -> Site {
    let mut campaign = demo();
    campaign["forms"]["demo"]["captcha"] = json!({ "kind": "turnstile", "site_key": "KEY" });
    Site::of(&campaign)
}

/// Without a policy: a captcha is a vendor's script, and a page that has one cannot enforce Trusted Types (docs/security.md).
fn host_with_captcha(site: &Site) -> Server {
    Server::page(foreign_page::html(site), &[])
}

#[tokio::test]
async fn a_captcha_in_a_shadow_root_is_seen_and_leaves_its_token_in_the_form() {
    let (site, browser) = (guarded(), Browser::start().await);
    fs::write(site.dir.join("vendor.js"), VENDOR).expect("written");
    let host = host_with_captcha(&site);
    browser.open(&host.url("/")).await;
    foreign_page::wait_for_mount(&browser).await;
    browser.eval("window.form = document.querySelector('leadwell-root').shadowRoot.querySelector('form'); 0").await;
    assert_eq!(browser.eval(&with_captcha(&site.url("/vendor.js"))).await, true);
    assert_eq!(browser.eval("document.querySelector('leadwell-root > div').innerText").await, "human");
    assert_eq!(browser.eval("document.querySelector('leadwell-root > div').getBoundingClientRect().height > 0").await, true);
    browser.eval("solve('token')").await;
    assert_eq!(browser.eval("new FormData(form).get('cf-turnstile-response')").await, "token");
    browser.assert_no_complaints(&["challenges.cloudflare.com"]).await;
}

#[tokio::test]
async fn the_token_of_a_captcha_reaches_the_receiver_and_is_kept_nowhere() {
    let vendor = Server::start(|_| Response::new(200, "text/javascript", VENDOR));
    let mut campaign = demo();
    campaign["forms"]["demo"]["captcha"] = json!({ "kind": "turnstile", "site_key": "KEY", "script": vendor.url("/api.js") });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    let host = host_with_captcha(&site);
    for (before, embedded) in [false, true].into_iter().enumerate() {
        browser.open(&if embedded { host.url("/") } else { site.url("/") }).await;
        if embedded {
            foreign_page::wait_for_mount(&browser).await;
        }
        let form = if embedded { browser.embedded_form() } else { browser.form() };
        form.runtime_is_ready().await;
        assert_eq!(browser.eval("typeof turnstile").await, "undefined", "nobody is asked before somebody is in the form");
        form.fill_in().await;
        browser.wait_for("the vendor asks", "typeof window.solve === 'function'").await;
        browser.eval("solve('a-token-that-nobody-keeps')").await;
        browser.wait_for("a draft is kept", "Object.keys(localStorage).some(key => key.startsWith('leadwell:draft:'))").await;
        let kept = "JSON.stringify({ ...localStorage }).includes('a-token-that-nobody-keeps')";
        assert_eq!(browser.eval(kept).await, false);
        form.submit().await;
        form.success_text().await;
        let mut expected = answers();
        expected["cf-turnstile-response"] = json!("a-token-that-nobody-keeps");
        assert_eq!(site.leads(before + 1).await.pop().expect("a lead")["fields"], expected);
        browser.wait_for("nothing of it stays", &format!("!{kept}")).await;
        browser.assert_no_complaints(&[]).await;
        browser.eval("localStorage.clear()").await;
    }
}

#[tokio::test]
async fn a_captcha_that_the_page_refuses_goes_quietly() {
    let (site, browser) = (guarded(), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("window.form = document.querySelector('form[data-lw-form]'); 0").await;
    assert_eq!(browser.eval(&with_captcha("https://vendor.example/api.js")).await, false);
    // That a script did not come, the browser itself tells.
    let uncaught = browser.uncaught().await.into_iter().filter(|line| !line.starts_with("SCRIPT "));
    assert_eq!(uncaught.collect::<Vec<_>>(), Vec::<String>::new());
}
