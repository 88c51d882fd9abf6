//! What the script tag says, as the loader read it.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::browser::json;
use crate::visitor::consent::{PageWord, RESERVED};

/// The tag's attributes, and what the loader has asked for already.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder that holds our files, with a closing slash.
    pub base: String,
    pub campaign_url: String,
    pub locale: Option<String>,
    /// What the page says of consent: `data-consent`, for all reserved purposes at once, and its own consent tool.
    pub said: PageWord,
    pub region: Option<String>,
    /// `data/sources.txt`, where the loader asked for it and it came in time; else empty.
    pub(super) sites: String,
}

impl Options {
    /// From the object the loader passes; whatever is missing or strange is left at its default.
    #[must_use]
    pub fn from_js(options: &JsValue) -> Self {
        let property = |name: &str| Reflect::get(options, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        let text = |name: &str| property(name).as_string().filter(|text| !text.is_empty());
        let mut said = PageWord::read(&json::from_js(&property("said")));
        if let Some(word) = text("consent").filter(|word| word == "granted" || word == "denied") {
            // Where the page's consent tool speaks of defaults too, the one that is stricter holds.
            for purpose in RESERVED {
                let granted = word == "granted" && said.defaults.0.get(purpose) != Some(&false);
                said.defaults.0.insert(purpose, granted);
            }
        }
        Self {
            base: text("base").unwrap_or_default(),
            campaign_url: text("campaign").unwrap_or_default(),
            locale: text("locale"),
            said,
            region: text("region"),
            sites: text("sources").unwrap_or_default(),
        }
    }

    /// Where the campaign's other files stand, without a closing slash.
    #[cfg(feature = "csr")]
    pub(super) fn campaign_folder(&self) -> &str {
        self.campaign_url.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}
