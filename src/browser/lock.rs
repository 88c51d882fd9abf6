//! One sender among all tabs, elected by a Web Lock.

use js_sys::{Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

const SENDER: &str = "leadwell:sender";

/// Runs `work` while no other tab does. Where the browser has no locks it runs at once: receivers know a message by its id.
pub async fn as_only_sender<F>(work: impl FnOnce() -> F + 'static)
where
    F: Future<Output = ()> + 'static,
{
    let Some(locks) = locks() else { return work().await };
    let start = Closure::once_into_js(move |_: JsValue| -> Promise {
        future_to_promise(async move {
            work().await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let _ = JsFuture::from(locks.request_with_callback(SENDER, start.unchecked_ref())).await;
}

// `navigator.locks` is missing in insecure contexts and older browsers, where web-sys would hand out `undefined`.
fn locks() -> Option<web_sys::LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    (!locks.is_undefined() && !locks.is_null()).then(|| locks.unchecked_into())
}
