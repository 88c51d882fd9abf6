//! Listening to the page, and telling it what happened.

use js_sys::Object;
#[cfg(feature = "csr")]
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
#[cfg(feature = "csr")]
use wasm_bindgen::closure::Closure;
use web_sys::{CustomEvent, CustomEventInit};
#[cfg(feature = "csr")]
use web_sys::{Event, EventTarget};

use super::page::window;

/// Calls `then` for every such event, for as long as the page is open.
#[cfg(feature = "csr")]
pub fn listen(target: &EventTarget, name: &str, then: impl FnMut(Event) + 'static) {
    let callback = Closure::<dyn FnMut(Event)>::new(then).into_js_value();
    let _ = target.add_event_listener_with_callback(name, callback.unchecked_ref());
}

/// Dispatches `leadwell:NAME` on the document.
pub fn tell(name: &str, detail: JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(&if detail.is_undefined() { Object::new().into() } else { detail });
    let event = CustomEvent::new_with_event_init_dict(&["leadwell:", name].concat(), &init);
    let document = window().and_then(|window| window.document());
    if let (Ok(event), Some(document)) = (event, document) {
        let _ = document.dispatch_event(&event);
    }
}
