//! What the script tag says, as the loader read it.

use gloo_net::http::Response;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::http;

/// The tag's attributes, and what the loader has asked for already.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder that holds our files, with a closing slash.
    pub base: String,
    pub campaign_url: String,
    /// The name of the style sheet for shadow roots, below `base`.
    pub styles: String,
    pub locale: Option<String>,
    pub nonce: Option<String>,
    /// `data-consent`: all reserved purposes at once.
    pub consent: Option<bool>,
    pub region: Option<String>,
    /// Imports an aid by its name; `browser::aid` calls it.
    pub load: Option<Function>,
    /// The loader's own request for the campaign, under way since before the runtime arrived.
    pub(super) response: Option<Promise>,
}

impl Options {
    /// From the object the loader passes; whatever is missing or strange is left at its default.
    #[must_use]
    pub fn from_js(options: &JsValue) -> Self {
        let property = |name: &str| Reflect::get(options, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        let text = |name: &str| property(name).as_string().filter(|text| !text.is_empty());
        let consent = match text("consent").as_deref() {
            Some("granted") => Some(true),
            Some("denied") => Some(false),
            _ => None,
        };
        Self {
            base: text("base").unwrap_or_default(),
            campaign_url: text("campaign").unwrap_or_default(),
            styles: text("styles").unwrap_or_default(),
            locale: text("locale"),
            nonce: text("nonce"),
            consent,
            region: text("region"),
            load: property("load").dyn_into().ok(),
            response: Some(property("response")).filter(JsValue::is_object).map(|response| Promise::resolve(&response)),
        }
    }

    /// Where the campaign's other files stand, without a closing slash.
    pub(super) fn campaign_folder(&self) -> &str {
        self.campaign_url.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The campaign file's JSON.
    ///
    /// # Errors
    /// A sentence for the developer.
    pub async fn campaign(&self) -> Result<JsValue, String> {
        let asked = match &self.response {
            Some(response) => {
                JsFuture::from(response.clone()).await.ok().and_then(|response| response.dyn_into::<web_sys::Response>().ok())
            }
            None => None,
        };
        match asked {
            Some(response) => http::read_json(&self.campaign_url, Response::from(response)).await,
            None => http::get_json(&self.campaign_url).await,
        }
    }
}
