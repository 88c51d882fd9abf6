//! A form as the browser itself understands it: it validates, posts and arrives without any script.
//!
//! The markup is also where behaviour is attached later, on our pages and in the shadow root on others: `data-lw-form` on the
//! form, `data-lw-field` on each answer, an empty error line beside it, and a summary and a status line to speak through.

use super::controls::{Names, check, error_line, field};
use super::reader::Reader;
use super::thanks::success_in_waiting;
use crate::campaign::{ConsentItem, Form, Notice, Runtime, Text};
use crate::drawing::{Element, Node, el};
use crate::texts::filled;

/// `page` is where the form stands, and `next` the page that a post without scripts ends on.
#[must_use]
pub fn form(runtime: &Runtime, id: &str, form: &Form, page: &str, next: &str, reader: &Reader) -> Vec<Node> {
    let drawn = el("form", "lw-form")
        .attr("data-lw-form", id)
        .attr("method", "post")
        .attr("action", &form.native.url)
        .attr("accept-charset", "utf-8")
        .attr("part", "form")
        .each(
            &[("_campaign", runtime.id.as_str()), ("_form", id), ("_locale", reader.locale), ("_page", page), ("_next", next)],
            |(name, value)| el("input", "").attr("type", "hidden").attr("name", name).attr("value", value),
        )
        .child(el("div", "lw-summary").attr("data-lw-summary", "").attr("tabindex", "-1").attr("role", "alert").flag("hidden", true))
        .child(el("div", "lw-fields").each(&form.fields, |one| field(one, id, reader)))
        .maybe((!form.consent.is_empty()).then(|| consent_items(&form.consent, id, reader)))
        .child(
            el("button", "lw-submit")
                .attr("type", "submit")
                .attr("part", "submit")
                .attr("data-lw-submit", "")
                .nodes(reader.say(&form.submit)),
        )
        .child(el("p", "lw-status").attr("role", "status").attr("data-lw-status", "").flag("hidden", true))
        .child(controller_line(&runtime.controller, &runtime.privacy_url, reader));
    vec![drawn.into(), success_in_waiting(form, reader).into()]
}

fn consent_items(items: &[ConsentItem], form: &str, reader: &Reader) -> Element {
    el("fieldset", "lw-consents")
        .child(el("legend", "lw-legend").text(&reader.texts.consent))
        .each(items, |item| consent_item(item, form, reader))
}

// Never ticked beforehand: a choice that was not made is none.
fn consent_item(item: &ConsentItem, form: &str, reader: &Reader) -> Element {
    let name = ["consent.", &item.purpose].concat();
    let ids = Names::new(form, &["consent-", &item.purpose].concat());
    let notices_id = (!item.notices.is_empty()).then(|| ids.notices());
    let described_by = notices_id.iter().fold(ids.error(), |all, notices| [notices, " ", &all].concat());
    let (mark_class, mark) =
        if item.required { ("lw-mark lw-needed", &reader.texts.required) } else { ("lw-mark", &reader.texts.optional) };
    let label = el("label", "lw-label")
        .attr("for", &ids.control())
        .attr("part", "label")
        .child(el("span", mark_class).text(mark))
        .text(" ")
        .nodes(reader.say(&item.text));
    let choice = el("div", "lw-choice")
        .child(check("checkbox", &ids.control(), &name, "granted", item.required).attr("aria-describedby", &described_by))
        .child(label);
    el("div", "lw-field lw-consent")
        .attr("data-lw-field", &name)
        .attr("part", "field")
        .child(choice)
        .maybe(notices_id.map(|id| notices(&id, &item.notices, reader)))
        .child(error_line(&ids))
}

fn notices(id: &str, notices: &[(Notice, Text)], reader: &Reader) -> Element {
    el("dl", "lw-notices").attr("id", id).each(notices, |(notice, text)| {
        el("div", "").child(el("dt", "").text(notice_name(*notice, reader))).child(el("dd", "").nodes(reader.say(text)))
    })
}

fn notice_name<'a>(notice: Notice, reader: &Reader<'a>) -> &'a str {
    match notice {
        Notice::Items => &reader.texts.items,
        Notice::Use => &reader.texts.use_of_items,
        Notice::Keep => &reader.texts.keep,
        Notice::Refusal => &reader.texts.refusal,
    }
}

// In a tab of its own: whoever reads it must find the half-filled form again.
fn controller_line(controller: &Text, privacy_url: &str, reader: &Reader) -> Element {
    let link = el("a", "").attr("href", privacy_url).attr("target", "_blank").attr("rel", "noopener").text(&reader.texts.privacy);
    el("p", "lw-controller").text(&filled(&reader.texts.controller, "controller", &reader.read(controller))).text(" ").child(link)
}
