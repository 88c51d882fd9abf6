//! What an author maps (`fields`), as a shape for `delivery::fill`, and the facts it names.
//!
//! ```text
//!   "Score {{score.total|none}}"                                    a text with tokens; one token alone keeps its kind
//!   true, 5                                                         a constant
//!   { "fact": "field.size", "values": { "1-10": "small" }, "else": "…" }
//!   { "fact": "tags", "join": ";" }                                 a list as one text
//!   { "fact": "field.topics", "repeat": true }                      a list as forms have it: the key once for each entry
//!   { "fact": "field.topics", "has": "news" }                       one entry of a list, where it is there
//!   { "first": ["{{field.company}}", "{{email.email.domain}}"] }    the first that is there
//!   any other object, any list                                      of these
//! ```

use serde_json::{Map, Value, json};

use crate::campaign::problem::under;

/// A mapping that was read.
#[derive(Debug, Default)]
pub struct Mapping {
    /// By the receiver's names, in the author's order.
    pub fields: Map<String, Value>,
    /// The facts it names, with where they stand.
    pub facts: Vec<(String, String)>,
    /// Where a key is to stand once for each entry of a list.
    pub repeats: Vec<String>,
    /// What could not be read: where, and why.
    pub misfits: Vec<(String, String)>,
}

impl Mapping {
    /// Of an object by the receiver's names, which stands at `path`. `texts` is what stands between the entries of a list where a receiver
    /// takes texts alone.
    #[must_use]
    pub fn read(written: &Map<String, Value>, path: &str, texts: Option<&str>) -> Self {
        let mut reading = Self::default();
        for (name, value) in written {
            let shape = reading.shape(value, &under(path, name), texts);
            reading.fields.insert(name.clone(), shape);
        }
        reading
    }

    fn shape(&mut self, value: &Value, path: &str, texts: Option<&str>) -> Value {
        match value {
            Value::String(text) => self.text(text, path, texts),
            Value::Array(list) => {
                list.iter().enumerate().map(|(index, value)| self.shape(value, &under(path, index), texts)).collect::<Vec<_>>().into()
            }
            Value::Object(keys) if keys.contains_key("fact") => self.of_fact(keys, path, texts),
            Value::Object(keys) if keys.contains_key("first") => {
                self.allow(keys, &["first"], path);
                if !keys.get("first").is_some_and(Value::is_array) {
                    self.misfits.push((under(path, "first"), "expected a list".to_owned()));
                }
                json!({ "$first": self.shape(keys.get("first").unwrap_or(&Value::Null), &under(path, "first"), texts) })
            }
            Value::Object(keys) => {
                keys.iter().map(|(key, value)| (key.clone(), self.shape(value, &under(path, key), texts))).collect::<Map<_, _>>().into()
            }
            constant => constant.clone(),
        }
    }

    fn of_fact(&mut self, keys: &Map<String, Value>, path: &str, texts: Option<&str>) -> Value {
        self.allow(keys, &["fact", "join", "repeat", "has", "values", "else"], path);
        let name = keys.get("fact").and_then(Value::as_str).unwrap_or_default();
        self.facts.push((name.to_owned(), under(path, "fact")));
        let mut shape = Map::from_iter([("$fact".to_owned(), name.into())]);
        let repeats = keys.get("repeat") == Some(&Value::Bool(true));
        if repeats {
            self.repeats.push(under(path, "repeat"));
            shape.insert("$repeat".to_owned(), true.into());
        } else if let Some(join) = keys.get("join").and_then(Value::as_str).or(texts) {
            shape.insert("$join".to_owned(), join.into());
        }
        if let Some(entry) = keys.get("has") {
            if !entry.is_string() {
                self.misfits.push((under(path, "has"), "expected a text, the entry of the list that is asked for".to_owned()));
            }
            shape.insert("$has".to_owned(), entry.clone());
        }
        if let Some(values) = keys.get("values") {
            shape.insert("$values".to_owned(), self.shape(values, &under(path, "values"), texts));
        }
        if let Some(other) = keys.get("else") {
            shape.insert("$else".to_owned(), self.shape(other, &under(path, "else"), texts));
        }
        shape.into()
    }

    fn allow(&mut self, keys: &Map<String, Value>, known: &[&str], path: &str) {
        for key in keys.keys().filter(|key| !known.contains(&key.as_str())) {
            self.misfits.push((under(path, key), format!("no key \"{key}\" here; known: {}", known.join(", "))));
        }
    }

    /// A text of words and tokens.
    pub fn text(&mut self, text: &str, path: &str, texts: Option<&str>) -> Value {
        let parts = parts(text);
        for part in &parts {
            if let Part::Token { fact, .. } = part {
                self.facts.push(((*fact).to_owned(), path.to_owned()));
            }
        }
        match parts.as_slice() {
            [Part::Token { fact, fallback: "" }] => match texts {
                Some(between) => json!({ "$fact": fact, "$join": between }),
                None => json!({ "$fact": fact }),
            },
            parts if parts.iter().any(|part| matches!(part, Part::Token { .. })) => {
                let say = |part: &Part| match part {
                    Part::Token { fact, fallback } => json!([fact, fallback]),
                    Part::Words(words) => json!(words),
                };
                json!({ "$say": parts.iter().map(say).collect::<Vec<_>>() })
            }
            _ => json!(text),
        }
    }
}

enum Part<'a> {
    Words(&'a str),
    Token { fact: &'a str, fallback: &'a str },
}

/// What stands in a text. Not as texts for visitors have it (`rich`): those show what is no fact of theirs as it stands, while here every
/// name is one, and `check` knows which a message tells.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((words, (inside, after))) = rest.split_once("{{").and_then(|(words, after)| Some((words, after.split_once("}}")?))) {
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        let (fact, fallback) = inside.split_once('|').unwrap_or((inside, ""));
        parts.push(Part::Token { fact: fact.trim(), fallback });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    parts
}
