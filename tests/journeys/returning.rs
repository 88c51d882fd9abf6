//! A visitor who comes back: what is told later of a lead, what is taken back, and what a browser keeps meanwhile.

use serde_json::{Value, json};
use thirtyfour::WindowHandle;

use crate::foreign_page::{html, wait_for_mount};
use crate::harness::{Browser, Site, answers, demo, host_page};

/// Nobody qualifies before the seminar.
fn campaign() -> Value {
    let mut campaign = demo();
    campaign["destinations"][0]["sends"] = json!(["lead.captured", "lead.qualified", "consent.withdrawn", "lead.erase_requested"]);
    campaign["scoring"] = json!({
        "dimensions": { "engagement": { "rules": [
            { "id": "seminar", "on": "seminar", "points": 50 },
            { "id": "in_kakaotalk", "where": { "device.in_app": "kakaotalk" }, "points": 1 },
            { "id": "customer", "where": { "user.lifecycle": "customer" }, "points": 2 },
        ] } },
        "tags": [{ "tag": "was_there", "when": { "rule.seminar.count": { "$gte": 1 } }, "keep": true }],
        "stages": [{ "id": "attention" }, { "id": "desire", "when": { "score.engagement": { "$gte": 40 } } }],
        "qualification": [{ "level": "mql", "when": { "score.engagement": { "$gte": 40 } } }],
    });
    campaign
}

async fn send_a_lead(browser: &Browser) {
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
}

/// Opens a page in another tab and goes there. Gives the tab it came from.
async fn beside(browser: &Browser, url: &str) -> WindowHandle {
    let here = browser.driver.window().await.expect("a tab");
    let other = browser.driver.new_tab().await.expect("a tab");
    browser.driver.switch_to_window(other).await.expect("switched");
    browser.open(url).await;
    here
}

async fn nothing_waits(browser: &Browser) {
    browser.wait_for("the outbox is empty", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
}

#[tokio::test]
async fn a_lead_that_qualifies_on_a_later_visit_is_told_of_once() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    send_a_lead(&browser).await;
    let first = site.lead().await;
    assert_eq!((&first["qualified"], &first["level"]), (&json!(false), &json!("none")));

    browser.reload().await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('track', 'seminar')").await;
    let leads = site.leads(2).await;
    let later = &leads[1];
    assert_eq!((&later["type"], &later["lead_id"], &later["form"]), (&json!("lead.qualified"), &first["lead_id"], &first["form"]));
    assert_ne!(later["id"], first["id"]);
    assert_eq!((&later["qualified"], &later["level"], &later["stage"]), (&json!(true), &json!("mql"), &json!("desire")));
    let mut consent = first["consent"].clone();
    for given in consent.as_array_mut().expect("consent") {
        // The first message told the words; their fingerprint says that they are the same.
        given.as_object_mut().expect("an item").remove("text");
    }
    assert_eq!((&later["fields"], &later["consent"]), (&answers(), &consent));
    nothing_waits(&browser).await;

    browser.eval("leadwell('track', 'seminar')").await;
    browser.reload().await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('track', 'seminar')").await;
    nothing_waits(&browser).await;
    site.leads(2).await;
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_visitor_is_drawn_for_the_same_variant_on_every_visit_and_the_lead_tells_it() {
    let mut campaign = campaign();
    campaign["goals"] = json!([{ "id": "sent", "when": { "submitted": { "$in": ["demo"] } } }]);
    campaign["experiments"] = json!([
        { "id": "headline", "goal": "sent", "variants": [{ "id": "control", "weight": 0.5 }, { "id": "short", "weight": 0.5 }] },
        { "id": "nobody", "goal": "sent", "coverage": 0, "variants": [{ "id": "control", "weight": 0.5 }, { "id": "short", "weight": 0.5 }] },
    ]);
    let short = json!({ "id": "short", "where": { "experiment.headline": "short" }, "points": 7 });
    campaign["scoring"]["dimensions"]["engagement"]["rules"].as_array_mut().expect("rules").push(short);
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    let score = "leadwell('explain').then(told => told.score.engagement)";
    let first = browser.eval(score).await;
    browser.reload().await;
    send_a_lead(&browser).await;
    let lead = site.lead().await;
    let variant =
        if leadwell::experiment::hash("headline", lead["visitor"]["id"].as_str().expect("an id")) < 0.5 { "control" } else { "short" };
    assert_eq!(lead["experiments"], json!({ "headline": variant }));
    assert_eq!((&lead["score"]["engagement"], &first), (&json!(if variant == "short" { 7 } else { 0 }), &lead["score"]["engagement"]));
}

#[tokio::test]
async fn consent_taken_back_and_a_wish_to_be_erased_reach_who_has_the_lead_and_nobody_else() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    // Without a lead there is nobody to tell.
    browser.eval("leadwell('consent', { analytics: false })").await;
    send_a_lead(&browser).await;
    browser.eval("leadwell('consent', { advertising: false })").await;
    let withdrawn = site.leads(2).await.pop().expect("a message");
    let purposes = |message: &Value| {
        let items = message["consent"].as_array().expect("a list");
        items.iter().map(|item| (item["purpose"].clone(), item["state"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(withdrawn["type"], "consent.withdrawn");
    assert_eq!(purposes(&withdrawn), [(json!("advertising"), json!("denied"))]);
    assert_eq!(withdrawn["fields"], json!({ "email": answers()["email"] }), "enough to find them, and no more");
    for key in ["score", "evidence", "source", "visitor", "ids"] {
        assert_eq!(withdrawn.get(key), None, "{key}");
    }
    browser.eval("leadwell('consent', { contact: false })").await;
    assert_eq!(purposes(&site.leads(3).await[2]), [(json!("contact"), json!("denied"))]);

    browser.eval("leadwell('forget')").await;
    let erased = site.leads(4).await.pop().expect("a message");
    assert_eq!((&erased["type"], &erased["lead_id"]), (&json!("lead.erase_requested"), &withdrawn["lead_id"]));
    nothing_waits(&browser).await;
    // Somebody else from here on, with no lead.
    browser.eval("leadwell('consent', { personalization: false })").await;
    nothing_waits(&browser).await;
    site.leads(4).await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_refusal_in_one_tab_is_heeded_in_the_others() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    let first = beside(&browser, &site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('consent', { personalization: false })").await;
    browser.driver.switch_to_window(first).await.expect("switched");
    browser.eval("leadwell('track', 'seminar')").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
}

#[tokio::test]
async fn who_is_forgotten_in_one_tab_is_somebody_new_in_the_others() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    send_a_lead(&browser).await;
    site.lead().await;
    nothing_waits(&browser).await;
    let id = "leadwell('export').then(told => told.visitor.id)";
    let before = browser.eval(id).await;
    let first = beside(&browser, &site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('forget')").await;
    browser.driver.switch_to_window(first).await.expect("switched");
    browser.eval("leadwell('track', 'seminar')").await;
    let stored = browser.eval("localStorage.getItem('leadwell:visitor:docktide_demo')").await;
    let stored: Value = serde_json::from_str(stored.as_str().expect("a record")).expect("JSON");
    assert_ne!(stored["id"], before);
    assert_eq!((&stored["answers"], &stored["lead"]), (&json!({}), &json!(null)), "nothing comes back");
    assert_eq!(browser.eval(id).await, stored["id"]);
}

#[tokio::test]
async fn who_takes_consent_back_in_a_tab_that_knew_nothing_of_the_lead_is_told_of_too() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    let first = beside(&browser, &site.url("/")).await;
    send_a_lead(&browser).await;
    let lead = site.lead().await;
    nothing_waits(&browser).await;
    browser.driver.switch_to_window(first).await.expect("switched");
    browser.eval("leadwell('consent', { personalization: false })").await;
    let told = site.leads(2).await.remove(1);
    assert_eq!((&told["type"], &told["lead_id"]), (&json!("consent.withdrawn"), &lead["lead_id"]));
}

#[tokio::test]
async fn where_storage_is_full_memory_is_newer_than_what_is_stored() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }").await;
    browser.eval("leadwell('track', 'seminar')").await;
    browser.eval("leadwell('track', 'nothing_listens')").await;
    assert_eq!(browser.eval("leadwell('explain').then(told => told.score.engagement)").await, 50);
    send_a_lead(&browser).await;
    assert_eq!(site.lead().await["score"]["engagement"], 50);
}

#[tokio::test]
async fn where_only_the_page_counts_before_consent_the_source_is_kept_once_it_comes() {
    let mut campaign = campaign();
    campaign["consent"] = json!({ "mode": "opt_in", "before_consent": "page_only" });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.open(&site.url("/?utm_source=naver&utm_medium=cpc")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("dispatchEvent(new Event('scroll'))").await;
    browser.eval("leadwell('consent', { personalization: true })").await;
    let visitor = browser.eval("leadwell('export').then(told => told.visitor)").await;
    assert_eq!((&visitor["first"]["source"], &visitor["visits"], &visitor["pages"]), (&json!("naver"), &json!(1), &json!(1)));
}

#[tokio::test]
async fn a_page_that_patched_how_json_is_written_still_gets_its_leads_through() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    // As Prototype.js 1.6 does.
    browser
        .before_every_page("Array.prototype.toJSON = function () { return '[' + this.map(one => JSON.stringify(one)).join(', ') + ']' };")
        .await;
    browser.open(&site.url("/")).await;
    send_a_lead(&browser).await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"], answers());
    assert!(lead["consent"].is_array() && lead["stages"].is_array(), "{lead}");
    nothing_waits(&browser).await;
}

#[tokio::test]
async fn what_holds_itself_is_taken_in_part_and_the_page_goes_on() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("(() => { const one = {}, other = { one }; one.other = other; one.self = one; one.again = [one, other]; leadwell('track', 'seminar', one); leadwell('identify', { one }); })()").await;
    assert_eq!(browser.eval("leadwell('explain').then(told => told.score.engagement)").await, 50);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_changes_is_told_to_the_page_once_and_what_was_known_before_is_no_news() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.before_every_page(
        "window.told = []; for (const name of ['stage', 'level', 'tag', 'score']) document.addEventListener('leadwell:' + name, event => \
         told.push([name, event.detail[name] ?? null, event.detail.before ?? null].slice(0, name === 'score' ? 1 : 3)))",
    )
    .await;
    let kakaotalk = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36 KAKAOTALK/10.8.0 (INAPP)";
    browser.cdp("Emulation.setUserAgentOverride", json!({ "userAgent": kakaotalk })).await;
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    assert_eq!(browser.eval("told").await, json!([["score"], ["stage", "attention", null], ["level", "none", null]]));
    assert_eq!(browser.eval("leadwell('explain').then(told => told.score.reasons)").await, "in_kakaotalk +1");
    browser.eval("told.length = 0; leadwell('track', 'seminar'); leadwell('track', 'nothing_listens')").await;
    let expected = json!([["score"], ["stage", "desire", "attention"], ["level", "mql", "none"], ["tag", "was_there", null]]);
    // The level is told; qualified it is not, since nobody can be reached.
    assert_eq!(browser.eval("told").await, expected);
    browser.eval("leadwell('identify', { lifecycle: 'customer' })").await;
    browser.reload().await;
    browser.form().runtime_is_ready().await;
    assert_eq!(browser.eval("told").await, json!([]), "what identify told is remembered, and nothing is new");
    assert_eq!(browser.eval("leadwell('explain').then(told => told.score.reasons)").await, "seminar +50, in_kakaotalk +1, customer +2");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn subdomains_that_share_visitors_know_one_and_their_choice() {
    let mut campaign = campaign();
    campaign["consent"] = json!({ "mode": "opt_in" });
    campaign["storage"] = json!({ "share": "lead.localhost" });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    let host = host_page(&site, html(&site));
    let port = host.url("/").rsplit(':').next().expect("a port").trim_end_matches('/').to_owned();
    let at = |name: &str, path: &str| format!("http://{name}.lead.localhost:{port}{path}");
    browser.open(&at("www", "/?utm_source=naver&utm_medium=cpc&utm_campaign=%EA%B0%80%EC%9D%84%22%3B,")).await;
    wait_for_mount(&browser).await;
    browser.eval("leadwell('consent', { personalization: true }); leadwell('track', 'seminar')").await;
    let here = browser.eval("leadwell('export').then(told => told.visitor)").await;
    assert_eq!(browser.stored_keys().await, Vec::<String>::new(), "kept in cookies alone");

    browser.open(&at("blog", "/")).await;
    wait_for_mount(&browser).await;
    let there = browser.eval("leadwell('export').then(told => told.visitor)").await;
    assert_eq!((&there["id"], &there["pages"], &there["visits"]), (&here["id"], &json!(2), &json!(1)));
    assert_eq!(there["first"]["campaign"], "가을\";,");
    assert_eq!(there["ledger"], here["ledger"]);
    let blog = beside(&browser, &at("shop", "/")).await;
    wait_for_mount(&browser).await;
    let other = browser.driver.window().await.expect("a tab");
    browser.driver.switch_to_window(blog.clone()).await.expect("switched");
    browser.eval("leadwell('consent', { personalization: false })").await;
    assert!(!browser.eval("document.cookie").await.as_str().expect("text").contains("leadwell_visitor"), "erased for all");
    browser.driver.switch_to_window(other).await.expect("switched");
    browser.eval("leadwell('track', 'seminar')").await;
    assert!(!browser.eval("document.cookie").await.as_str().expect("text").contains("leadwell_visitor"), "and not brought back");
    browser.driver.switch_to_window(blog).await.expect("switched");

    browser.open(&at("www", "/")).await;
    wait_for_mount(&browser).await;
    assert_ne!(browser.eval("leadwell('export').then(told => told.visitor.id)").await, here["id"]);
    assert!(!browser.eval("document.cookie").await.as_str().expect("text").contains("leadwell_visitor"), "the refusal holds here too");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_is_no_record_is_set_aside_and_what_is_too_much_is_made_small() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    for strange in ["{\"v\":99,\"id\":\"of a later version\"}", "not JSON at all", "[]", "{\"v\":2,\"id\":7}"] {
        browser.eval(&format!("localStorage.setItem('leadwell:visitor:docktide_demo', {})", json!(strange))).await;
        browser.reload().await;
        browser.form().runtime_is_ready().await;
        let stored = browser.eval("leadwell('export').then(told => told.stored)").await;
        let aside = &stored["leadwell:aside:docktide_demo"];
        let text = aside.as_str().map_or_else(|| aside.to_string(), str::to_owned);
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), serde_json::from_str::<Value>(strange).ok(), "{strange}: {aside}");
        assert_eq!(stored["leadwell:visitor:docktide_demo"]["pages"], 1, "{strange}: a new record");
    }
    // A record as large as one can be, and one answer more.
    browser
        .eval(
            "(() => { const key = 'leadwell:visitor:docktide_demo', record = JSON.parse(localStorage.getItem(key)), now = Math.floor(Date.now() / 1000); \
             record.ledger = { seminar: Array.from({ length: 4000 }, (_, index) => [now - 4000 + index, 1, 1, 1]) }; \
             record.answers = { message: 'x'.repeat(25000), email: 'a@corp.example' }; localStorage.setItem(key, JSON.stringify(record)) })()",
        )
        .await;
    browser.reload().await;
    browser.form().runtime_is_ready().await;
    let size = browser.eval("Object.entries(localStorage).reduce((sum, [key, text]) => sum + key.length + text.length, 0)").await;
    assert!(size.as_f64().is_some_and(|size| size < 32.0 * 1024.0), "{size} bytes in all");
    let record = browser.eval("JSON.parse(localStorage.getItem('leadwell:visitor:docktide_demo'))").await;
    let kept = record["ledger"]["seminar"].as_array().expect("entries");
    assert!(kept.len() >= 50, "what can count is kept: {}", kept.len());
    assert_eq!(record["answers"], json!({ "email": "a@corp.example" }));

    browser.eval("leadwell('forget')").await;
    browser.eval("leadwell('consent', { personalization: false })").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"], "what was set aside is gone too");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn whoever_tests_and_agrees_to_nothing_still_tests() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.open(&site.url("/?lw_internal=1")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('consent', { personalization: false, analytics: false, advertising: false })").await;
    send_a_lead(&browser).await;
    assert_eq!(site.lead().await["test"], json!(true));
}

#[tokio::test]
async fn colleagues_and_customers_are_left_alone_and_what_colleagues_send_is_a_test() {
    let mut campaign = campaign();
    campaign["audience"] =
        json!({ "exclude": { "$or": [{ "user.lifecycle": "customer" }, { "query.lw_internal": "1" }] }, "remember": true });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.open(&site.url("/?lw_internal=1")).await;
    browser.form().runtime_is_ready().await;
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('track', 'seminar')").await;
    send_a_lead(&browser).await;
    let lead = site.lead().await;
    assert_eq!((&lead["test"], &lead["score"]["total"]), (&json!(true), &json!(0)));
    browser.eval("leadwell('forget')").await;
    browser.open(&site.url("/?lw_internal=0")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('track', 'seminar')").await;
    send_a_lead(&browser).await;
    let lead = site.leads(3).await.into_iter().rfind(|message| message["type"] == "lead.captured").expect("a lead");
    assert_eq!((&lead["test"], &lead["score"]["total"]), (&json!(false), &json!(50)));
    browser.eval("leadwell('identify', { lifecycle: 'customer' })").await;
    browser.eval("leadwell('track', 'seminar')").await;
    assert_eq!(browser.eval("leadwell('explain').then(told => told.score.total)").await, json!(52), "no second seminar counts");
    browser.assert_no_complaints(&[]).await;
}
