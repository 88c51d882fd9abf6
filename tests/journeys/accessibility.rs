//! axe finds nothing on any demo's main page: in every language, in both colour modes, on a phone and on a desk, with letters twice as
//! large, and in every state a visitor brings it into.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::time::Instant;

use serde_json::json;

use crate::forms::every_kind;
use crate::harness::{Browser, Site, demos, root};
use crate::popups;

const MODES: [&str; 2] = ["light", "dark"];
/// The first is a desk of 1280 pixels at 400 %.
const WIDTHS: [u32; 2] = [320, 1440];
/// Among the rest, the rules of WCAG 2.2, which axe runs only when asked.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Elements whose words do not fit where others cannot be scrolled to.
const CUT_OFF: &str = "[...document.querySelectorAll('main *, dialog *, header *, footer *')].filter(element => { \
    const { overflowX, overflowY, clip, clipPath } = getComputedStyle(element); \
    const isHidden = !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || clip !== 'auto' || clipPath !== 'none' || element.closest('[aria-hidden=true]'); \
    const isCut = (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1 \
        || (overflowY === 'hidden' || overflowY === 'clip') && element.scrollHeight > element.clientHeight + 1; \
    return isCut && !isHidden && element.innerText?.trim(); \
}).map(element => `${element.tagName} ${element.className} ${element.innerText.slice(0, 40)}`)";

#[tokio::test]
async fn axe_finds_nothing_on_any_demo_in_any_language_mode_width_and_state() {
    let started = Instant::now();
    let mut judge = Judge { browser: Browser::start().await, axe: axe(), found: BTreeMap::new(), judged: 0 };
    for demo in demos() {
        let site = demo.publish();
        for (locale, path) in demo.main_pages(&site) {
            judge.visit(&demo.name, &site, &locale, &path).await;
        }
    }
    println!("axe: {} states of {} demos in {:.0} s", judge.judged, demos().len(), started.elapsed().as_secs_f64());
    assert!(judge.found.is_empty(), "{}", judge.report());
}

#[tokio::test]
async fn axe_finds_nothing_on_a_form_with_every_kind_of_question() {
    let mut judge = Judge { browser: Browser::start().await, axe: axe(), found: BTreeMap::new(), judged: 0 };
    let site = Site::of(&every_kind());
    judge.visit("every kind", &site, "en", "/").await;
    assert!(judge.found.is_empty(), "{}", judge.report());
}

#[tokio::test]
async fn axe_finds_nothing_with_any_kind_of_popup_open() {
    let mut judge = Judge { browser: Browser::start().await, axe: axe(), found: BTreeMap::new(), judged: 0 };
    let site = Site::of(&popups::every_kind());
    for path in ["/", "/ko/"] {
        judge.browser.open_with_popups(&site.url(path)).await;
        for id in popups::EVERY_KIND {
            judge.with_popup(path, id).await;
        }
    }
    assert!(judge.found.is_empty(), "{}", judge.report());
}

#[tokio::test]
async fn axe_finds_nothing_with_any_popup_of_a_demo_open() {
    let mut judge = Judge { browser: Browser::start().await, axe: axe(), found: BTreeMap::new(), judged: 0 };
    for demo in demos() {
        let site = demo.publish();
        let popups: Vec<String> =
            demo.popups().filter(|popup| popup["kind"] != "inline").map(|popup| popup["id"].as_str().expect("an id").to_owned()).collect();
        for (_, path) in demo.main_pages(&site) {
            if popups.is_empty() {
                continue;
            }
            judge.browser.open_with_popups(&site.url(&path)).await;
            for id in &popups {
                judge.with_popup(&format!("{} {path}", demo.name), id).await;
            }
        }
    }
    assert!(judge.judged > 0 && judge.found.is_empty(), "{}", judge.report());
}

/// That it can find something: a page with faults of three kinds, which need a rule run by default, one run on request, and colours.
#[tokio::test]
async fn axe_finds_what_is_wrong_with_a_page_that_is_wrong() {
    let html = "<!DOCTYPE html><html lang=en><title>Wrong</title><main><h1>Wrong</h1><img src='data:,'><p style='color:#999'>Pale</p>\
                <button style='width:9px;height:9px;padding:0' aria-label=a></button><button style='width:9px;height:9px;padding:0' aria-label=b></button></main>";
    let host = crate::harness::Server::page(html.to_owned(), &[]);
    let mut judge = Judge { browser: Browser::start().await, axe: axe(), found: BTreeMap::new(), judged: 0 };
    judge.browser.open(&host.url("/")).await;
    judge.look("the wrong page").await;
    let rules: Vec<&str> = judge.found.keys().map(|violation| violation.rule.as_str()).collect();
    for rule in ["image-alt", "color-contrast", "target-size"] {
        assert!(rules.contains(&rule), "{rule} is not among {rules:?}");
    }
}

fn axe() -> String {
    let file = root().join(".tools/judges/node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}; `make test` installs it", file.display()))
}

struct Judge {
    browser: Browser,
    axe: String,
    /// Every violation, with where it was seen.
    found: BTreeMap<Violation, Vec<String>>,
    judged: usize,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    rule: String,
    impact: String,
    help: String,
    selector: String,
    html: String,
    /// What axe measured, such as a contrast.
    summary: String,
}

impl Judge {
    /// A popup over the page, as far as it goes without being sent.
    async fn with_popup(&mut self, page: &str, id: &str) {
        self.browser.eval(&format!("leadwell('close'), leadwell('open', {})", json!(id))).await;
        self.browser.wait_for_popup(id).await;
        self.look_around(&format!("{page}, {id}")).await;
        for more in ["[data-lw-yes]", "[data-lw-consent=choose]", "[data-lw-submit]"] {
            let press = format!(
                "popup => {{ const button = popup.querySelector({}); button?.checkVisibility() && button.click(); return Boolean(button) }}",
                json!(more)
            );
            if self.browser.of_popup(id, &press).await == json!(true) {
                self.look_around(&format!("{page}, {id} after {more}")).await;
            }
        }
        self.browser.eval(&format!("leadwell('close', {})", json!(id))).await;
        self.browser.wait_until_closed(id).await;
    }

    /// One page, in the states a visitor brings it into one after the other. Its popups are judged by themselves: none comes here.
    async fn visit(&mut self, name: &str, site: &Site, locale: &str, path: &str) {
        self.browser.cdp("Network.enable", json!({})).await;
        self.browser.cdp("Network.setBlockedURLs", json!({ "urls": ["*/popups/*"] })).await;
        self.browser.open(&site.url(path)).await;
        let shows_a_form = self.browser.eval("document.querySelector('form[data-lw-form]') !== null").await == json!(true);
        if shows_a_form {
            self.browser.form().runtime_is_ready().await;
        }
        self.look_around(&format!("{name} {locale} untouched")).await;
        if !shows_a_form {
            return;
        }
        self.browser.form().submit().await;
        self.browser.wait_for("errors are shown", "document.querySelector('form[data-lw-form] [aria-invalid=true]') !== null").await;
        self.look_around(&format!("{name} {locale} with errors")).await;
        for step in 2..10 {
            if !self.browser.form().answer_step().await {
                break;
            }
            self.browser.form().submit().await;
            self.look_around(&format!("{name} {locale} step {step}")).await;
        }
        self.browser.form().submit().await;
        self.browser.form().success_text().await;
        self.look_around(&format!("{name} {locale} after the form")).await;
    }

    /// In both modes and widths, and with letters twice as large.
    async fn look_around(&mut self, place: &str) {
        for mode in MODES {
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": mode }, { "name": "prefers-reduced-motion", "value": "reduce" }] });
            self.browser.cdp("Emulation.setEmulatedMedia", media).await;
            for width in WIDTHS {
                let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
                self.browser.cdp("Emulation.setDeviceMetricsOverride", screen).await;
                let sideways = self.browser.eval("document.documentElement.scrollWidth - innerWidth").await;
                assert!(sideways.as_f64() <= Some(0.0), "{place}, {mode}, {width}: {sideways} px to scroll sideways");
                self.look(&format!("{place}, {mode}, {width}")).await;
            }
        }
        self.with_larger_letters(place).await;
    }

    /// WCAG 1.4.4: nothing is cut off or lies over something else with text at 200 %, as people set it in their browser.
    async fn with_larger_letters(&mut self, place: &str) {
        self.browser.eval("document.documentElement.style.fontSize = '200%'").await;
        let sideways = self.browser.eval("document.documentElement.scrollWidth - innerWidth").await;
        assert!(sideways.as_f64() <= Some(0.0), "{place}, 200 %: {sideways} px to scroll sideways");
        let cut = self.browser.eval(CUT_OFF).await;
        assert_eq!(cut, json!([]), "{place}, 200 %: words are cut off");
        self.look(&format!("{place}, 200 %")).await;
        self.browser.eval("document.documentElement.style.fontSize = ''").await;
    }

    async fn look(&mut self, place: &str) {
        if self.browser.eval("typeof axe").await == json!("undefined") {
            self.browser.eval(&format!("{}; 0", self.axe)).await;
        }
        let run = format!("axe.run(document, {})", json!({ "runOnly": TAGS, "resultTypes": ["violations"] }));
        let answer = self
            .browser
            .eval(&format!(
                "{run}.then(({{ violations, passes }}) => ({{ passes: passes.length, violations: violations.flatMap(({{ id, help, nodes }}) => \
                 nodes.map(({{ impact, target, html, failureSummary }}) => ({{ id, help, impact, target: target.join(' '), html, failureSummary }}))) }}))"
            ))
            .await;
        assert!(answer["passes"].as_u64() > Some(0), "{place}: axe judged nothing: {answer}");
        self.judged += 1;
        for node in answer["violations"].as_array().expect("a list") {
            let text = |key: &str| node[key].as_str().unwrap_or_default().to_owned();
            let violation = Violation {
                rule: text("id"),
                impact: text("impact"),
                help: text("help"),
                selector: text("target"),
                html: text("html"),
                summary: text("failureSummary"),
            };
            self.found.entry(violation).or_default().push(place.to_owned());
        }
    }

    fn report(&self) -> String {
        let mut report = String::new();
        for (violation, places) in &self.found {
            let Violation { rule, impact, help, selector, html, summary } = violation;
            write!(report, "\n{rule} ({impact}): {help}\n  {selector}\n  {html}\n  {}\n", summary.replace('\n', "\n  ")).expect("memory");
            for place in places {
                writeln!(report, "    on {place}").expect("memory");
            }
        }
        report
    }
}
