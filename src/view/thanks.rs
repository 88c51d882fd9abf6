//! What a visitor reads after submitting: in place of the form, or on a page of its own where scripts are off.

use super::blocks::{call, call_to_file};
use super::form::{Place, form};
use super::icon::icon;
use super::page::frame;
use super::reader::{Reader, thanks_page_of};
use crate::campaign::written::{Block, form_shown};
use crate::campaign::{Campaign, Form, Part};
use crate::digits::{decimal, digits};
use crate::drawing::{Element, Node, el};
use crate::search::{split_once, up_to};
use crate::texts::filled;

/// The place behind a form where its thanks will stand: what each outcome says, of which the runtime shows one, a line for what
/// it has to say itself, and a copy of what was agreed to.
pub fn success_in_waiting(place: &Place, reader: &Reader) -> Element {
    let mut success = success().flag("hidden", true).child(el("p", "lw-success-text"));
    for (index, outcome) in place.form.outcomes().into_iter().enumerate() {
        let index = digits(index as u64);
        success = success.child(self::outcome(&index, outcome, place, reader).attr("data-lw-outcome", &index).flag("hidden", true));
    }
    success.maybe((!place.form.consent().is_empty()).then(|| receipt(place, reader)))
}

fn outcome(index: &str, outcome: Part, place: &Place, reader: &Reader) -> Element {
    let mut drawn = el("div", "lw-outcome");
    for action in outcome.list("do") {
        drawn = match action.word_if("form") {
            Some(next) => drawn.nodes(offered(next, index, place, reader)),
            None => drawn.maybe(drawn_action(action, reader)),
        };
    }
    drawn
}

/// The form to fill in next. It offers none itself: two forms that offer each other have no end.
fn offered(id: &str, outcome: &str, after: &Place, reader: &Reader) -> Vec<Node> {
    let wanted = after.runtime.forms.get(id).filter(|_| after.offered_by.is_none());
    let next = reader.thanks_path(id);
    wanted.map_or_else(Vec::new, |wanted| form(&Place { id, form: wanted, next: &next, offered_by: Some(outcome), ..*after }, reader))
}

fn drawn_action(action: Part, reader: &Reader) -> Option<Element> {
    if action.has("message") {
        return Some(el("p", "lw-success-words").nodes(reader.say_part(action, "message")));
    }
    if let Some(view) = action.part("view") {
        return Some(result(view, reader));
    }
    if let Some(booking) = action.part("booking") {
        return Some(book(booking, reader));
    }
    if let Some(download) = action.part("download") {
        let label = label(download, reader.texts.download(), reader);
        return Some(call_to_file(download.word("file"), download.word("name"), &label, reader));
    }
    action.part("calendar").map(|calendar| add_to_calendar(calendar, reader))
}

/// The author's words on a button, or the usual ones.
fn label(part: Part, usual: &str, reader: &Reader) -> String {
    if part.has("label") { reader.read_part(part, "label") } else { usual.to_owned() }
}

fn result(view: Part, reader: &Reader) -> Element {
    let text = view.text("text").map(|text| el("div", "lw-result-text").nodes(reader.say_sections(&text)));
    let cta = view.part("cta").map(|cta| call(cta, "lw-button", reader));
    el("div", "lw-result").child(el("p", "lw-result-title").nodes(reader.say_part(view, "title"))).maybe(text).maybe(cta)
}

// What the link carries is put in when the form was sent, from the answers the author names.
fn book(booking: Part, reader: &Reader) -> Element {
    let carried = booking.object("carry").into_iter().flatten().filter_map(|(name, field)| Some([name, "=", field.as_str()?].concat()));
    let carried: Vec<String> = carried.collect();
    el("a", "lw-button")
        .attr("href", booking.word("url"))
        .attr_if("data-lw-carry", (!carried.is_empty()).then(|| carried.join(" ")).as_deref())
        .marks("target=_blank rel=noopener")
        .child(icon("calendar"))
        .text(&label(booking, reader.texts.choose_time(), reader))
}

// An aid makes the file, of what stands here and of what the message says; it has the words for it.
fn receipt(place: &Place, reader: &Reader) -> Element {
    let runtime = place.runtime;
    let receivers: Vec<&str> = runtime.receivers().into_iter().map(|receiver| host(receiver.word("url"))).collect();
    el("button", "lw-receipt")
        .attr("type", "button")
        .attr("data-lw-receipt", &reader.read(&runtime.controller))
        .attr("data-lw-address", &reader.read(&runtime.address))
        .attr("data-lw-contact", &runtime.contact)
        .attr("data-lw-privacy", &runtime.privacy_url)
        .attr("data-lw-receivers", &receivers.join(" "))
        .flag("hidden", true)
        .text(reader.texts.keep_receipt())
}

/// `hooks.example.net` of an address.
fn host(url: &str) -> &str {
    let rest = split_once(url, "://").map_or(url, |(_, rest)| rest);
    up_to(up_to(up_to(rest, '/'), '?'), '#')
}

// The page's own script makes the file; what it needs stands here.
fn add_to_calendar(calendar: Part, reader: &Reader) -> Element {
    let starts = calendar.part("starts");
    let text = |key: &str| calendar.text(key).map(|text| reader.read(&text));
    let links: Vec<String> = calendar.words("links").into_iter().map(|link| link_to(link, reader)).collect();
    el("button", "lw-button lw-quiet")
        .attr("type", "button")
        .attr("data-lw-calendar", &reader.read_part(calendar, "title"))
        .attr_if("data-lw-text", text("text").as_deref())
        .attr_if("data-lw-place", text("place").as_deref())
        .attr_if("data-lw-from", calendar.word_if("field"))
        .attr_if("data-lw-at", starts.map(|starts| starts.word("at")))
        .attr_if("data-lw-zone", starts.map(|starts| starts.word("zone")))
        .attr("data-lw-minutes", &decimal(calendar.number("minutes").unwrap_or(60.0)))
        .attr_if("data-lw-links", (!links.is_empty()).then(|| links.join("|")).as_deref())
        // Only a script can make it.
        .flag("hidden", true)
        .child(icon("calendar"))
        .text(reader.texts.add_to_calendar())
}

/// A calendar on the web with the words on its link, for the same script.
fn link_to(calendar: &str, reader: &Reader) -> String {
    let name = if calendar == "google" { "Google Calendar" } else { "Outlook" };
    [calendar, "=", &filled(reader.texts.add_to(), "calendar", name)].concat()
}

/// Everything inside `<body>` of `thanks/FORM/`, where a form posted without scripts ends.
#[must_use]
pub fn thanks_page(campaign: &Campaign, form_id: &str, form: &Form, reader: &Reader) -> Vec<Node> {
    // Without scripts nothing is scored, so only an entry without a condition can be meant.
    let everyone = form.outcomes().into_iter().find(|outcome| !outcome.has("when")).map(|entry| entry.list("do")).unwrap_or_default();
    let message = everyone.iter().find(|action| action.has("message")).map(|action| reader.read_part(*action, "message"));
    let mut success = success().child(el("h1", "lw-success-text").text(message.as_deref().unwrap_or(reader.texts.received())));
    for action in everyone.iter().filter(|action| action.has("download")) {
        success = success.maybe(drawn_action(*action, reader));
    }
    let back = link(&reader.path(page_with(campaign, form_id)), reader.texts.back_to_page());
    frame(campaign, &thanks_page_of(form_id), vec![el("section", "lw-section lw-thanks").child(success).child(back).into()], reader)
}

/// Everything inside `<body>` where no page is.
#[must_use]
pub fn not_found(campaign: &Campaign, reader: &Reader) -> Vec<Node> {
    let words = el("h1", "lw-success-text").text(reader.texts.not_found());
    let back = link(&reader.path("/"), reader.texts.back_to_start());
    frame(campaign, "/", vec![el("section", "lw-section lw-thanks").child(words).child(back).into()], reader)
}

fn success() -> Element {
    el("div", "lw-success").marks("part=success tabindex=-1 data-lw-success").child(icon("check"))
}

fn link(to: &str, words: &str) -> Element {
    el("a", "lw-button lw-quiet").attr("href", to).text(words)
}

/// The first page that shows the form, else the first of the site.
fn page_with<'a>(campaign: &'a Campaign, form_id: &str) -> &'a str {
    let shows = |block: &Block| form_shown(block.content.part()) == Some(form_id);
    campaign.pages.iter().find(|page| page.blocks.iter().any(shows)).map_or("/", |page| page.path.as_str())
}
