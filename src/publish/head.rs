//! What a page tells search engines, and whoever is sent its link.

use super::document::{Document, data, origin};
use super::structured;
use crate::campaign::Campaign;
use crate::campaign::written::Plain;
use crate::drawing::html::escaped;
use crate::texts;
use crate::view::Reader;

pub fn write(html: &mut String, document: &Document) {
    let Document { campaign, locale, page, .. } = document;
    let runtime = &campaign.runtime;
    let mut line = |text: String| {
        html.push_str(&text);
        html.push('\n');
    };
    // Without one, browsers ask for /favicon.ico and report that it is missing.
    let icon = campaign.site.icon.as_ref().map_or_else(|| "data:,".to_owned(), |icon| format!("{}{icon}", runtime.base));
    line(format!("<link rel=\"icon\" href=\"{}\">", escaped(&icon)));
    let description = document.description.as_deref().map(escaped);
    if let Some(description) = &description {
        line(format!("<meta name=\"description\" content=\"{description}\">"));
    }
    if page.is_none_or(|page| page.noindex) {
        line("<meta name=\"robots\" content=\"noindex\">".to_owned());
    }
    let Some(page) = page else { return };
    let address = |locale: &str| escaped(&address(campaign, locale, &page.path));
    line(format!("<link rel=\"canonical\" href=\"{}\">", address(locale)));
    if runtime.locales.len() > 1 && !page.noindex {
        for locale in &runtime.locales {
            line(format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", escaped(locale), address(locale)));
        }
        line(format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">", address(&runtime.default_locale)));
    }
    let mut property = |name: &str, content: &str| line(format!("<meta property=\"{name}\" content=\"{content}\">"));
    property("og:type", "website");
    property("og:title", &escaped(&document.title));
    if let Some(description) = &description {
        property("og:description", description);
    }
    property("og:url", &address(locale));
    property("og:locale", &escaped(&locale.replace('-', "_")));
    let texts = texts::Texts::default();
    let reader = Reader::new(runtime, locale, &texts);
    if let Some(name) = &campaign.site.name {
        property("og:site_name", &escaped(&reader.read(name)));
    }
    let social = page.social.as_ref().or(campaign.site.social.as_ref());
    if let Some(picture) = social.map(Plain::part) {
        property("og:image", &escaped(&format!("{}{}", origin(&campaign.site.url), reader.file(picture.word("file")))));
        property("og:image:width", &picture.number("width").unwrap_or_default().to_string());
        property("og:image:height", &picture.number("height").unwrap_or_default().to_string());
        if let Some(alt) = picture.text("alt") {
            property("og:image:alt", &escaped(&reader.read(&alt)));
        }
    }
    let card = if social.is_some() { "summary_large_image" } else { "summary" };
    line(format!("<meta name=\"twitter:card\" content=\"{card}\">"));
    let graph = structured::graph(campaign, page, &reader);
    line(format!("<script type=\"application/ld+json\">{}</script>", data(&graph)));
}

/// Where a page stands on the web.
pub fn address(campaign: &Campaign, locale: &str, path: &str) -> String {
    let texts = texts::Texts::default();
    format!("{}{}", origin(&campaign.site.url), Reader::new(&campaign.runtime, locale, &texts).path(path))
}
