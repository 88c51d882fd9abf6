//! Blocks for events.

use super::piece::Piece;
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::view::moment::{moment, time_of_day};
use crate::view::picture::Loading;

pub fn agenda(agenda: Piece) -> Element {
    let texts = agenda.reader().texts;
    let zone = agenda.part.word("zone");
    let note = el("p", "lw-zone").attr("data-lw-your-time", texts.your_time());
    let note = note.text(&filled(texts.site_time(), "zone", &zone.replace('_', " ")));
    let mut sessions = el("ol", "lw-sessions");
    let mut day_before = "";
    for item in agenda.list("items") {
        let day = item.part.word("at").split('T').next().unwrap_or_default();
        sessions = sessions.child(session(item, zone, day == day_before));
        day_before = day;
    }
    agenda.section("lw-agenda").maybe(agenda.line(("place", "p", "lw-place"))).child(sessions).child(note)
}

fn session(session: Piece, zone: &str, same_day: bool) -> Element {
    let lines = [("title", "h3", "lw-session-title"), ("by", "p", "lw-session-by"), ("text", "p", "lw-session-text")];
    let words = session.lines(el("div", "lw-session-words"), &lines);
    let (at, class) = (session.part.word("at"), "lw-session-at");
    let at = if same_day { time_of_day(at, zone, class) } else { moment(at, zone, class, session.reader()) };
    el("li", "lw-session").child(at).child(words)
}

pub fn speakers(speakers: Piece) -> Element {
    speakers.section("lw-speakers").child(speakers.each(("items", "ul", "lw-speaker-list"), speaker))
}

fn speaker(speaker: Piece) -> Element {
    let lines = [("name", "h3", "lw-speaker-name"), ("role", "p", "lw-speaker-role"), ("text", "p", "lw-speaker-text")];
    speaker.lines(el("li", "lw-speaker").maybe(speaker.picture("lw-face", Loading::Lazy)), &lines)
}
