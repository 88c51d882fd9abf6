//! What a page itself puts into its footer.

use super::paragraph;
use crate::campaign::written::{Cta, Footer};
use crate::drawing::{Element, el};
use crate::view::reader::Reader;

pub fn footer_block(footer: &Footer, reader: &Reader) -> Element {
    let link = |link: &Cta| el("li", "").child(reader.anchor(&link.to, "").nodes(reader.say(&link.label)));
    let links = (!footer.links.is_empty()).then(|| el("ul", "lw-foot-links").each(&footer.links, link));
    el("div", "lw-foot").maybe(footer.text.as_ref().map(|text| paragraph(text, "", reader))).maybe(links)
}
