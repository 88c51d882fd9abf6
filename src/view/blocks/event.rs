//! Blocks for events.

use super::{paragraph, section, subtitle};
use crate::campaign::written::{Agenda, Session, Speaker, Speakers};
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::view::moment::{moment, time_of_day};
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;

pub fn agenda(agenda: &Agenda, reader: &Reader) -> Element {
    let zone = el("p", "lw-zone").attr("data-lw-your-time", reader.texts.your_time()).text(&filled(
        reader.texts.site_time(),
        "zone",
        &agenda.zone.replace('_', " "),
    ));
    let place = agenda.place.as_ref().map(|place| paragraph(place, "lw-place", reader));
    let day = |index: usize| agenda.items.get(index).and_then(|session| session.at.split('T').next());
    let mut sessions = el("ol", "lw-sessions");
    for (index, item) in agenda.items.iter().enumerate() {
        let same_day = index.checked_sub(1).is_some_and(|before| day(before) == day(index));
        sessions = sessions.child(session(item, &agenda.zone, same_day, reader));
    }
    section("lw-agenda", agenda.title.as_ref(), agenda.text.as_ref(), reader).maybe(place).child(sessions).child(zone)
}

fn session(session: &Session, zone: &str, same_day: bool, reader: &Reader) -> Element {
    let words = el("div", "lw-session-words")
        .child(subtitle(&session.title, "lw-session-title", reader))
        .maybe(session.by.as_ref().map(|by| paragraph(by, "lw-session-by", reader)))
        .maybe(session.text.as_ref().map(|text| paragraph(text, "lw-session-text", reader)));
    let class = "lw-session-at";
    let at = if same_day { time_of_day(&session.at, zone, class) } else { moment(&session.at, zone, class, reader) };
    el("li", "lw-session").child(at).child(words)
}

pub fn speakers(speakers: &Speakers, reader: &Reader) -> Element {
    section("lw-speakers", speakers.title.as_ref(), speakers.text.as_ref(), reader)
        .child(el("ul", "lw-speaker-list").each(&speakers.items, |item| speaker(item, reader)))
}

fn speaker(speaker: &Speaker, reader: &Reader) -> Element {
    el("li", "lw-speaker")
        .maybe(speaker.picture.as_ref().map(|one| picture(one, "lw-face", Loading::Lazy, reader)))
        .child(subtitle(&speaker.name, "lw-speaker-name", reader))
        .maybe(speaker.role.as_ref().map(|role| paragraph(role, "lw-speaker-role", reader)))
        .maybe(speaker.text.as_ref().map(|text| paragraph(text, "lw-speaker-text", reader)))
}
