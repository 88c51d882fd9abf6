//! Blocks that prove the promise.

use super::piece::Piece;
use crate::drawing::{Element, el};
use crate::view::picture::Loading;

pub fn logos(logos: Piece) -> Element {
    let title = logos.line(("title", "h2", "lw-logos-title"));
    el("section", "lw-section lw-logos").maybe(title).child(logos.each(("items", "ul", "lw-logo-list"), logo))
}

fn logo(logo: Piece) -> Element {
    let reader = logo.reader();
    let sign = logo.picture("lw-logo-picture", Loading::Lazy).or_else(|| logo.line(("name", "span", "")));
    let link = |to: &str| reader.anchor(to, "").attr("aria-label", &reader.read_part(logo.part, "name"));
    match logo.part.word_if("to") {
        Some(to) => el("li", "lw-logo-item").child(link(to).maybe(sign)),
        None => el("li", "lw-logo-item").maybe(sign),
    }
}

pub fn stats(stats: Piece) -> Element {
    stats.section("lw-stats").child(stats.each(("items", "ul", "lw-stat-list"), stat))
}

fn stat(stat: Piece) -> Element {
    stat.lines(el("li", "lw-stat"), &[("value", "p", "lw-stat-value"), ("label", "p", "lw-stat-label"), ("source", "p", "lw-stat-source")])
}

pub fn quotes(quotes: Piece) -> Element {
    quotes.section("lw-quotes").child(quotes.each(("items", "ul", "lw-quote-list"), quote))
}

fn quote(quote: Piece) -> Element {
    let by = quote.lines(el("span", "lw-quote-words"), &[("by", "strong", ""), ("of", "span", "")]);
    let caption = el("figcaption", "lw-quote-by").maybe(quote.picture("lw-face", Loading::Lazy)).child(by);
    let words = el("blockquote", "").maybe(quote.line(("text", "p", "")));
    el("li", "").child(el("figure", "lw-quote").child(words).child(caption))
}
