//! Texts that want to be markup or script, in a real browser: on the prerendered page and in the single-page app, before and after
//! the form, none of them runs.

use serde_json::json;

use crate::corpus::{Desk, maximal, plant, strings, texts_of};
use crate::harness::{Browser, Site};

/// Runs before the page's own scripts: whatever calls, reads or writes `hit` is noted, and so is every dialog.
const TRAP: &str = r"(() => {
    const hits = [];
    Object.defineProperty(window, '__hits', { value: hits });
    const note = what => (...given) => { hits.push(`${what} ${given}`) };
    Object.defineProperty(window, 'hit', { get: () => (hits.push('hit read'), note('hit')), set: note('hit written') });
    for (const dialog of ['alert', 'confirm', 'prompt']) window[dialog] = note(dialog);
})()";

/// Everything a visitor could do to make a handler run, at once; and what no page may hold.
const PROVOKE: &str = r"(() => {
    const dangers = [];
    for (const element of document.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name) || name === 'srcdoc') dangers.push(`${element.tagName} ${name}=${value}`);
            if (['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster'].includes(name)) {
                const { protocol } = new URL(value, location);
                if (['javascript:', 'vbscript:'].includes(protocol)) dangers.push(`${element.tagName} ${name}=${value}`);
            }
        }
        if (element.tagName === 'DETAILS') element.open = true;
        for (const kind of ['mouseover', 'mouseenter', 'focus', 'toggle', 'load', 'animationstart', 'begin', 'start']) {
            element.dispatchEvent(new Event(kind));
        }
    }
    return dangers;
})()";

/// Policies that a text is not able to break when it stays text. A picture's address may well be refused.
const OF_PICTURES_AND_RECEIVERS: [&str; 3] = ["img-src", "media-src", "connect-src"];

#[tokio::test]
async fn no_hostile_text_runs_on_the_page_or_in_the_single_page_app() {
    let desk = Desk::new();
    let (campaign, strings) = (maximal(&desk), strings());
    let numbers: Vec<String> = texts_of(&campaign).into_keys().collect();
    let browser = Browser::start().await;
    browser.before_every_page(TRAP).await;
    // Each time every text takes another string.
    for turn in 0..3 {
        let text_for = |path: &str| {
            let number = numbers.iter().position(|one| one == path).expect("a text");
            strings[(number + turn * strings.len() / 3) % strings.len()].clone()
        };
        let planted = plant(&desk, &campaign, text_for);
        assert!(planted.places.len() * 2 > numbers.len(), "hardly any text was put to the test: {:#?}", planted.places);
        desk.read(&planted.campaign);
        let site = Site::of_file(&desk.file());
        for path in ["/", "/app.html"] {
            browser.open(&site.url(path)).await;
            browser.wait_for("the page is drawn", "document.querySelector('form[data-lw-form]') !== null").await;
            visit(&browser, &format!("{path} in turn {turn}")).await;
        }
    }
}

/// The trap springs: what these tests rely on.
#[tokio::test]
async fn a_text_that_does_run_is_noticed() {
    let browser = Browser::start().await;
    browser.before_every_page(TRAP).await;
    let html = "<!DOCTYPE html><title>x</title><img src=x onerror=hit(1)><p onmouseover=hit(2)>x</p><script>hit(3);alert(4)</script>";
    let host = crate::harness::Server::page(html.to_owned(), &[]);
    browser.open(&host.url("/")).await;
    assert_eq!(browser.eval(PROVOKE).await, json!(["IMG onerror=hit(1)", "P onmouseover=hit(2)"]));
    let hits = browser.eval("__hits").await;
    for hit in ["hit 1", "hit 2", "hit 3", "alert 4"] {
        assert!(hits.as_array().expect("a list").contains(&json!(hit)), "{hit} is not among {hits}");
    }
}

async fn visit(browser: &Browser, place: &str) {
    let form = browser.form();
    form.runtime_is_ready().await;
    judge(browser, place).await;
    form.submit().await;
    judge(browser, &format!("{place}, with errors")).await;
    form.answer_as_far_as_possible().await;
    form.submit().await;
    judge(browser, &format!("{place}, answered")).await;
    // A form that has every key there is may be impossible to answer: every step and every outcome is shown at once instead.
    browser.eval("document.querySelectorAll('form [hidden], [data-lw-success], [data-lw-success] [hidden], [data-lw-gate]').forEach(one => one.hidden = false)").await;
    judge(browser, &format!("{place}, with everything shown")).await;
}

async fn judge(browser: &Browser, place: &str) {
    assert_eq!(browser.eval(PROVOKE).await, json!([]), "{place}");
    assert_eq!(browser.eval("__hits").await, json!([]), "{place}: a text ran");
    let violations = browser.violations().await;
    let refused: Vec<_> = violations.iter().filter(|line| !OF_PICTURES_AND_RECEIVERS.iter().any(|of| line.starts_with(of))).collect();
    assert!(refused.is_empty(), "{place}: the policy had to step in: {refused:#?}");
    assert_eq!(browser.uncaught().await, Vec::<String>::new(), "{place}");
}
