//! What a visitor reads after submitting: in place of the form, or on a page of its own where scripts are off.

use super::blocks::{call, call_to_file};
use super::form::{Place, form};
use super::icon::icon;
use super::page::frame;
use super::reader::{Reader, thanks_page_of};
use crate::campaign::written::{Action, Block, Booking, Calendar, CalendarLink, Icon, Outcome, ResultView};
use crate::campaign::{Campaign, Form};
use crate::drawing::{Element, Node, el};
use crate::texts::filled;

/// The place behind a form where its thanks will stand: what each outcome says, of which the runtime shows one, a line for what
/// it has to say itself, and a copy of what was agreed to.
pub fn success_in_waiting(place: &Place, reader: &Reader) -> Element {
    let mut success = success().flag("hidden", true).child(el("p", "lw-success-text"));
    for (index, outcome) in place.form.then.iter().enumerate() {
        success = success.child(self::outcome(outcome, place, reader).attr("data-lw-outcome", &index.to_string()).flag("hidden", true));
    }
    success.maybe((!place.form.consent.is_empty()).then(|| receipt(place, reader)))
}

fn outcome(outcome: &Outcome, place: &Place, reader: &Reader) -> Element {
    let mut drawn = el("div", "lw-outcome");
    for action in &outcome.actions {
        drawn = match &action.form {
            Some(next) => drawn.nodes(offered(next, place, reader)),
            None => drawn.maybe(drawn_action(action, reader)),
        };
    }
    drawn
}

/// The form to fill in next. It offers none itself: two forms that offer each other have no end.
fn offered(id: &str, after: &Place, reader: &Reader) -> Vec<Node> {
    let wanted = after.runtime.forms.get(id).filter(|_| !after.is_offered);
    let next = reader.thanks_path(id);
    wanted.map_or_else(Vec::new, |wanted| form(&Place { id, form: wanted, next: &next, is_offered: true, ..*after }, reader))
}

fn drawn_action(action: &Action, reader: &Reader) -> Option<Element> {
    if let Some(message) = &action.message {
        return Some(el("p", "lw-success-words").nodes(reader.say(message)));
    }
    if let Some(view) = &action.view {
        return Some(result(view, reader));
    }
    if let Some(booking) = &action.booking {
        return Some(book(booking, reader));
    }
    if let Some(download) = &action.download {
        let label = download.label.as_ref().map_or_else(|| reader.texts.download.to_string(), |label| reader.read(label));
        return Some(call_to_file(&download.file, download.name.as_deref(), &label, reader));
    }
    action.calendar.as_ref().map(|calendar| add_to_calendar(calendar, reader))
}

fn result(view: &ResultView, reader: &Reader) -> Element {
    el("div", "lw-result")
        .child(el("p", "lw-result-title").nodes(reader.say(&view.title)))
        .maybe(view.text.as_ref().map(|text| el("div", "lw-result-text").nodes(reader.say_sections(text))))
        .maybe(view.cta.as_ref().map(|cta| call(cta, "lw-button", reader)))
}

// What the link carries is put in by the runtime, from the answers the author names.
fn book(booking: &Booking, reader: &Reader) -> Element {
    let label = booking.label.as_ref().map_or_else(|| reader.texts.choose_time.to_string(), |label| reader.read(label));
    let carry: Vec<String> = booking.carry.iter().map(|(parameter, field)| [parameter, "=", field].concat()).collect();
    el("a", "lw-button")
        .attr("href", &booking.url)
        .attr_if("data-lw-carry", (!carry.is_empty()).then(|| carry.join(" ")).as_deref())
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .child(icon(Icon::Calendar))
        .text(&label)
}

// An aid makes the file, of these words and of what the message says.
fn receipt(place: &Place, reader: &Reader) -> Element {
    let (texts, runtime) = (reader.texts, place.runtime);
    let (controller, address) = (reader.read(&runtime.controller), reader.read(&runtime.address));
    let withdraw = filled(&texts.withdraw, "contact", &runtime.contact);
    let words: [(&str, &str); 15] = [
        ("title", &texts.receipt),
        ("controller", &controller),
        ("address", &address),
        ("contact", &runtime.contact),
        ("privacy_url", &runtime.privacy_url),
        ("withdraw", &withdraw),
        ("text", &texts.receipt_text),
        ("state", &texts.receipt_state),
        ("granted", &texts.agreed),
        ("pending", &texts.agreed_pending),
        ("denied", &texts.not_agreed),
        ("hash", &texts.receipt_hash),
        ("at", &texts.receipt_time),
        ("recipients", &texts.receipt_receivers),
        ("campaign", &texts.receipt_campaign),
    ];
    let word = |key: &str, word: &str| el("span", "").attr("data-lw-word", key).flag("hidden", true).text(word);
    el("button", "lw-receipt")
        .attr("type", "button")
        .attr("data-lw-receipt", "")
        .flag("hidden", true)
        .text(&texts.keep_receipt)
        .each(&words, |(key, text)| word(key, text))
        .each(&runtime.destinations, |receiver| word("receiver", host(&receiver.url)))
}

/// `hooks.example.net` of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
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
        .attr_if("data-lw-links", links(calendar, reader).as_deref())
        // Only a script can make it.
        .flag("hidden", true)
        .child(icon(Icon::Calendar))
        .text(&reader.texts.add_to_calendar)
}

/// Names of calendars on the web with the words on their links, for the same script.
fn links(calendar: &Calendar, reader: &Reader) -> Option<String> {
    let link = |link: &CalendarLink| match link {
        CalendarLink::Google => ["google=", &filled(&reader.texts.add_to, "calendar", "Google Calendar")].concat(),
        CalendarLink::Outlook => ["outlook=", &filled(&reader.texts.add_to, "calendar", "Outlook")].concat(),
    };
    let links: Vec<String> = calendar.links.iter().map(link).collect();
    (!links.is_empty()).then(|| links.join("|"))
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
