//! What the script tag says, as the loader read it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::browser::{http, json};
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
    /// Imports an aid by its name.
    pub load: Option<Function>,
    /// `data/sources.txt`, where the loader asked for it and it came in time; else empty.
    pub(super) sites: String,
    /// The loader's own request for the campaign, under way since before the runtime arrived.
    pub(super) response: Option<Promise>,
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
            load: property("load").dyn_into().ok(),
            sites: text("sources").unwrap_or_default(),
            response: Some(property("response")).filter(JsValue::is_object).map(|response| Promise::resolve(&response)),
        }
    }

    /// Where the campaign's other files stand, without a closing slash.
    #[cfg(feature = "csr")]
    pub(super) fn campaign_folder(&self) -> &str {
        self.campaign_url.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The campaign file's JSON.
    ///
    /// # Errors
    /// A sentence for the developer.
    pub async fn campaign(&self) -> Result<JsValue, String> {
        let asked = match &self.response {
            Some(response) => JsFuture::from(response.clone()).await.ok().and_then(|response| response.dyn_into::<Response>().ok()),
            None => None,
        };
        match asked {
            Some(response) => http::read_json(&self.campaign_url, &response).await,
            None => http::get_json(&self.campaign_url).await,
        }
    }
}
