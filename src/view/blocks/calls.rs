//! Blocks that ask the visitor to act.

use super::{Around, call, calls, intro, points};
use crate::campaign::written::{Banner, CtaBand, FormBlock, Hero, Icon, Layout, StickyCta, Tone};
use crate::drawing::{Element, Node, el};
use crate::view::art::art;
use crate::view::icon::icon;
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;
use crate::view::{Place, form};

pub fn hero(hero: &Hero, around: &Around) -> Element {
    let reader = around.reader;
    let promise = el("div", "lw-promise")
        .maybe(hero.eyebrow.as_ref().map(|text| el("p", "lw-eyebrow").nodes(reader.say(text))))
        .child(el("h1", "lw-title").nodes(reader.say(&hero.title)))
        .maybe(hero.text.as_ref().map(|text| el("p", "lw-lead").nodes(reader.say(text))))
        .maybe(calls(hero.cta.as_ref(), hero.second.as_ref(), reader))
        .maybe(hero.trust.as_ref().map(|text| el("p", "lw-trust").child(icon(Icon::Check)).child(el("span", "").nodes(reader.say(text)))));
    let beside = hero.picture.is_some() || hero.art.is_some() || hero.form.is_some();
    let class = match hero.layout {
        Layout::Background => "lw-section lw-hero lw-behind",
        Layout::Split => "lw-section lw-hero lw-split",
        Layout::Auto if beside => "lw-section lw-hero lw-split",
        Layout::Auto | Layout::Centered => "lw-section lw-hero",
    };
    el("section", class)
        .child(promise)
        .maybe(hero.form.as_ref().map(|id| el("div", "lw-card").nodes(form_of(id, around))))
        .maybe(hero.picture.as_ref().map(|one| picture(one, "lw-hero-picture", Loading::First, reader)))
        .maybe(hero.art.map(art))
}

pub fn form_block(block: &FormBlock, around: &Around) -> Element {
    let reader = around.reader;
    let words = intro(block.title.as_ref(), block.text.as_ref(), reader)
        .maybe(points(&block.points, reader))
        .maybe(block.picture.as_ref().map(|one| picture(one, "lw-form-picture", Loading::Lazy, reader)));
    el("section", "lw-section lw-form-block").child(words).child(el("div", "lw-card").nodes(form_of(&block.form, around)))
}

// Where the visitor is: a native post that lacks something leads back here, in the same language.
fn form_of(id: &str, around: &Around) -> Vec<Node> {
    let (runtime, reader) = (&around.campaign.runtime, around.reader);
    let (here, next) = (reader.path(&around.page.path), reader.thanks_path(id));
    let place = |written| Place { runtime, id, form: written, page: &here, next: &next, offered_by: None };
    runtime.forms.get(id).map_or_else(Vec::new, |written| form(&place(written), reader))
}

pub fn cta_band(band: &CtaBand, reader: &Reader) -> Element {
    let class = match band.tone {
        Tone::Accent => "lw-section lw-band lw-loud",
        Tone::Soft => "lw-section lw-band",
    };
    el("section", class).child(intro(Some(&band.title), band.text.as_ref(), reader)).maybe(calls(
        band.cta.as_ref(),
        band.second.as_ref(),
        reader,
    ))
}

pub fn sticky_cta(sticky: &StickyCta, reader: &Reader) -> Element {
    el("div", "lw-sticky")
        .attr("data-lw-sticky", "")
        .maybe(sticky.text.as_ref().map(|text| el("p", "").nodes(reader.say(text))))
        .child(call(&sticky.cta, "lw-button", reader))
}

pub fn banner(banner: &Banner, around: &Around) -> Element {
    let reader = around.reader;
    // Only a script can close it.
    let close = banner.dismissible.then(|| {
        el("button", "lw-close")
            .attr("type", "button")
            .attr("data-lw-dismiss", around.key)
            .attr("aria-label", reader.texts.close())
            .flag("hidden", true)
            .child(icon(Icon::Cross))
    });
    el("aside", "lw-banner")
        .child(el("p", "").nodes(reader.say_rich(&banner.text)))
        .maybe(banner.cta.as_ref().map(|cta| call(cta, "lw-more", reader)))
        .maybe(close)
}
