//! A form as the browser itself understands it: it validates, posts and arrives without any script.
//!
//! The markup is also where behaviour is attached later, on our pages and in the shadow root on others: `data-lw-form` on the
//! form, `data-lw-field` on each answer, an empty error line beside it, and a summary and a status line to speak through.

use leptos::prelude::*;

use super::controls::{Names, error_line, field};
use super::reader::Reader;
use super::thanks::success_in_waiting;
use crate::campaign::{ConsentItem, Form, Notice, Runtime, Text};
use crate::texts::filled;

/// `page` is where the form stands, and `next` the page that a post without scripts ends on.
#[must_use]
pub fn form(runtime: &Runtime, id: &str, form: &Form, page: &str, next: &str, reader: &Reader) -> impl IntoView + use<> {
    let fields = form.fields.iter().map(|one| field(one, id, reader)).collect_view();
    view! {
        <form class="lw-form" data-lw-form={id.to_owned()} method="post" action={form.native.url.clone()} accept-charset="utf-8" part="form">
            {hidden_inputs(&runtime.id, id, page, next, reader)}
            <div class={"lw-summary"} data-lw-summary="" tabindex="-1" role="alert" hidden></div>
            <div class="lw-fields">{fields}</div>
            {consent_items(&form.consent, id, reader)}
            <button type="submit" class="lw-submit" part="submit" data-lw-submit="">{reader.read(&form.submit)}</button>
            <p class={"lw-status"} role="status" data-lw-status="" hidden></p>
            {controller_line(&runtime.controller, &runtime.privacy_url, reader)}
        </form>
        {success_in_waiting()}
    }
}

fn hidden_inputs(campaign: &str, form: &str, page: &str, next: &str, reader: &Reader) -> impl IntoView + use<> {
    let inputs = [("_campaign", campaign), ("_form", form), ("_locale", reader.locale), ("_page", page), ("_next", next)];
    inputs.map(|(name, value)| view! { <input type="hidden" name={name} value={value.to_owned()} /> }).into_iter().collect_view()
}

fn consent_items(items: &[ConsentItem], form: &str, reader: &Reader) -> Option<impl IntoView + use<>> {
    let shown = items.iter().map(|item| consent_item(item, form, reader)).collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <fieldset class="lw-consents">
                <legend class="lw-legend">{reader.texts.consent.to_string()}</legend>
                {shown}
            </fieldset>
        }
    })
}

// Never ticked beforehand: a choice that was not made is none.
fn consent_item(item: &ConsentItem, form: &str, reader: &Reader) -> impl IntoView + use<> {
    let name = format!("consent.{}", item.purpose);
    let ids = Names::new(form, &format!("consent-{}", item.purpose));
    let notices_id = (!item.notices.is_empty()).then(|| ids.notices());
    let described_by = notices_id.iter().fold(ids.error(), |all, notices| format!("{notices} {all}"));
    let (mark_class, mark) =
        if item.required { ("lw-mark lw-needed", &reader.texts.required) } else { ("lw-mark", &reader.texts.optional) };
    view! {
        <div class="lw-field lw-consent" data-lw-field={name.clone()} part="field">
            <div class="lw-choice">
                <input
                    type="checkbox"
                    class="lw-input lw-check"
                    part="input"
                    id={ids.control()}
                    name={name.clone()}
                    value="granted"
                    required={item.required}
                    aria-describedby={described_by}
                />
                <label class="lw-label" for={ids.control()} part="label">
                    <span class={mark_class}>{mark.clone()}</span>
                    " "
                    {reader.read(&item.text)}
                </label>
            </div>
            {notices_id.map(|id| notices(id, &item.notices, reader))}
            {error_line(&ids)}
        </div>
    }
}

fn notices(id: String, notices: &[(Notice, Text)], reader: &Reader) -> impl IntoView + use<> {
    let row = |(notice, text): &(Notice, Text)| {
        view! { <div><dt>{notice_name(*notice, reader)}</dt><dd>{reader.read(text)}</dd></div> }
    };
    view! { <dl class="lw-notices" id={id}>{notices.iter().map(row).collect_view()}</dl> }
}

fn notice_name(notice: Notice, reader: &Reader) -> String {
    let name = match notice {
        Notice::Items => &reader.texts.items,
        Notice::Use => &reader.texts.use_of_items,
        Notice::Keep => &reader.texts.keep,
        Notice::Refusal => &reader.texts.refusal,
    };
    name.to_string()
}

// In a tab of its own: whoever reads it must find the half-filled form again.
fn controller_line(controller: &Text, privacy_url: &str, reader: &Reader) -> impl IntoView + use<> {
    let who = filled(&reader.texts.controller, "controller", &reader.read(controller));
    view! {
        <p class="lw-controller">
            {who}
            " "
            <a href={privacy_url.to_owned()} target="_blank" rel="noopener">{reader.texts.privacy.to_string()}</a>
        </p>
    }
}
