//! JavaScript's coercions, as far as conditions meet them: ECMA-262 ToBoolean, ToNumber, ToString, `===` and `<`.

use std::cmp::Ordering;

use crate::value::Value;

use super::Engine;

/// `!!value`
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => *number != 0.0,
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// `value * 1`
pub fn number(value: &Value, engine: Engine) -> f64 {
    match value {
        Value::Null => 0.0,
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::Number(number) => *number,
        Value::String(text) => (engine.number)(text),
        Value::Array(_) => (engine.number)(&text(value, engine)),
        Value::Object(_) => f64::NAN,
    }
}

/// `value + ""`
pub fn text(value: &Value, engine: Engine) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(flag) => if *flag { "true" } else { "false" }.into(),
        Value::Number(number) => (engine.text)(*number),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().map(|one| if one.is_null() { String::new() } else { text(one, engine) }).collect();
            parts.join(",")
        }
        Value::Object(_) => "[object Object]".into(),
    }
}

/// `a === b` for values that JSON can hold; two objects are never the same object.
pub fn strictly_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(_) | Value::Object(_), _) => false,
        _ => a == b,
    }
}

/// `===`, but texts are compared in lower case.
pub fn equal_ignoring_case(a: &Value, b: &Value, engine: Engine) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => (engine.lowercase)(a) == (engine.lowercase)(b),
        _ => strictly_equal(a, b),
    }
}

/// `a < b` and its kin: texts by code unit, everything else as numbers; `None` where either is not a number. Lists and objects
/// count as their text.
pub fn compare(a: &Value, b: &Value, engine: Engine) -> Option<Ordering> {
    let is_text = |value: &Value| matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_));
    if is_text(a) && is_text(b) {
        return Some(text(a, engine).encode_utf16().cmp(text(b, engine).encode_utf16()));
    }
    number(a, engine).partial_cmp(&number(b, engine))
}

/// `$type`'s names.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
