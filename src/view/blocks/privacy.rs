//! What this browser holds of its visitor. Drawn here is what is true for everybody, scripts or none; `parts/privacy.js` adds what is
//! true for one, since only their browser knows it.

use super::piece::Piece;
use crate::campaign::{Part, Runtime};
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::value::Object;
use crate::view::reader::Reader;

pub fn privacy(privacy: Piece) -> Element {
    privacy.section("lw-privacy").child(known(&privacy.around.campaign.runtime, privacy.reader()))
}

/// Where the part puts what it knows.
pub fn known(runtime: &Runtime, reader: &Reader) -> Element {
    let link = |to: &str, words: &str| el("a", "").attr("href", to).text(words);
    let who = el("p", "lw-known-who")
        .child(el("span", "").text(&filled(reader.texts.controller(), "controller", &reader.read(&runtime.controller))))
        .child(link(&["mailto:", &runtime.contact].concat(), &runtime.contact))
        .child(link(&runtime.privacy_url, reader.texts.privacy()));
    let consent = Part(&runtime.consent);
    let asks_first = matches!(consent.word("mode"), "" | "opt_in") && consent.object("by_region").is_none_or(Object::is_empty);
    el("div", "lw-known")
        .attr("data-lw-privacy", "")
        .child(who)
        .maybe(asks_first.then(|| el("p", "").text(reader.texts.asked_first())))
        .child(el("p", "").attr("data-lw-without", "").text(reader.texts.without_scripts()))
}
