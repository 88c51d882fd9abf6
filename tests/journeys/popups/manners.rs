//! Popups are guests: focus, keys, scrolling and the page's own dialogs stay the page's.

use serde_json::{Value, json};

use super::{foreign, popup, with};
use crate::harness::{Browser, Server, Site, host_page};

async fn key(browser: &Browser, key: &str, code: u32) {
    for kind in ["rawKeyDown", "keyUp"] {
        browser.cdp("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code })).await;
    }
}

const FOCUSED: &str = "(function deep(root) { const on = root.activeElement; return on?.shadowRoot ? deep(on.shadowRoot) : on })(document)";

fn campaign(kind: &str) -> Value {
    with(json!([popup("one", json!({ "kind": kind, "trigger": { "on": "asked" }, "form": "demo" }))]))
}

#[tokio::test]
async fn a_popup_that_is_not_modal_takes_neither_focus_nor_escape_from_the_page() {
    for kind in ["slide_in", "bar"] {
        let (site, browser) = (Site::of(&campaign(kind)), Browser::start().await);
        let page = crate::foreign_page::html(&site).replace("</header>", "<a href=\"#x\" id=\"own\">Own</a></header>");
        let host = host_page(&site, page);
        browser.before_every_page("window.__escapes = 0; addEventListener('keydown', event => { if (event.key === 'Escape' && !event.defaultPrevented) __escapes += 1 })").await;
        browser.open_with_popups(&host.url("/")).await;
        browser.eval("document.getElementById('own').focus(), leadwell('track', 'asked')").await;
        browser.wait_for_popup("one").await;
        assert_eq!(browser.eval(&format!("{FOCUSED}.id")).await, "own");
        key(&browser, "Escape", 27).await;
        assert_eq!(browser.eval("__escapes").await, 1);
        assert!(browser.has_popup("one").await, "Escape was the page's");
        browser.assert_no_complaints(&[]).await;
    }
}

#[tokio::test]
async fn a_modal_keeps_focus_within_and_gives_it_back_where_it_was() {
    let (site, browser) = (Site::of(&campaign("modal")), Browser::start().await);
    let page = crate::foreign_page::html(&site).replace("</header>", "<a href=\"#x\" id=\"own\">Own</a></header>");
    let host = host_page(&site, page);
    browser.open_with_popups(&host.url("/")).await;
    browser.eval("document.getElementById('own').focus(), leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    let is_within = format!("{FOCUSED}.getRootNode().querySelector?.('[data-lw-popup=one]') !== null && {FOCUSED} !== document.body");
    browser.wait_for("the focus is within", &is_within).await;
    for _ in 0..14 {
        key(&browser, "Tab", 9).await;
        let on = browser.eval(&format!("{FOCUSED}.id")).await;
        assert_ne!(on, "own", "the page is out of reach");
    }
    key(&browser, "Escape", 27).await;
    browser.wait_until_closed("one").await;
    browser.wait_for("the focus is back", &format!("{FOCUSED}.id === 'own'")).await;
}

#[tokio::test]
async fn a_modal_locks_scrolling_without_moving_the_page_and_gives_all_of_it_back() {
    let (site, browser) = (Site::of(&campaign("modal")), Browser::start().await);
    let host = foreign(&site);
    browser.open_with_popups(&host.url("/")).await;
    browser.eval("scrollTo(0, 300)").await;
    let stands = "JSON.stringify([document.querySelector('h1').getBoundingClientRect(), scrollY, document.documentElement.getAttribute('style'), document.body.getAttribute('style')])";
    let before = browser.eval(stands).await;
    let place = "JSON.stringify([document.querySelector('h1').getBoundingClientRect(), scrollY])";
    let placed = browser.eval(place).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    assert_eq!(browser.eval(place).await, placed);
    browser.cdp("Input.dispatchMouseEvent", json!({ "type": "mouseWheel", "x": 10, "y": 600, "deltaX": 0, "deltaY": 400 })).await;
    browser.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
    assert_eq!(browser.eval("scrollY").await, 300, "the page stands still");
    key(&browser, "Escape", 27).await;
    browser.wait_until_closed("one").await;
    browser.wait_for("the page is as it was", &format!("{stands} === {before}")).await;
}

#[tokio::test]
async fn a_modal_waits_for_a_dialog_of_the_page() {
    let (site, browser) = (Site::of(&campaign("modal")), Browser::start().await);
    let page = crate::foreign_page::html(&site).replace("</body>", "<dialog id=\"own\" style=\"display: block\">Wait</dialog></body>");
    let host = host_page(&site, page);
    browser.hold_the_clock().await;
    browser.open_with_popups(&host.url("/")).await;
    browser.eval("document.getElementById('own').showModal(), leadwell('track', 'asked')").await;
    browser.eval("new Promise(done => setTimeout(done, 300))").await;
    assert!(!browser.has_popup("one").await);
    browser.eval("document.getElementById('own').close(), document.getElementById('own').remove(), __pass(2)").await;
    browser.wait_for_popup("one").await;
}

#[tokio::test]
async fn a_page_that_removes_our_element_breaks_nothing() {
    let popups = json!([popup("one", json!({ "kind": "modal" })), popup("two", json!({ "trigger": { "on": "asked" } }))]);
    let (site, browser) = (Site::of(&with(popups)), Browser::start().await);
    let host = foreign(&site);
    browser.open_with_popups(&host.url("/")).await;
    browser.wait_for_popup("one").await;
    browser
        .eval("[...document.querySelectorAll('leadwell-root')].find(host => host.shadowRoot.querySelector('[data-lw-popup]')).remove()")
        .await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("two").await;
    browser.eval("scrollTo(0, 500)").await;
    browser.wait_for("the page scrolls again", "scrollY > 100").await;
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn popups_work_under_a_strict_policy_with_trusted_types() {
    let (site, browser) = (Site::of(&campaign("modal")), Browser::start().await);
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    site.lead().await;
    assert_eq!(browser.violations().await, [""; 0]);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_keyboard_alone_opens_uses_and_closes_a_popup() {
    let (site, browser) = (
        Site::of(&with(json!([popup("one", json!({ "kind": "modal", "form": "demo", "trigger": { "on": "never_tracked" } }))]))),
        Browser::start().await,
    );
    browser
        .before_every_page("addEventListener('DOMContentLoaded', () => { const opener = document.createElement('button'); opener.id = 'opener'; opener.dataset.leadwellOpen = 'one'; opener.textContent = 'Open'; document.body.prepend(opener) })")
        .await;
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("document.getElementById('opener').focus()").await;
    browser
        .cdp(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" }),
        )
        .await;
    browser.wait_for_popup("one").await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    for _ in 0..3 {
        if browser.eval(&format!("{FOCUSED}.name === 'email'")).await == json!(true) {
            break;
        }
        key(&browser, "Tab", 9).await;
    }
    assert_eq!(browser.eval(&format!("{FOCUSED}.name")).await, "email");
    key(&browser, "Escape", 27).await;
    browser.wait_until_closed("one").await;
    assert_eq!(browser.eval(&format!("{FOCUSED}.id")).await, "opener");
}

#[tokio::test]
async fn a_strict_policy_of_the_page_with_a_nonce_and_trusted_types_lets_popups_pass() {
    let (site, browser) = (Site::of(&campaign("modal")), Browser::start().await);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-once' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'nonce-once'; img-src *; connect-src {} http://{}; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        site.origin, site.inbox.address
    );
    let page = crate::foreign_page::html(&site)
        .replace("<script async", "<script nonce=\"once\" async")
        .replace("<style", "<style nonce=\"once\"");
    let host = Server::page(page, &[("content-security-policy", &policy)]);
    browser.open_with_popups(&host.url("/")).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    let colour = "found => getComputedStyle(found.querySelector('.lw-popup-card')).backgroundColor";
    assert_ne!(browser.of_popup("one", colour).await, "rgba(0, 0, 0, 0)", "its styles hold");
    assert_eq!(browser.violations().await, [""; 0]);
}

#[tokio::test]
async fn hostile_styles_and_patched_prototypes_of_the_page_do_not_reach_a_popup() {
    let (site, browser) = (Site::of(&campaign("slide_in")), Browser::start().await);
    let page = crate::foreign_page::html(&site).replace(
        "</head>",
        "<style>* { display: none !important } html, body { display: block !important } leadwell-root { opacity: 0 } button { all: unset }</style>
         <script>Object.prototype.title = 'Polluted'; Array.prototype.form = 'polluted'; window.fetch = ((own) => (...about) => own(...about))(fetch)</script></head>",
    );
    let host = host_page(&site, page);
    browser.open_with_popups(&host.url("/")).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    let title = browser.of_popup("one", "found => found.querySelector('.lw-popup-title').textContent").await;
    assert_eq!(title, "A word before you read on");
    assert_eq!(browser.new_globals().await, ["leadwell"]);
}

#[tokio::test]
async fn where_storage_is_blocked_popups_show_and_their_forms_are_sent() {
    let (site, browser) = (Site::of(&campaign("modal")), Browser::start().await);
    browser
        .before_every_page("for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } })")
        .await;
    browser.open_with_popups(&site.url("/")).await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    let form = browser.embedded_form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    assert_eq!(site.lead().await["via"], json!({ "kind": "popup", "id": "one" }));
}

#[tokio::test]
async fn a_page_that_comes_back_from_the_browsers_cache_shows_popups_as_before() {
    let (site, browser) = (Site::of(&campaign("slide_in")), Browser::start().await);
    let host = foreign(&site);
    browser.open_with_popups(&host.url("/")).await;
    browser.eval("window.__kept = true").await;
    browser.open(&host.url("/elsewhere")).await;
    browser.eval("history.back()").await;
    browser
        .wait_for("the page is back", "location.pathname === '/' && document.readyState === 'complete' && window.__seen?.ready > 0")
        .await;
    browser.eval("leadwell('track', 'asked')").await;
    browser.wait_for_popup("one").await;
    browser.press_in_popup("one", "[data-lw-close]").await;
    browser.wait_until_closed("one").await;
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn the_keyboard_alone_closes_each_kind() {
    for kind in ["modal", "fullscreen", "slide_in", "bar"] {
        let (site, browser) = (Site::of(&campaign(kind)), Browser::start().await);
        browser.open_with_popups(&site.url("/")).await;
        browser.eval("leadwell('track', 'asked')").await;
        browser.wait_for_popup("one").await;
        // What takes no focus is reached at the end of the page.
        let within = format!("Boolean({FOCUSED}?.closest?.('[data-lw-popup=one]'))");
        if browser.eval(&within).await == json!(false) {
            browser
                .eval("(document.querySelector('footer a:last-of-type') ?? [...document.querySelectorAll('a, button')].pop()).focus()")
                .await;
        }
        for _ in 0..30 {
            if browser.eval(&format!("{FOCUSED}?.matches?.('[data-lw-close]') ?? false")).await == json!(true) {
                break;
            }
            key(&browser, "Tab", 9).await;
        }
        assert_eq!(browser.eval(&format!("{FOCUSED}?.matches?.('[data-lw-close]') ?? false")).await, true, "{kind}: the button is reached");
        let press = json!({ "type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" });
        browser.cdp("Input.dispatchKeyEvent", press).await;
        browser.wait_until_closed("one").await;
    }
}
