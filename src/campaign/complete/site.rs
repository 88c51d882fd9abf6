//! The site: the languages it has, and links that lead somewhere.

use crate::campaign::address::is_web_address;
use crate::campaign::written::Site;

/// There is a language, and the default one is among them; a privacy notice that is nowhere is not linked.
pub fn settle_languages(site: &mut Site) {
    if site.locales.is_empty() {
        site.locales.push(site.default_locale.clone());
    }
    if !site.locales.contains(&site.default_locale) {
        site.default_locale = site.locales.first().cloned().unwrap_or_default();
    }
    if let Some(controller) = site.controller.as_mut().filter(|controller| !is_web_address(&controller.privacy_url)) {
        controller.privacy_url.clear();
    }
}
