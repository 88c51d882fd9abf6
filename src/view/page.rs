//! The body of a landing page: header, blocks, footer.

use super::blocks::{TESTED, blocks, tested};
use super::footer::footer;
use super::header::header;
use super::reader::Reader;
use crate::campaign::Campaign;
use crate::campaign::written::Page;
use crate::drawing::{Element, Node, el};

/// Everything inside `<body>`, as the reader sees it.
#[must_use]
pub fn page(campaign: &Campaign, page: &Page, reader: &Reader) -> Vec<Node> {
    let blocks = blocks(page, campaign, reader);
    let links = page.header.as_ref().unwrap_or(&campaign.site.header).part();
    let mut body = blocks.above;
    body.extend(header(campaign, &page.path, links, reader));
    let main = el("main", "").marks("id=lw-main tabindex=-1").nodes(blocks.main);
    body.push(arranged(main, page, reader).into());
    body.push(footer(&campaign.site, blocks.foot, reader).into());
    body
}

/// Marks what the whole page depends on. A prerendered page is put into its order before it is painted.
fn arranged(main: Element, page: &Page, reader: &Reader) -> Element {
    let main = main.attr_if(TESTED, tested(page.variants.iter().map(|variant| &variant.when)).as_deref());
    if page.variants.is_empty() || reader.visitor.is_some() {
        return main;
    }
    main.attr("data-lw-block", WHOLE).flag("data-lw-early", true)
}

/// How a page as a whole is called where choices are listed; no block is called so.
pub const WHOLE: &str = "*";

/// A page of the site that is not written in the campaign: header, its content, footer.
pub(super) fn frame(campaign: &Campaign, path: &str, content: Vec<Node>, reader: &Reader) -> Vec<Node> {
    let mut body = header(campaign, path, campaign.site.header.part(), reader);
    body.push(el("main", "").marks("id=lw-main tabindex=-1").nodes(content).into());
    body.push(footer(&campaign.site, Vec::new(), reader).into());
    body
}
