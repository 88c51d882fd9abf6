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

#[cfg(feature = "native")]
pub use offer::timer;
#[cfg(feature = "native")]
pub use privacy::known;

use super::reader::Reader;
#[cfg(feature = "native")]
use crate::campaign::early::Early;
use crate::campaign::written::{Block, Page};
use crate::campaign::{Campaign, Part};
use crate::condition::Condition;
use crate::drawing::{Element, Node, el};
use crate::value::add_missing;
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
    let variant = reader.visitor.and_then(|visitor| page.variants.iter().find(|variant| (visitor.holds)(&variant.when)));
    for (index, block) in page.blocks.iter().enumerate() {
        let place = match block.content.part().kind() {
            "banner" => &mut blocks.above,
            "footer" => &mut blocks.foot,
            _ if variant.is_some() => continue,
            _ => &mut blocks.main,
        };
        draw(block, index, page, campaign, reader, place);
    }
    for id in variant.map(|variant| variant.blocks.as_slice()).unwrap_or_default() {
        let listed = page.blocks.iter().enumerate().find(|(_, block)| stands_in_main(block) && block.id.as_ref() == Some(id));
        if let Some((index, block)) = listed {
            draw(block, index, page, campaign, reader, &mut blocks.main);
        }
    }
    blocks
}

fn draw(block: &Block, index: usize, page: &Page, campaign: &Campaign, reader: &Reader, place: &mut Vec<Node>) {
    let key = key_of(block, index);
    if let Some(drawn) = settled(block, &Around { campaign, page, reader, key: &key }) {
        place.push(drawn.into());
    }
}

/// Not above the header, and not in the footer.
#[must_use]
pub fn stands_in_main(block: &Block) -> bool {
    !matches!(block.content.part().kind(), "banner" | "footer")
}

/// How a block is called where its choices are listed: by its id, or by its place.
#[must_use]
pub fn key_of(block: &Block, index: usize) -> String {
    block.id.clone().unwrap_or_else(|| ["block-", &digits(index as u64)].concat())
}

fn settled(block: &Block, around: &Around) -> Option<Element> {
    let Some(visitor) = &around.reader.visitor else { return Some(prepared(block, around)) };
    let tested = tested(conditions_of(block));
    if block.when.as_ref().is_some_and(|when| !(visitor.holds)(when)) {
        // That it is not there is what an experiment shows here.
        return tested.map(|names| el("div", "lw-settled").attr(TESTED, &names));
    }
    let chosen = block.variants.iter().find(|variant| (visitor.holds)(&variant.when));
    let drawn = content(chosen.map_or(&block.content, |variant| &variant.content).part(), block, around);
    Some(drawn.attr_if(TESTED, tested.as_deref()))
}

/// Names the experiments on which an element depends: whoever sees it is exposed to them (`src/aids/exposure.js`).
pub const TESTED: &str = "data-lw-tested";

/// What a block asks about the visitor.
pub fn conditions_of(block: &Block) -> impl Iterator<Item = &Condition> {
    block.when.iter().chain(block.variants.iter().map(|variant| &variant.when))
}

/// The experiments that conditions name.
pub fn tested<'a>(conditions: impl Iterator<Item = &'a Condition>) -> Option<String> {
    let mut names = Vec::new();
    for condition in conditions {
        for fact in condition.fact_names() {
            if let Some(id) = fact.strip_prefix("experiment.") {
                add_missing(&mut names, id);
            }
        }
    }
    (!names.is_empty()).then(|| names.join(" "))
}

/// Where pages are drawn in the browser, the visitor is known.
#[cfg(not(feature = "native"))]
fn prepared(block: &Block, around: &Around) -> Element {
    content(block.content.part(), block, around)
}

// On a prerendered page.
#[cfg(feature = "native")]
fn prepared(block: &Block, around: &Around) -> Element {
    let shown = |chosen: Part| content(chosen, block, around);
    let choices = Choices::of(block);
    if choices.0.is_empty() {
        return shown(block.content.part());
    }
    let is_early = choices.early(&Early::of(around.campaign.runtime.experiments.as_ref())) > 0;
    let place = el("div", "lw-settled").attr("data-lw-block", around.key).flag("data-lw-early", is_early);
    let place = place.attr_if(TESTED, tested(conditions_of(block)).as_deref());
    // What everyone sees comes first.
    let place = if block.when.is_none() { place.child(shown(block.content.part())) } else { place };
    choices.0.iter().fold(place, |place, (_, choice)| {
        let chosen = choice.and_then(|index| block.variants.get(index)).map_or(&block.content, |variant| &variant.content);
        place.child(el("template", "").attr("data-lw-is", &name_of(*choice)).child(shown(chosen.part())))
    })
}

/// What a block may show instead of what everyone sees, in the order of decision: the first of whose conditions all hold. `None` is
/// the block's own content, where it has a condition.
#[cfg(feature = "native")]
pub struct Choices<'a>(pub Vec<(Vec<&'a Condition>, Option<usize>)>);

#[cfg(feature = "native")]
impl<'a> Choices<'a> {
    #[must_use]
    pub fn of(block: &'a Block) -> Self {
        let with = |variant: Option<&'a Condition>| block.when.iter().chain(variant).collect::<Vec<_>>();
        let variants = block.variants.iter().enumerate().map(|(index, variant)| (with(Some(&variant.when)), Some(index)));
        Self(variants.chain(block.when.is_some().then(|| (with(None), None))).collect())
    }

    /// How many of them, from the first on, are settled before the page is painted.
    #[must_use]
    pub fn early(&self, early: &Early) -> usize {
        self.0.iter().take_while(|(conditions, _)| early.plainly(conditions).is_some()).count()
    }
}

/// How a choice is called in the page.
#[cfg(feature = "native")]
#[must_use]
pub fn name_of(choice: Option<usize>) -> String {
    choice.map_or_else(|| "own".to_owned(), |index| digits(index as u64))
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
