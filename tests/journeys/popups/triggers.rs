//! What sets a popup off: each trigger alone, on our page and on somebody else's.

use serde_json::{Value, json};

use super::{foreign, popup, with};
use crate::harness::{Browser, Site};

/// Stands on every page: something to press, to look at.
const MADE: &str =
    "addEventListener('DOMContentLoaded', () => { const made = document.createElement('button'); made.id = 'made'; made.className = 'made';
    made.textContent = ' Ask\\n us '; made.style = 'display: block; height: 40px'; document.body.append(made); })";
/// The pointer was on the page, and goes straight up and out.
const LEAVE: &str = "(async () => {
    const move = y => dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', clientX: 400, clientY: y }));
    move(500);
    for (let seconds = 0; seconds < 6; seconds++) { await new Promise(done => setTimeout(done, 120)); __pass(1); move(500); }
    await new Promise(done => setTimeout(done, 120));
    move(400);
    document.documentElement.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientX: 400, clientY: 0, relatedTarget: null }));
})()";

/// A trigger by its name, and what a visitor does.
fn triggers() -> Vec<(&'static str, Value, &'static str)> {
    let begin_form = "(document.querySelector('form[data-lw-form]') ?? document.querySelector('leadwell-root').shadowRoot.querySelector('form')).querySelector('[name=email]').focus()";
    vec![
        ("load", json!({ "on": "load" }), ""),
        ("delay", json!({ "on": "delay", "seconds": 20 }), "__pass(21)"),
        ("time_on_site", json!({ "on": "time_on_site", "seconds": 20 }), "__pass(21)"),
        ("dwell", json!({ "on": "dwell", "seconds": 10 }), "__pass(11)"),
        ("idle", json!({ "on": "idle", "seconds": 40 }), "__pass(41)"),
        ("pages", json!({ "on": "pages", "count": 2 }), "leadwell('page')"),
        ("scroll", json!({ "on": "scroll", "percent": 75 }), "scrollTo(0, document.documentElement.scrollHeight)"),
        (
            "scroll_where",
            json!({ "on": "scroll", "where": { "event.percent": { "$gte": 75 } } }),
            "scrollTo(0, document.documentElement.scrollHeight)",
        ),
        ("visible", json!({ "on": "visible", "id": "made" }), "document.getElementById('made').scrollIntoView()"),
        ("click_id", json!({ "on": "click", "id": "made" }), "document.getElementById('made').click()"),
        ("click_text", json!({ "on": "click", "text": "Ask us" }), "document.getElementById('made').click()"),
        ("click_selector", json!({ "on": "click", "selector": "button.made" }), "document.getElementById('made').click()"),
        ("track", json!({ "on": "asked" }), "leadwell('track', 'asked')"),
        ("track_where", json!({ "on": "asked", "where": { "event.value": { "$gt": 4 } } }), "leadwell('track', 'asked', { value: 5 })"),
        ("twice", json!({ "on": "asked", "count": 2 }), "leadwell('track', 'asked'), leadwell('track', 'asked')"),
        ("all", json!({ "all": [{ "on": "asked" }, { "on": "delay", "seconds": 20 }] }), "leadwell('track', 'asked'), __pass(21)"),
        ("any", json!([{ "on": "never_tracked" }, { "on": "asked" }]), "leadwell('track', 'asked')"),
        ("score", json!({ "on": "score", "where": { "score.engagement": { "$gte": 60 } } }), "leadwell('track', 'asked')"),
        ("stage", json!({ "on": "stage", "id": "decision" }), "leadwell('track', 'asked')"),
        ("tag", json!({ "on": "tag", "id": "keen" }), "leadwell('track', 'asked')"),
        ("hash", json!({ "on": "hash", "hash": "#offer" }), "location.hash = '#offer'"),
        ("form_start", json!({ "on": "form_start" }), begin_form),
        ("exit_intent", json!({ "on": "exit_intent" }), LEAVE),
    ]
}

fn campaign() -> Value {
    let popups: Vec<Value> = triggers()
        .into_iter()
        .map(|(name, trigger, _)| popup(name, json!({ "trigger": trigger, "when": { "query.only": name } })))
        .collect();
    let mut campaign = with(json!(popups));
    campaign["scoring"] = json!({
        "dimensions": { "engagement": { "rules": [{ "id": "asked", "on": "asked", "points": 60 }] } },
        "tags": [{ "tag": "keen", "when": { "rule.asked.count": { "$gte": 1 } } }],
        "stages": [{ "id": "awareness" }, { "id": "decision", "when": { "rule.asked.count": { "$gte": 1 } } }],
    });
    campaign
}

#[tokio::test]
async fn each_trigger_shows_its_popup_and_nothing_else_does_on_our_page_and_on_another() {
    let (site, browser) = (Site::of(&campaign()), Browser::start().await);
    let host = foreign(&site);
    browser.hold_the_clock().await;
    browser.before_every_page(MADE).await;
    for page in [site.url("/"), host.url("/articles/docks")] {
        for (name, _, act) in triggers() {
            browser.open_with_popups(&format!("{page}?only={name}")).await;
            if name != "load" {
                browser.comes_to_be_kept_away_by(name, &["trigger"]).await;
                browser.eval(act).await;
            }
            browser.wait_for_popup(name).await;
            assert_eq!(browser.popups_shown().await, [name], "{page}");
            browser.assert_no_complaints(&[]).await;
            browser.eval("localStorage.clear(), sessionStorage.clear()").await;
        }
    }
}

#[tokio::test]
async fn what_cancels_a_popup_keeps_it_away_for_the_page() {
    let late = json!({ "trigger": { "on": "delay", "seconds": 20 }, "cancel_on": { "on": "asked" } });
    let (site, browser) = (Site::of(&with(json!([popup("late", late)]))), Browser::start().await);
    browser.hold_the_clock().await;
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.pass(30).await;
    browser.comes_to_be_kept_away_by("late", &["cancel"]).await;
    assert_eq!(browser.popups_shown().await, [""; 0]);

    browser.reload().await;
    browser.popups_are_ready().await;
    browser.pass(30).await;
    browser.wait_for_popup("late").await;
}

#[tokio::test]
async fn a_trigger_that_fired_waits_for_the_condition_as_long_as_the_page_lasts() {
    let wanted = json!({ "trigger": { "on": "delay", "seconds": 5 }, "when": { "user.plan": "team" } });
    let (site, browser) = (Site::of(&with(json!([popup("wanted", wanted)]))), Browser::start().await);
    browser.hold_the_clock().await;
    browser.open_with_popups(&site.url("/")).await;
    browser.pass(6).await;
    browser.comes_to_be_kept_away_by("wanted", &["when"]).await;
    browser.eval("leadwell('identify', { plan: 'team' })").await;
    browser.wait_for_popup("wanted").await;
}
