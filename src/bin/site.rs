//! The single-page app: the pages of `campaign.json`, drawn in the browser.

// What begins is said to wasm-bindgen: a `main` would bring what std does around one.
#![no_main]

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(start)]
fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(leadwell::runtime::site::start());
}
