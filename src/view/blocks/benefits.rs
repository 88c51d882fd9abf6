//! What the visitor gains, side by side.

use leptos::prelude::*;

use super::heading;
use crate::campaign::written::{Benefit, Benefits};
use crate::view::icon::icon;
use crate::view::reader::Reader;

pub fn benefits(block: &Benefits, reader: &Reader) -> impl IntoView + use<> {
    let items = block.items.iter().map(|item| benefit(item, reader)).collect_view();
    view! {
        <section class="lw-section lw-benefits" id={block.id.clone()}>
            {heading(block.title.as_ref(), reader)}
            <ul class="lw-benefit-list">{items}</ul>
        </section>
    }
}

fn benefit(item: &Benefit, reader: &Reader) -> impl IntoView + use<> {
    view! {
        <li class="lw-benefit">
            {item.icon.map(icon)}
            <h3 class="lw-benefit-title">{reader.read(&item.title)}</h3>
            <p class="lw-benefit-text">{reader.read(&item.text)}</p>
        </li>
    }
}
