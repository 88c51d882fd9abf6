//! The site: its address, its languages, who answers for it, and whether its colour can be read.

use super::names::hint;
use crate::campaign::address::is_web_address;
use crate::campaign::colour::rgb;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Theme};

pub fn check(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let site = &campaign.site;
    if site.locales.is_empty() {
        problems.push(Problem::error("site.locales", "expected at least one language, such as [\"en\"]"));
    } else if !site.locales.contains(&site.default_locale) {
        let hint = hint(&site.default_locale, site.locales.iter().map(String::as_str));
        let message = format!("\"{}\" is not among site.locales{hint}", site.default_locale);
        problems.push(Problem::error("site.default_locale", message).resting_on(["site.locales[*]"]));
    }
    let locales = site.locales.iter().enumerate().map(|(index, locale)| (format!("site.locales[{index}]"), locale.as_str()));
    super::check_unique("locale", locales, problems);
    for (index, locale) in site.locales.iter().enumerate() {
        if !is_tag(locale) {
            problems.push(Problem::error(
                format!("site.locales[{index}]"),
                format!("\"{locale}\" is not a language tag such as \"en\" or \"pt-BR\""),
            ));
        }
    }
    if !campaign.forms.is_empty() && site.controller.is_none() {
        let message = "a campaign with forms needs `controller`: who answers for the visitor's data";
        problems.push(Problem::error("site", message).resting_on(["site.controller"]));
    }
    if let Some(controller) = &site.controller {
        if !is_web_address(&controller.privacy_url) {
            problems.push(Problem::error("site.controller.privacy_url", not_an_address(&controller.privacy_url)));
        }
        if !crate::form::email::is_valid(&controller.email) {
            problems.push(Problem::error("site.controller.email", format!("\"{}\" is not an e-mail address", controller.email)));
        }
    }
    if site.url.contains(['?', '#']) || !is_web_address(&site.url) {
        problems.push(Problem::error("site.url", not_an_address(&site.url)));
    }
}

pub fn check_theme(theme: &Theme, problems: &mut Vec<Problem>) {
    if rgb(&theme.accent).is_none() {
        problems
            .push(Problem::error("theme.accent", format!("\"{}\" is not a colour; expected #rrggbb, such as \"#4338ca\"", theme.accent)));
    }
}

/// Whether a locale is spelled as one: `en`, `pt-BR`.
pub fn is_tag(locale: &str) -> bool {
    !locale.is_empty() && locale.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

pub fn not_an_address(url: &str) -> String {
    format!("\"{url}\" is not accepted here; expected an https: address (http: only for 127.0.0.1 and localhost)")
}
