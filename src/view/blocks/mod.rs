//! The blocks a page is made of, by subject as in `campaign::written::blocks`.
//!
//! A block whose words depend on the visitor is settled here where the visitor is known. A prerendered page knows nobody: it carries
//! what shows for everyone, and each other choice in a `template` beside it, which the browser may put in its place.

mod calls;
mod event;
mod footer;
mod offer;
mod proof;
mod story;
mod video;

use super::reader::Reader;
use crate::campaign::written::{Block, Content, Cta, Icon, Page};
use crate::campaign::{Campaign, Text};
use crate::condition::Condition;
use crate::drawing::{Element, Node, el};
use crate::view::icon::icon;

/// The blocks of a page by where they stand.
#[derive(Default)]
pub struct Blocks {
    /// Above the header.
    pub above: Vec<Node>,
    pub main: Vec<Node>,
    /// In the page's footer.
    pub foot: Vec<Node>,
}

/// What a block is drawn with besides itself.
#[derive(Clone, Copy)]
struct Around<'a> {
    campaign: &'a Campaign,
    page: &'a Page,
    reader: &'a Reader<'a>,
    /// The id of the block, or one made of its place.
    key: &'a str,
}

pub fn blocks(page: &Page, campaign: &Campaign, reader: &Reader) -> Blocks {
    let mut blocks = Blocks::default();
    for (index, block) in page.blocks.iter().enumerate() {
        let key = key_of(block, index);
        let around = Around { campaign, page, reader, key: &key };
        let place = match block.content {
            Content::Banner(_) => &mut blocks.above,
            Content::Footer(_) => &mut blocks.foot,
            _ => &mut blocks.main,
        };
        if let Some(drawn) = settled(block, &around) {
            place.push(drawn.into());
        }
    }
    blocks
}

/// How a block is called where its choices are listed: by its id, or by its place.
#[must_use]
pub fn key_of(block: &Block, index: usize) -> String {
    block.id.clone().unwrap_or_else(|| ["block-", &index.to_string()].concat())
}

fn settled(block: &Block, around: &Around) -> Option<Element> {
    let Some(visitor) = &around.reader.visitor else { return prepared(block, around) };
    if block.when.as_ref().is_some_and(|when| !(visitor.holds)(when)) {
        return None;
    }
    let chosen = block.variants.iter().find(|variant| (visitor.holds)(&variant.when));
    Some(content(chosen.map_or(&block.content, |variant| &variant.content), block, around))
}

// On a prerendered page. What only the page itself decides is settled natively too.
fn prepared(block: &Block, around: &Around) -> Option<Element> {
    let shown = |chosen: &Content| content(chosen, block, around);
    if block.when.is_none() && block.variants.is_empty() {
        return Some(shown(&block.content));
    }
    let template = |name: &str, content: &Content| el("template", "").attr("data-lw-is", name).child(shown(content));
    let place = el("div", "lw-settled").attr("data-lw-block", around.key);
    let place = match &block.when {
        None => place.child(shown(&block.content)),
        Some(_) => place.child(template("", &block.content)),
    };
    let variants = block.variants.iter().enumerate();
    Some(variants.fold(place, |place, (index, variant)| place.child(template(&index.to_string(), &variant.content))))
}

/// The conditions of a page's blocks, by the block's key: the block's own, and those of its variants.
pub fn choices(page: &Page) -> impl Iterator<Item = (String, Option<&Condition>, Vec<&Condition>)> {
    let choosing = page.blocks.iter().enumerate().filter(|(_, block)| block.when.is_some() || !block.variants.is_empty());
    choosing.map(|(index, block)| (key_of(block, index), block.when.as_ref(), block.variants.iter().map(|variant| &variant.when).collect()))
}

fn content(content: &Content, block: &Block, around: &Around) -> Element {
    let reader = around.reader;
    let drawn = match content {
        Content::Hero(hero) => calls::hero(hero, around),
        Content::Form(form) => calls::form_block(form, around),
        Content::Cta(band) => calls::cta_band(band, reader),
        Content::StickyCta(sticky) => calls::sticky_cta(sticky, reader),
        Content::Banner(banner) => calls::banner(banner, around),
        Content::Logos(logos) => proof::logos(logos, reader),
        Content::Stats(stats) => proof::stats(stats, reader),
        Content::Quotes(quotes) => proof::quotes(quotes, reader),
        Content::Benefits(benefits) => story::benefits(benefits, reader),
        Content::Steps(steps) => story::steps(steps, reader),
        Content::Showcase(showcase) => story::showcase(showcase, reader),
        Content::Faq(faq) => story::faq(faq, reader),
        Content::Rich(rich) => story::rich(rich, reader),
        Content::Video(film) => video::video(film, reader),
        Content::Comparison(comparison) => offer::comparison(comparison, reader),
        Content::Pricing(pricing) => offer::pricing(pricing, around),
        Content::Products(products) => offer::products(products, reader),
        Content::Countdown(countdown) => offer::countdown(countdown, around),
        Content::Agenda(agenda) => event::agenda(agenda, reader),
        Content::Speakers(speakers) => event::speakers(speakers, reader),
        Content::Footer(footer) => footer::footer_block(footer, reader),
    };
    drawn.attr_if("id", block.id.as_deref())
}

/// A section of the page with its heading and what is said below it.
fn section(class: &str, title: Option<&Text>, text: Option<&Text>, reader: &Reader) -> Element {
    let section = el("section", &["lw-section ", class].concat());
    if title.is_none() && text.is_none() {
        return section;
    }
    section.child(intro(title, text, reader))
}

fn intro(title: Option<&Text>, text: Option<&Text>, reader: &Reader) -> Element {
    el("div", "lw-intro")
        .maybe(title.map(|title| el("h2", "lw-heading").nodes(reader.say(title))))
        .maybe(text.map(|text| el("p", "lw-lead").nodes(reader.say(text))))
}

/// A title inside a section.
fn subtitle(title: &Text, class: &str, reader: &Reader) -> Element {
    el("h3", class).nodes(reader.say(title))
}

fn paragraph(text: &Text, class: &str, reader: &Reader) -> Element {
    el("p", class).nodes(reader.say(text))
}

fn points(points: &[Text], reader: &Reader) -> Option<Element> {
    let point = |point: &Text| el("li", "").child(icon(Icon::Check)).child(el("span", "").nodes(reader.say(point)));
    (!points.is_empty()).then(|| el("ul", "lw-checks").each(points, point))
}

/// A call to action as a link.
pub fn call(cta: &Cta, class: &str, reader: &Reader) -> Element {
    reader.anchor(&cta.to, class).nodes(reader.say(&cta.label))
}

/// A link that leads on inside running text.
fn more(cta: &Cta, reader: &Reader) -> Element {
    call(cta, "lw-more", reader).child(icon(Icon::Arrow))
}

/// A button that saves a file.
pub fn call_to_file(file: &str, label: &str, reader: &Reader) -> Element {
    el("a", "lw-button").attr("href", &reader.file(file)).attr("download", "").child(icon(Icon::Download)).text(label)
}

fn calls(first: Option<&Cta>, second: Option<&Cta>, reader: &Reader) -> Option<Element> {
    (first.is_some() || second.is_some()).then(|| {
        el("div", "lw-calls")
            .maybe(first.map(|cta| call(cta, "lw-button", reader)))
            .maybe(second.map(|cta| call(cta, "lw-button lw-quiet", reader)))
    })
}
