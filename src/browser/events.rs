//! Listening to the page, and telling it what happened.

use js_sys::{Function, Object};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AddEventListenerOptions, CustomEvent, CustomEventInit, Event, EventTarget};

/// A listener; dropped, it listens no more.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    capture: bool,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `then` for every such event.
    pub fn new(target: &EventTarget, name: &'static str, then: impl FnMut(Event) + 'static) -> Self {
        Self::with(target, name, false, Closure::new(then))
    }

    /// The same before the page's own listeners.
    pub fn capturing(target: &EventTarget, name: &'static str, then: impl FnMut(Event) + 'static) -> Self {
        Self::with(target, name, true, Closure::new(then))
    }

    fn with(target: &EventTarget, name: &'static str, capture: bool, callback: Closure<dyn FnMut(Event)>) -> Self {
        let _ = target.add_event_listener_with_callback_and_bool(name, callback.as_ref().unchecked_ref(), capture);
        Self { target: target.clone(), name, capture, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.name, callback, self.capture);
    }
}

/// Calls `then` for the first such event from now on, before the page's own listeners; listening twice is listening once.
pub fn listen_once(target: &EventTarget, name: &str, then: &Function) {
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_once(true);
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(name, then, &options);
}

/// Dispatches `leadwell:NAME` on the document. Tells whether nobody objected (`preventDefault`).
pub fn tell(name: &str, detail: JsValue) -> bool {
    let init = CustomEventInit::new();
    init.set_cancelable(name.starts_with("before-"));
    init.set_detail(&if detail.is_undefined() { Object::new().into() } else { detail });
    let event = CustomEvent::new_with_event_init_dict(&["leadwell:", name].concat(), &init);
    let document = web_sys::window().and_then(|window| window.document());
    event.ok().zip(document).is_none_or(|(event, document)| document.dispatch_event(&event).unwrap_or(true))
}
