//! A `runtime.json` that is broken or gone: the page keeps its own form, and the developer reads one line.

use serde_json::json;

use crate::forms::press;
use crate::harness::{Browser, Site, answers, until};

#[tokio::test]
async fn a_broken_runtime_json_leaves_the_native_form() {
    let site = Site::demo();
    site.edit("runtime.json", |json| json.replacen('{', "{,", 1));
    journey(&site, "runtime.json is not valid JSON", &[]).await;
}

#[tokio::test]
async fn a_runtime_json_of_another_shape_leaves_the_native_form() {
    let site = Site::demo();
    site.edit("runtime.json", |_| "{\"id\":1}".to_owned());
    journey(&site, "runtime.json is no campaign of this version", &[]).await;
}

#[tokio::test]
async fn a_missing_runtime_json_leaves_the_native_form() {
    let site = Site::demo();
    site.remove("runtime.json");
    // The browser's own line about the request.
    journey(&site, "runtime.json was answered 404", &["runtime.json - Failed to load resource"]).await;
}

#[tokio::test]
async fn a_form_in_steps_unfolds_where_nothing_brings_it_to_life() {
    let site = Site::of(&crate::forms::campaign());
    let (behaviour, _) = site.file("aid-form-", ".js");
    // The loader is kept away, as a blocker does it; then only what forms do.
    for (lost, named) in [("leadwell.js", "leadwell.js"), (&*behaviour, "aid")] {
        let browser = Browser::start().await;
        let kept = std::fs::read(site.dir.join(lost)).expect("a file");
        site.remove(lost);
        browser.open(&site.url("/")).await;
        let form = browser.form();
        let (whole, steps) = (
            "form => [...form.querySelectorAll('[data-lw-step], [data-lw-submit]')].every(part => part.checkVisibility())",
            "[data-lw-go-on]",
        );
        if lost == "leadwell.js" {
            assert_eq!(form.eval(whole).await, false, "folded before it is painted");
            press(&form, steps).await;
        }
        until("the form stands as one", async || (form.eval(whole).await == json!(true)).then_some(())).await;
        assert_eq!(form.eval("form => form.noValidate").await, false, "the browser holds its rules");
        assert!(browser.console_lines(named).await.iter().all(|line| !line.contains("Uncaught")));
        std::fs::write(site.dir.join(lost), kept).expect("written");
    }
}

async fn journey(site: &Site, line: &str, named: &[&str]) {
    let browser = Browser::start().await;
    browser.open(&site.url("/")).await;
    browser.wait_for("the runtime has given up", "__seen.unavailable === 1").await;
    let lines = browser.console_lines("leadwell:").await;
    assert!(lines.len() == 1 && lines[0].contains(line), "{lines:?}");
    browser.assert_no_complaints(named).await;

    let form = browser.form();
    assert!(!form.is_live().await);
    form.fill_in().await;
    form.submit().await;
    until("the visitor is thanked", async || (browser.path().await == "/thanks/demo/").then_some(())).await;
    let lead = site.lead().await;
    assert_eq!((&lead["fields"], &lead["via"]["kind"]), (&answers(), &json!("native")));
}
