//! Pages: what is published of them.

use crate::campaign::Form;
use crate::campaign::written::{Content, Page, Status};
use crate::value::Named;

/// Live pages with their live blocks, none of which shows a form that is not there.
pub fn published(mut pages: Vec<Page>, forms: &Named<Form>) -> Vec<Page> {
    pages.retain(|page| page.status == Status::Live);
    for page in &mut pages {
        page.blocks.retain_mut(|block| {
            block.variants.retain_mut(|variant| shows_what_there_is(&mut variant.content, forms));
            block.status == Status::Live && shows_what_there_is(&mut block.content, forms)
        });
    }
    pages
}

fn shows_what_there_is(content: &mut Content, forms: &Named<Form>) -> bool {
    match content {
        Content::Form(block) => forms.contains_key(&block.form),
        // A hero has its words besides.
        Content::Hero(hero) => {
            hero.form.take_if(|form| !forms.contains_key(form));
            true
        }
        _ => true,
    }
}
