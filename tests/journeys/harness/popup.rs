//! Popups as a visitor sees them, each in the shadow root of its own place; and a clock that a journey moves on.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::{Browser, until};

/// The popup's element, wherever it stands; `null` while it is not on screen.
const SHOWN: &str = "(id => [...document.querySelectorAll('leadwell-root')].map(host => host.shadowRoot?.querySelector(`[data-lw-popup=\"${id}\"]`)).find(found => found?.checkVisibility()) ?? null)";

/// As often as is looked for a popup.
const ATTEMPTS: usize = 300;

impl Browser {
    /// From the next page on, time goes by as the journey says: see `pass`.
    pub async fn hold_the_clock(&self) {
        self.before_every_page(include_str!("clock.js")).await;
    }

    /// Lets seconds go by at once.
    pub async fn pass(&self, seconds: u32) {
        self.eval(&format!("__pass({seconds})")).await;
    }

    /// On this page only what passes by `pass` goes by from here on.
    pub async fn stop_the_clock(&self) {
        self.eval("__stop()").await;
    }

    /// Opens a page, and waits until popups may show there.
    pub async fn open_with_popups(&self, url: &str) {
        self.open(url).await;
        self.popups_are_ready().await;
    }

    pub async fn popups_are_ready(&self) {
        self.wait_for("popups may show", "window.__seen?.ready > 0 && leadwell('explain').then(told => told.popups.length > 0)").await;
    }

    /// Waits until a popup is on screen; in vain, it says what keeps it away.
    pub async fn wait_for_popup(&self, id: &str) {
        let is_shown = format!("{SHOWN}({}) !== null", json!(id));
        for _ in 0..ATTEMPTS {
            if self.try_eval(&is_shown).await == Ok(json!(true)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!(
            "waited in vain for the popup {id}, which is kept away by {:?}; told: {:?}",
            self.kept_away_by(id).await,
            self.try_eval("window.__told").await
        );
    }

    pub async fn wait_until_closed(&self, id: &str) {
        self.wait_for(&format!("the popup {id} is gone"), &format!("{SHOWN}({}) === null", json!(id))).await;
    }

    pub async fn has_popup(&self, id: &str) -> bool {
        self.eval(&format!("{SHOWN}({}) !== null", json!(id))).await == json!(true)
    }

    /// The popups on screen now, in their order on the page.
    pub async fn popups_shown(&self) -> Vec<String> {
        let shown = "[...document.querySelectorAll('leadwell-root')].flatMap(host => [...host.shadowRoot.querySelectorAll('[data-lw-popup]')]).filter(found => found.checkVisibility()).map(found => found.dataset.lwPopup)";
        serde_json::from_value(self.eval(shown).await).expect("ids")
    }

    /// What a function of the popup's element gives.
    pub async fn of_popup(&self, id: &str, function: &str) -> Value {
        self.eval(&format!("({function})({SHOWN}({}))", json!(id))).await
    }

    /// An element inside a popup on screen.
    pub async fn in_popup(&self, id: &str, selector: &str) -> WebElement {
        let missing = |error| panic!("{selector} in {id}: {error}");
        for host in self.driver.find_all(By::Css("leadwell-root")).await.unwrap_or_default() {
            let Ok(root) = host.get_shadow_root().await else { continue };
            if root.find(By::Css(format!("[data-lw-popup='{id}']"))).await.is_ok() {
                return root.find(By::Css(selector)).await.unwrap_or_else(missing);
            }
        }
        panic!("no popup {id} on this page")
    }

    pub async fn press_in_popup(&self, id: &str, selector: &str) {
        self.in_popup(id, selector).await.click().await.unwrap_or_else(|error| panic!("pressing {selector} in {id}: {error}"));
    }

    /// Why a popup is or is not shown: the rules that keep it away.
    pub async fn kept_away_by(&self, id: &str) -> Vec<String> {
        let rules = format!(
            "leadwell('explain').then(told => told.popups.find(one => one.id === {}).rules.filter(rule => !rule.holds).map(rule => rule.rule))",
            json!(id)
        );
        serde_json::from_value(self.eval(&rules).await).expect("names of rules")
    }

    /// Waits until just these rules keep a popup away.
    pub async fn comes_to_be_kept_away_by(&self, id: &str, rules: &[&str]) {
        until(&format!("{id} is kept away by {rules:?}"), async || (self.kept_away_by(id).await == rules).then_some(())).await;
    }

    /// From the next page on, keeps what is told of popups; `told` reads it.
    pub async fn listen_to_popups(&self) {
        self.before_every_page(
            "window.__told = []; for (const name of ['before-open', 'open', 'close']) document.addEventListener('leadwell:' + name, ({ detail }) => __told.push([name, detail.popup, detail.how ?? detail.reason]))",
        )
        .await;
    }

    /// `["open", id, how]` and so on, in their order.
    pub async fn told(&self) -> Value {
        self.eval("__told").await
    }
}
