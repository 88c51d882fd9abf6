//! What this browser holds of its visitor. Drawn here is what is true for everybody, scripts or none; `parts/privacy.js` adds what is
//! true for one, since only their browser knows it.

use super::piece::Piece;
use crate::campaign::written::ConsentMode;
use crate::drawing::{Element, el};
use crate::texts::filled;

pub fn privacy(privacy: Piece) -> Element {
    let (reader, runtime) = (privacy.reader(), &privacy.around.campaign.runtime);
    let link = |to: &str, words: &str| el("a", "").attr("href", to).text(words);
    let who = el("p", "lw-known-who")
        .child(el("span", "").text(&filled(reader.texts.controller(), "controller", &reader.read(&runtime.controller))))
        .child(link(&["mailto:", &runtime.contact].concat(), &runtime.contact))
        .child(link(&runtime.privacy_url, reader.texts.privacy()));
    let asks_first = runtime.consent.mode == ConsentMode::OptIn && runtime.consent.by_region.is_empty();
    let known = el("div", "lw-known")
        .attr("data-lw-privacy", "")
        .child(who)
        .maybe(asks_first.then(|| el("p", "").text(reader.texts.asked_first())))
        .child(el("p", "").attr("data-lw-without", "").text(reader.texts.without_scripts()));
    privacy.section("lw-privacy").child(known)
}
