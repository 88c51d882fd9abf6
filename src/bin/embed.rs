//! The one-tag runtime, imported by the loader `leadwell.js`.

// Nothing runs before the loader asks: a `main` would bring what std does around one.
#![no_main]

use js_sys::Promise;
use leadwell::browser::console::say;
use leadwell::browser::task::run_task;
use leadwell::runtime::{self, Options};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs the campaign on this page. `options` are the tag's, as the loader read them. Gives the function that the page asks.
///
/// # Errors
/// A sentence for the developer, which the loader shows; the page keeps its native forms.
#[wasm_bindgen]
pub fn start(options: &JsValue) -> Promise {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let options = Options::from_js(options);
    run_task(Box::pin(async move {
        runtime::start(options).await.map_err(|error| {
            say(&error);
            JsValue::from_str(&error)
        })
    }))
}
