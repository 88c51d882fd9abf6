//! One sender among all tabs, elected by a Web Lock.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page;
use super::task::{self, Task};

const SENDER: &str = "leadwell:sender";

/// Runs `work` while no other tab does. Where the browser has no locks, or refuses one, it runs at once: receivers know a message
/// by its id.
pub async fn as_only_sender(work: Task) {
    let work = Rc::new(Cell::new(Some(work)));
    if let Some((locks, request)) = locks() {
        let held = work.clone();
        let start = Closure::once_into_js(move |_: JsValue| held.take().map_or(JsValue::UNDEFINED, |work| task::run_task(work).into()));
        if let Ok(done) = request.call2(&locks, &JsValue::from_str(SENDER), &start) {
            let _ = JsFuture::from(Promise::resolve(&done)).await;
        }
    }
    if let Some(work) = work.take() {
        let _ = work.await;
    }
}

// By reflection: web-sys counts locks as unstable, and in insecure contexts and older browsers they are missing.
fn locks() -> Option<(JsValue, Function)> {
    Some((page::at("navigator.locks"), page::at("navigator.locks.request").dyn_into().ok()?))
}
