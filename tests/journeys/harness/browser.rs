//! A Chromium with a fresh profile, and what it saw.

use std::cell::RefCell;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::cdp::Cdp;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;
use thirtyfour::session::handle::SessionHandle;

use super::chromedriver::Chromedriver;
use super::{Form, PATIENCE};

const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
    // A page that still glides to a place has nothing there to click yet.
    "--force-prefers-reduced-motion",
];
/// Debian's; elsewhere chromedriver finds its browser by itself.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Runs before the page's own scripts: keeps what the page would rather not say.
const WITNESS: &str = r"(() => {
    const seen = { violations: [], errors: [], unavailable: 0, ready: 0, names: new Set(Object.getOwnPropertyNames(window)) };
    Object.defineProperty(window, '__seen', { value: seen });
    addEventListener('securitypolicyviolation', event => {
        seen.violations.push(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`.trim());
    }, true);
    addEventListener('error', event => seen.errors.push(event.message || `${event.target.tagName} ${event.target.src || event.target.href}`), true);
    addEventListener('unhandledrejection', event => seen.errors.push(`unhandled: ${event.reason}`));
    document.addEventListener('leadwell:unavailable', () => seen.unavailable += 1);
    document.addEventListener('leadwell:ready', () => seen.ready += 1);
})()";

// The order of the fields is that of their end: the driver, then the profile.
pub struct Browser {
    pub driver: Arc<SessionHandle>,
    chromedriver: Chromedriver,
    profile: Option<TempDir>,
    /// Every line of the console so far, as level and text.
    console: RefCell<Vec<(String, String)>>,
}

impl Browser {
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().expect("a folder")).await
    }

    /// With the profile of one that is gone.
    pub async fn start_in(profile: TempDir) -> Self {
        let chromedriver = Chromedriver::start(profile.path());
        let mut wanted = DesiredCapabilities::chrome();
        let flags = FLAGS.iter().map(|flag| (*flag).to_owned());
        for flag in flags.chain([format!("--user-data-dir={}", profile.path().display())]) {
            wanted.add_arg(&flag).expect("a flag");
        }
        if Path::new(CHROMIUM).exists() {
            wanted.set_binary(CHROMIUM).expect("a path");
        }
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level");
        let since = Instant::now();
        let session = WebDriver::new(format!("http://{}", chromedriver.address), wanted).await.unwrap_or_else(|error| {
            panic!("Chromium does not start, after {:?}: {error:?}; chromedriver's log: {}", since.elapsed(), chromedriver.log())
        });
        let driver = session.handle().clone();
        // Its own way to end a session waits for a connection that only this thread can serve; see `drop`.
        session.leak().expect("a session that has just begun");
        let browser = Self { driver, chromedriver, profile: Some(profile), console: RefCell::default() };
        browser.before_every_page(WITNESS).await;
        browser
    }

    /// Where it keeps what pages store.
    pub fn profile(&self) -> &Path {
        self.profile.as_ref().expect("a profile").path()
    }

    /// Ends all of it at once, as when the power fails; what is left is its profile.
    pub fn kill(mut self) -> TempDir {
        let profile = self.profile.take().expect("a profile");
        let named = format!("user-data-dir={}", profile.path().display());
        assert!(Command::new("pkill").args(["-KILL", "-f", &named]).status().expect("pkill").success());
        profile
    }

    /// A script that runs before those of every page opened from now on, whatever the page's policy.
    pub async fn before_every_page(&self, script: &str) {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        Cdp::new(self.driver.clone()).send_raw(method, parameters).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Ends the process of the page that is on screen, as the system ends what takes too much memory.
    pub async fn crash_the_page(&self) {
        // Nobody is left to answer.
        let cdp = Cdp::new(self.driver.clone());
        let _ = tokio::time::timeout(Duration::from_secs(5), cdp.send_raw("Page.crash", json!({}))).await;
    }

    pub async fn open(&self, url: &str) {
        self.driver.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    pub async fn reload(&self) {
        self.driver.refresh().await.expect("reloaded");
    }

    pub async fn path(&self) -> String {
        self.driver.current_url().await.expect("an address").path().to_owned()
    }

    /// The value of an expression on the page, promises awaited. Through the debugger: no policy of the page forbids it.
    pub async fn eval(&self, expression: &str) -> Value {
        self.try_eval(expression).await.unwrap_or_else(|reason| panic!("{expression}: {reason}"))
    }

    /// The same where the page may be on its way to another.
    pub async fn try_eval(&self, expression: &str) -> Result<Value, String> {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true });
        let answer = Cdp::new(self.driver.clone()).send_raw("Runtime.evaluate", parameters).await.map_err(|error| error.to_string())?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details.to_string()),
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    /// Waits until an expression is true.
    pub async fn wait_for(&self, what: &str, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.try_eval(expression).await != Ok(Value::Bool(true)) {
            if Instant::now() > deadline {
                let found = self.try_eval("[location.href, document.readyState, document.visibilityState, window.__seen]").await;
                panic!("waited in vain until {what}: {expression}; found {found:?}");
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// The text that a person sees.
    pub async fn text(&self) -> String {
        self.eval("document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn wait_for_text(&self, text: &str) {
        self.wait_for(&format!("the page says \"{text}\""), &format!("document.body.innerText.includes({})", json!(text))).await;
    }

    /// The campaign's form on a page of ours.
    pub fn form(&self) -> Form<'_> {
        Form::on_our_page(self)
    }

    /// The campaign's form on somebody else's page.
    pub fn embedded_form(&self) -> Form<'_> {
        Form::in_shadow_root(self)
    }

    /// The keys that localStorage holds for this page, in order.
    pub async fn stored_keys(&self) -> Vec<String> {
        let keys = self.eval("Object.keys(localStorage).sort()").await;
        serde_json::from_value(keys).expect("keys")
    }

    /// What policies refused on this page.
    pub async fn violations(&self) -> Vec<String> {
        serde_json::from_value(self.eval("__seen.violations").await).expect("texts")
    }

    /// What was thrown on this page and caught by nobody.
    pub async fn uncaught(&self) -> Vec<String> {
        serde_json::from_value(self.eval("__seen.errors").await).expect("texts")
    }

    /// Names that the page's scripts added to the global object.
    pub async fn new_globals(&self) -> Vec<String> {
        // The driver leaves names of its own when it looks for elements.
        let of_the_driver = r"/^_*\$?cdc_|^(__seen|se_exportedFunctionSymbol|ret_nodes)$/";
        let names = format!("Object.getOwnPropertyNames(window).filter(name => !__seen.names.has(name) && !{of_the_driver}.test(name))");
        serde_json::from_value(self.eval(&names).await).expect("names")
    }

    /// Lines of the console on all pages so far that contain `part`.
    pub async fn console_lines(&self, part: &str) -> Vec<String> {
        self.read_console().await;
        self.console.borrow().iter().filter(|(_, line)| line.contains(part)).map(|(_, line)| line.clone()).collect()
    }

    /// Nothing was refused or thrown on this page, and no error of any page is in the console but those that hold one of `named`.
    pub async fn assert_no_complaints(&self, named: &[&str]) {
        self.read_console().await;
        let severe: Vec<String> =
            self.console.borrow().iter().filter(|(level, _)| level == "SEVERE").map(|(_, line)| line.clone()).collect();
        let all = [self.violations().await, self.uncaught().await, severe].concat();
        let unnamed: Vec<_> = all.iter().filter(|line| !named.iter().any(|name| line.contains(name))).collect();
        assert!(unnamed.is_empty(), "the browser complains: {unnamed:#?}");
    }

    async fn read_console(&self) {
        let lines = self.driver.browser_log().await.expect("the console");
        self.console.borrow_mut().extend(lines.into_iter().map(|line| (line.level, line.message)));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium ends with its session; chromedriver alone would leave it behind.
        self.chromedriver.end_session(&self.driver.session_id().to_string());
    }
}
