//! One line to the developer. Visitors never read it.

use wasm_bindgen::JsValue;

#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn warn(line: &JsValue);
}

/// Says one thing that a developer should mend.
pub fn say(line: &str) {
    warn(&JsValue::from_str(&["leadwell: ", line].concat()));
}
