//! A form as the browser itself understands it: it validates, posts and arrives without any script, all its steps on one page.
//!
//! The markup is also where behaviour is attached later, on our pages and in the shadow root on others: `data-lw-form` on the
//! form, `data-lw-step` on each step, `data-lw-field` on each answer, an empty error line beside it, and a summary and a status
//! line to speak through.

mod consent;
mod field;
mod scale;
mod sentences;

#[cfg(feature = "native")]
pub use sentences::sentence;

use super::reader::Reader;
use super::thanks::success_in_waiting;
use crate::campaign::{Form, Part, Runtime, Text};
use crate::digits::digits;
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
    /// The outcome of another form that offers it, as its number: its ids are its own, and it offers none itself.
    pub offered_by: Option<&'a str>,
}

#[must_use]
pub fn form(place: &Place, reader: &Reader) -> Vec<Node> {
    let Place { runtime, id, form, page, next, .. } = *place;
    let steps = form.steps();
    let folds = steps.len() > 1 || form.fields().into_iter().any(field::may_be_left_out);
    let native = form.part().word("native");
    let drawn = el("form", "lw-form")
        .attr("data-lw-form", id)
        .flag("data-lw-folds", folds)
        .attr("data-lw-say-sending", reader.texts.sending())
        .attr("data-lw-say-not_sent", reader.texts.not_sent())
        .attr("data-lw-say-thanks", reader.texts.thanks())
        .attr("data-lw-say-saved", reader.texts.saved())
        .attr("data-lw-say-check", reader.texts.check_answers())
        .attr_if("data-lw-say-step", (steps.len() > 1).then_some(reader.texts.step_of()))
        .attr("data-lw-aids", &form.part().words("aids").join(" "))
        // Where nobody takes a form as it is, a browser that sends it by itself would lose what was typed; `dialog` has it send nothing.
        .attr("method", if native.is_empty() { "dialog" } else { "post" })
        .attr_if("action", (!native.is_empty()).then_some(native))
        .marks("accept-charset=utf-8 part=form")
        .each(
            &[("_campaign", runtime.id.as_str()), ("_form", id), ("_locale", reader.locale), ("_page", page), ("_next", next)],
            |(name, value)| hidden(name, value),
        )
        .child(trap(place, reader))
        .child(el("div", "lw-summary").marks("data-lw-summary hidden"))
        .maybe((steps.len() > 1).then(progress));
    let drawn = steps.iter().enumerate().fold(drawn, |drawn, (index, one)| drawn.child(step(index, *one, place, reader)));
    let drawn = drawn
        .child(last(place, reader))
        .child(buttons(form, reader))
        .child(el("p", "lw-status").marks("role=status data-lw-status hidden"))
        .child(controller_line(&runtime.controller, &runtime.privacy_url, reader));
    vec![drawn.into(), success_in_waiting(place, reader).into()]
}

fn hidden(name: &str, value: &str) -> Element {
    el("input", "").attr("type", "hidden").attr("name", name).attr("value", value)
}

// Out of sight, of the keyboard's way and of what is read out: only a program fills it in.
fn trap(place: &Place, reader: &Reader) -> Element {
    let id = place.names("_trap").control();
    el("div", "lw-trap")
        .attr("aria-hidden", "true")
        .child(el("label", "").attr("for", &id).text(reader.texts.leave_empty()))
        .child(el("input", "").attr("id", &id).marks("name=_trap tabindex=-1 autocomplete=off"))
}

fn progress() -> Element {
    el("div", "lw-progress")
        .marks("data-lw-progress part=progress hidden")
        .child(el("p", "lw-step-of").marks("data-lw-step-of aria-live=polite"))
        .child(el("progress", "lw-track").marks("aria-hidden=true max=1 value=0"))
}

fn step(index: usize, step: Part, place: &Place, reader: &Reader) -> Element {
    let index = digits(index as u64);
    let id = place.names(&["step-", &index].concat()).control();
    let titled = step.has("title");
    let mut drawn = el("div", "lw-step")
        .attr("data-lw-step", &index)
        .attr("tabindex", "-1")
        .attr_if("role", titled.then_some("group"))
        .attr_if("aria-labelledby", titled.then_some(id.as_str()))
        .attr_if("data-lw-next", step.text("button").map(|button| reader.read(&button)).as_deref());
    if titled {
        drawn = drawn.child(el("p", "lw-step-title").attr("id", &id).nodes(reader.say_part(step, "title")));
    }
    if step.has("text") {
        drawn = drawn.child(el("p", "lw-step-text").nodes(reader.say_part(step, "text")));
    }
    drawn.child(fields(&step.list("fields"), place, reader))
}

/// Fields one after another; the parts of an address stand together.
fn fields(fields: &[Part], place: &Place, reader: &Reader) -> Element {
    let mut drawn = el("div", "lw-fields");
    for one in fields.iter().filter(|field| !field.has("part_of")) {
        drawn = match one.kind() {
            "hidden" if one.has("calculate") => drawn,
            "hidden" => drawn.child(hidden(one.name(), one.word("default"))),
            "consent" => drawn.maybe(consent::placed(*one, place, reader)),
            "address" => {
                let parts: Vec<Part> = fields.iter().filter(|part| part.word("part_of") == one.name()).copied().collect();
                drawn.child(field::address(*one, &parts, place, reader))
            }
            _ => drawn.child(field::field(*one, place, reader)),
        };
    }
    drawn
}

/// What stands above the button, in the last step: consent, and a test whether a person writes.
fn last(place: &Place, reader: &Reader) -> Element {
    el("div", "lw-last")
        .attr("data-lw-last", "")
        .maybe(consent::items(place, reader))
        .maybe(place.form.part().part("captcha").map(|captcha| self::captcha(captcha, reader)))
}

/// By kind: where the vendor's own script is.
const CAPTCHAS: [(&str, &str); 5] = [
    ("turnstile", "https://challenges.cloudflare.com/turnstile/v0/api.js"),
    ("hcaptcha", "https://js.hcaptcha.com/1/api.js"),
    ("recaptcha", "https://www.google.com/recaptcha/api.js"),
    ("friendly_captcha", "https://cdn.jsdelivr.net/npm/@friendlycaptcha/sdk@1.0.2/site.min.js"),
    ("altcha", "https://cdn.jsdelivr.net/npm/altcha@3.2.2/dist/main/altcha.i18n.min.js"),
];

fn captcha(captcha: Part, reader: &Reader) -> Element {
    let usual = CAPTCHAS.iter().find(|(kind, _)| *kind == captcha.kind()).map_or("", |(_, script)| script);
    el("div", "lw-captcha")
        .attr("data-lw-captcha", captcha.kind())
        .attr("data-lw-site-key", captcha.word("site_key"))
        .attr("data-lw-script", captcha.word_if("script").unwrap_or(usual))
        .attr("data-lw-language", reader.locale)
        .attr_if("data-lw-challenge", captcha.word_if("challenge"))
}

// Without scripts there is only the one that sends; a script shows those that lead through the steps.
fn buttons(form: &Form, reader: &Reader) -> Element {
    let way = |class: &str, mark: &'static str, words: &str| {
        el("button", class).marks("type=button part=submit").attr(mark, "").flag("hidden", true).text(words)
    };
    let mut drawn = el("div", "lw-buttons");
    if form.steps().len() > 1 {
        drawn = drawn.child(way("lw-button lw-quiet", "data-lw-back", reader.texts.back()));
        drawn = drawn.child(way("lw-submit", "data-lw-go-on", reader.texts.next()));
    }
    drawn.child(el("button", "lw-submit").marks("type=submit part=submit data-lw-submit").nodes(reader.say_part(form.part(), "submit")))
}

// In a tab of its own: whoever reads it must find the half-filled form again.
fn controller_line(controller: &Text, privacy_url: &str, reader: &Reader) -> Element {
    let link = el("a", "").attr("href", privacy_url).marks("target=_blank rel=noopener").text(reader.texts.privacy());
    el("p", "lw-controller").text(&filled(reader.texts.controller(), "controller", &reader.read(controller))).text(" ").child(link)
}

/// The ids of one answer; two forms on a page never share one.
pub(super) struct Names(String);

impl Place<'_> {
    pub(super) fn names(&self, answer: &str) -> Names {
        let offered = self.offered_by.map_or(["", "", ""], |outcome| ["next-", outcome, "-"]).concat();
        Names(["lw-", &offered, self.id, "-", answer].concat())
    }
}

impl Names {
    pub fn control(&self) -> String {
        self.0.clone()
    }

    /// The control of one option among several.
    fn option(&self, index: usize) -> String {
        [&self.0, "-", &digits(index as u64)].concat()
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

    fn described_by(&self, field: Part) -> String {
        if field.has("hint") { [&self.hint(), " ", &self.error()].concat() } else { self.error() }
    }
}
