//! The body of a landing page: header, blocks, footer.

use leptos::prelude::*;

use super::blocks::block;
use super::footer::footer;
use super::header::header;
use super::reader::Reader;
use crate::campaign::Campaign;
use crate::campaign::written::Page;

/// Everything inside `<body>`, as the reader sees it.
#[must_use]
pub fn page(campaign: &Campaign, page: &Page, reader: &Reader) -> impl IntoView + use<> {
    let blocks = page.blocks.iter().map(|one| block(one, &page.path, &campaign.runtime, reader)).collect_view();
    frame(campaign, &page.path, blocks, reader)
}

/// What every page of the site has around its content.
pub(super) fn frame<V: IntoView>(campaign: &Campaign, path: &str, content: V, reader: &Reader) -> impl IntoView + use<V> {
    view! {
        {header(campaign, path, reader)}
        <main id="lw-main" tabindex="-1">{content}</main>
        {footer(&campaign.site, reader)}
    }
}
