//! Consent items: what is agreed to, with what belongs to an informed choice, and a box that is never ticked beforehand.

use super::field::{check, error_line};
use super::{Names, Place};
use crate::campaign::written::{Channel, Field};
use crate::campaign::{ConsentItem, Notice};
use crate::drawing::{Element, Node, el};
use crate::texts::filled;
use crate::view::reader::Reader;

/// The items that no field places: those that are needed first, then those that may be declined.
pub fn items(place: &Place, reader: &Reader) -> Option<Element> {
    let unplaced: Vec<&ConsentItem> = place.form.consent.iter().filter(|item| !item.placed).collect();
    if unplaced.is_empty() {
        return None;
    }
    let (needed, optional): (Vec<_>, Vec<_>) = unplaced.into_iter().partition(|item| item.required);
    let group = |items: Vec<&ConsentItem>| {
        (!items.is_empty()).then(|| el("div", "lw-consent-group").each(&items, |one| item(one, false, place, reader)))
    };
    let drawn = el("fieldset", "lw-consents").child(el("legend", "lw-legend").text(&reader.texts.consent));
    Some(drawn.maybe(group(needed)).maybe(group(optional)))
}

/// The item that stands where a field places it.
pub fn placed(field: &Field, place: &Place, reader: &Reader) -> Option<Element> {
    let wanted = place.form.consent.iter().find(|item| Some(&item.purpose) == field.purpose.as_ref())?;
    Some(item(wanted, super::field::may_be_left_out(field), place, reader))
}

fn item(item: &ConsentItem, may_be_left_out: bool, place: &Place, reader: &Reader) -> Element {
    let name = ["consent.", &item.purpose].concat();
    let ids = place.names(&["consent-", &item.purpose].concat());
    let notices = notices(item, &ids, reader);
    let notices_id = notices.as_ref().map(|_| ids.notices());
    let described_by = notices_id.iter().fold(ids.error(), |all, notices| [notices, " ", &all].concat());
    let (mark_class, mark) =
        if item.required { ("lw-mark lw-needed", &reader.texts.required) } else { ("lw-mark", &reader.texts.optional) };
    let label = el("label", "lw-label")
        .attr("for", &ids.control())
        .attr("part", "label")
        .child(el("span", mark_class).text(mark))
        .text(" ")
        .child(el("span", "").attr("data-lw-consent-text", "").nodes(reader.say(&item.text)));
    let needed = item.required && !may_be_left_out;
    let choice = el("div", "lw-choice")
        .child(check("checkbox", &ids.control(), &name, "granted", needed).attr("aria-describedby", &described_by))
        .child(label);
    el("div", "lw-field lw-consent")
        .attr("data-lw-field", &name)
        .flag("data-lw-when", may_be_left_out)
        .attr("data-lw-say-required", &reader.texts.error_consent)
        .attr("part", "field")
        .child(choice)
        .maybe(notices)
        .child(error_line(&ids))
}

fn notices(item: &ConsentItem, ids: &Names, reader: &Reader) -> Option<Element> {
    let texts = reader.texts;
    let mut rows: Vec<(&str, Vec<Node>)> = Vec::new();
    for (notice, text) in &item.notices {
        rows.push((notice_name(*notice, reader), reader.say(text)));
    }
    for recipient in &item.recipients {
        let country = recipient.country.as_ref().map(|country| [" (", &reader.read(country), ")"].concat()).unwrap_or_default();
        let how = recipient.how.as_ref().map(|how| [": ", &reader.read(how)].concat()).unwrap_or_default();
        rows.push((&texts.recipients, vec![Node::Text([reader.read(&recipient.name), country, how].concat())]));
    }
    if !item.channels.is_empty() {
        let names: Vec<&str> = item.channels.iter().map(|channel| channel_name(*channel, reader)).collect();
        let night = if item.night { [", ", &texts.night].concat() } else { String::new() };
        rows.push((&texts.channels, vec![Node::Text([names.join(", "), night].concat())]));
    }
    let age = item.min_age.map(|age| filled(&texts.min_age, "age", &age.to_string()));
    if rows.is_empty() && age.is_none() {
        return None;
    }
    let drawn = el("div", "lw-notices").attr("id", &ids.notices());
    let rows = (!rows.is_empty()).then(|| {
        rows.into_iter().fold(el("dl", ""), |list, (name, text)| {
            list.child(el("div", "").child(el("dt", "").text(name)).child(el("dd", "").nodes(text)))
        })
    });
    Some(drawn.maybe(rows).maybe(age.map(|age| el("p", "").text(&age))))
}

fn notice_name<'a>(notice: Notice, reader: &Reader<'a>) -> &'a str {
    match notice {
        Notice::Items => &reader.texts.items,
        Notice::Use => &reader.texts.use_of_items,
        Notice::Keep => &reader.texts.keep,
        Notice::Refusal => &reader.texts.refusal,
    }
}

fn channel_name<'a>(channel: Channel, reader: &Reader<'a>) -> &'a str {
    match channel {
        Channel::Email => &reader.texts.email,
        Channel::Sms => &reader.texts.sms,
        Channel::Phone => &reader.texts.phone,
        Channel::Kakao => &reader.texts.kakao,
        Channel::Post => &reader.texts.post,
    }
}
