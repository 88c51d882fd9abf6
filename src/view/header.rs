//! The top of a page: whose it is, where else to go, and in which other languages it can be read.

use super::blocks::call;
use super::languages::name_among;
use super::picture::{Loading, picture};
use super::reader::Reader;
use crate::campaign::{Campaign, Part};
use crate::drawing::{Element, Node, el};

/// `page` is the page's path before language and base, so that the switch leads to the same page.
pub fn header(campaign: &Campaign, page: &str, links: Part, reader: &Reader) -> Vec<Node> {
    let site = &campaign.site;
    let skip = reader.anchor("#lw-main", "lw-skip").text(reader.texts.skip_to_content());
    let bar = el("header", "lw-header")
        .child(brand(campaign, reader))
        .maybe(navigation(&links.list("links"), reader))
        .maybe((site.locales.len() > 1).then(|| language_switch(&site.locales, page, reader)))
        .maybe(links.part("cta").map(|cta| call(cta, "lw-button lw-small", reader)));
    vec![skip.into(), bar.into()]
}

fn brand(campaign: &Campaign, reader: &Reader) -> Element {
    let site = &campaign.site;
    let named = site.name.as_ref().or(site.controller.as_ref().map(|controller| &controller.name));
    let name = reader.read(named.unwrap_or(&campaign.runtime.controller));
    let link = el("a", "lw-brand").attr("href", &reader.path("/"));
    match &site.logo {
        // The link is called by the site's name, whatever the picture says.
        Some(logo) => link.attr("aria-label", &name).child(picture(logo.part(), "lw-logo", Loading::First, reader)),
        None => link.text(&name),
    }
}

fn navigation(links: &[Part], reader: &Reader) -> Option<Element> {
    let mut list = el("ul", "");
    for link in links {
        list = list.child(el("li", "").child(call(*link, "", reader)));
    }
    (!links.is_empty()).then(|| el("nav", "lw-links").attr("aria-label", reader.texts.main_navigation()).child(list))
}

fn language_switch(locales: &[String], page: &str, reader: &Reader) -> Element {
    let link = |locale: &String| {
        let link = el("a", "")
            .attr("href", &reader.path_in(locale, page))
            .attr("lang", locale)
            .attr("hreflang", locale)
            .attr_if("aria-current", (locale == reader.locale).then_some("true"))
            .text(&name_among(locale, locales));
        el("li", "").child(link)
    };
    el("nav", "").attr("aria-label", reader.texts.languages()).child(el("ul", "lw-languages").each(locales, link))
}
