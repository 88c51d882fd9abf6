//! The browser's regular expressions, for conditions.

use js_sys::RegExp;
use wasm_bindgen::JsValue;

/// Whether `text` matches; a malformed pattern matches nothing.
#[must_use]
pub fn matches(pattern: &str, ignore_case: bool, text: &str) -> bool {
    // `new RegExp` throws on a malformed pattern; called by reflection, the exception is a value.
    let constructor = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("RegExp")).ok().and_then(|value| {
        use wasm_bindgen::JsCast;
        value.dyn_into::<js_sys::Function>().ok()
    });
    let flags = if ignore_case { "i" } else { "" };
    let arguments = js_sys::Array::of2(&JsValue::from_str(pattern), &JsValue::from_str(flags));
    let regex = constructor.and_then(|constructor| js_sys::Reflect::construct(&constructor, &arguments).ok());
    regex.is_some_and(|regex| {
        use wasm_bindgen::JsCast;
        regex.unchecked_into::<RegExp>().test(text)
    })
}
