//! What the block `privacy` tells a visitor of themselves, lets them choose and erases: held against what `export` gives and what the
//! browser stores.

use serde_json::{Value, json};

use crate::harness::{Browser, Site, answers, demo, text};

/// Keys as WebDriver writes them.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const SPACE: &str = " ";

const CONTACT: &str = "privacy@docktide.example";
const KEPT: &str = "leadwell:visitor:docktide_demo";

/// The demo with a page that shows what is known.
fn campaign() -> Value {
    let mut campaign = demo();
    campaign["destinations"][0]["sends"] = json!(["lead.captured", "consent.withdrawn", "lead.erase_requested"]);
    campaign["pages"].as_array_mut().expect("pages").push(json!({
        "path": "/privacy", "title": "Known", "description": "What is known.",
        "blocks": [{ "kind": "hero", "title": "Yours" }, { "kind": "privacy", "id": "known", "title": "What is known here" }]
    }));
    campaign
}

async fn opens(browser: &Browser, url: &str) {
    browser.open(url).await;
    browser.wait_for("the block is alive", "document.querySelector('[data-lw-privacy]')?.dataset.lwLive === ''").await;
}

/// A visitor who came by a search engine's advertisement and sent the form.
async fn leads(site: &Site, browser: &Browser) {
    browser.open(&site.url("/?utm_source=naver&utm_medium=cpc&utm_campaign=autumn")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    site.lead().await;
    browser.wait_for("the outbox is empty", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
}

/// What stands on the page below a title: the cells of its rows.
async fn rows(browser: &Browser, title: &str) -> Value {
    let part =
        format!("[...document.querySelectorAll('.lw-known-part')].find(part => part.querySelector('h3').textContent === {})", json!(title));
    browser
        .eval(&format!(
            "[...({part})?.querySelectorAll('dl > div, li, tbody tr') ?? []].map(row => [...row.children].map(cell => cell.innerText))"
        ))
        .await
}

async fn known(browser: &Browser) -> Value {
    browser.eval("leadwell('export')").await
}

fn switch(purpose: &str) -> String {
    format!("document.querySelector('[role=switch][id$=-{purpose}]')")
}

async fn press(browser: &Browser, keys: &str) {
    browser.driver.active_element().await.expect("something has the focus").send_keys(keys).await.expect("pressed");
}

/// Presses Tab until something has the focus.
async fn tab_to(browser: &Browser, what: &str) {
    for _ in 0..60 {
        if browser.eval(&format!("document.activeElement === {what}")).await == true {
            return;
        }
        press(browser, TAB).await;
    }
    panic!("no way to {what} by the keyboard");
}

fn button(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('.lw-known button')].find(button => button.checkVisibility() && button.textContent === {})",
        json!(words)
    )
}

#[tokio::test]
async fn what_is_shown_is_what_the_browser_holds() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    leads(&site, &browser).await;
    opens(&browser, &site.url("/privacy/")).await;
    browser.wait_for_text("You are remembered in this browser until ").await;
    let told = known(&browser).await;

    let shown = rows(&browser, "What is known").await;
    assert_eq!(shown[1], json!(["Visits", told["visitor"]["visits"].to_string()]));
    assert_eq!(shown[2], json!(["Pages opened", told["visitor"]["pages"].to_string()]));
    let came = shown.as_array().expect("rows").iter().find(|row| row[0] == "First came from").expect("where from");
    assert!(came[1].as_str().is_some_and(|way| way.starts_with("An advertisement · naver · campaign “autumn”")), "{came}");

    // Every reason that counts, and nothing else.
    let reasons = told["explanation"]["score"]["explanation"].as_array().expect("rows").iter().filter(|row| row["points"] != 0).count();
    let points = browser.eval("document.querySelectorAll('.lw-known-points tbody tr').length").await;
    assert!(reasons > 0 && points == json!(reasons), "{points} of {reasons}");
    let total = browser
        .eval("[...document.querySelectorAll('.lw-known-points strong')].reduce((sum, one) => sum + Number(one.textContent), 0)")
        .await;
    assert_eq!(total.as_f64(), told["explanation"]["score"]["total"].as_f64());

    let form = &demo()["forms"]["demo"];
    let answered = rows(&browser, "What you answered").await;
    let label = |field: &Value| text(&field["label"], "en");
    for field in form["steps"][0]["fields"].as_array().expect("fields") {
        let Some(answer) = answers().get(field["name"].as_str().expect("a name")).cloned() else { continue };
        let option = field["options"].as_array().and_then(|options| options.iter().find(|option| option["id"] == answer).map(label));
        let said = option.unwrap_or_else(|| answer.as_str().expect("text").to_owned());
        assert!(answered.as_array().expect("rows").contains(&json!([label(field), said])), "{answered:#} lacks {field}");
    }
    assert!(
        rows(&browser, "What you agreed to").await[0][0]
            .as_str()
            .is_some_and(|row| row.starts_with(&text(&form["consent"][0]["text"], "en")))
    );
    assert!(rows(&browser, "Sent from this browser").await.as_array().is_some_and(|sent| sent.len() == 1));

    // What happens meanwhile is seen.
    browser.eval("leadwell('page')").await;
    let pages = known(&browser).await["visitor"]["pages"].to_string();
    browser
        .wait_for(
            "another page is counted",
            &format!("[...document.querySelectorAll('.lw-known dd')].some(one => one.textContent === '{pages}')"),
        )
        .await;
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn switches_say_what_holds_and_store_what_is_chosen_by_the_keyboard_alone() {
    let mut campaign = campaign();
    campaign["consent"] = json!({ "mode": "opt_in" });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    opens(&browser, &site.url("/privacy/")).await;
    assert_eq!(browser.text().await.matches("Nothing about your visits is kept before you agree to it.").count(), 1);
    browser.wait_for_text("Known on this page only").await;
    assert_eq!(browser.stored_keys().await, Vec::<String>::new());

    browser.eval("document.querySelector('#lw-main').focus()").await;
    tab_to(&browser, &switch("personalization")).await;
    assert_eq!(browser.eval(&format!("{}.checked", switch("personalization"))).await, false);
    press(&browser, SPACE).await;
    browser.wait_for_text("You are remembered in this browser until ").await;
    browser.wait_for_text("Saved.").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent", KEPT]);
    assert_eq!(browser.eval(&format!("document.activeElement === {}", switch("personalization"))).await, true, "the focus stays");

    tab_to(&browser, &switch("analytics")).await;
    press(&browser, SPACE).await;
    browser.wait_for("statistics are granted", "leadwell('export').then(told => told.consent.analytics === 'granted')").await;
    tab_to(&browser, &switch("personalization")).await;
    press(&browser, SPACE).await;
    browser.wait_for_text("Nothing is remembered of you.").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
    let choices = browser.eval("JSON.parse(localStorage.getItem('leadwell:consent')).choices").await;
    assert_eq!(choices, json!({ "personalization": false, "analytics": true }));

    // A refusal of the page's own tool counts, and the switch says so.
    browser.eval("leadwell('consent', { advertising: false }, 'page')").await;
    tab_to(&browser, &switch("advertising")).await;
    press(&browser, SPACE).await;
    browser.wait_for_text("cookie settings say no").await;
    assert_eq!(browser.eval(&format!("{}.checked", switch("advertising"))).await, false);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_was_agreed_to_in_a_form_is_taken_back_and_its_receiver_told() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    leads(&site, &browser).await;
    opens(&browser, &site.url("/privacy/")).await;
    browser.wait_for("there is something to take back", &format!("{} !== undefined", button("Take back"))).await;
    browser.eval(&format!("{}.click()", button("Take back"))).await;
    browser.wait_for("it is said, where the focus is", "document.activeElement.textContent === 'Taken back.'").await;
    let withdrawn = site.leads(2).await.pop().expect("a message");
    assert_eq!((&withdrawn["type"], &withdrawn["consent"][0]["purpose"]), (&json!("consent.withdrawn"), &json!("contact")));
    assert_eq!(known(&browser).await["visitor"]["agreed"]["contact"], "denied");
    assert_eq!(browser.eval(&format!("{} === undefined", button("Take back"))).await, true, "once");
}

#[tokio::test]
async fn the_button_erases_all_but_the_refusal_and_says_what_it_cannot_reach() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    leads(&site, &browser).await;
    browser.eval("localStorage.setItem('leadwell:draft:docktide_demo:demo', '{}')").await;
    opens(&browser, &site.url("/privacy/")).await;
    browser.eval("document.querySelector('#lw-main').focus()").await;

    // Asked once: Escape leaves everything as it was.
    tab_to(&browser, &button("Erase everything here")).await;
    press(&browser, ENTER).await;
    browser.wait_for("the harmless answer has the focus", &format!("document.activeElement === {}", button("Keep it"))).await;
    press(&browser, ESCAPE).await;
    browser.wait_for("the focus is back", &format!("document.activeElement === {}", button("Erase everything here"))).await;
    assert!(browser.stored_keys().await.contains(&KEPT.to_owned()));

    press(&browser, ENTER).await;
    browser.wait_for("it is asked again", &format!("{} !== undefined", button("Yes, erase"))).await;
    browser.eval(&format!("{}.focus()", button("Yes, erase"))).await;
    press(&browser, ENTER).await;
    browser.wait_for("it is said, where the focus is", "document.activeElement.textContent.startsWith('Erased.')").await;
    let said = browser.eval("document.activeElement.innerText").await;
    let said = said.as_str().expect("text");
    assert!(
        said.contains("does not reach what you already sent with a form, nor other sites") && said.contains("Sent from this browser"),
        "{said}"
    );
    assert_eq!(browser.eval("document.activeElement.querySelector('a').href").await, format!("mailto:{CONTACT}"));
    let requested = site.leads(2).await.pop().expect("a message");
    assert_eq!(requested["type"], "lead.erase_requested");
    browser.wait_for("nothing waits", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
    browser.wait_for_text("Nothing is remembered of you.").await;
    assert_eq!(browser.eval(&format!("{}.checked", switch("personalization"))).await, false);

    browser.reload().await;
    browser.wait_for_text("Nothing is remembered of you.").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_is_kept_is_saved_as_a_file_with_everything_in_it() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    opens(&browser, &site.url("/privacy/")).await;
    browser
        .eval(
            "window.saved = new Promise(resolve => { URL.createObjectURL = blob => { blob.text().then(resolve); return 'blob:x' } }); \
             HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download }",
        )
        .await;
    browser.eval(&format!("{}.click()", button("Download what is kept"))).await;
    let saved: Value = serde_json::from_str(browser.eval("saved").await.as_str().expect("text")).expect("JSON");
    for key in ["visitor", "consent", "explanation", "outbox", "stored"] {
        assert!(saved.get(key).is_some(), "{key}");
    }
    assert_eq!(saved["visitor"]["id"], known(&browser).await["visitor"]["id"]);
    assert!(browser.eval("savedAs").await.as_str().is_some_and(|name| name.starts_with("docktide_demo-") && name.ends_with(".json")));
}

#[tokio::test]
async fn where_the_runtime_cannot_start_what_is_left_is_shown_and_erased_all_the_same() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    leads(&site, &browser).await;
    site.edit("runtime.json", |json| json.replacen('{', "{,", 1));
    opens(&browser, &site.url("/privacy/")).await;
    browser.wait_for_text("nothing is counted on this visit").await;
    browser.wait_for_text("You are remembered in this browser until ").await;
    assert_eq!(rows(&browser, "What is known").await[1], json!(["Visits", "1"]));
    browser.eval(&format!("{}.click()", button("Erase everything here"))).await;
    browser.eval(&format!("{}.click()", button("Yes, erase"))).await;
    browser.wait_for_text("Erased.").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:consent"]);
    assert_eq!(browser.eval("JSON.parse(localStorage.getItem('leadwell:consent')).choices").await, json!({ "personalization": false }));
    assert_eq!(browser.violations().await, Vec::<String>::new());
}

#[tokio::test]
async fn with_scripts_off_it_says_who_is_responsible_and_that_nothing_is_kept() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    for (path, words) in [("/privacy/", "While scripts are switched off"), ("/ko/privacy/", "스크립트가 꺼져 있으면")] {
        browser.open(&site.url(path)).await;
        browser.wait_for_text(words).await;
        let said = browser.eval("document.querySelector('.lw-known').innerText").await;
        assert!(said.as_str().is_some_and(|said| said.contains("Docktide") && said.contains(CONTACT)), "{said}");
        assert_eq!(
            browser.eval("document.querySelectorAll('.lw-known button, .lw-known input').length").await,
            0,
            "nothing that would do nothing"
        );
    }
    assert_eq!(browser.stored_keys().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_single_page_app_shows_the_same() {
    let mut campaign = campaign();
    campaign["pages"][0]["blocks"]
        .as_array_mut()
        .expect("blocks")
        .push(json!({ "kind": "privacy", "id": "known", "title": "What is known here" }));
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    opens(&browser, &site.url("/app.html")).await;
    browser.wait_for_text("You are remembered in this browser until ").await;
    assert_eq!(rows(&browser, "What is known").await[1], json!(["Visits", known(&browser).await["visitor"]["visits"].to_string()]));
    browser.assert_no_complaints(&[]).await;
}
