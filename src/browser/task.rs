//! Work that waits for the browser. Every piece of it becomes the same kind of task: the code that carries a task weighs a
//! kilobyte, once for each kind.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// Work to be run once.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs work on its own, from the next microtask on. The promise is fulfilled when it is done.
pub fn run(work: impl Future<Output = ()> + 'static) -> Promise {
    run_task(Box::pin(work))
}

/// The same for work that was put by.
pub fn run_task(task: Task) -> Promise {
    future_to_promise(async move {
        task.await;
        Ok(JsValue::UNDEFINED)
    })
}
