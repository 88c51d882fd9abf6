//! How often a popup shows: its own clock, the clock for all, schedules, samples, groups and priority.

use serde_json::{Value, json};

use super::{popup, with};
use crate::harness::{Browser, Site};

const DAY: u32 = 86_400;

/// Goes away for a while, and comes back to the page. Meanwhile another one is open, where nothing of ours could show.
async fn come_back(browser: &Browser, after: u32) {
    let url = browser.eval("location.href").await.as_str().unwrap_or_default().to_owned();
    let elsewhere = browser.eval("location.origin + '/robots.txt'").await.as_str().unwrap_or_default().to_owned();
    browser.open(&elsewhere).await;
    browser.pass(after).await;
    browser.open_with_popups(&url).await;
}

async fn dismiss(browser: &Browser, id: &str) {
    browser.wait_for_popup(id).await;
    browser.press_in_popup(id, "[data-lw-close]").await;
    browser.wait_until_closed(id).await;
}

async fn started(popups: Value, limits: Value) -> (Site, Browser) {
    let mut campaign = with(popups);
    campaign["popup_limits"] = limits;
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.hold_the_clock().await;
    browser.open_with_popups(&site.url("/")).await;
    (site, browser)
}

#[tokio::test]
async fn a_popup_comes_back_after_its_time_and_no_sooner() {
    let (_site, browser) = started(json!([popup("weekly", json!({ "frequency": { "every": "7 days" } }))]), json!({})).await;
    dismiss(&browser, "weekly").await;
    come_back(&browser, 6 * DAY).await;
    browser.comes_to_be_kept_away_by("weekly", &["frequency"]).await;
    come_back(&browser, DAY + 60).await;
    browser.wait_for_popup("weekly").await;
}

#[tokio::test]
async fn a_popup_of_a_visit_shows_once_in_it() {
    let (_site, browser) = started(json!([popup("visit", json!({}))]), json!({})).await;
    dismiss(&browser, "visit").await;
    come_back(&browser, 60).await;
    browser.comes_to_be_kept_away_by("visit", &["frequency"]).await;
    // A visit ends after half an hour without activity.
    come_back(&browser, 31 * 60).await;
    browser.wait_for_popup("visit").await;
}

#[tokio::test]
async fn a_popup_that_was_dismissed_often_enough_stays_away() {
    let twice = json!({ "frequency": { "every": "1 day", "stop_after": { "dismissed": 2 } } });
    let (_site, browser) = started(json!([popup("twice", twice)]), json!({})).await;
    dismiss(&browser, "twice").await;
    come_back(&browser, 2 * DAY).await;
    dismiss(&browser, "twice").await;
    come_back(&browser, 20 * DAY).await;
    browser.comes_to_be_kept_away_by("twice", &["stop"]).await;
}

#[tokio::test]
async fn a_popup_whose_form_was_sent_has_done_its_work() {
    let (site, browser) = started(json!([popup("asks", json!({ "form": "demo", "frequency": { "every": "always" } }))]), json!({})).await;
    browser.wait_for_popup("asks").await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    let lead = site.lead().await;
    assert_eq!(lead["via"], json!({ "kind": "popup", "id": "asks" }));
    come_back(&browser, 3 * DAY).await;
    browser.comes_to_be_kept_away_by("asks", &["stop"]).await;
}

#[tokio::test]
async fn what_was_dismissed_without_consent_is_not_asked_again() {
    let mut campaign = with(json!([popup("once", json!({ "frequency": { "every": "30 days" } }))]));
    campaign["consent"] = json!({ "mode": "opt_in" });
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    browser.hold_the_clock().await;
    browser.open_with_popups(&site.url("/")).await;
    dismiss(&browser, "once").await;
    assert_eq!(browser.stored_keys().await, ["leadwell:closed:docktide_demo"], "and nothing else of the visitor");
    come_back(&browser, 5 * DAY).await;
    browser.comes_to_be_kept_away_by("once", &["frequency"]).await;
    come_back(&browser, 26 * DAY).await;
    browser.wait_for_popup("once").await;
}

#[tokio::test]
async fn the_limits_for_all_hold_across_popups() {
    let popups = json!([popup("first", json!({ "priority": 2 })), popup("second", json!({ "priority": 1 })), popup("third", json!({}))]);
    let (_site, browser) = started(popups, json!({ "page": 1, "session": 2, "gap": "10 min" })).await;
    dismiss(&browser, "first").await;
    browser.comes_to_be_kept_away_by("second", &["page_limit", "gap"]).await;
    come_back(&browser, 5 * 60).await;
    browser.comes_to_be_kept_away_by("second", &["gap"]).await;
    come_back(&browser, 6 * 60).await;
    dismiss(&browser, "second").await;
    come_back(&browser, 11 * 60).await;
    browser.comes_to_be_kept_away_by("third", &["session_limit"]).await;
    come_back(&browser, 31 * 60).await;
    browser.wait_for_popup("first").await;
}

#[tokio::test]
async fn who_sent_a_form_is_left_in_peace() {
    let (site, browser) =
        started(json!([popup("late", json!({ "trigger": { "on": "delay", "seconds": 5 } }))]), json!({ "after_submit": "30 days" })).await;
    browser.form().fill_in().await;
    browser.form().submit().await;
    site.lead().await;
    browser.pass(10).await;
    browser.comes_to_be_kept_away_by("late", &["after_submit"]).await;
    come_back(&browser, 31 * DAY).await;
    browser.pass(10).await;
    browser.wait_for_popup("late").await;
}

#[tokio::test]
async fn one_shows_at_a_time_by_priority_and_of_a_group_only_one_on_a_page() {
    let popups = json!([
        popup("low", json!({ "group": "offers" })),
        popup("high", json!({ "group": "offers", "priority": 5 })),
        popup("other", json!({ "kind": "modal", "priority": 1 })),
    ]);
    let (_site, browser) = started(popups, json!({})).await;
    browser.wait_for_popup("high").await;
    assert_eq!(browser.popups_shown().await, ["high"]);
    dismiss(&browser, "high").await;
    dismiss(&browser, "other").await;
    browser.comes_to_be_kept_away_by("low", &["group"]).await;
}

#[tokio::test]
async fn a_schedule_keeps_days_hours_and_dates() {
    // 2026-11-23 is a Monday.
    let popups = json!([
        popup("over", json!({ "schedule": { "until": "2020-01-01T00:00:00Z" } })),
        popup("to_come", json!({ "schedule": { "from": "2090-01-01T00:00:00Z" } })),
        popup(
            "no_day",
            json!({ "schedule": { "days": [1, 2, 3, 4, 5, 6, 7], "hours": [["00:00", "00:00"]] }, "trigger": { "on": "never_tracked" } })
        ),
    ]);
    let (_site, browser) = started(popups, json!({})).await;
    browser.comes_to_be_kept_away_by("to_come", &["schedule"]).await;
    browser.comes_to_be_kept_away_by("no_day", &["trigger"]).await;
    assert_eq!(browser.popups_shown().await, [""; 0]);
}

#[tokio::test]
async fn a_sample_is_the_same_visitor_each_time() {
    let half = json!({ "sample": 0.5, "frequency": { "every": "always" } });
    let (_site, browser) = started(json!([popup("half", half), popup("nobody", json!({ "sample": 0 }))]), json!({})).await;
    assert!(browser.kept_away_by("nobody").await.contains(&"sample".to_owned()));
    let drawn =
        "leadwell('explain').then(told => told.popups.find(one => one.id === 'half').rules.find(rule => rule.rule === 'sample').drawn)";
    let first = browser.eval(drawn).await;
    assert!(first.as_f64().is_some_and(|drawn| (0.0..1.0).contains(&drawn)), "{first}");
    come_back(&browser, DAY).await;
    assert_eq!(browser.eval(drawn).await, first);
    assert_eq!(browser.has_popup("half").await, first.as_f64().is_some_and(|drawn| drawn < 0.5));
}
