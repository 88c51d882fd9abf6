//! The one-tag runtime, imported by the loader `leadwell.js`.

// Nothing runs before the loader asks: a `main` would bring what std does around one.
#![no_main]

use leadwell::runtime::{self, Options};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs the campaign, `runtime.json` as it was parsed, on this page. `options` are the tag's, as the loader read them. Gives the function
/// that the page asks.
///
/// # Errors
/// A sentence for the developer, which the loader shows; the page keeps its native forms.
#[wasm_bindgen]
pub fn start(options: &JsValue, campaign: &JsValue) -> Result<JsValue, JsValue> {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    runtime::start(Options::from_js(options), campaign).map_err(|error| JsValue::from_str(&error))
}
