//! Pages that were there before us: their data layer, their clicks and their forms count, and go where they always went.

use serde_json::{Value, json};

use crate::foreign_page::html;
use crate::harness::{Browser, Server, Site, demo, host_page};

/// A campaign that gives a point for each event of the page's own.
fn campaign() -> Value {
    let mut campaign = demo();
    campaign["consent"] = json!({ "mode": "opt_out" });
    campaign["events"] = json!([
        { "name": "add_to_cart", "from": "data_layer", "take": { "value": "ecommerce.value" } },
        { "name": "big_cart", "from": "data_layer", "event": "add_to_cart", "take": { "value": "ecommerce.value" }, "where": { "event.value": { "$gte": 500 } } },
        { "name": "yearly_plan", "from": "click", "selector": "#yearly", "take": { "plan": "data.plan" } },
        { "name": "quote", "from": "dom", "event": "shop:quote", "take": { "total": "total" } },
    ]);
    campaign["capture"] = json!([{
        "selector": "#contact", "as": "demo",
        "fields": { "email": "your-email", "name": "your-name", "company": "[name=firm]", "company_size": "size" },
        "consent": { "contact": "agree" }
    }]);
    let rule = |name: &str| json!({ "id": name, "on": name, "points": 1 });
    let rules: Vec<Value> = ["add_to_cart", "big_cart", "yearly_plan", "quote"].map(rule).into();
    campaign["scoring"] = json!({ "dimensions": { "engagement": { "rules": rules } } });
    campaign
}

/// Somebody else's page with a plan to press, a form of its own, and a data layer that was filled before the tag came.
fn host(site: &Site) -> Server {
    let own = "<button id=\"yearly\" data-plan=\"gold\" type=\"button\">Yearly</button>
        <form id=\"contact\" action=\"/their-crm\" method=\"post\">
        <input name=\"your-email\" type=\"email\"><input name=\"your-name\"><input name=\"firm\"><input type=\"checkbox\" name=\"agree\">
        <select name=\"size\"><option>200-999</option></select><input name=\"secret\" type=\"password\">
        <input type=\"hidden\" name=\"points\" data-leadwell-fill=\"score.engagement\"><button>Send</button></form></main>";
    let early = "<head><script>window.dataLayer = [{ event: 'add_to_cart', ecommerce: { value: 20 } }]</script>";
    host_page(site, html(site).replace("</main>", own).replacen("<head>", early, 1))
}

/// Waits until a rule has counted so often.
async fn counts(browser: &Browser, rule: &str, times: u32) {
    let counted =
        format!("leadwell('explain').then(told => (told.score?.explanation.find(row => row.rule === '{rule}')?.count ?? 0) === {times})");
    browser.wait_for(&format!("{rule} counts {times} times"), &counted).await;
}

async fn opened(browser: &Browser, host: &Server) {
    browser.open(&host.url("/")).await;
    browser.wait_for("the runtime is there", "window.__seen?.ready > 0").await;
}

#[tokio::test]
async fn what_the_page_tells_its_data_layer_counts_from_before_and_after_and_reaches_it_unchanged() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = host(&site);
    opened(&browser, &host).await;
    counts(&browser, "add_to_cart", 1).await;
    let answer = browser.eval("dataLayer.push({ event: 'add_to_cart', ecommerce: { value: 900 } })").await;
    assert_eq!(answer, 2, "push answers as it did");
    counts(&browser, "add_to_cart", 2).await;
    counts(&browser, "big_cart", 1).await;
    assert_eq!(browser.eval("dataLayer.length").await, 2);
    browser.eval("leadwell('forget')").await;
    assert_eq!(browser.eval("dataLayer.push({ event: 'add_to_cart' })").await, 3, "and is the page's own again");
    assert_eq!(browser.eval("Object.hasOwn(dataLayer, 'push')").await, false);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn clicks_and_events_of_the_document_count_even_where_the_page_stops_them() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = host(&site);
    browser.before_every_page("addEventListener('DOMContentLoaded', () => document.getElementById('yearly').addEventListener('click', event => event.stopImmediatePropagation()))").await;
    opened(&browser, &host).await;
    browser
        .eval(
            "document.getElementById('yearly').click(), document.dispatchEvent(new CustomEvent('shop:quote', { detail: { total: 4200 } }))",
        )
        .await;
    counts(&browser, "yearly_plan", 1).await;
    counts(&browser, "quote", 1).await;
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_form_that_the_page_has_becomes_a_lead_and_goes_where_it_always_went() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = host(&site);
    opened(&browser, &host).await;
    browser.eval("document.getElementById('yearly').click()").await;
    browser.wait_for("the points stand in the page's hidden field", "document.querySelector('[name=points]').value === '2'").await;
    browser
        .eval(
            "for (const [name, value] of Object.entries({ 'your-email': 'yard.lead@corp.example', 'your-name': 'A yard lead', firm: 'A warehouse', secret: 'hidden words' })) \
             document.querySelector(`#contact [name='${name}']`).value = value; 0",
        )
        .await;
    browser.eval("document.querySelector('[name=agree]').click(), document.querySelector('#contact button').click()").await;
    let lead = site.lead().await;
    assert_eq!((&lead["form"], &lead["via"]), (&json!("demo"), &json!({ "kind": "capture", "id": "demo" })));
    assert_eq!((&lead["fields"]["email"], &lead["fields"]["company_size"]), (&json!("yard.lead@corp.example"), &json!("200-999")));
    assert_eq!(lead["consent"][0]["purpose"], "contact", "{lead}");
    assert!(!lead.to_string().contains("hidden words"), "what is not named is not read");
    let sent = host.requests().into_iter().find(|request| request.method == "POST").expect("the page's own post");
    assert_eq!(sent.path, "/their-crm");
    assert!(sent.body.contains("points=2") && sent.body.contains("secret=hidden+words"), "{}", sent.body);
}
