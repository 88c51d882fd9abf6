//! JSON by the browser's own parser: a Rust one would cost visitors 11 KB.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A value as JSON text.
#[must_use]
pub fn to_text(value: &impl Serialize) -> Option<String> {
    JSON::stringify(&to_js(value)?).ok()?.as_string()
}

/// A value as JavaScript sees it.
#[must_use]
pub fn to_js(value: &impl Serialize) -> Option<JsValue> {
    value.serialize(&Serializer::json_compatible()).ok()
}

/// A value from JSON text; the error names what does not fit.
///
/// # Errors
/// When the text is not JSON or not of this shape.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    from_js(JSON::parse(text).map_err(|_| "not valid JSON".to_owned())?)
}

/// A value from what JavaScript holds.
///
/// # Errors
/// When it has not this shape.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}
