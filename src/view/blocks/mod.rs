//! The blocks a page is made of, by subject as in `campaign::written::blocks`.
//!
//! A block whose words depend on the visitor is settled here where the visitor is known. A prerendered page knows nobody: it carries
//! what shows for everyone, and each other choice in a `template` beside it, which the browser may put in its place.

mod calls;
mod event;
mod footer;
mod offer;
mod piece;
mod privacy;
mod proof;
mod story;
mod video;

use crate::digits::digits;
use crate::value::Value;

use super::reader::Reader;
use crate::campaign::written::{Block, Page};
use crate::campaign::{Campaign, Part};
use crate::condition::Condition;
use crate::drawing::{Element, Node, el};
use crate::search::has;
use crate::view::icon::icon;
use piece::Piece;

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
        let place = match block.content.part().kind() {
            "banner" => &mut blocks.above,
            "footer" => &mut blocks.foot,
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
    Some(content(chosen.map_or(&block.content, |variant| &variant.content).part(), block, around))
}

// On a prerendered page.
fn prepared(block: &Block, around: &Around) -> Element {
    let shown = |chosen: Part| content(chosen, block, around);
    let choices = Choices::of(block);
    if choices.0.is_empty() {
        return shown(block.content.part());
    }
    let place = el("div", "lw-settled").attr("data-lw-block", around.key).flag("data-lw-early", choices.early() > 0);
    // What everyone sees comes first.
    let place = if block.when.is_none() { place.child(shown(block.content.part())) } else { place };
    choices.0.iter().fold(place, |place, (_, choice)| {
        let chosen = choice.and_then(|index| block.variants.get(index)).map_or(&block.content, |variant| &variant.content);
        place.child(el("template", "").attr("data-lw-is", &name_of(*choice)).child(shown(chosen.part())))
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

fn content(content: Part, block: &Block, around: &Around) -> Element {
    let draw: fn(Piece) -> Element = match content.kind() {
        "hero" => calls::hero,
        "form" => calls::form_block,
        "cta" => calls::cta_band,
        "sticky_cta" => calls::sticky_cta,
        "banner" => calls::banner,
        "logos" => proof::logos,
        "stats" => proof::stats,
        "quotes" => proof::quotes,
        "benefits" => story::benefits,
        "steps" => story::steps,
        "showcase" => story::showcase,
        "faq" => story::faq,
        "video" => video::video,
        "comparison" => offer::comparison,
        "pricing" => offer::pricing,
        "products" => offer::products,
        "countdown" => offer::countdown,
        "agenda" => event::agenda,
        "speakers" => event::speakers,
        "privacy" => privacy::privacy,
        "footer" => footer::footer_block,
        _ => story::rich,
    };
    let drawn = draw(Piece { part: content, around });
    let drawn = drawn.attr_if("id", block.id.as_deref());
    // What a form reveals is kept back until it was sent.
    match block.id.as_deref().filter(|id| around.campaign.runtime.forms.values().any(|form| form.revealed().contains(id))) {
        Some(id) => el("div", "lw-gate").attr("data-lw-gate", id).flag("hidden", true).child(drawn),
        None => drawn,
    }
}

/// A call to action as a link.
pub fn call(cta: Part, class: &str, reader: &Reader) -> Element {
    reader.anchor(cta.word("to"), class).nodes(reader.say_part(cta, "label"))
}

/// A button that saves a file.
pub fn call_to_file(file: &str, name: &str, label: &str, reader: &Reader) -> Element {
    // Of another site's file browsers open a view, which is not to take the page away.
    let link = el("a", "lw-button").attr("href", &reader.file(file)).attr("download", name).marks("target=_blank rel=noopener");
    link.child(icon("download")).text(label)
}
