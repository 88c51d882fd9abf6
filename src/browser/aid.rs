//! Aids of `src/aids/`: modules fetched when a form comes to need them. Without one, a form is as good as it was before.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::console;

/// Fetches an aid and gives it an element of the form to work on. Done when the aid is. Tells whether it went well; if not, the
/// developer reads one line.
pub async fn attach(load: &Function, name: &str, form: &Element, context: &JsValue) -> bool {
    let done = call(load, name, form, context).await.is_some();
    if !done {
        console::say(&["the aid ", name, " could not be used"].concat());
    }
    done
}

async fn call(load: &Function, name: &str, form: &Element, context: &JsValue) -> Option<()> {
    let module = awaited(load.call1(&JsValue::UNDEFINED, &JsValue::from_str(name))).await?;
    let attach = Reflect::get(&module, &JsValue::from_str("default")).ok()?.dyn_into::<Function>().ok()?;
    awaited(attach.call2(&JsValue::UNDEFINED, form, context)).await.map(|_| ())
}

/// What a call comes to, whether it promises or gives.
async fn awaited(called: Result<JsValue, JsValue>) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(&called.ok()?)).await.ok()
}
