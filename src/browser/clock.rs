//! What time it is, and waiting.

use js_sys::{Date, Function, Intl, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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
    // Sunday is 0 in JavaScript, 7 in ours.
    let weekday = (date.get_day() + 6) % 7 + 1;
    let day = format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
    let local = LocalTime { hour: date.get_hours(), weekday, date: day, zone: zone() };
    Moment { now: Timestamp::from_millis(date.get_time()), local }
}

fn zone() -> Option<String> {
    let format = Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone")).ok()?.as_string()
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

/// Waits for a promise, at most so many milliseconds. Tells whether it settled in time.
pub async fn within(milliseconds: f64, promise: &Promise) -> bool {
    let late = JsValue::from_str("late");
    let marker = late.clone();
    let mark = wasm_bindgen::closure::Closure::once_into_js(move |_: JsValue| marker);
    let timer = sleep(milliseconds);
    let timer = Reflect::get(&timer, &JsValue::from_str("then"))
        .ok()
        .and_then(|then| then.dyn_into::<Function>().ok()?.call1(&timer, &mark).ok())
        .unwrap_or_else(|| timer.into());
    let race = Promise::race(&js_sys::Array::of2(promise, &timer));
    JsFuture::from(race).await.map_or(true, |winner| winner != late)
}
