//! What time it is.

use std::cell::OnceCell;

use js_sys::{Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

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
