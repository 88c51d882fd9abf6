//! What time it is, and waiting.

use std::cell::OnceCell;

use js_sys::{Date, Function, Intl, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page;
use crate::time::Timestamp;
use crate::visitor::{LocalTime, Moment};

/// Milliseconds since 1970, by the visitor's clock.
#[must_use]
pub fn now_ms() -> f64 {
    Date::now()
}

/// Now, with the visitor's local time.
#[must_use]
pub fn moment() -> Moment {
    let date = Date::new_0();
    let millis = date.get_time();
    // JavaScript counts minutes from local time to UTC.
    let here = Timestamp::from_millis(millis - date.get_timezone_offset() * 60_000.0);
    Moment { now: Timestamp::from_millis(millis), local: LocalTime::of(here, zone()) }
}

thread_local! {
    static ZONE: OnceCell<Option<String>> = const { OnceCell::new() };
}

/// The visitor's time zone, asked for once: a format has the browser load ten milliseconds of data first, where `Temporal` knows at once.
fn zone() -> Option<String> {
    let told_by_format = || {
        let format = Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new());
        Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone")).ok()
    };
    let ask = || {
        let known = page::at("Temporal.Now.timeZoneId").dyn_into::<Function>().ok();
        known.and_then(|known| known.call0(&JsValue::UNDEFINED).ok()).or_else(told_by_format)?.as_string()
    };
    ZONE.with(|zone| zone.get_or_init(ask).clone())
}

/// Resolves after so many milliseconds; never where there is no window.
pub fn sleep(milliseconds: f64) -> Promise {
    Promise::new(&mut |resolve: Function, _| {
        call_after(milliseconds, &resolve);
    })
}

/// Calls `then` after so many milliseconds. Gives the timer's number, for `cancel`.
pub fn call_after(milliseconds: f64, then: &Function) -> Option<i32> {
    // A wait beyond i32 saturates; none here is longer than a minute.
    web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(then, milliseconds as i32).ok()
}

pub fn cancel(timer: i32) {
    if let Some(window) = web_sys::window() {
        window.clear_timeout_with_handle(timer);
    }
}

/// Waits for a promise to settle, at most so many milliseconds.
pub async fn within(milliseconds: f64, promise: &Promise) {
    let race = Promise::race(&js_sys::Array::of2(promise, &sleep(milliseconds)));
    let _ = JsFuture::from(race).await;
}
