//! Files that stand once on a site: for hosts, for search engines, and for what is not a page.

use super::document::{Document, Scripts, origin};
use super::folder::Folder;
use super::head::address;
use super::{Error, sheets};
use crate::campaign::{Campaign, digest};
use crate::drawing::html::{escaped, to_html};
use crate::texts;
use crate::view::{self, Reader};

/// What every host should send; policies with hashes stand in the pages themselves, since hosts cap this file.
const HEADERS: &str = "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=()
/*.js
  Access-Control-Allow-Origin: *
/*.json
  Access-Control-Allow-Origin: *
/*.css
  Access-Control-Allow-Origin: *
/*.wasm
  Access-Control-Allow-Origin: *
/*.bin
  Access-Control-Allow-Origin: *
/*.txt
  Access-Control-Allow-Origin: *
/aid-*
  Cache-Control: public, max-age=31536000, immutable
/embed-*
  Cache-Control: public, max-age=31536000, immutable
/site-*
  Cache-Control: public, max-age=31536000, immutable
";

/// The page a blind form post returns to.
fn ack() -> String {
    let policy = format!("default-src 'none'; script-src '{}'", digest::sri(ACK_SCRIPT.as_bytes()));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><title>OK</title></head>\n\
         <body><script>{ACK_SCRIPT}</script></body>\n</html>\n"
    )
}

/// Tells the page around its frame that the receiver has sent the browser back, and whether it was to the page of refusals. It may be
/// framed by anyone, and tells nothing of anybody.
const ACK_SCRIPT: &str = r#"parent.postMessage({leadwell:"ack",ok:!/[?&](ok=0|mauticError=)/.test(location.search)},"*")"#;

pub fn write(folder: &mut Folder, campaign: &Campaign) -> Result<(), Error> {
    folder.write("_headers", HEADERS)?;
    folder.write("ack.html", ack())?;
    folder.write("404.html", not_found(campaign))?;
    folder.write("sitemap.xml", sitemap(campaign))?;
    let (origin, base) = (origin(&campaign.site.url), &campaign.runtime.base);
    folder.write("robots.txt", format!("User-agent: *\nAllow: /\nSitemap: {origin}{base}/sitemap.xml\n"))
}

fn not_found(campaign: &Campaign) -> String {
    let locale = &campaign.runtime.default_locale;
    let texts = texts::of_pages(locale, &campaign.texts);
    let reader = Reader::new(&campaign.runtime, locale, &texts);
    let body = to_html(&view::not_found(campaign, &reader));
    let (title, styles) = (texts.not_found().to_string(), sheets::thanks_sheets(&campaign.runtime.theme));
    let scripts = Scripts::default();
    Document { campaign, locale, path: "/404", title, description: None, styles: &styles, body, page: None, scripts }.html()
}

fn sitemap(campaign: &Campaign) -> String {
    let runtime = &campaign.runtime;
    let address = |locale: &str, path: &str| escaped(&address(campaign, locale, path));
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n".to_owned();
    for page in campaign.pages.iter().filter(|page| !page.noindex) {
        for locale in &runtime.locales {
            let alternate = |other: &String| {
                format!("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", escaped(other), address(other, &page.path))
            };
            let alternates: String =
                if runtime.locales.len() > 1 { runtime.locales.iter().map(alternate).collect() } else { String::new() };
            xml.push_str(&format!("<url><loc>{}</loc>{alternates}</url>\n", address(locale, &page.path)));
        }
    }
    xml + "</urlset>\n"
}
