//! What consent comes to, measured where it counts: at the browser's storage, in its list of requests, and in what the inbox received.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::foreign_page::{html, wait_for_mount};
use crate::harness::{Browser, Server, Site, answers, demo, host_page};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    version: u32,
    #[allow(dead_code, reason = "for people")]
    note: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// The campaign's `consent`.
    consent: Value,
    /// Attributes of the tag.
    #[serde(default)]
    tag: String,
    /// What a script of the page says before the tag.
    #[serde(default)]
    page: String,
    #[serde(default)]
    gpc: bool,
    #[serde(default)]
    dnt: bool,
    /// What the visitor chooses.
    #[serde(default)]
    choice: Option<Value>,
    stored: [Vec<String>; 2],
    lead: Lead,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lead {
    tells: bool,
    #[serde(default)]
    counted: bool,
    ids: bool,
}

const UNDER_CONSENT: [&str; 9] = ["score", "evidence", "value", "stage", "stages", "tags", "source", "experiments", "visitor"];

/// Two at a time: most of each case is waiting.
#[tokio::test]
async fn what_is_stored_requested_and_sent_is_what_consent_allows_first_half_of_the_table() {
    go_through(0).await;
}

#[tokio::test]
async fn what_is_stored_requested_and_sent_is_what_consent_allows_second_half_of_the_table() {
    go_through(1).await;
}

async fn go_through(half: usize) {
    let table: Table = serde_json::from_str(include_str!("consent_matrix.json")).expect("the table");
    assert_eq!(table.version, 1);
    let (site, browser) = (Site::demo(), Browser::start().await);
    let mut wrong = Vec::new();
    let cases = table.cases.iter().enumerate().filter(|(index, _)| index % 2 == half);
    for (count, (_, case)) in cases.enumerate() {
        let found = go_through_one(&site, &browser, case, count).await;
        if found != expected(case) {
            wrong.push(format!("{}\n  expected {}\n  found    {found}", case.name, expected(case)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    browser.assert_no_complaints(&[]).await;
}

fn expected(case: &Case) -> Value {
    let Lead { tells, counted, ids } = case.lead;
    json!({ "stored": case.stored, "asked": [], "told": { "tells": tells, "counted": counted, "ids": ids } })
}

async fn go_through_one(site: &Site, browser: &Browser, case: &Case, before: usize) -> Value {
    site.edit("runtime.json", |text| {
        let mut campaign: Value = serde_json::from_str(&text).expect("JSON");
        // As completed from what an author wrote: what is left out has its default.
        let mut consent =
            json!({ "mode": "opt_in", "by_region": {}, "before_consent": "memory", "without_consent": "fields_only", "respect_signals": ["gpc", "dnt"] });
        merge(consent.as_object_mut().expect("an object"), &case.consent);
        campaign["consent"] = consent;
        campaign.to_string()
    });
    // Each case has an origin of its own, and with it nothing stored.
    let signal = |is: bool, name: &str, value: &str| {
        if is { format!("Object.defineProperty(navigator, '{name}', {{ value: {value} }});") } else { String::new() }
    };
    let gtag = if case.page.contains("gtag") { "window.dataLayer = []; function gtag() { dataLayer.push(arguments) }" } else { "" };
    let script =
        [signal(case.gpc, "globalPrivacyControl", "true"), signal(case.dnt, "doNotTrack", "'1'"), gtag.to_owned(), case.page.clone()];
    let page = html(site).replacen("<head>", &format!("<head><script>{}</script>", script.join("\n")), 1).replacen(
        "<script async ",
        &format!("<script async data-start=\"now\" {} ", case.tag),
        1,
    );
    let host = host_page(site, page);
    browser.open(&host.url("/")).await;
    // Advertising tools were here before.
    browser.eval("document.cookie = '_fbp=fb.1.1700000000.42'").await;
    wait_for_mount(browser).await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    if let Some(choice) = &case.choice {
        browser.eval(&format!("leadwell('consent', {choice})")).await;
    }
    let looked = stored(browser).await;
    let asked = asked(browser, site, &host).await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    browser.wait_for("the outbox is empty", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
    let lead = site.leads(before + 1).await.pop().expect("a lead");
    assert_eq!(lead["fields"], answers(), "{}", case.name);
    let tells: Vec<bool> = UNDER_CONSENT.iter().map(|key| lead.get(key).is_some()).collect();
    assert!(tells.iter().all(|told| *told == tells[0]), "{}: all or none of {UNDER_CONSENT:?} in {lead}", case.name);
    let rows = lead["score"]["explanation"].as_array().cloned().unwrap_or_default();
    json!({
        "stored": [looked, stored(browser).await], "asked": asked,
        "told": { "tells": tells[0], "counted": rows.iter().any(|row| row["rule"] == "visit"), "ids": lead["ids"]["fbp"] == "fb.1.1700000000.42" },
    })
}

fn merge(into: &mut Map<String, Value>, more: &Value) {
    into.extend(more.as_object().expect("an object").clone());
}

/// What localStorage holds, by kind.
async fn stored(browser: &Browser) -> Vec<String> {
    let keys = browser.stored_keys().await;
    let campaign = demo()["id"].as_str().expect("an id").to_owned();
    keys.iter().map(|key| key.trim_start_matches("leadwell:").trim_end_matches(&format!(":{campaign}")).to_owned()).collect()
}

/// Requests to anybody but the page's own server and the files of the site, by the browser's own list.
async fn asked(browser: &Browser, site: &Site, host: &Server) -> Vec<String> {
    let names = browser.eval("performance.getEntriesByType('resource').map(entry => entry.name)").await;
    let names: Vec<String> = serde_json::from_value(names).expect("addresses");
    assert!(names.iter().any(|name| name.starts_with(&site.url("/runtime.json"))), "the list is of this page: {names:?}");
    names.into_iter().filter(|name| !name.starts_with(&site.url("/")) && !name.starts_with(&host.url("/"))).collect()
}
