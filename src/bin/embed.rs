//! The one-tag runtime, imported by the loader `leadwell.js`.

use leadwell::runtime::{self, Options};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
}

/// Runs the campaign on this page. `options` are the tag's, as the loader read them. Gives the function that the page asks.
///
/// # Errors
/// A sentence for the developer, which the loader shows; the page keeps its native forms.
#[wasm_bindgen]
pub async fn start(options: JsValue) -> Result<JsValue, JsValue> {
    let started = runtime::start(Options::from_js(&options)).await;
    started.map_err(|error| {
        leadwell::browser::console::say(&error);
        JsValue::from_str(&error)
    })
}
