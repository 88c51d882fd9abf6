//! Each kind of popup, what may stand in it, and every way to close it.

use serde_json::{Value, json};

use super::{foreign, popup, with};
use crate::harness::{Browser, Site};

async fn shown(kind: &str, more: Value) -> (Site, Browser) {
    let mut one = popup("one", more);
    one["kind"] = json!(kind);
    let (site, browser) = (Site::of(&with(json!([one]))), Browser::start().await);
    browser.listen_to_popups().await;
    browser.open_with_popups(&site.url("/")).await;
    browser.wait_for_popup("one").await;
    (site, browser)
}

async fn closed_by(browser: &Browser) -> Value {
    browser.wait_until_closed("one").await;
    browser.wait_for("it is told", "__told.some(([what]) => what === 'close')").await;
    browser.eval("__told.find(([what]) => what === 'close')[2]").await
}

#[tokio::test]
async fn every_kind_is_on_screen_inside_the_window_on_our_page_and_on_another() {
    let kinds = ["modal", "slide_in", "bar", "fullscreen", "teaser"];
    let popups: Vec<Value> = kinds
        .iter()
        .map(|kind| popup(kind, json!({ "kind": kind, "when": { "query.only": kind }, "opens": (*kind == "teaser").then_some("modal") })))
        .map(|mut popup| {
            if popup["opens"].is_null() {
                popup.as_object_mut().expect("an object").remove("opens");
            }
            popup
        })
        .collect();
    let (site, browser) = (Site::of(&with(json!(popups))), Browser::start().await);
    let host = foreign(&site);
    for page in [site.url("/"), host.url("/")] {
        for kind in kinds {
            browser.open_with_popups(&format!("{page}?only={kind}")).await;
            browser.wait_for_popup(kind).await;
            let inside = browser.of_popup(kind, "found => { const { left, top, right, bottom } = found.getBoundingClientRect(); return left >= 0 && top >= 0 && right <= innerWidth + 1 && bottom <= innerHeight + 1 && right - left > 40 && bottom - top > 20 }").await;
            assert_eq!(inside, true, "{kind} on {page}");
            let atop = browser.of_popup(kind, "found => { const { left, top, width, height } = found.getBoundingClientRect(); return document.elementFromPoint(left + width / 2, top + height / 2)?.localName }").await;
            assert_eq!(atop, "leadwell-root", "{kind} lies over the page");
            browser.eval("localStorage.clear()").await;
        }
        browser.assert_no_complaints(&[]).await;
    }
}

#[tokio::test]
async fn a_modal_closes_by_its_button_by_escape_and_beside_it() {
    for (how, act) in [("button", "press"), ("escape", "key"), ("overlay", "beside")] {
        let (_site, browser) = shown("modal", json!({})).await;
        match act {
            "press" => browser.press_in_popup("one", "[data-lw-close]").await,
            "key" => {
                browser
                    .cdp(
                        "Input.dispatchKeyEvent",
                        json!({ "type": "rawKeyDown", "key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27 }),
                    )
                    .await;
            }
            _ => {
                for kind in ["mousePressed", "mouseReleased"] {
                    browser
                        .cdp("Input.dispatchMouseEvent", json!({ "type": kind, "x": 5, "y": 300, "button": "left", "clickCount": 1 }))
                        .await;
                }
            }
        }
        assert_eq!(closed_by(&browser).await, how);
        assert_eq!(browser.eval("leadwell('export').then(all => all.visitor.popups.one.dismissed)").await, 1, "{how}");
    }
}

#[tokio::test]
async fn ways_to_close_that_are_switched_off_do_nothing_and_a_refusal_in_words_does() {
    let (_site, browser) =
        shown("modal", json!({ "close": { "button": false, "escape": false, "overlay": false }, "decline": "No, thank you" })).await;
    browser
        .cdp("Input.dispatchKeyEvent", json!({ "type": "rawKeyDown", "key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27 }))
        .await;
    for kind in ["mousePressed", "mouseReleased"] {
        browser.cdp("Input.dispatchMouseEvent", json!({ "type": kind, "x": 5, "y": 300, "button": "left", "clickCount": 1 })).await;
    }
    assert!(browser.has_popup("one").await);
    browser.press_in_popup("one", "[data-lw-decline]").await;
    assert_eq!(closed_by(&browser).await, "decline");
}

#[tokio::test]
async fn a_question_comes_first_yes_shows_the_form_and_no_closes() {
    let question = json!({ "question": { "yes": "Yes, show me", "no": "Not now" }, "form": "demo" });
    let (site, browser) = shown("modal", question.clone()).await;
    let form_is_seen = "found => found.querySelector('form').checkVisibility()";
    assert_eq!(browser.of_popup("one", form_is_seen).await, false);
    browser.press_in_popup("one", "[data-lw-yes]").await;
    browser
        .wait_for(
            "the form is there",
            "[...document.querySelectorAll('leadwell-root')].some(host => host.shadowRoot.querySelector('form')?.checkVisibility())",
        )
        .await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    assert_eq!(site.lead().await["via"]["id"], "one");
    form.success_text().await;
    browser.press_in_popup("one", "[data-lw-close]").await;
    assert_eq!(closed_by(&browser).await, "submitted");

    let (_site, browser) = shown("modal", question).await;
    browser.press_in_popup("one", "[data-lw-no]").await;
    assert_eq!(closed_by(&browser).await, "no");
}

#[tokio::test]
async fn a_coupon_is_copied_and_says_so() {
    let (_site, browser) = shown("modal", json!({ "coupon": { "code": "SPRING10" } })).await;
    browser.cdp("Browser.grantPermissions", json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] })).await;
    browser.press_in_popup("one", "[data-lw-copy]").await;
    browser.wait_for("it says so", "[...document.querySelectorAll('leadwell-root')].some(host => /copied/i.test(host.shadowRoot.querySelector('[role=status]')?.textContent))").await;
    assert_eq!(browser.eval("navigator.clipboard.readText()").await, "SPRING10");
}

#[tokio::test]
async fn time_that_is_left_is_counted_down_in_a_popup() {
    let soon = json!({ "countdown": { "at": "2090-01-01T00:00", "zone": "Europe/Berlin" } });
    let (_site, browser) = shown("bar", soon).await;
    browser.wait_for("days are counted", "[...document.querySelectorAll('leadwell-root')].some(host => Number(host.shadowRoot.querySelector('[data-lw-unit=days]')?.textContent) > 1000)").await;
}

#[tokio::test]
async fn a_popup_closes_after_its_time_unless_somebody_is_in_it() {
    let brief = popup("one", json!({ "close": { "after": "20 s" }, "form": "demo" }));
    let (site, browser) = (Site::of(&with(json!([brief]))), Browser::start().await);
    browser.hold_the_clock().await;
    browser.listen_to_popups().await;
    browser.open_with_popups(&site.url("/")).await;
    browser.wait_for_popup("one").await;
    browser.pass(21).await;
    assert_eq!(closed_by(&browser).await, "after");

    browser.eval("localStorage.clear(), sessionStorage.clear()").await;
    browser.open_with_popups(&site.url("/?again")).await;
    browser.wait_for_popup("one").await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.fill("email", "a@").await;
    browser.pass(60).await;
    assert!(browser.has_popup("one").await);
}

#[tokio::test]
async fn a_popup_is_made_small_and_opened_again() {
    let (_site, browser) = shown("slide_in", json!({ "minimise": "The offer" })).await;
    browser.press_in_popup("one", "[data-lw-close]").await;
    browser.wait_until_closed("one").await;
    browser.wait_for("a button is left", "[...document.querySelectorAll('leadwell-root')].some(host => [...host.shadowRoot.querySelectorAll('button')].some(button => button.checkVisibility() && button.textContent.includes('The offer')))").await;
    browser.eval("[...document.querySelectorAll('leadwell-root')].flatMap(host => [...host.shadowRoot.querySelectorAll('button')]).find(button => button.checkVisibility() && button.textContent.includes('The offer')).click()").await;
    browser.wait_for_popup("one").await;
}

#[tokio::test]
async fn a_teaser_opens_another_popup() {
    let popups = json!([
        { "id": "teaser", "kind": "teaser", "title": "10 % off", "opens": "offer" },
        popup("offer", json!({ "kind": "modal", "trigger": { "on": "never_tracked" } })),
    ]);
    let (site, browser) = (Site::of(&with(popups)), Browser::start().await);
    browser.open_with_popups(&site.url("/")).await;
    browser.wait_for_popup("teaser").await;
    browser
        .press_in_popup("teaser", "[data-lw-popup='teaser'] button:not([data-lw-close]), button[data-lw-popup='teaser'], [data-lw-opens]")
        .await;
    browser.wait_for_popup("offer").await;
    browser.wait_until_closed("teaser").await;
}

#[tokio::test]
async fn a_slot_keeps_its_content_until_a_popup_takes_its_place_without_a_shift() {
    let popups = json!([popup("inside", json!({ "kind": "inline", "slot": "below", "trigger": { "on": "asked" } }))]);
    let (site, browser) = (Site::of(&with(popups)), Browser::start().await);
    let page = crate::foreign_page::html(&site).replace(
        "</main>",
        "<div data-leadwell-slot=\"below\" style=\"display: block; min-height: 400px\"><p id=\"own\">Our own words.</p></div></main>",
    );
    let host = crate::harness::host_page(&site, page);
    browser.before_every_page("window.__shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) __shift += entry.value }).observe({ type: 'layout-shift', buffered: true })").await;
    browser.open_with_popups(&host.url("/")).await;
    assert_eq!(browser.eval("document.getElementById('own').checkVisibility()").await, true);
    // What moved until here was the page's form.
    browser.eval("__shift = 0, leadwell('track', 'asked')").await;
    browser.wait_for_popup("inside").await;
    assert_eq!(browser.eval("document.getElementById('own')?.checkVisibility() ?? false").await, false);
    assert_eq!(browser.eval("__shift").await, 0);
}

#[tokio::test]
async fn consent_is_asked_for_and_what_is_chosen_holds() {
    for (press, granted) in [("accept", true), ("reject", false)] {
        let mut campaign = with(json!([{ "id": "cookies", "kind": "consent" }, popup("later", json!({}))]));
        campaign["consent"] = json!({ "mode": "opt_in", "before_consent": "none" });
        let (site, browser) = (Site::of(&campaign), Browser::start().await);
        browser.open_with_popups(&site.url("/")).await;
        browser.wait_for_popup("cookies").await;
        browser.press_in_popup("cookies", &format!("[data-lw-consent='{press}']")).await;
        browser.wait_until_closed("cookies").await;
        let state = if granted { "granted" } else { "denied" };
        browser
            .wait_for(
                "the choice holds",
                &format!(
                    "leadwell('export').then(all => all.consent.personalization === '{state}' && all.consent.analytics === '{state}')"
                ),
            )
            .await;
        browser.open_with_popups(&site.url("/?again")).await;
        browser.comes_to_be_kept_away_by("cookies", &["consent"]).await;
    }
}
