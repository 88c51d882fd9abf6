//! What a visitor reads after submitting: in place of the form, or on a page of its own where scripts are off.

use super::blocks::call_to_file;
use super::icon::icon;
use super::page::frame;
use super::reader::{Reader, thanks_page_of};
use crate::campaign::written::{Action, Block, Calendar, Icon, Outcome};
use crate::campaign::{Campaign, Form};
use crate::drawing::{Element, Node, el};

/// The place behind a form where its thanks will stand: what each outcome says, of which the runtime shows one, and a line for
/// what it has to say itself.
pub fn success_in_waiting(form: &Form, reader: &Reader) -> Element {
    let mut success = success().flag("hidden", true).child(el("p", "lw-success-text"));
    for (index, outcome) in form.then.iter().enumerate() {
        success = success.child(self::outcome(outcome, reader).attr("data-lw-outcome", &index.to_string()).flag("hidden", true));
    }
    success
}

fn outcome(outcome: &Outcome, reader: &Reader) -> Element {
    let mut drawn = el("div", "lw-outcome");
    for action in &outcome.actions {
        drawn = drawn.maybe(drawn_action(action, reader));
    }
    drawn
}

fn drawn_action(action: &Action, reader: &Reader) -> Option<Element> {
    if let Some(message) = &action.message {
        return Some(el("p", "lw-success-words").nodes(reader.say(message)));
    }
    if let Some(download) = &action.download {
        let label = download.label.as_ref().map_or_else(|| reader.texts.download.to_string(), |label| reader.read(label));
        return Some(call_to_file(&download.file, &label, reader));
    }
    action.calendar.as_ref().map(|calendar| add_to_calendar(calendar, reader))
}

// The page's own script makes the file; what it needs stands here.
fn add_to_calendar(calendar: &Calendar, reader: &Reader) -> Element {
    let text = |text: &Option<crate::campaign::Text>| text.as_ref().map(|text| reader.read(text));
    el("button", "lw-button lw-quiet")
        .attr("type", "button")
        .attr("data-lw-calendar", &reader.read(&calendar.title))
        .attr_if("data-lw-text", text(&calendar.text).as_deref())
        .attr_if("data-lw-place", text(&calendar.place).as_deref())
        .attr_if("data-lw-from", calendar.field.as_deref())
        .attr_if("data-lw-at", calendar.starts.as_ref().map(|starts| starts.at.as_str()))
        .attr_if("data-lw-zone", calendar.starts.as_ref().map(|starts| starts.zone.as_str()))
        .attr("data-lw-minutes", &calendar.minutes.unwrap_or(60).to_string())
        // Only a script can make it.
        .flag("hidden", true)
        .child(icon(Icon::Calendar))
        .text(&reader.texts.add_to_calendar)
}

/// Everything inside `<body>` of `thanks/FORM/`, where a form posted without scripts ends.
#[must_use]
pub fn thanks_page(campaign: &Campaign, form_id: &str, form: &Form, reader: &Reader) -> Vec<Node> {
    // Without scripts nothing is scored, so only an entry without a condition can be meant.
    let everyone = form.then.iter().find(|outcome| outcome.when.is_none()).map(|entry| entry.actions.as_slice()).unwrap_or_default();
    let message = everyone.iter().find_map(|action| action.message.as_ref()).map(|message| reader.read(message));
    let mut success = success().child(el("h1", "lw-success-text").text(message.as_deref().unwrap_or(&reader.texts.received)));
    for action in everyone.iter().filter(|action| action.download.is_some()) {
        success = success.maybe(drawn_action(action, reader));
    }
    let back = link(&reader.path(page_with(campaign, form_id)), &reader.texts.back_to_page);
    frame(campaign, &thanks_page_of(form_id), vec![el("section", "lw-section lw-thanks").child(success).child(back).into()], reader)
}

/// Everything inside `<body>` where no page is.
#[must_use]
pub fn not_found(campaign: &Campaign, reader: &Reader) -> Vec<Node> {
    let words = el("h1", "lw-success-text").text(&reader.texts.not_found);
    let back = link(&reader.path("/"), &reader.texts.back_to_start);
    frame(campaign, "/", vec![el("section", "lw-section lw-thanks").child(words).child(back).into()], reader)
}

fn success() -> Element {
    el("div", "lw-success").attr("part", "success").attr("tabindex", "-1").attr("data-lw-success", "").child(icon(Icon::Check))
}

fn link(to: &str, words: &str) -> Element {
    el("a", "lw-button lw-quiet").attr("href", to).text(words)
}

/// The first page that shows the form, else the first of the site.
fn page_with<'a>(campaign: &'a Campaign, form_id: &str) -> &'a str {
    let shows = |block: &Block| block.content.form() == Some(form_id);
    campaign.pages.iter().find(|page| page.blocks.iter().any(shows)).map_or("/", |page| page.path.as_str())
}
