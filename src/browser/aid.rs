//! Aids: small modules of ours, imported when there is a use for them.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::console;

/// Imports an aid and calls what it exports. Where it cannot be had, everything works without.
pub async fn attach(load: &Function, name: &str, element: &Element, context: &JsValue) {
    if called(load, name, element, context).await.is_none() {
        console::say(&["the aid \"", name, "\" could not be loaded: forms work without it"].concat());
    }
}

async fn called(load: &Function, name: &str, element: &Element, context: &JsValue) -> Option<()> {
    let module: Promise = load.call1(&JsValue::UNDEFINED, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let module = JsFuture::from(module).await.ok()?;
    let attach: Function = Reflect::get(&module, &"default".into()).ok()?.dyn_into().ok()?;
    attach.call2(&JsValue::UNDEFINED, element, context).ok().map(|_| ())
}
