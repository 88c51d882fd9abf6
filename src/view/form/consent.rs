//! Consent items: what is agreed to, with what belongs to an informed choice, and a box that is never ticked beforehand.

use super::field::{check, error_line, may_be_left_out};
use super::{Names, Place};
use crate::campaign::Part;
use crate::digits::decimal;
use crate::drawing::{Element, Node, el};
use crate::texts::filled;
use crate::view::reader::Reader;

/// The items that no field places: those that are needed first, then those that may be declined.
pub fn items(place: &Place, reader: &Reader) -> Option<Element> {
    let unplaced: Vec<Part> = place.form.consent().into_iter().filter(|item| !item.flag("placed")).collect();
    if unplaced.is_empty() {
        return None;
    }
    let (needed, optional): (Vec<Part>, Vec<Part>) = unplaced.into_iter().partition(|item| item.flag("required"));
    let group =
        |items: Vec<Part>| (!items.is_empty()).then(|| el("div", "lw-consent-group").each(items, |one| item(one, false, place, reader)));
    let drawn = el("fieldset", "lw-consents").child(el("legend", "lw-legend").text(reader.texts.consent()));
    Some(drawn.maybe(group(needed)).maybe(group(optional)))
}

/// The item that stands where a field places it.
pub fn placed(field: Part, place: &Place, reader: &Reader) -> Option<Element> {
    let wanted = place.form.consent().into_iter().find(|item| item.word("purpose") == field.word("purpose"))?;
    Some(item(wanted, may_be_left_out(field), place, reader))
}

fn item(item: Part, may_be_left_out: bool, place: &Place, reader: &Reader) -> Element {
    let (purpose, required) = (item.word("purpose"), item.flag("required"));
    let name = ["consent.", purpose].concat();
    let ids = place.names(&["consent-", purpose].concat());
    let notices = notices(item, &ids, reader);
    let described_by = if notices.is_some() { [&ids.notices(), " ", &ids.error()].concat() } else { ids.error() };
    let (mark_class, mark) = if required { ("lw-mark lw-needed", reader.texts.required()) } else { ("lw-mark", reader.texts.optional()) };
    let label = el("label", "lw-label")
        .attr("for", &ids.control())
        .attr("part", "label")
        .child(el("span", mark_class).text(mark))
        .text(" ")
        .child(el("span", "").attr("data-lw-consent-text", "").nodes(reader.say_part(item, "text")));
    let choice = el("div", "lw-choice")
        .child(check("checkbox", &ids.control(), &name, "granted", required && !may_be_left_out).attr("aria-describedby", &described_by))
        .child(label);
    el("div", "lw-field lw-consent")
        .attr("data-lw-field", &name)
        .flag("data-lw-when", may_be_left_out)
        .attr("data-lw-say-required", reader.texts.error_consent())
        .attr("part", "field")
        .child(choice)
        .maybe(notices)
        .child(error_line(&ids))
}

/// What belongs to an informed choice; the four notices that Korean law asks for come first.
fn notices(item: Part, ids: &Names, reader: &Reader) -> Option<Element> {
    let texts = reader.texts;
    let mut rows: Vec<(&str, Vec<Node>)> = Vec::new();
    for (key, name) in [("items", texts.items()), ("use", texts.use_of_items()), ("keep", texts.keep()), ("refusal", texts.refusal())] {
        if item.has(key) {
            rows.push((name, reader.say_part(item, key)));
        }
    }
    for recipient in item.list("recipients") {
        let read = |key: &str, before: &str, after: &str| {
            if recipient.has(key) { [before, &reader.read_part(recipient, key), after].concat() } else { String::new() }
        };
        rows.push((
            texts.recipients(),
            vec![Node::Text([read("name", "", ""), read("country", " (", ")"), read("how", ": ", "")].concat())],
        ));
    }
    let channels = channels(item, reader);
    if !channels.is_empty() {
        rows.push((texts.channels(), vec![Node::Text(channels)]));
    }
    let age = item.number("min_age").map(|age| filled(texts.min_age(), "age", &decimal(age)));
    if rows.is_empty() && age.is_none() {
        return None;
    }
    let mut list = el("dl", "");
    for (name, text) in rows {
        list = list.child(el("div", "").child(el("dt", "").text(name)).child(el("dd", "").nodes(text)));
    }
    Some(el("div", "lw-notices").attr("id", &ids.notices()).child(list).maybe(age.map(|age| el("p", "").text(&age))))
}

fn channels(item: Part, reader: &Reader) -> String {
    let texts = reader.texts;
    let mut said = String::new();
    for channel in item.words("channels") {
        let name = match channel {
            "email" => texts.email(),
            "sms" => texts.sms(),
            "phone" => texts.phone(),
            "kakao" => texts.kakao(),
            _ => texts.post(),
        };
        if !said.is_empty() {
            said.push_str(", ");
        }
        said.push_str(name);
    }
    if item.flag("night") && !said.is_empty() {
        said.push_str(", ");
        said.push_str(texts.night());
    }
    said
}
