//! What a visitor reads after submitting: in place of the form, or on a page of its own where scripts are off.

use leptos::prelude::*;

use super::icon::icon;
use super::page::frame;
use super::reader::{Reader, thanks_page_of};
use crate::campaign::written::{Block, Icon};
use crate::campaign::{Campaign, Form};

/// The place behind a form where its thanks will stand; the runtime puts the words in and shows it.
pub fn success_in_waiting() -> impl IntoView + use<> {
    let words = view! { <p class={"lw-success-text"}></p> };
    view! { <div class="lw-success" part="success" tabindex="-1" data-lw-success="" hidden>{icon(Icon::Check)}{words}</div> }
}

/// Everything inside `<body>` of `thanks/FORM/`, where a form posted without scripts ends.
#[must_use]
pub fn thanks_page(campaign: &Campaign, form_id: &str, form: &Form, reader: &Reader) -> impl IntoView + use<> {
    let message = message_for_everyone(form, reader).unwrap_or_else(|| reader.texts.received.to_string());
    let words = view! { <h1 class="lw-success-text">{message}</h1> };
    let content = view! {
        <section class="lw-section lw-thanks">
            {success_with(words)}
            <a class="lw-button lw-quiet" href={reader.path(page_with(campaign, form_id))}>{reader.texts.back_to_page.to_string()}</a>
        </section>
    };
    frame(campaign, &thanks_page_of(form_id), content, reader)
}

/// Everything inside `<body>` where no page is.
pub fn not_found(campaign: &Campaign, reader: &Reader) -> impl IntoView + use<> {
    let content = view! {
        <section class="lw-section lw-thanks">
            <h1 class="lw-success-text">{reader.texts.not_found.to_string()}</h1>
            <a class="lw-button lw-quiet" href={reader.path("/")}>{reader.texts.back_to_start.to_string()}</a>
        </section>
    };
    frame(campaign, "/", content, reader)
}

fn success_with<V: IntoView>(words: V) -> impl IntoView + use<V> {
    view! { <div class="lw-success" part="success" tabindex="-1" data-lw-success="">{icon(Icon::Check)}{words}</div> }
}

// Without scripts nothing is scored, so only an entry without a condition can be meant.
fn message_for_everyone(form: &Form, reader: &Reader) -> Option<String> {
    let unconditional = form.then.iter().filter(|outcome| outcome.when.is_none());
    let message = unconditional.flat_map(|outcome| &outcome.actions).find_map(|action| action.message.as_ref())?;
    Some(reader.read(message))
}

/// The first page that shows the form, else the first of the site.
fn page_with<'a>(campaign: &'a Campaign, form_id: &str) -> &'a str {
    let shows = |block: &Block| matches!(block, Block::Form(block) if block.form == form_id);
    campaign.pages.iter().find(|page| page.blocks.iter().any(shows)).map_or("/", |page| page.path.as_str())
}
