//! A form as the browser itself understands it: it validates, posts and arrives without any script, all its steps on one page.
//!
//! The markup is also where behaviour is attached later, on our pages and in the shadow root on others: `data-lw-form` on the
//! form, `data-lw-step` on each step, `data-lw-field` on each answer, an empty error line beside it, and a summary and a status
//! line to speak through.

mod consent;
mod field;
mod scale;

use super::reader::Reader;
use super::thanks::success_in_waiting;
use crate::campaign::written::{Captcha, CaptchaKind, Field, FieldKind, Step};
use crate::campaign::{Form, Runtime, Text};
use crate::drawing::{Element, Node, el};
use crate::texts::filled;

/// A form where it stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub runtime: &'a Runtime,
    pub id: &'a str,
    pub form: &'a Form,
    /// The page it stands on, and the one that a post without scripts ends on.
    pub page: &'a str,
    pub next: &'a str,
    /// Offered after another form was sent: its ids are its own, and it offers none itself.
    pub is_offered: bool,
}

#[must_use]
pub fn form(place: &Place, reader: &Reader) -> Vec<Node> {
    let Place { runtime, id, form, page, next, .. } = *place;
    let folds = form.steps.len() > 1 || form.fields().any(field::may_be_left_out);
    let drawn = el("form", "lw-form")
        .attr("data-lw-form", id)
        .flag("data-lw-folds", folds)
        .attr_if("data-lw-partial", form.partial.as_ref().map(|partial| partial.after_step.to_string()).as_deref())
        .attr("data-lw-say-sending", &reader.texts.sending)
        .attr("data-lw-say-not_sent", &reader.texts.not_sent)
        .attr("data-lw-say-thanks", &reader.texts.thanks)
        .attr("data-lw-say-saved", &reader.texts.saved)
        .attr("data-lw-say-check", &reader.texts.check_answers)
        .attr_if("data-lw-say-step", (form.steps.len() > 1).then_some(&*reader.texts.step_of))
        .attr_if("data-lw-aids", (!form.aids.is_empty()).then(|| form.aids.join(" ")).as_deref())
        .attr("method", "post")
        .attr("action", &form.native.url)
        .attr("accept-charset", "utf-8")
        .attr("part", "form")
        .each(
            &[("_campaign", runtime.id.as_str()), ("_form", id), ("_locale", reader.locale), ("_page", page), ("_next", next)],
            |(name, value)| hidden(name, value),
        )
        .child(trap(place, reader))
        .child(el("div", "lw-summary").attr("data-lw-summary", "").attr("tabindex", "-1").flag("hidden", true))
        .maybe((form.steps.len() > 1).then(progress));
    let drawn = form.steps.iter().enumerate().fold(drawn, |drawn, (index, one)| drawn.child(step(index, one, place, reader)));
    let drawn = drawn
        .child(last(place, reader))
        .child(buttons(form, reader))
        .child(el("p", "lw-status").attr("role", "status").attr("data-lw-status", "").flag("hidden", true))
        .child(controller_line(&runtime.controller, &runtime.privacy_url, reader));
    vec![drawn.into(), success_in_waiting(place, reader).into()]
}

fn hidden(name: &str, value: &str) -> Element {
    el("input", "").attr("type", "hidden").attr("name", name).attr("value", value)
}

// Out of sight, of the keyboard's way and of what is read out: only a program fills it in.
fn trap(place: &Place, reader: &Reader) -> Element {
    let id = place.names("trap").control();
    el("div", "lw-trap")
        .attr("aria-hidden", "true")
        .child(el("label", "").attr("for", &id).text(&reader.texts.leave_empty))
        .child(el("input", "").attr("id", &id).attr("name", "_trap").attr("tabindex", "-1").attr("autocomplete", "off"))
}

fn progress() -> Element {
    el("div", "lw-progress")
        .attr("data-lw-progress", "")
        .attr("part", "progress")
        .flag("hidden", true)
        .child(el("p", "lw-step-of").attr("data-lw-step-of", "").attr("aria-live", "polite"))
        .child(el("progress", "lw-track").attr("aria-hidden", "true").attr("max", "1").attr("value", "0"))
}

fn step(index: usize, step: &Step, place: &Place, reader: &Reader) -> Element {
    let ids = place.names(&["step-", &index.to_string()].concat());
    let labelled = step.title.as_ref().map(|_| ids.control());
    let mut drawn = el("div", "lw-step")
        .attr("data-lw-step", &index.to_string())
        .attr("tabindex", "-1")
        .attr_if("role", labelled.as_ref().map(|_| "group"))
        .attr_if("aria-labelledby", labelled.as_deref())
        .attr_if("data-lw-next", step.button.as_ref().map(|button| reader.read(button)).as_deref());
    if let (Some(title), Some(id)) = (&step.title, labelled) {
        drawn = drawn.child(el("p", "lw-step-title").attr("id", &id).nodes(reader.say(title)));
    }
    if let Some(text) = &step.text {
        drawn = drawn.child(el("p", "lw-step-text").nodes(reader.say(text)));
    }
    drawn.child(fields(&step.fields, place, reader))
}

/// Fields one after another; the parts of an address stand together.
fn fields(fields: &[Field], place: &Place, reader: &Reader) -> Element {
    let mut drawn = el("div", "lw-fields");
    for one in fields.iter().filter(|field| field.part_of.is_none()) {
        drawn = match one.kind {
            FieldKind::Hidden if one.calculate.is_some() => drawn,
            FieldKind::Hidden => drawn.child(hidden(&one.name, one.default.as_deref().unwrap_or_default()).attr("data-lw-hidden", "")),
            FieldKind::Consent => drawn.maybe(consent::placed(one, place, reader)),
            FieldKind::Address => {
                let parts: Vec<&Field> = fields.iter().filter(|part| part.part_of.as_deref() == Some(&one.name)).collect();
                drawn.child(field::address(one, &parts, place, reader))
            }
            _ => drawn.child(field::field(one, place, reader)),
        };
    }
    drawn
}

/// What stands above the button, in the last step: consent, and a test whether a person writes.
fn last(place: &Place, reader: &Reader) -> Element {
    el("div", "lw-last")
        .attr("data-lw-last", "")
        .maybe(consent::items(place, reader))
        .maybe(place.form.captcha.as_ref().map(|captcha| self::captcha(captcha, reader)))
}

fn captcha(captcha: &Captcha, reader: &Reader) -> Element {
    let (kind, script) = match captcha.kind {
        CaptchaKind::Turnstile => ("turnstile", "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit"),
        CaptchaKind::Hcaptcha => ("hcaptcha", "https://js.hcaptcha.com/1/api.js?render=explicit"),
        CaptchaKind::Recaptcha => ("recaptcha", "https://www.google.com/recaptcha/api.js?render=explicit"),
        CaptchaKind::FriendlyCaptcha => ("friendly_captcha", "https://cdn.jsdelivr.net/npm/@friendlycaptcha/sdk@0.1.26/site.min.js"),
        CaptchaKind::Altcha => ("altcha", "https://cdn.jsdelivr.net/npm/altcha@2/dist/altcha.min.js"),
    };
    el("div", "lw-captcha")
        .attr("data-lw-captcha", kind)
        .attr("data-lw-site-key", &captcha.site_key)
        .attr("data-lw-script", captcha.script.as_deref().unwrap_or(script))
        .attr("data-lw-language", reader.locale)
        .attr_if("data-lw-challenge", captcha.challenge.as_deref())
}

// Without scripts there is only the one that sends; a script shows those that lead through the steps.
fn buttons(form: &Form, reader: &Reader) -> Element {
    let way = |class: &str, mark: &'static str, words: &str| {
        el("button", class).attr("type", "button").attr("part", "submit").attr(mark, "").flag("hidden", true).text(words)
    };
    let mut drawn = el("div", "lw-buttons");
    if form.steps.len() > 1 {
        drawn = drawn.child(way("lw-button lw-quiet", "data-lw-back", &reader.texts.back));
        drawn = drawn.child(way("lw-submit", "data-lw-go-on", &reader.texts.next));
    }
    drawn.child(
        el("button", "lw-submit").attr("type", "submit").attr("part", "submit").attr("data-lw-submit", "").nodes(reader.say(&form.submit)),
    )
}

// In a tab of its own: whoever reads it must find the half-filled form again.
fn controller_line(controller: &Text, privacy_url: &str, reader: &Reader) -> Element {
    let link = el("a", "").attr("href", privacy_url).attr("target", "_blank").attr("rel", "noopener").text(&reader.texts.privacy);
    el("p", "lw-controller").text(&filled(&reader.texts.controller, "controller", &reader.read(controller))).text(" ").child(link)
}

/// The ids of one answer; two forms on a page never share one.
pub(super) struct Names(String);

impl Place<'_> {
    pub(super) fn names(&self, answer: &str) -> Names {
        Names([if self.is_offered { "lw-next-" } else { "lw-" }, self.id, "-", answer].concat())
    }
}

impl Names {
    pub fn control(&self) -> String {
        self.0.clone()
    }

    /// The control of one option among several.
    fn option(&self, index: usize) -> String {
        [&self.0, "-", &index.to_string()].concat()
    }

    fn hint(&self) -> String {
        [&self.0, "-hint"].concat()
    }

    fn error(&self) -> String {
        [&self.0, "-error"].concat()
    }

    fn notices(&self) -> String {
        [&self.0, "-notices"].concat()
    }

    fn described_by(&self, field: &Field) -> String {
        if field.hint.is_some() { [&self.hint(), " ", &self.error()].concat() } else { self.error() }
    }
}
