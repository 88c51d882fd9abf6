//! Where texts stand in a campaign, by the paths that `check` uses.

use std::collections::BTreeMap;

use leadwell::campaign::problem::under;
use serde_json::Value;

/// Every text of a campaign, by its path.
pub fn texts_of(campaign: &Value) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    walk(campaign, "", &mut |path, text| {
        texts.insert(path.to_owned(), text.to_owned());
    });
    texts
}

/// A campaign whose texts at these paths are others.
pub fn with_texts(campaign: &Value, texts: &BTreeMap<String, String>) -> Value {
    replaced(campaign, "", texts)
}

fn walk(value: &Value, path: &str, found: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => found(path, text),
        Value::Array(list) => list.iter().enumerate().for_each(|(index, one)| walk(one, &under(path, index), found)),
        Value::Object(keys) => keys.iter().for_each(|(key, one)| walk(one, &under(path, key), found)),
        _ => {}
    }
}

fn replaced(value: &Value, path: &str, texts: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => Value::String(texts.get(path).unwrap_or(text).clone()),
        Value::Array(list) => list.iter().enumerate().map(|(index, one)| replaced(one, &under(path, index), texts)).collect(),
        Value::Object(keys) => keys.iter().map(|(key, one)| (key.clone(), replaced(one, &under(path, key), texts))).collect(),
        other => other.clone(),
    }
}
