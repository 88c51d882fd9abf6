//! JavaScript's own regular expressions, numbers and lower case, for conditions.

use js_sys::{Array, Function, JsString, Number, Reflect, RegExp};
use wasm_bindgen::{JsCast, JsValue};

use super::page;
use crate::condition::Engine;

/// What conditions borrow.
pub const ENGINE: Engine = Engine { regex: matches, number, text, lowercase };

// `new RegExp` throws on a malformed pattern; constructed by reflection, the exception is a value.
fn matches(pattern: &str, ignore_case: bool, text: &str) -> bool {
    let constructor = page::at("RegExp").dyn_into::<Function>().ok();
    let flags = if ignore_case { "i" } else { "" };
    let arguments = Array::of2(&JsValue::from_str(pattern), &JsValue::from_str(flags));
    let regex = constructor.and_then(|constructor| Reflect::construct(&constructor, &arguments).ok());
    regex.is_some_and(|regex| regex.unchecked_into::<RegExp>().test(text))
}

fn number(text: &str) -> f64 {
    JsValue::from_str(text).unchecked_into_f64()
}

fn text(number: f64) -> String {
    Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

fn lowercase(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// A country's name in a language, by its code.
#[cfg(feature = "csr")]
#[must_use]
pub fn country(code: &str, locale: &str) -> String {
    let named = || {
        let names = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let names: Function = Reflect::get(&names, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
        let options = js_sys::Object::new();
        Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
        let names = Reflect::construct(&names, &Array::of2(&locale.into(), &options)).ok()?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &code.into()).ok()?.as_string()
    };
    named().unwrap_or_else(|| code.to_owned())
}
