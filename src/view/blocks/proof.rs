//! Blocks that prove the promise.

use super::{paragraph, section};
use crate::campaign::written::{Logo, Logos, Quote, Quotes, Stat, Stats};
use crate::drawing::{Element, el};
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;

pub fn logos(logos: &Logos, reader: &Reader) -> Element {
    let title = logos.title.as_ref().map(|title| el("h2", "lw-logos-title").nodes(reader.say(title)));
    el("section", "lw-section lw-logos").maybe(title).child(el("ul", "lw-logo-list").each(&logos.items, |item| logo(item, reader)))
}

fn logo(logo: &Logo, reader: &Reader) -> Element {
    let sign = match &logo.picture {
        Some(one) => picture(one, "lw-logo-picture", Loading::Lazy, reader),
        None => el("span", "").nodes(reader.say(&logo.name)),
    };
    let sign = match &logo.to {
        Some(to) => reader.anchor(to, "").attr("aria-label", &reader.read(&logo.name)).child(sign),
        None => sign,
    };
    el("li", "lw-logo-item").child(sign)
}

pub fn stats(stats: &Stats, reader: &Reader) -> Element {
    section("lw-stats", stats.title.as_ref(), stats.text.as_ref(), reader)
        .child(el("ul", "lw-stat-list").each(&stats.items, |item| stat(item, reader)))
}

fn stat(stat: &Stat, reader: &Reader) -> Element {
    el("li", "lw-stat")
        .child(paragraph(&stat.value, "lw-stat-value", reader))
        .child(paragraph(&stat.label, "lw-stat-label", reader))
        .maybe(stat.source.as_ref().map(|source| paragraph(source, "lw-stat-source", reader)))
}

pub fn quotes(quotes: &Quotes, reader: &Reader) -> Element {
    section("lw-quotes", quotes.title.as_ref(), None, reader)
        .child(el("ul", "lw-quote-list").each(&quotes.items, |item| el("li", "").child(quote(item, reader))))
}

fn quote(quote: &Quote, reader: &Reader) -> Element {
    let by = el("span", "lw-quote-words")
        .child(el("strong", "").nodes(reader.say(&quote.by)))
        .maybe(quote.of.as_ref().map(|of| el("span", "").nodes(reader.say(of))));
    let caption =
        el("figcaption", "lw-quote-by").maybe(quote.picture.as_ref().map(|one| picture(one, "lw-face", Loading::Lazy, reader))).child(by);
    el("figure", "lw-quote").child(el("blockquote", "").child(paragraph(&quote.text, "", reader))).child(caption)
}
