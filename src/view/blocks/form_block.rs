//! A form on the page, with what is said about it.

use leptos::prelude::*;

use super::heading;
use crate::campaign::Runtime;
use crate::campaign::written::FormBlock;
use crate::view::form;
use crate::view::reader::Reader;

pub fn form_block(block: &FormBlock, page: &str, runtime: &Runtime, reader: &Reader) -> impl IntoView + use<> {
    let text = block.text.as_ref().map(|text| view! { <p class="lw-lead">{reader.read(text)}</p> });
    // Where the visitor is: a native post that lacks something leads back here, in the same language.
    let (here, next) = (reader.path(page), reader.thanks_path(&block.form));
    let shown = runtime.forms.get(&block.form).map(|written| form(runtime, &block.form, written, &here, &next, reader));
    view! {
        <section class="lw-section lw-form-block" id={block.id.clone()}>
            <div class="lw-form-intro">{heading(block.title.as_ref(), reader)} {text}</div>
            {shown}
        </section>
    }
}
