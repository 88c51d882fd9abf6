//! The panel of `?leadwell_debug`, as those use it who work on a campaign: it tells what is so, lets them pretend, and writes tests.

use serde_json::{Value, json};

use crate::foreign_page::html;
use crate::harness::{Browser, Site, demo, host_page, root};

/// The root of the panel, undefined where there is none.
const ROOT: &str =
    "[...document.querySelectorAll('leadwell-root')].map(host => host.shadowRoot).find(found => found?.querySelector('.panel'))";
/// A clipboard that a journey can read.
const CLIPBOARD: &str = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.__copied = text } } })";

fn campaign() -> Value {
    let mut campaign = demo();
    campaign["consent"] = json!({ "mode": "opt_out" });
    campaign["scoring"] = json!({
        "dimensions": { "engagement": { "rules": [
            { "id": "visit", "on": "page_view", "points": 4 },
            { "id": "asked", "on": "asked", "points": 20 },
            { "id": "deep", "on": "scroll", "where": { "event.percent": { "$gte": 75 } }, "points": 5 },
        ] } },
        "tags": [{ "tag": "curious", "when": { "rule.asked.count": { "$gte": 1 } }, "keep": true }],
        "stages": [{ "id": "awareness" }, { "id": "interest", "when": { "score.engagement": { "$gte": 15 } } }],
        "qualification": [{ "level": "mql", "when": { "score.engagement": { "$gte": 15 } } }],
    });
    // One after the other may show on a page.
    campaign["popup_limits"] = json!({ "page": 5 });
    campaign["popups"] = json!([
        { "id": "searchers", "kind": "slide_in", "title": { "en": "From a search", "ko": "검색에서 오셨군요" }, "trigger": { "on": "load" },
          "when": { "source.channel": "paid_search", "device.kind": "mobile" }, "priority": 5 },
        { "id": "keen", "kind": "slide_in", "title": { "en": "You asked", "ko": "물어보셨네요" }, "trigger": { "on": "asked" }, "when": { "level": "mql" } },
    ]);
    campaign
}

async fn open(browser: &Browser, url: &str) {
    browser.open_with_popups(url).await;
    is_there(browser).await;
}

async fn is_there(browser: &Browser) {
    browser.wait_for("the panel is there", &format!("{ROOT} !== undefined")).await;
    comes_to_say(browser, "kept away by").await;
}

async fn text(browser: &Browser) -> String {
    browser.eval(&format!("{ROOT}.querySelector('.panel').innerText")).await.as_str().expect("text").to_owned()
}

async fn comes_to_say(browser: &Browser, words: &str) {
    browser
        .wait_for(&format!("the panel says {words}"), &format!("{ROOT}.querySelector('.panel').textContent.includes({})", json!(words)))
        .await;
}

/// Opens every part of it, so that what it says can be read.
async fn unfold(browser: &Browser) {
    browser.eval(&format!("{ROOT}.querySelectorAll('details').forEach(part => {{ part.open = true }})")).await;
}

/// Chooses for a label.
async fn pretend(browser: &Browser, label: &str, value: &str) {
    let choose = format!(
        "(() => {{ const control = [...{ROOT}.querySelectorAll('label')].find(label => label.textContent.startsWith({})).querySelector('select, input');
        control.value = {}; control.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()",
        json!(label),
        json!(value)
    );
    browser.eval(&choose).await;
}

async fn press(browser: &Browser, words: &str) {
    browser.eval(&format!("[...{ROOT}.querySelectorAll('button')].find(button => button.textContent === {}).click()", json!(words))).await;
}

async fn stored(browser: &Browser) -> Value {
    browser.eval("({ ...localStorage })").await
}

#[tokio::test]
async fn it_comes_by_the_query_alone_on_our_page_and_on_another() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = host_page(&site, html(&site));
    for page in [site.url("/"), host.url("/")] {
        browser.open_with_popups(&page).await;
        let asked = "performance.getEntriesByType('resource').some(({ name }) => name.includes('aid-panel'))";
        assert_eq!(browser.eval(asked).await, false, "{page}");
        assert_eq!(browser.eval(&format!("{ROOT} === undefined")).await, true);
        open(&browser, &format!("{page}?leadwell_debug")).await;
        assert_eq!(browser.eval(asked).await, true);
        browser.assert_no_complaints(&[]).await;
    }
}

#[tokio::test]
async fn it_tells_the_score_with_its_reasons_and_why_a_popup_is_kept_away() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    open(&browser, &site.url("/?leadwell_debug")).await;
    unfold(&browser).await;
    for words in [
        "engagement: visit",
        "kept away by condition",
        "source.channel is “paid_search”",
        "“direct”",
        "the page is there (seen)",
        "asked (not seen)",
    ] {
        comes_to_say(&browser, words).await;
    }
    browser.eval("leadwell('track', 'asked', { value: 5 })").await;
    for words in ["engagement: asked", "mql · interest · 24 points", "on screen", "asked value 5"] {
        comes_to_say(&browser, words).await;
    }
    let pressed = browser.eval("leadwell('explain').then(told => told.score.total)").await;
    press(&browser, "Fold").await;
    comes_to_say(&browser, "Open").await;
    assert!(!text(&browser).await.contains("Popups"), "folded, it is a line");
    assert_eq!(
        browser.eval("leadwell('explain').then(told => told.score.total)").await,
        pressed,
        "what is pressed there is no visitor's doing"
    );
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_is_pretended_changes_what_is_decided_and_nothing_that_is_kept() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.before_every_page("window.__news = []; for (const name of ['score', 'stage', 'level', 'tag']) document.addEventListener('leadwell:' + name, () => __news.push(name))").await;
    open(&browser, &site.url("/?leadwell_debug")).await;
    unfold(&browser).await;
    browser.eval("__news.length = 0").await;
    let before = stored(&browser).await;
    pretend(&browser, "Device", "mobile").await;
    comes_to_say(&browser, "You pretend").await;
    assert_eq!(browser.popups_shown().await, [""; 0]);
    pretend(&browser, "Language", "ko").await;
    pretend(&browser, "Comes from", "paid search").await;
    browser.wait_for_popup("searchers").await;
    assert!(browser.of_popup("searchers", "popup => popup.innerText").await.as_str().expect("text").contains("검색에서"));
    browser.press_in_popup("searchers", "[data-lw-close]").await;
    browser.wait_until_closed("searchers").await;
    pretend(&browser, "Score: engagement", "60").await;
    comes_to_say(&browser, "mql · interest · 60 points").await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("keen").await;
    comes_to_say(&browser, "curious").await;
    assert_eq!(stored(&browser).await, before, "nothing of it is kept");
    assert_eq!(browser.eval("__news").await, json!([]), "and the page hears of no change");

    press(&browser, "Stop pretending").await;
    comes_to_say(&browser, "none · awareness · 4 points").await;
    assert_eq!(stored(&browser).await, before);
    browser.press_in_popup("keen", "[data-lw-close]").await;
    browser.wait_until_closed("keen").await;
    let record = |stored: &Value| -> Value {
        let mut record = serde_json::from_str::<Value>(stored["leadwell:visitor:docktide_demo"].as_str().expect("a record")).expect("JSON");
        record["last_seen"].take();
        record
    };
    assert_eq!(record(&stored(&browser).await), record(&before), "what came of pretending is closed by nobody, though somebody pressed");
    browser.reload().await;
    browser.popups_are_ready().await;
    browser.comes_to_be_kept_away_by("searchers", &["when"]).await;
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_form_that_is_sent_while_pretending_is_a_test() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    open(&browser, &site.url("/?leadwell_debug")).await;
    pretend(&browser, "Visit", "third").await;
    press(&browser, "Fold").await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    assert_eq!(lead["test"], true, "{lead}");
    assert_eq!(lead["visitor"]["visits"], 3);
}

#[tokio::test]
async fn what_it_copies_passes_check() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.hold_the_clock().await;
    browser.before_every_page(CLIPBOARD).await;
    // As it is.
    open(&browser, &site.url("/?utm_source=news&leadwell_debug")).await;
    browser.eval("scrollTo(0, document.documentElement.scrollHeight)").await;
    comes_to_say(&browser, "percent 90").await;
    browser.pass(12).await;
    browser.eval("leadwell('track', 'asked', { value: 5 })").await;
    browser.wait_for_popup("keen").await;
    let plain = copied(&browser).await;
    browser.press_in_popup("keen", "[data-lw-close]").await;
    browser.wait_until_closed("keen").await;
    let dismissed = copied(&browser).await;

    // Somebody who was here before has to begin as somebody new.
    browser.reload().await;
    browser.popups_are_ready().await;
    is_there(&browser).await;
    unfold(&browser).await;
    press(&browser, "Copy as test").await;
    comes_to_say(&browser, "This visitor was here before").await;
    for (label, value) in [("Device", "mobile"), ("Language", "ko"), ("Comes from", "paid search"), ("Visit", "third")] {
        pretend(&browser, label, value).await;
    }
    begin_anew_and_meet(&browser, "searchers").await;
    let pretended = copied(&browser).await;
    pretend(&browser, "Score: engagement", "60").await;
    comes_to_say(&browser, "mql · interest · 60 points").await;
    press(&browser, "Copy as test").await;
    comes_to_say(&browser, "What is pretended changed").await;
    begin_anew_and_meet(&browser, "searchers").await;
    let scored = copied(&browser).await;

    for (one, expected) in [
        (&plain, json!({ "level": "mql", "stage": "interest", "tags": ["curious"], "popup": "keen" })),
        (&dismissed, json!({ "level": "mql", "stage": "interest", "tags": ["curious"], "popup": null })),
        (&pretended, json!({ "level": "none", "stage": "awareness", "tags": [], "popup": "searchers" })),
        (&scored, json!({ "level": "mql", "stage": "interest", "tags": [], "popup": "searchers" })),
    ] {
        assert_eq!(one["expect"], expected, "{one:#}");
    }
    let mut campaign = campaign();
    campaign["tests"] = json!([plain, dismissed, pretended, scored]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("campaign.json");
    std::fs::write(&file, campaign.to_string()).expect("written");
    let pictures = root().join("campaigns/demo_request/pictures");
    assert!(std::process::Command::new("cp").arg("-r").args([&pictures, folder.path()]).status().expect("cp").success());
    let checked = crate::program::run(&["check", file.to_str().expect("text")]);
    assert!(checked.status.success(), "{}{}", String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
}

/// Begins as somebody new, for whom this popup opens; one that the visitor before had open is another.
async fn begin_anew_and_meet(browser: &Browser, popup: &str) {
    press(browser, "Begin as a new visitor").await;
    comes_to_say(browser, "popup_open").await;
    browser.wait_for_popup(popup).await;
}

async fn copied(browser: &Browser) -> Value {
    browser.eval(&format!("delete window.__copied; {ROOT}.querySelector('[role=status]').textContent = ''; 0")).await;
    press(browser, "Copy as test").await;
    browser
        .wait_for(
            "it is copied, or not",
            &format!("typeof __copied === 'string' || {ROOT}.querySelector('[role=status]').textContent !== ''"),
        )
        .await;
    let copied = browser.eval("window.__copied ?? null").await;
    let said = browser.eval(&format!("{ROOT}.querySelector('[role=status]').textContent")).await;
    serde_json::from_str(copied.as_str().unwrap_or_else(|| panic!("not copied: {said}"))).expect("JSON")
}
