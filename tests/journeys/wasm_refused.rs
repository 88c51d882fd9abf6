//! A policy without `wasm-unsafe-eval` refuses the runtime: the page keeps its own form, and nothing is thrown.

use serde_json::json;

use crate::harness::{Browser, Site, answers, until};

#[tokio::test]
async fn where_a_policy_refuses_wasm_the_form_posts_by_itself() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    site.edit("index.html", |html| {
        assert!(html.contains(" 'wasm-unsafe-eval'"));
        html.replace(" 'wasm-unsafe-eval'", "")
    });
    browser.open(&site.url("/")).await;
    browser.wait_for("the runtime has given up", "__seen.unavailable === 1").await;
    assert_eq!(browser.uncaught().await, Vec::<String>::new());
    // The journey is what it says: the policy, and nothing else, was in the way.
    let mut violations = browser.violations().await;
    // The page's policy stands in its `<meta>` and in a header: each says so once.
    violations.dedup();
    assert_eq!(violations, ["script-src refused wasm-eval"]);

    // Whoever made the page reads what it needs.
    assert_eq!(browser.console_lines("leadwell: script-src has to allow 'wasm-unsafe-eval'").await.len(), 1);

    let form = browser.form();
    assert!(!form.is_live().await);
    form.fill_in().await;
    form.submit().await;
    until("the visitor is thanked", async || (browser.path().await == "/thanks/demo/").then_some(())).await;
    let lead = site.lead().await;
    assert_eq!((&lead["fields"], &lead["via"]["kind"]), (&answers(), &json!("native")));
    browser.assert_no_complaints(&["wasm-eval", "WebAssembly"]).await;
}
