//! The site: its address, its languages, who answers for it, and whether its colour can be read.

use super::names::hint;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Theme};

/// Reports what is wrong and gives the path of the site's root: empty, or `/offers`.
pub fn check(campaign: &Campaign, problems: &mut Vec<Problem>) -> String {
    let site = &campaign.site;
    if site.locales.is_empty() {
        problems.push(Problem::error("site.locales", "expected at least one language, such as [\"en\"]"));
    } else if !site.locales.contains(&site.default_locale) {
        let hint = hint(&site.default_locale, site.locales.iter().map(String::as_str));
        problems.push(Problem::error("site.default_locale", say!("\"{}\" is not among site.locales{hint}", site.default_locale)));
    }
    let locales = site.locales.iter().enumerate().map(|(index, locale)| (say!("site.locales[{index}]"), locale.as_str()));
    super::check_unique("locale", locales, problems);
    for (index, locale) in site.locales.iter().enumerate() {
        if locale.is_empty() || !locale.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            problems.push(Problem::error(
                say!("site.locales[{index}]"),
                say!("\"{locale}\" is not a language tag such as \"en\" or \"pt-BR\""),
            ));
        }
    }
    if !campaign.forms.is_empty() && site.controller.is_none() {
        problems.push(Problem::error("site", "a campaign with forms needs `controller`: who answers for the visitor's data"));
    }
    if let Some(controller) = &site.controller {
        if !is_web_address(&controller.privacy_url) {
            problems.push(Problem::error("site.controller.privacy_url", not_an_address(&controller.privacy_url)));
        }
        if !crate::form::email::is_valid(&controller.email) {
            problems.push(Problem::error("site.controller.email", say!("\"{}\" is not an e-mail address", controller.email)));
        }
    }
    if site.url.contains(['?', '#']) || !is_web_address(&site.url) {
        problems.push(Problem::error("site.url", not_an_address(&site.url)));
    }
    if campaign.storage.share.is_some() {
        problems.push(Problem::warning("storage.share", "part of the format, but not of this version: set aside"));
    }
    path_of(&site.url).trim_end_matches('/').to_owned()
}

pub fn check_theme(theme: &Theme, problems: &mut Vec<Problem>) {
    if rgb(&theme.accent).is_none() {
        problems.push(Problem::error("theme.accent", say!("\"{}\" is not a colour; expected #rrggbb, such as \"#4338ca\"", theme.accent)));
    }
}

/// `https:`, or `http:` on this machine, with a host and without credentials, spaces or what else no address may hold.
pub fn is_web_address(url: &str) -> bool {
    let (secure, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return false,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let well_formed = !authority.is_empty()
        && !authority.contains('@')
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "\\\"<>`".contains(c));
    well_formed && (secure || is_loopback(authority))
}

pub fn not_an_address(url: &str) -> String {
    say!("\"{url}\" is not accepted here; expected an https: address (http: only for 127.0.0.1 and localhost)")
}

fn is_loopback(authority: &str) -> bool {
    let host = if authority.starts_with('[') { authority.split_inclusive(']').next() } else { authority.split(':').next() };
    matches!(host, Some("127.0.0.1" | "localhost" | "[::1]"))
}

/// `/offers/` of `https://acme.example/offers/`.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default()
}

/// Black or white, whichever has the higher contrast on `colour` (WCAG 2.2 relative luminance).
pub fn readable_on(colour: &str) -> &'static str {
    let luminance = rgb(colour).map_or(0.0, |channels| {
        let [red, green, blue] = channels.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { libm::pow((channel + 0.055) / 1.055, 2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    });
    let on_white = 1.05 / (luminance + 0.05);
    let on_black = (luminance + 0.05) / 0.05;
    if on_white >= on_black { "#ffffff" } else { "#000000" }
}

fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    Some([channel(0)?, channel(2)?, channel(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_the_accent_is_the_readable_one() {
        assert_eq!(readable_on("#4338ca"), "#ffffff");
        assert_eq!(readable_on("#fde047"), "#000000");
    }

    #[test]
    fn addresses_are_https_or_loopback() {
        for good in ["https://a.example", "https://a.example/x?y", "http://127.0.0.1:8090/leads", "http://localhost/", "http://[::1]:9/"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "http://a.example",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "http://127.0.0.1.evil.example",
            "https://u:p@a.example",
            "//a.example",
            "",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
