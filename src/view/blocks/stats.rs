//! Figures that prove the promise, each with who says so.

use leptos::prelude::*;

use super::heading;
use crate::campaign::written::{Stat, Stats};
use crate::view::reader::Reader;

pub fn stats(block: &Stats, reader: &Reader) -> impl IntoView + use<> {
    let items = block.items.iter().map(|item| stat(item, reader)).collect_view();
    view! {
        <section class="lw-section lw-stats" id={block.id.clone()}>
            {heading(block.title.as_ref(), reader)}
            <ul class="lw-stat-list">{items}</ul>
        </section>
    }
}

fn stat(item: &Stat, reader: &Reader) -> impl IntoView + use<> {
    let source = item.source.as_ref().map(|source| view! { <p class="lw-stat-source">{reader.read(source)}</p> });
    view! {
        <li class="lw-stat">
            <p class="lw-stat-value">{reader.read(&item.value)}</p>
            <p class="lw-stat-label">{reader.read(&item.label)}</p>
            {source}
        </li>
    }
}
