//! What a page itself puts into its footer.

use super::piece::Piece;
use crate::drawing::{Element, el};

pub fn footer_block(footer: Piece) -> Element {
    let links = footer.each(("links", "ul", "lw-foot-links"), |link| el("li", "").child(super::call(link.part, "", link.reader())));
    el("div", "lw-foot").maybe(footer.line(("text", "p", ""))).maybe((!links.children().is_empty()).then_some(links))
}
