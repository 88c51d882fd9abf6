//! Files that stand once on a site: for hosts, for search engines, and for what is not a page.

use std::collections::BTreeSet;

use super::document::{Document, Scripts, origin};
use super::folder::Folder;
use super::head::address;
use super::{Error, sheets};
use crate::campaign::{Campaign, digest};
use crate::drawing::html::{escaped, to_html};
use crate::texts;
use crate::view::{self, Reader};

/// What every host should send with every file, written as Netlify and Cloudflare Pages read it: one star to a rule, at its end, since
/// the one takes no other and the other no second. A site of files has no secrets, so that every origin may read every file of it.
const EVERYWHERE: &str = "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=()
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
";

/// Names of files that never mean anything else, by how they begin.
const FOR_GOOD: [&str; 3] = ["aid-", "embed-", "site-"];

/// Cloudflare Pages reads a hundred rules and no more.
const MOST_RULES: usize = 100;

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
    folder.write("ack.html", ack())?;
    folder.write("404.html", not_found(campaign))?;
    folder.write("sitemap.xml", sitemap(campaign))?;
    let (origin, base) = (origin(&campaign.site.url), &campaign.runtime.base);
    folder.write("robots.txt", format!("User-agent: *\nAllow: /\nSitemap: {origin}{base}/sitemap.xml\n"))?;
    let headers = headers(base, folder.files());
    folder.write("_headers", headers)
}

/// The rules for hosts, of all that is published. Policies with hashes stand in the pages, since hosts cap this file; what a `<meta>` may
/// not say is here: pages are framed by their own site alone, all but the one to which receivers send frames on foreign sites back.
fn headers<'a>(base: &str, files: impl Iterator<Item = &'a str>) -> String {
    let files: Vec<&str> = files.collect();
    let lasting = |seconds: u32, more: &str| format!("  Cache-Control: public, max-age={seconds}{more}\n");
    let forever = lasting(31_536_000, ", immutable");
    let mut rules = vec![EVERYWHERE.replacen("/*", &format!("{base}/*"), 1), format!("{base}/leadwell.js\n{}", lasting(300, ""))];
    rules.extend(FOR_GOOD.map(|start| format!("{base}/{start}*\n{forever}")));
    let pinned = files.iter().filter(|name| name.starts_with("leadwell.") && name.matches('.').count() > 1);
    rules.extend(pinned.map(|name| format!("{base}/{name}\n{forever}")));
    let framed: BTreeSet<String> =
        files.iter().filter(|name| name.ends_with(".html") && **name != "ack.html").map(|name| first(name)).collect();
    let framed = framed.into_iter().map(|path| format!("{base}/{path}\n  Content-Security-Policy: frame-ancestors 'self'\n"));
    let room = MOST_RULES.saturating_sub(rules.len());
    rules.extend(framed.take(room));
    rules.concat()
}

/// The rule that holds for a page: of its name, or of the first folder it stands in.
fn first(name: &str) -> String {
    match name.split_once('/') {
        Some((folder, _)) => format!("{folder}/*"),
        None => name.strip_suffix("index.html").unwrap_or(name).to_owned(),
    }
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
