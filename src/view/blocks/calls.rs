//! Blocks that ask the visitor to act.

use super::piece::Piece;
use crate::drawing::{Element, Node, el};
use crate::view::art::art;
use crate::view::icon::icon;
use crate::view::picture::Loading;
use crate::view::{Place, form};

pub fn hero(hero: Piece) -> Element {
    let (part, reader) = (hero.part, hero.reader());
    let trust =
        part.has("trust").then(|| el("p", "lw-trust").child(icon("check")).child(el("span", "").nodes(reader.say_part(part, "trust"))));
    let promise = hero
        .lines(el("div", "lw-promise"), &[("eyebrow", "p", "lw-eyebrow"), ("title", "h1", "lw-title"), ("text", "p", "lw-lead")])
        .maybe(hero.calls())
        .maybe(trust);
    let beside = part.has("picture") || part.has("art") || part.has("form");
    let class = match part.word("layout") {
        "background" => "lw-section lw-hero lw-behind",
        "split" => "lw-section lw-hero lw-split",
        "centered" => "lw-section lw-hero",
        _ if beside => "lw-section lw-hero lw-split",
        _ => "lw-section lw-hero",
    };
    el("section", class)
        .child(promise)
        .maybe(part.has("form").then(|| card(hero)))
        .maybe(hero.picture("lw-hero-picture", Loading::First))
        .maybe(art(part.word("art")))
}

pub fn form_block(block: Piece) -> Element {
    let words = block.intro().maybe(block.points()).maybe(block.picture("lw-form-picture", Loading::Lazy));
    el("section", "lw-section lw-form-block").child(words).child(card(block))
}

fn card(block: Piece) -> Element {
    el("div", "lw-card").nodes(form_of(block))
}

// Where the visitor is: a native post that lacks something leads back here, in the same language.
fn form_of(block: Piece) -> Vec<Node> {
    let id = block.part.word("form");
    let (runtime, reader) = (&block.around.campaign.runtime, block.reader());
    let (here, next) = (reader.path(&block.around.page.path), reader.thanks_path(id));
    let place = |written| Place { runtime, id, form: written, page: &here, next: &next, offered_by: None };
    runtime.forms.get(id).map_or_else(Vec::new, |written| form(&place(written), reader))
}

pub fn cta_band(band: Piece) -> Element {
    let class = if band.part.word("tone") == "soft" { "lw-section lw-band" } else { "lw-section lw-band lw-loud" };
    el("section", class).child(band.intro()).maybe(band.calls())
}

pub fn sticky_cta(sticky: Piece) -> Element {
    el("div", "lw-sticky").attr("data-lw-sticky", "").maybe(sticky.line(("text", "p", ""))).maybe(sticky.call("cta", "lw-button"))
}

pub fn banner(banner: Piece) -> Element {
    // Only a script can close it.
    let close = banner.part.flag("dismissible").then(|| {
        el("button", "lw-close")
            .attr("type", "button")
            .attr("data-lw-dismiss", banner.around.key)
            .attr("aria-label", banner.reader().texts.close())
            .flag("hidden", true)
            .child(icon("cross"))
    });
    el("aside", "lw-banner").maybe(banner.rich_line(("text", "p", ""))).maybe(banner.call("cta", "lw-more")).maybe(close)
}
