//! Pages: what is published of them.

use crate::campaign::Form;
use crate::campaign::written::{Block, Content, Page, Status};
use crate::value::Named;

/// Live pages with their live blocks, without forms that are not there.
pub fn published(mut pages: Vec<Page>, forms: &Named<Form>) -> Vec<Page> {
    pages.retain(|page| page.status == Status::Live);
    for page in &mut pages {
        page.blocks.retain(|block| block.status == Status::Live && shows_what_there_is(block, forms));
    }
    pages
}

fn shows_what_there_is(block: &Block, forms: &Named<Form>) -> bool {
    match &block.content {
        Content::Form(block) => forms.contains_key(&block.form),
        _ => true,
    }
}
