//! New parts in the file's own layout, and every other byte as it was: where they go, and how they are broken into lines.

use jsonc_parser::ast::{ObjectProp, Value as Node};
use jsonc_parser::common::Ranged;
use serde_json::{Map, Value};

use crate::translation::splice::{quoted, space_before};

/// Longer ones are broken, where the file has lines at all.
const LONGEST_LINE: usize = 140;

/// The text with something else in a stretch of it.
pub fn spliced(json: &str, from: usize, to: usize, text: &str) -> String {
    let part = |range: std::ops::Range<usize>| json.get(range).unwrap_or_default();
    [part(0..from), text, part(to..json.len())].concat()
}

/// One more property behind the last, set apart as that one is.
pub fn behind(json: &str, last: &ObjectProp, text: &str) -> String {
    spliced(json, last.range.end, last.range.end, &format!(",{}{text}", space_before(json, last.range.start)))
}

/// How a file is laid out.
pub struct Layout {
    /// One level; `None` where the file has no lines.
    indent: Option<String>,
    line_end: &'static str,
    pub space: &'static str,
}

impl Layout {
    pub fn of(json: &str, root: &Node) -> Self {
        let first = root.as_object().and_then(|root| root.properties.first());
        let before = first.map_or("", |first| space_before(json, first.range.start));
        let indent = before.rsplit_once('\n').map(|(_, indent)| if indent.is_empty() { "  ".to_owned() } else { indent.to_owned() });
        let colon = first.map_or(" ", |first| space_before(json, first.value.start()));
        Self { indent, line_end: if json.contains("\r\n") { "\r\n" } else { "\n" }, space: if colon.is_empty() { "" } else { " " } }
    }

    /// Of a file that is not there yet.
    pub fn usual() -> Self {
        Self { indent: Some("  ".to_owned()), line_end: "\n", space: " " }
    }

    /// An object on lines of its own, whose inside is written for the indentation it stands at.
    pub fn object(&self, outside: &str, inside: impl FnOnce(&str) -> String) -> String {
        self.bracketed(['{', '}'], outside, inside)
    }

    pub fn bracketed(&self, [open, close]: [char; 2], outside: &str, inside: impl FnOnce(&str) -> String) -> String {
        let Some(indent) = &self.indent else {
            let space = self.space;
            return format!("{open}{space}{}{space}{close}", inside(""));
        };
        let deeper = format!("{outside}{indent}");
        format!("{open}{0}{deeper}{1}{0}{outside}{close}", self.line_end, inside(&deeper))
    }

    pub fn between(&self, indent: &str) -> String {
        if self.indent.is_some() { format!(",{}{indent}", self.line_end) } else { format!(",{}", self.space) }
    }

    pub fn pair(&self, name: &str, value: &str) -> String {
        format!("{}:{}{value}", quoted(name), self.space)
    }

    /// A value as it fits: on one line, or each of its parts on one.
    pub fn value(&self, value: &Value, outside: &str) -> String {
        let flat = self.on_one_line(value);
        if self.indent.is_none() || outside.chars().count() + flat.chars().count() <= LONGEST_LINE {
            return flat;
        }
        match value {
            Value::Object(object) => self.object(outside, |indent| {
                let pairs = object.iter().map(|(name, value)| self.pair(name, &self.value(value, indent)));
                pairs.collect::<Vec<_>>().join(&self.between(indent))
            }),
            Value::Array(list) => self.bracketed(['[', ']'], outside, |indent| {
                list.iter().map(|value| self.value(value, indent)).collect::<Vec<_>>().join(&self.between(indent))
            }),
            _ => flat,
        }
    }

    /// `{ "fact": "score.fit", "weight": 0.02 }`
    pub fn on_one_line(&self, value: &Value) -> String {
        let between = format!(",{}", self.space);
        match value {
            Value::Object(object) if !object.is_empty() => {
                let pairs = |object: &Map<String, Value>| {
                    object.iter().map(|(name, value)| self.pair(name, &self.on_one_line(value))).collect::<Vec<_>>().join(&between)
                };
                format!("{{{0}{1}{0}}}", self.space, pairs(object))
            }
            Value::Array(list) => format!("[{}]", list.iter().map(|value| self.on_one_line(value)).collect::<Vec<_>>().join(&between)),
            // As JavaScript prints it: `1`, not `1.0`.
            value => crate::value::of_json(value.clone()).to_string(),
        }
    }
}
