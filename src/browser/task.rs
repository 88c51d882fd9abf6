//! Work that waits for the browser. Every piece of it becomes the same kind of task: the code that carries a task weighs a
//! kilobyte, once for each kind.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// Work to be run once; what it comes to, a promise tells.
pub type Task = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// Work that comes to nothing but its end.
pub fn task(work: impl Future<Output = ()> + 'static) -> Task {
    Box::pin(async move {
        work.await;
        Ok(JsValue::UNDEFINED)
    })
}

/// Runs work on its own, from the next microtask on. The promise is fulfilled when it is done.
pub fn run(work: impl Future<Output = ()> + 'static) -> Promise {
    run_task(task(work))
}

/// The same for work that was put by.
#[inline(never)]
pub fn run_task(task: Task) -> Promise {
    future_to_promise(task)
}
