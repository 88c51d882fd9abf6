//! The promise of the page, and its first call to action.

use leptos::prelude::*;

use crate::campaign::written::{Cta, Hero, Icon};
use crate::view::art::art;
use crate::view::icon::icon;
use crate::view::reader::Reader;

pub fn hero(block: &Hero, reader: &Reader) -> impl IntoView + use<> {
    let eyebrow = block.eyebrow.as_ref().map(|text| view! { <p class="lw-eyebrow">{reader.read(text)}</p> });
    let text = block.text.as_ref().map(|text| view! { <p class="lw-lead">{reader.read(text)}</p> });
    let trust = block.trust.as_ref().map(|text| view! { <p class="lw-trust">{icon(Icon::Check)}<span>{reader.read(text)}</span></p> });
    view! {
        <section class={if block.art.is_some() { "lw-section lw-hero lw-split" } else { "lw-section lw-hero" }} id={block.id.clone()}>
            <div class="lw-promise">
                {eyebrow}
                <h1 class="lw-title">{reader.read(&block.title)}</h1>
                {text}
                {calls(block, reader)}
                {trust}
            </div>
            {block.art.map(art)}
        </section>
    }
}

fn calls(block: &Hero, reader: &Reader) -> Option<impl IntoView + use<>> {
    let call = |cta: &Cta, class: &'static str| view! { <a class={class} href={reader.link(&cta.to)}>{reader.read(&cta.label)}</a> };
    let first = block.cta.as_ref().map(|cta| call(cta, "lw-button"));
    let second = block.second.as_ref().map(|cta| call(cta, "lw-button lw-quiet"));
    (first.is_some() || second.is_some()).then(|| view! { <div class="lw-calls">{first}{second}</div> })
}
