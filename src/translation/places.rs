//! Where texts stand in a campaign file: the file and the JSON Schema, walked side by side.

use std::collections::HashSet;
use std::ops::Range;

use jsonc_parser::ast::{Object, Value as Node};
use jsonc_parser::common::Ranged;
use serde_json::Value;

use crate::campaign::file::positions::plain;
use crate::campaign::problem::under;

/// A text of the file.
#[derive(Debug)]
pub struct Place {
    /// `pages[0].blocks[1].title`
    pub path: String,
    pub written: Written,
}

/// How a text is written, and where: bytes of the file.
#[derive(Debug)]
pub enum Written {
    /// One for every language.
    Same { text: String, at: Range<usize> },
    /// One for each of several.
    ByLocale { entries: Vec<Entry>, at: Range<usize> },
}

#[derive(Debug)]
pub struct Entry {
    pub locale: String,
    pub text: String,
    /// From the locale's quote to the end of the text.
    pub pair: Range<usize>,
    /// The text with its quotes.
    pub at: Range<usize>,
}

impl Written {
    #[must_use]
    pub fn text_in(&self, locale: &str, default: &str) -> Option<&str> {
        match self {
            Self::Same { text, .. } => (locale == default).then_some(text),
            Self::ByLocale { entries, .. } => entries.iter().find(|entry| entry.locale == locale).map(|entry| entry.text.as_str()),
        }
    }

    pub(super) fn locales(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Self::Same { .. } => None,
            Self::ByLocale { entries, .. } => Some(entries),
        };
        entries.into_iter().flatten().map(|entry| entry.locale.as_str())
    }

    /// Moves everything by what stands before the JSON.
    pub(super) fn shift(&mut self, by: usize) {
        let shift = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        match self {
            Self::Same { at, .. } => shift(at),
            Self::ByLocale { entries, at } => {
                shift(at);
                for entry in entries {
                    shift(&mut entry.pair);
                    shift(&mut entry.at);
                }
            }
        }
    }
}

/// Every text, from the top of the file to its end.
pub fn find(root: &Node, schema: &Value) -> Vec<Place> {
    let mut walker = Walker { schema, found: Vec::new(), seen: HashSet::new() };
    walker.walk(root, schema, "");
    walker.found
}

struct Walker<'a> {
    schema: &'a Value,
    found: Vec<Place>,
    /// Where each begins: two choices of a schema may lead to one text.
    seen: HashSet<usize>,
}

impl<'a> Walker<'a> {
    fn walk(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let schema = self.resolve(schema);
        if is_localised(schema) {
            if let Some(written) = written(node).filter(|_| self.seen.insert(node.start())) {
                self.found.push(Place { path: path.to_owned(), written });
            }
            return;
        }
        for choice in ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten() {
            let choice = self.resolve(choice);
            if self.admits(choice, node) {
                self.walk(node, choice, path);
            }
        }
        match node {
            Node::Object(object) => {
                for property in &object.properties {
                    let key = property.name.as_str();
                    let known = schema.get("properties").and_then(|properties| properties.get(key));
                    if let Some(schema) = known.or_else(|| schema.get("additionalProperties")) {
                        self.walk(&property.value, schema, &under(path, key));
                    }
                }
            }
            Node::Array(array) => {
                let Some(items) = schema.get("items") else { return };
                for (index, element) in array.elements.iter().enumerate() {
                    self.walk(element, items, &under(path, index));
                }
            }
            _ => {}
        }
    }

    /// Kinds of blocks are told apart by a key with a fixed value.
    fn admits(&self, choice: &'a Value, node: &Node) -> bool {
        let properties = choice.get("properties").and_then(Value::as_object);
        let mut fixed = properties.into_iter().flatten().filter_map(|(key, schema)| Some((key, self.resolve(schema).get("const")?)));
        fixed.all(|(key, expected)| {
            node.as_object().and_then(|object| object.get(key)).is_some_and(|found| plain(&found.value) == *expected)
        })
    }

    /// Follows `$ref`.
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| self.schema.get("$defs")?.get(name)).unwrap_or(schema)
    }
}

/// `$defs/Text`, and whatever else is a string or strings by name.
fn is_localised(schema: &Value) -> bool {
    let types = schema.get("type").and_then(Value::as_array);
    let has = |name: &str| types.is_some_and(|types| types.iter().any(|one| one == name));
    let of_strings = schema.get("additionalProperties").and_then(|others| others.get("type")).is_some_and(|one| one == "string");
    has("string") && has("object") && of_strings
}

fn written(node: &Node) -> Option<Written> {
    match node {
        Node::StringLit(text) => Some(Written::Same { text: text.value.to_string(), at: range(node) }),
        Node::Object(object) => Some(Written::ByLocale { entries: entries(object), at: range(node) }),
        _ => None,
    }
}

fn entries(object: &Object) -> Vec<Entry> {
    let entries = object.properties.iter().filter_map(|property| {
        let text = property.value.as_string_lit()?.value.to_string();
        let pair = property.range.start..property.range.end;
        Some(Entry { locale: property.name.as_str().to_owned(), text, pair, at: range(&property.value) })
    });
    entries.collect()
}

fn range(node: &Node) -> Range<usize> {
    node.start()..node.end()
}
