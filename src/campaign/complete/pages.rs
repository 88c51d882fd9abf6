//! Pages: what is published of them.

use crate::campaign::Form;
use crate::campaign::address::is_link;
use crate::campaign::written::{Block, Page, Status};
use crate::value::Named;

/// Live pages with their live blocks, without forms that are not there and links that lead nowhere.
pub fn published(mut pages: Vec<Page>, forms: &Named<Form>) -> Vec<Page> {
    pages.retain(|page| page.status == Status::Live);
    for page in &mut pages {
        page.blocks.retain(|block| block.status() == Status::Live && shows_what_there_is(block, forms));
        for block in &mut page.blocks {
            drop_false_leads(block);
        }
    }
    pages
}

fn shows_what_there_is(block: &Block, forms: &Named<Form>) -> bool {
    match block {
        Block::Form(block) => forms.contains_key(&block.form),
        _ => true,
    }
}

fn drop_false_leads(block: &mut Block) {
    if let Block::Hero(hero) = block {
        for cta in [&mut hero.cta, &mut hero.second] {
            cta.take_if(|cta| !is_link(&cta.to));
        }
    }
}
