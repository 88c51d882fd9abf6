//! Pictures of what visitors and owners see, for the eye and for the README.
//!
//! One of them in every run, to know that they can be made; all of them with `LEADWELL_SCREENSHOTS=1`, into `target/screenshots/`,
//! and the README's into `docs/screenshot.png`.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use serde_json::json;

use crate::forms::every_kind;
use crate::harness::{Browser, Site, demos, host_page};
use crate::popups;

const WIDTHS: [u32; 3] = [360, 768, 1440];
const MODES: [&str; 2] = ["light", "dark"];

#[tokio::test]
async fn every_page_can_be_photographed() {
    let all = std::env::var("LEADWELL_SCREENSHOTS").is_ok_and(|wanted| wanted == "1");
    let mut studio = Studio { name: "demo".to_owned(), site: Site::demo(), browser: Browser::start().await };
    if !all {
        studio.page("en", "/", 360, "light").await;
        return;
    }
    for width in WIDTHS {
        studio.foreign_page(width).await;
    }
    studio.readme().await;
    (studio.name, studio.site) = ("every-kind".to_owned(), Site::of(&every_kind()));
    for (mode, width) in MODES.into_iter().flat_map(|mode| WIDTHS.map(|width| (mode, width))) {
        studio.set(width, 900, mode).await;
        studio.form_states("en", "/", width, mode).await;
    }
    (studio.name, studio.site) = ("popups".to_owned(), Site::of(&popups::every_kind()));
    for (locale, path) in [("en", "/"), ("ko", "/ko/")] {
        for (mode, width) in MODES.into_iter().flat_map(|mode| WIDTHS.map(|width| (mode, width))) {
            studio.set(width, 900, mode).await;
            studio.popups(locale, path, &format!("{locale}-{width}-{mode}")).await;
        }
    }
    for demo in demos() {
        studio.name = demo.name.split('/').nth(1).expect("a folder").to_owned();
        studio.site = demo.publish();
        for (locale, path) in demo.main_pages(&studio.site) {
            for (mode, width) in MODES.into_iter().flat_map(|mode| WIDTHS.map(|width| (mode, width))) {
                studio.page(&locale, &path, width, mode).await;
                studio.form_states(&locale, &path, width, mode).await;
                studio.inbox(&locale, width, mode).await;
                if studio.name == "newsletter" {
                    studio.privacy(&locale, &path, width, mode).await;
                }
            }
        }
    }
}

struct Studio {
    /// What the pictures' names begin with.
    name: String,
    site: Site,
    browser: Browser,
}

impl Studio {
    async fn page(&self, locale: &str, path: &str, width: u32, mode: &str) {
        self.set(width, 900, mode).await;
        self.browser.open(&self.site.url(path)).await;
        self.browser.form().runtime_is_ready().await;
        self.whole_page(&folder(), &format!("{}-page-{locale}-{width}-{mode}", self.name)).await;
    }

    async fn form_states(&self, locale: &str, path: &str, width: u32, mode: &str) {
        self.browser.open(&self.site.url(path)).await;
        let form = self.browser.form();
        form.runtime_is_ready().await;
        form.submit().await;
        self.element(".lw-form", &format!("{}-form-errors-{locale}-{width}-{mode}", self.name)).await;
        for step in 2..10 {
            if !form.answer_step().await {
                break;
            }
            form.submit().await;
            self.element(".lw-form", &format!("{}-form-step{step}-{locale}-{width}-{mode}", self.name)).await;
        }
        form.submit().await;
        let thanks = "document.querySelector('[data-lw-success]')?.checkVisibility() === true";
        self.browser.wait_for("the thanks", thanks).await;
        self.element("[data-lw-success]", &format!("{}-form-success-{locale}-{width}-{mode}", self.name)).await;
    }

    /// What is known of somebody new, of somebody who sent a form, and of nobody any more.
    async fn privacy(&self, locale: &str, path: &str, width: u32, mode: &str) {
        self.set(width, 900, mode).await;
        let name = |state: &str| format!("{}-privacy-{state}-{locale}-{width}-{mode}", self.name);
        let page = self.site.url(&format!("{path}privacy/"));
        let opened = async || {
            self.browser.open(&page).await;
            self.browser.wait_for("the block is alive", "document.querySelector('[data-lw-privacy]')?.dataset.lwLive === ''").await;
        };
        opened().await;
        self.browser.eval("leadwell('forget')").await;
        opened().await;
        self.whole_page(&folder(), &name("new")).await;
        self.browser.open(&self.site.url(&format!("{path}?utm_source=naver&utm_medium=cpc"))).await;
        let form = self.browser.form();
        form.runtime_is_ready().await;
        form.answer_step().await;
        form.submit().await;
        self.browser.wait_for("the thanks", "document.querySelector('[data-lw-success]')?.checkVisibility() === true").await;
        opened().await;
        self.browser.eval("leadwell('consent', { personalization: true })").await;
        self.browser.eval("document.querySelectorAll('.lw-known details').forEach(details => { details.open = true })").await;
        self.whole_page(&folder(), &name("lead")).await;
        self.browser
            .eval("[...document.querySelectorAll('.lw-known .lw-button:not(.lw-quiet)')].find(button => button.checkVisibility()).click()")
            .await;
        self.whole_page(&folder(), &name("sure")).await;
    }

    async fn popups(&self, locale: &str, path: &str, name: &str) {
        let host = host_page(
            &self.site,
            crate::foreign_page::html(&self.site).replace("<html lang=\"en\">", &format!("<html lang=\"{locale}\">")),
        );
        for (place, page) in [("page", self.site.url(path)), ("foreign", host.url("/"))] {
            self.browser.open_with_popups(&page).await;
            for id in popups::EVERY_KIND {
                self.browser.eval(&format!("leadwell('close'), leadwell('open', {})", json!(id))).await;
                self.browser.wait_for_popup(id).await;
                self.browser.eval("Promise.all([...document.querySelectorAll('leadwell-root')].flatMap(host => host.shadowRoot.getAnimations().map(one => one.finished.catch(() => {})))).then(() => true)").await;
                self.photograph(&folder(), &format!("{}-{place}-{id}-{name}", self.name), json!({ "format": "png" })).await;
                self.browser.eval(&format!("leadwell('close', {})", json!(id))).await;
                self.browser.wait_until_closed(id).await;
            }
        }
    }

    async fn inbox(&self, locale: &str, width: u32, mode: &str) {
        self.set(width, 900, mode).await;
        self.browser.open(&format!("http://{}/?lang={locale}", self.site.inbox.address)).await;
        self.whole_page(&folder(), &format!("{}-inbox-{locale}-{width}-{mode}", self.name)).await;
        self.browser.eval("document.querySelector('#leads details').open = true").await;
        self.whole_page(&folder(), &format!("{}-inbox-open-{locale}-{width}-{mode}", self.name)).await;
    }

    async fn foreign_page(&self, width: u32) {
        self.set(width, 900, "light").await;
        let host = host_page(&self.site, crate::foreign_page::html(&self.site));
        self.browser.open(&host.url("/")).await;
        crate::foreign_page::wait_for_mount(&self.browser).await;
        self.whole_page(&folder(), &format!("foreign-{width}")).await;
    }

    /// The first screen of the demo, as a newcomer meets it.
    async fn readme(&self) {
        self.set(1280, 800, "light").await;
        self.browser.open(&self.site.url("/")).await;
        self.browser.form().runtime_is_ready().await;
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        self.photograph(&docs, "screenshot", json!({ "format": "png" })).await;
    }

    async fn set(&self, width: u32, height: u32, mode: &str) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.browser.cdp("Emulation.setDeviceMetricsOverride", screen).await;
        // Whole pages are photographed without a scroll bar: with one, they would be measured narrower than they are drawn.
        self.browser.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": mode },
            // Pictures are of the end of a movement.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.browser.cdp("Emulation.setEmulatedMedia", media).await;
    }

    async fn whole_page(&self, folder: &Path, name: &str) {
        self.browser.eval("scrollTo(0, 0)").await;
        let clip = self.browser.eval("({ x: 0, y: 0, width: innerWidth, height: document.documentElement.scrollHeight, scale: 1 })").await;
        self.photograph(folder, name, json!({ "format": "png", "captureBeyondViewport": true, "clip": clip })).await;
        let wide = self.browser.eval("document.documentElement.scrollWidth > innerWidth").await;
        assert_eq!(wide, false, "{name}: the page scrolls sideways");
    }

    /// One element with a little of what is around it.
    async fn element(&self, selector: &str, name: &str) {
        let clip = format!(
            "(() => {{ const box = document.querySelector({}).getBoundingClientRect(); return {{ x: 0, y: Math.max(0, box.top + scrollY - 24), \
             width: innerWidth, height: box.height + 48, scale: 1 }} }})()",
            json!(selector)
        );
        let clip = self.browser.eval(&clip).await;
        self.photograph(&folder(), name, json!({ "format": "png", "captureBeyondViewport": true, "clip": clip })).await;
    }

    async fn photograph(&self, folder: &Path, name: &str, how: serde_json::Value) {
        let picture = self.browser.cdp("Page.captureScreenshot", how).await;
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture["data"].as_str().expect("a picture")).expect("base64");
        assert!(bytes.len() > 2000, "{name}: an empty picture");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join(format!("{name}.png")), bytes).expect("written");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots")
}
