//! The foot of a page: who answers for the visitor's data, how to reach them, and the legal pages.

use super::blocks::call;
use super::reader::Reader;
use crate::campaign::written::{Controller, Site};
use crate::drawing::{Element, Node, el};

/// `more` is what the page itself puts above the controller's details.
pub fn footer(site: &Site, more: Vec<Node>, reader: &Reader) -> Element {
    let privacy = site.controller.as_ref().map(|controller| el("a", "").attr("href", &controller.privacy_url).text(reader.texts.privacy()));
    let mut links = el("ul", "lw-legal").maybe(privacy.map(|privacy| el("li", "").child(privacy)));
    for link in &site.legal {
        links = links.child(el("li", "").child(call(link.part(), "", reader)));
    }
    el("footer", "lw-footer")
        .nodes(more)
        .maybe(site.controller.as_ref().map(|controller| controller_details(controller, reader)))
        .maybe((!links.children().is_empty()).then_some(links))
}

fn controller_details(controller: &Controller, reader: &Reader) -> Element {
    let address = Some(reader.read(&controller.address)).filter(|address| !address.is_empty());
    el("address", "lw-address")
        .child(el("strong", "").nodes(reader.say(&controller.name)))
        .maybe(address.map(|address| el("span", "").text(&address)))
        .child(el("a", "").attr("href", &["mailto:", &controller.email].concat()).text(&controller.email))
}
