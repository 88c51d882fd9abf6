//! The blocks a page is made of, each in its own file, named as in the campaign.

mod benefits;
mod faq;
mod form_block;
mod hero;
mod stats;

use leptos::prelude::*;

use super::reader::Reader;
use crate::campaign::written::Block;
use crate::campaign::{Runtime, Text};

/// `page` is the path of the page the block stands on.
pub fn block(block: &Block, page: &str, runtime: &Runtime, reader: &Reader) -> AnyView {
    match block {
        Block::Hero(block) => hero::hero(block, reader).into_any(),
        Block::Benefits(block) => benefits::benefits(block, reader).into_any(),
        Block::Stats(block) => stats::stats(block, reader).into_any(),
        Block::Faq(block) => faq::faq(block, reader).into_any(),
        Block::Form(block) => form_block::form_block(block, page, runtime, reader).into_any(),
    }
}

/// The heading of a block, where it has one.
fn heading(title: Option<&Text>, reader: &Reader) -> Option<impl IntoView + use<>> {
    let title = title.map(|title| reader.read(title));
    title.map(|title| view! { <h2 class="lw-heading">{title}</h2> })
}
