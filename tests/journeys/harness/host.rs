//! Somebody else's page with our tag on it, under the strictest policy that still lets the page be what it is.

use std::collections::BTreeSet;

use base64::Engine;
use regex::Regex;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};

use super::{Server, Site};

/// Serves a foreign page of a site under `policy`.
pub fn host_page(site: &Site, html: String) -> Server {
    let policy = policy(site, &html);
    Server::page(html, &[("Content-Security-Policy", &policy)])
}

/// What docs/security.md prints for pages with the tag: nothing but the tag's own site and the campaign's receivers, no inline script or
/// style but the page's own, by their hashes, and Trusted Types that make no markup and no script of any text.
pub fn policy(site: &Site, html: &str) -> String {
    let page = Html::parse_document(html);
    let runtime = std::fs::read_to_string(site.dir.join("runtime.json")).expect("a built site");
    let receivers = origins(&runtime).into_iter().collect::<Vec<_>>().join(" ");
    // A page may name the tag of another site, or of none that answers.
    let sites = origins(html).into_iter().chain([site.origin.clone()]).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ");
    let framed = if runtime.contains("\"iframe\"") { receivers.as_str() } else { "'none'" };
    let has = |selector: &str| page.select(&Selector::parse(selector).expect("a selector")).next().is_some();
    let mut policy = vec![
        "default-src 'none'".to_owned(),
        format!("script-src {sites} 'wasm-unsafe-eval'{}", hashes(&page, "script:not([src])")),
        format!("style-src {sites}{}", hashes(&page, "style")),
        format!("connect-src {sites} {receivers}"),
        format!("img-src {sites} data:"),
        format!("frame-src {framed}"),
        format!("form-action 'self' {receivers}"),
        "base-uri 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types 'none'".to_owned(),
    ];
    // The page's own ways.
    if has("[style]") {
        policy.push("style-src-attr 'unsafe-inline'".to_owned());
    }
    policy.join("; ")
}

fn hashes(page: &Html, selector: &str) -> String {
    let parts = Selector::parse(selector).expect("a selector");
    let hash = |text: String| format!(" 'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)));
    page.select(&parts).map(|part| hash(part.text().collect())).collect()
}

fn origins(text: &str) -> BTreeSet<String> {
    let origin = Regex::new(r"http://(?:127\.0\.0\.1|localhost):\d+").expect("a pattern");
    origin.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}
