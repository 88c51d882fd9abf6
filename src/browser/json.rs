//! JSON by the browser's own parser: a Rust one would cost visitors 11 KB, and serde's derive several times that.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::value::{Object as Plain, Read, Value, Write};

/// Deeper than anything of ours; whoever nests deeper means us harm.
const DEEPEST: u32 = 64;

/// So many values are taken from one thing that a page hands us: it may hold itself, in more ways than one.
const MOST: u32 = 20_000;

/// A value as JSON text. Written here but for texts: pages patch `toJSON` of lists and objects.
#[must_use]
pub fn to_text(value: &impl Write) -> Option<String> {
    let mut text = String::new();
    write(&value.write(), &mut text)?;
    Some(text)
}

fn write(value: &Value, text: &mut String) -> Option<()> {
    let simple = |value: JsValue| JSON::stringify(&value).ok()?.as_string();
    match value {
        Value::Array(list) => {
            text.push('[');
            for (index, one) in list.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(one, text)?;
            }
            text.push(']');
        }
        Value::Object(entries) => {
            text.push('{');
            for (index, (key, one)) in entries.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                text.push_str(&simple(JsValue::from_str(key))?);
                text.push(':');
                write(one, text)?;
            }
            text.push('}');
        }
        value => text.push_str(&simple(to_js(value))?),
    }
    Some(())
}

/// A plain value as JavaScript sees it.
#[must_use]
pub fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => JsValue::from_f64(*number),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(list) => list.iter().map(to_js).collect::<Array>().into(),
        Value::Object(entries) => {
            // Defined, not assigned: a key such as `__proto__` is then a key like any other.
            let pairs: Array = entries.iter().map(|(key, value)| Array::of2(&JsValue::from_str(key), &to_js(value))).collect();
            Object::from_entries(&pairs).map_or(JsValue::NULL, JsValue::from)
        }
    }
}

/// A value from JSON text; the error names what does not fit.
///
/// # Errors
/// When the text is not JSON or not of this shape.
pub fn from_text<T: Read>(text: &str) -> Result<T, String> {
    read(&JSON::parse(text).map_err(|_| "not valid JSON".to_owned())?)
}

/// A value from what JavaScript holds.
///
/// # Errors
/// When it has not this shape.
pub fn read<T: Read>(value: &JsValue) -> Result<T, String> {
    crate::value::read(&plain(value, DEEPEST, &mut u32::MAX.clone()))
}

/// What JavaScript holds as a plain value; functions, symbols, what lies too deep and what is too much are `null`.
#[must_use]
pub fn from_js(value: &JsValue) -> Value {
    plain(value, DEEPEST, &mut MOST.clone())
}

fn plain(value: &JsValue, depth: u32, left: &mut u32) -> Value {
    if depth == 0 || *left == 0 {
        return Value::Null;
    }
    *left -= 1;
    if let Some(text) = value.as_string() {
        return Value::String(text);
    }
    if let Some(number) = value.as_f64() {
        return number.into();
    }
    if let Some(flag) = value.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        return Value::Array(list.iter().map(|one| plain(&one, depth - 1, left)).collect());
    }
    if !value.is_object() {
        return Value::Null;
    }
    let mut entries = Plain::new();
    for key in Object::keys(value.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()) {
        // A getter of the page's may throw.
        let property = Reflect::get(value, &JsValue::from_str(&key)).unwrap_or_default();
        crate::value::put(&mut entries, &key, plain(&property, depth - 1, left));
    }
    Value::Object(entries)
}
