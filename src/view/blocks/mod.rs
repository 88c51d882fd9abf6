//! The blocks a page is made of, each in its own file, named as in the campaign.

mod benefits;
mod faq;
mod form_block;
mod hero;
mod stats;

use leptos::either::EitherOf5;
use leptos::prelude::*;

use super::reader::Reader;
use crate::campaign::written::Block;
use crate::campaign::{Runtime, Text};

/// `page` is the path of the page the block stands on.
pub fn block(block: &Block, page: &str, runtime: &Runtime, reader: &Reader) -> impl IntoView + use<> {
    match block {
        Block::Hero(block) => EitherOf5::A(hero::hero(block, reader)),
        Block::Benefits(block) => EitherOf5::B(benefits::benefits(block, reader)),
        Block::Stats(block) => EitherOf5::C(stats::stats(block, reader)),
        Block::Faq(block) => EitherOf5::D(faq::faq(block, reader)),
        Block::Form(block) => EitherOf5::E(form_block::form_block(block, page, runtime, reader)),
    }
}

/// The heading of a block, where it has one.
fn heading(title: Option<&Text>, reader: &Reader) -> Option<impl IntoView + use<>> {
    let title = title.map(|title| reader.read(title));
    title.map(|title| view! { <h2 class="lw-heading">{title}</h2> })
}
