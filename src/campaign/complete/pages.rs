//! Pages: what is published of them.

use crate::campaign::Form;
use crate::campaign::written::{Content, Page, Plain, Status, form_shown};
use crate::value::{Named, Value, put};

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

fn shows_what_there_is(content: &mut Plain<Content>, forms: &Named<Form>) -> bool {
    let has_form = form_shown(content.part()).is_some_and(|form| forms.contains_key(form));
    match content.part().kind() {
        "form" => has_form,
        // A hero has its words besides.
        "hero" => {
            if !has_form && let Value::Object(keys) = content.value_mut() {
                put(keys, "form", Value::Null);
            }
            true
        }
        _ => true,
    }
}
