//! The single-page app: the pages of `campaign.json`, drawn in the browser.

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(leadwell::runtime::site::start());
}
