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

use crate::digits::digits;
use crate::value::Value;

use super::reader::Reader;
use crate::campaign::written::{Block, Content, Cta, Icon, Page};
use crate::campaign::{Campaign, Text};
use crate::condition::Condition;
use crate::drawing::{Element, Node, el};
use crate::search::has;
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
    block.id.clone().unwrap_or_else(|| ["block-", &digits(index as u64)].concat())
}

fn settled(block: &Block, around: &Around) -> Option<Element> {
    let Some(visitor) = &around.reader.visitor else { return Some(prepared(block, around)) };
    if block.when.as_ref().is_some_and(|when| !(visitor.holds)(when)) {
        return None;
    }
    let chosen = block.variants.iter().find(|variant| (visitor.holds)(&variant.when));
    Some(content(chosen.map_or(&block.content, |variant| &variant.content), block, around))
}

// On a prerendered page.
fn prepared(block: &Block, around: &Around) -> Element {
    let shown = |chosen: &Content| content(chosen, block, around);
    let choices = Choices::of(block);
    if choices.0.is_empty() {
        return shown(&block.content);
    }
    let place = el("div", "lw-settled").attr("data-lw-block", around.key).flag("data-lw-early", choices.early() > 0);
    // What everyone sees comes first.
    let place = if block.when.is_none() { place.child(shown(&block.content)) } else { place };
    choices.0.iter().fold(place, |place, (_, choice)| {
        let chosen = choice.and_then(|index| block.variants.get(index)).map_or(&block.content, |variant| &variant.content);
        place.child(el("template", "").attr("data-lw-is", &name_of(*choice)).child(shown(chosen)))
    })
}

/// What a block may show instead of what everyone sees, in the order of decision: the first of whose conditions all hold. `None` is
/// the block's own content, where it has a condition.
pub struct Choices<'a>(pub Vec<(Vec<&'a Condition>, Option<usize>)>);

impl<'a> Choices<'a> {
    #[must_use]
    pub fn of(block: &'a Block) -> Self {
        let with = |variant: Option<&'a Condition>| block.when.iter().chain(variant).collect::<Vec<_>>();
        let variants = block.variants.iter().enumerate().map(|(index, variant)| (with(Some(&variant.when)), Some(index)));
        Self(variants.chain(block.when.is_some().then(|| (with(None), None))).collect())
    }

    /// How many of them, from the first on, the address and the page decide alone: those are settled before the page is painted.
    #[must_use]
    pub fn early(&self) -> usize {
        self.0.iter().take_while(|(conditions, _)| conditions.iter().all(|condition| is_early(condition))).count()
    }
}

/// How a choice is called in the page.
#[must_use]
pub fn name_of(choice: Option<usize>) -> String {
    choice.map_or_else(String::new, |index| digits(index as u64))
}

/// Whether `parts/settle.js` can tell if it holds: plain comparisons of texts in the address and of the page itself.
fn is_early(condition: &Condition) -> bool {
    let is_text = |value: &Value| value.is_string();
    let is_plain = |(operator, value): (&String, &Value)| match operator.as_str() {
        "$eq" | "$ne" => value.is_string(),
        "$in" | "$nin" => value.as_array().is_some_and(|list| list.iter().all(is_text)),
        "$exists" => value.is_boolean(),
        _ => false,
    };
    condition.0.iter().all(|(fact, wanted)| {
        let is_known = matches!(fact.as_str(), "locale" | "page.path") || fact.strip_prefix("query.").is_some_and(|name| !has(name, '.'));
        is_known
            && (wanted.is_string() || wanted.as_object().is_some_and(|operators| !operators.is_empty() && operators.iter().all(is_plain)))
    })
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
    let drawn = drawn.attr_if("id", block.id.as_deref());
    // What a form reveals is kept back until it was sent.
    match block.id.as_deref().filter(|id| around.campaign.runtime.forms.values().any(|form| form.revealed().contains(id))) {
        Some(id) => el("div", "lw-gate").attr("data-lw-gate", id).flag("hidden", true).child(drawn),
        None => drawn,
    }
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
pub fn call_to_file(file: &str, name: &str, label: &str, reader: &Reader) -> Element {
    // Of another site's file browsers open a view, which is not to take the page away.
    let link =
        el("a", "lw-button").attr("href", &reader.file(file)).attr("download", name).attr("target", "_blank").attr("rel", "noopener");
    link.child(icon(Icon::Download)).text(label)
}

fn calls(first: Option<&Cta>, second: Option<&Cta>, reader: &Reader) -> Option<Element> {
    (first.is_some() || second.is_some()).then(|| {
        el("div", "lw-calls")
            .maybe(first.map(|cta| call(cta, "lw-button", reader)))
            .maybe(second.map(|cta| call(cta, "lw-button lw-quiet", reader)))
    })
}
