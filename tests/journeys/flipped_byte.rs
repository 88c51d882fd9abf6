//! One byte of a published file is another one: on a disk, on the way, or by somebody's hand. The page keeps what it can do without that
//! file, nothing is thrown, and no lead is lost.

use std::fs;

use serde_json::json;

use crate::harness::{Browser, Site, answers, demo};

/// Flips the lowest bit of the byte at a place, of the published file whose name begins and ends so.
fn flip(site: &Site, start: &str, end: &str, place: impl Fn(&[u8]) -> usize) {
    let (name, mut content) = site.file(start, end);
    let place = place(&content);
    content[place] ^= 1;
    site.remove(&name);
    fs::write(site.dir.join(name), content).expect("written");
}

fn first_brace(content: &[u8]) -> usize {
    content.iter().position(|byte| *byte == b'{').expect("a brace")
}

async fn sends_natively(site: &Site, browser: &Browser, which: &str) {
    browser.open(&site.url("/")).await;
    browser.wait_for(&format!("the runtime has given up for {which}"), "__seen.unavailable > 0").await;
    let form = browser.form();
    assert!(!form.is_live().await, "{which}");
    form.fill_in().await;
    form.submit().await;
    let lead = site.leads(1).await.pop().expect("a lead");
    assert_eq!((&lead["fields"], &lead["via"]["kind"]), (&answers(), &json!("native")), "{which}");
    assert_eq!(browser.uncaught().await, Vec::<String>::new(), "{which}");
}

#[tokio::test]
async fn one_flipped_byte_anywhere_in_the_wasm_leaves_the_native_form() {
    for (which, part) in [("its head", 0.0), ("its middle", 0.5), ("its end", 1.0)] {
        let (site, browser) = (Site::demo(), Browser::start().await);
        flip(&site, "embed-", ".wasm", |content| ((content.len() - 1) as f64 * part) as usize);
        sends_natively(&site, &browser, which).await;
    }
}

#[tokio::test]
async fn a_script_that_no_longer_parses_leaves_the_native_form() {
    for script in ["embed-", "aid-page-", "aid-form-"] {
        let (site, browser) = (Site::demo(), Browser::start().await);
        flip(&site, script, ".js", first_brace);
        sends_natively(&site, &browser, script).await;
    }
}

#[tokio::test]
async fn where_a_popup_cannot_be_shown_its_link_leads_on_and_the_form_is_as_good_as_ever() {
    for (file, end) in [("aid-popups-", ".js"), ("aid-popup-", ".js")] {
        let mut campaign = demo();
        campaign["popups"] = json!([{ "id": "more", "kind": "modal", "title": "More", "text": "About it.", "trigger": { "on": "never" } }]);
        let (site, browser) = (Site::of(&campaign), Browser::start().await);
        flip(&site, file, end, first_brace);
        site.edit("index.html", |html| {
            html.replacen("<main", "<a href=\"#elsewhere\" id=\"opener\" data-leadwell-open=\"more\">More</a><main", 1)
        });
        browser.open(&site.url("/")).await;
        let form = browser.form();
        form.runtime_is_ready().await;
        browser.eval("document.getElementById('opener').click()").await;
        browser.wait_for(&format!("the link leads on without {file}"), "location.hash === '#elsewhere'").await;
        form.fill_in().await;
        form.submit().await;
        form.success_text().await;
        assert_eq!(site.lead().await["fields"], answers(), "{file}");
        assert_eq!(browser.uncaught().await, Vec::<String>::new(), "{file}");
    }
}
