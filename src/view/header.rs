//! The top of a page: whose it is, and in which other languages it can be read.

use leptos::prelude::*;

use super::languages::own_name;
use super::reader::Reader;
use crate::campaign::Campaign;

/// `page` is the page's path before language and base, so that the switch leads to the same page.
pub fn header(campaign: &Campaign, page: &str, reader: &Reader) -> impl IntoView + use<> {
    let site = &campaign.site;
    let named = site.name.as_ref().or(site.controller.as_ref().map(|controller| &controller.name));
    let name = named.map_or_else(|| reader.read(&campaign.runtime.controller), |name| reader.read(name));
    view! {
        <a class="lw-skip" href="#lw-main">{reader.texts.skip_to_content.to_string()}</a>
        <header class="lw-header">
            <a class="lw-brand" href={reader.path("/")}>{name}</a>
            {(site.locales.len() > 1).then(|| language_switch(&site.locales, page, reader))}
        </header>
    }
}

fn language_switch(locales: &[String], page: &str, reader: &Reader) -> impl IntoView + use<> {
    let link = |locale: &String| {
        let current = (locale == reader.locale).then_some("true");
        view! {
            <li>
                <a href={reader.path_in(locale, page)} lang={locale.clone()} hreflang={locale.clone()} aria-current={current}>
                    {own_name(locale, locales)}
                </a>
            </li>
        }
    };
    let links = locales.iter().map(link).collect_view();
    view! { <nav aria-label={reader.texts.languages.to_string()}><ul class="lw-languages">{links}</ul></nav> }
}
