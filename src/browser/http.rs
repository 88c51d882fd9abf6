//! Files of ours, which the app fetches itself. Leads are sent by `src/aids/deliver.js`.

use wasm_bindgen::JsValue;

use crate::digits::digits;

/// A JSON file of ours.
///
/// # Errors
/// A sentence for the developer.
pub async fn get_json(url: &str) -> Result<JsValue, String> {
    let response = gloo_net::http::Request::get(url).send().await.map_err(|_| [url, " could not be fetched"].concat())?;
    if !response.ok() {
        return Err([url, " was answered ", &digits(response.status().into())].concat());
    }
    let text = response.text().await.map_err(|_| [url, " broke off"].concat())?;
    js_sys::JSON::parse(&text).map_err(|_| [url, " is not valid JSON"].concat())
}
