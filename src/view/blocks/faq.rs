//! Questions that stand between the visitor and the form. They open without scripts.

use leptos::prelude::*;

use super::heading;
use crate::campaign::written::{Faq, Question};
use crate::view::reader::Reader;

pub fn faq(block: &Faq, reader: &Reader) -> impl IntoView + use<> {
    let items = block.items.iter().map(|item| question(item, reader)).collect_view();
    view! {
        <section class="lw-section lw-faq" id={block.id.clone()}>
            {heading(block.title.as_ref(), reader)}
            <div class="lw-questions">{items}</div>
        </section>
    }
}

fn question(item: &Question, reader: &Reader) -> impl IntoView + use<> {
    view! {
        <details class="lw-question">
            <summary>{reader.read(&item.question)}</summary>
            <p>{reader.read(&item.answer)}</p>
        </details>
    }
}
