//! What a receiver finds wrong with single fields, in the shapes that are in use: an object of messages by field, a list of objects
//! that name a field and a message, and problem details (RFC 9457) with JSON pointers.

use crate::value::{Named, Value};

/// Longer is no sentence for a visitor.
const LONGEST: usize = 300;
const FIELD_KEYS: [&str; 6] = ["field", "name", "param", "path", "pointer", "in"];
const MESSAGE_KEYS: [&str; 4] = ["message", "detail", "msg", "error"];

/// Sentences by field, from the body of a refusal; `{"errors": {"email": "is taken"}}` and its kin.
#[must_use]
pub fn objections(body: &Value) -> Named<String> {
    let mut found = Named::new();
    let errors = ["errors", "field_errors", "invalid-params"].into_iter().find_map(|key| body.get(key));
    match errors {
        Some(Value::Object(by_field)) => by_field.iter().for_each(|(field, said)| add(&mut found, field, sentence(said))),
        Some(Value::Array(list)) => {
            for one in list {
                let text = |keys: &[&str]| keys.iter().find_map(|key| one.get(key)?.as_str());
                if let Some(field) = text(&FIELD_KEYS) {
                    add(&mut found, field, text(&MESSAGE_KEYS));
                }
            }
        }
        _ => {}
    }
    found
}

/// A message, or the first of several.
fn sentence(said: &Value) -> Option<&str> {
    said.as_str().or_else(|| said.as_array()?.first()?.as_str())
}

/// Under the name that is last in `#/fields/email` and `fields.email`.
fn add(found: &mut Named<String>, field: &str, said: Option<&str>) {
    let name = field.rsplit(['/', '.']).next().unwrap_or(field);
    if let Some(said) = said.filter(|said| !name.is_empty() && !said.is_empty()) {
        found.insert(name, said.chars().take(LONGEST).collect());
    }
}
