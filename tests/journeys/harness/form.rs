//! The campaign's form as a visitor uses it, in the document or in a shadow root.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::{Browser, until};

/// What a good visitor answers.
pub const ANSWERS: [(&str, &str); 5] = [
    ("email", "ada.park@corp.example"),
    ("name", "Ada Park"),
    ("company", "Corp & Söhne"),
    ("company_size", "200-999"),
    ("message", "Twelve docks, \"north\" gate first"),
];

/// The same as the message's `fields`.
pub fn answers() -> Value {
    Value::Object(ANSWERS.iter().map(|(name, answer)| ((*name).to_owned(), json!(answer))).collect())
}

/// Answers what is on screen as a visitor does who has one answer for each kind, and agrees to all. Tells whether another step comes.
const ANSWER_STEP: &str = r"form => {
    const answers = { email: 'ada.park@corp.example', tel: '+82 2 312 3456', url: 'https://corp.example/', number: '12', date: '2026-05-04', time: '14:30' };
    for (const control of form.elements) {
        if (!control.checkVisibility() || control.disabled || control.tabIndex < 0 || !control.name) continue;
        if (control.type === 'checkbox') { if (!control.checked) control.click(); continue }
        if (control.type === 'radio') { if (![...form.elements].some(one => one.name === control.name && one.checked)) control.click(); continue }
        if (control.tagName === 'SELECT') control.value = [...control.options].find(option => option.value && !option.disabled).value;
        else if (control.tagName !== 'BUTTON') control.value = answers[control.dataset.lwDate === undefined ? control.type : 'date'] ?? (/numeric|decimal/.test(control.inputMode) ? '12' : 'Ada Park');
        for (const kind of ['input', 'change']) control.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    return form.querySelector('[data-lw-go-on]')?.hidden === false;
}";

pub struct Form<'a> {
    browser: &'a Browser,
    embedded: bool,
}

impl<'a> Form<'a> {
    pub fn on_our_page(browser: &'a Browser) -> Self {
        Self { browser, embedded: false }
    }

    pub fn in_shadow_root(browser: &'a Browser) -> Self {
        Self { browser, embedded: true }
    }

    /// The runtime has taken the form over.
    pub async fn runtime_is_ready(&self) {
        let live = self.expression("form => form.hasAttribute('data-lw-live')");
        self.browser.wait_for("the form has its behaviour", &live).await;
        // What thanks the visitor stands behind the form from the start; nobody may see it yet.
        let waiting = "form => form.getRootNode().querySelector('[data-lw-success]').checkVisibility()";
        assert_eq!(self.eval(waiting).await, json!(false), "the thanks are on screen before anything was sent");
    }

    pub async fn is_live(&self) -> bool {
        self.eval("form => form.hasAttribute('data-lw-live')").await == json!(true)
    }

    /// Types into a field, key by key.
    pub async fn fill(&self, name: &str, text: impl Into<TypingData>) {
        self.control(name).await.send_keys(text).await.unwrap_or_else(|error| panic!("typing into {name}: {error}"));
    }

    pub async fn choose(&self, name: &str, value: &str) {
        let option = self.element(&format!("select[name='{name}'] option[value='{value}']")).await;
        option.click().await.unwrap_or_else(|error| panic!("choosing {value} for {name}: {error}"));
    }

    pub async fn tick(&self, name: &str) {
        self.control(name).await.click().await.unwrap_or_else(|error| panic!("ticking {name}: {error}"));
    }

    /// All of `ANSWERS`, and consent to be contacted.
    pub async fn fill_in(&self) {
        for (name, answer) in ANSWERS {
            match name {
                "company_size" => self.choose(name, answer).await,
                _ => self.fill(name, answer).await,
            }
        }
        self.tick("consent.contact").await;
    }

    /// An answer to every question, whatever the campaign asks, up to the step with the button that sends.
    pub async fn answer_everything(&self) {
        assert!(self.answer_as_far_as_possible().await, "the form asks something for which no answer is at hand");
    }

    /// The same where some question may be impossible to answer. Tells whether the last step was reached.
    pub async fn answer_as_far_as_possible(&self) -> bool {
        for _ in 0..10 {
            if !self.answer_step().await {
                return true;
            }
            self.submit().await;
        }
        false
    }

    /// An answer to every question on screen. Tells whether another step comes.
    pub async fn answer_step(&self) -> bool {
        self.eval(ANSWER_STEP).await == json!(true)
    }

    /// Presses the button that leads on: to the next step, or to whoever receives the form.
    pub async fn submit(&self) {
        self.element("button:is([data-lw-go-on], [data-lw-submit]):not([hidden])")
            .await
            .click()
            .await
            .expect("a button that can be pressed");
    }

    pub async fn value_of(&self, name: &str) -> String {
        let value = self.eval(&format!("form => form.querySelector('[name=\"{name}\"]').value")).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until this is the error on screen, or none: what follows from letters comes when the writing pauses.
    pub async fn comes_to_say(&self, name: &str, sentence: Option<&str>) {
        until(&format!("{name} says {sentence:?}"), async || (self.error_of(name).await.as_deref() == sentence).then_some(())).await;
    }

    /// The sentence beside a field, if one is on screen.
    pub async fn error_of(&self, name: &str) -> Option<String> {
        let shown = format!(
            "form => {{ const line = form.querySelector('[data-lw-field=\"{name}\"] .lw-error'); return line.checkVisibility() && line.innerText || null }}"
        );
        self.eval(&shown).await.as_str().map(str::to_owned)
    }

    /// Whether a field says that its answer is not accepted, to those who do not see it.
    pub async fn is_marked_invalid(&self, name: &str) -> bool {
        self.eval(&format!("form => form.querySelector('[name=\"{name}\"]').getAttribute('aria-invalid') === 'true'")).await == json!(true)
    }

    /// The name of the control that has the focus.
    pub async fn focused(&self) -> Option<String> {
        self.eval("form => form.getRootNode().activeElement?.name ?? null").await.as_str().map(str::to_owned)
    }

    /// Waits for the words that take the form's place.
    pub async fn success_text(&self) -> String {
        let shown = "form => { const words = form.getRootNode().querySelector('[data-lw-success]'); \
                     if (!words || !words.checkVisibility() || form.checkVisibility()) return null; const copy = words.querySelector('[data-lw-receipt]')?.innerText; \
                     return words.innerText.replace(copy || '', '').trim() }";
        let shown = self.expression(shown);
        let found = async || self.browser.try_eval(&shown).await.ok()?.as_str().map(str::to_owned);
        until("the form is answered", found).await
    }

    /// Whether a screen reader is taken to the words that took the form's place.
    pub async fn success_has_focus(&self) -> bool {
        self.eval("form => form.getRootNode().activeElement?.hasAttribute('data-lw-success') ?? false").await == json!(true)
    }

    /// What a function of the form element gives.
    pub async fn eval(&self, function: &str) -> Value {
        self.browser.eval(&self.expression(function)).await
    }

    pub async fn control(&self, name: &str) -> WebElement {
        self.element(&format!("[name='{name}']")).await
    }

    pub async fn element(&self, selector: &str) -> WebElement {
        let missing = |error| panic!("{selector}: {error}");
        if self.embedded {
            let host = self.browser.driver.find(By::Css("leadwell-root")).await.unwrap_or_else(missing);
            let root = host.get_shadow_root().await.unwrap_or_else(missing);
            return root.find(By::Css(format!("form[data-lw-form] {selector}"))).await.unwrap_or_else(missing);
        }
        self.browser.driver.find(By::Css(format!("form[data-lw-form] {selector}"))).await.unwrap_or_else(missing)
    }

    fn expression(&self, function: &str) -> String {
        let scope = if self.embedded { "document.querySelector('leadwell-root').shadowRoot" } else { "document" };
        format!("({function})({scope}.querySelector('form[data-lw-form]'))")
    }
}
