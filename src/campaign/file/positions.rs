//! A JSON file as a tree that remembers where everything stands.

use std::collections::BTreeMap;

use jsonc_parser::ast::{self, Value as Node};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::{Map, Number, Value};

use super::Finding;
use crate::campaign::problem::{Problem, under};

/// The file, parsed.
pub struct Tree<'a> {
    source: &'a str,
    pub root: Node<'a>,
    /// Byte offsets of every value, by path.
    offsets: BTreeMap<String, Place>,
}

#[derive(Clone, Copy)]
struct Place {
    /// The same as `value` in a list and at the root.
    key: usize,
    value: usize,
}

/// Strict JSON: none of the parser's liberties.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl<'a> Tree<'a> {
    /// Parses strict JSON; a file that is not JSON has one finding, where it stops being so.
    pub fn parse(source: &'a str) -> Result<Self, Finding> {
        let control = control_in_text(source);
        let parsed = parse_to_ast(source, &CollectOptions::default(), &STRICT).map_err(|error| {
            let start = error.range().start;
            (start, format!("{}{}", lower_first(&error.kind().to_string()), found_at(source, start)))
        });
        // Whatever stands first is what went wrong; the rest may only follow from it.
        let first = [control, parsed.as_ref().err().cloned()].into_iter().flatten().min();
        let parsed = match (parsed, first) {
            (Ok(parsed), None) => parsed,
            (_, first) => {
                let (offset, why) = first.unwrap_or_default();
                return Err(finding(source, offset, Problem::error("", format!("not valid JSON: {why}"))));
            }
        };
        let root = parsed.value.ok_or_else(|| finding(source, 0, Problem::error("", "the file is empty; expected an object")))?;
        let mut offsets = BTreeMap::new();
        let start = root.start();
        index(&root, String::new(), start, &mut offsets);
        Ok(Self { source, root, offsets })
    }

    /// The file as a plain value.
    pub fn value(&self) -> Value {
        plain(&self.root)
    }

    /// A problem with the place of its path, or of the nearest thing around it.
    pub fn locate(&self, problem: Problem) -> Finding {
        let mut path = problem.path.as_str();
        loop {
            if let Some(place) = self.offsets.get(path) {
                let offset = if problem.is_of_key { place.key } else { place.value };
                return finding(self.source, offset, problem);
            }
            let Some(end) = path.rfind(['.', '[']) else { return finding(self.source, self.root.start(), problem) };
            path = path.get(..end).unwrap_or_default();
        }
    }

    /// A problem at a place of its own, such as a key.
    pub fn at(&self, offset: usize, problem: Problem) -> Finding {
        finding(self.source, offset, problem)
    }
}

fn finding(source: &str, offset: usize, problem: Problem) -> Finding {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    Finding { line: before.matches('\n').count() + 1, column, problem }
}

/// `, found "NaN"`: the word that stands there, if one does.
fn found_at(source: &str, offset: usize) -> String {
    let rest = source.get(offset..).unwrap_or_default();
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || "_-+.".contains(*c)).take(20).collect();
    if word.is_empty() { word } else { format!(", found \"{word}\"") }
}

/// The first line break or other control character inside a text, which JSON forbids and the parser lets pass.
fn control_in_text(source: &str) -> Option<(usize, String)> {
    let (mut inside, mut escaped) = (false, false);
    for (offset, c) in source.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            '\n' | '\r' if inside => {
                return Some((offset, "a text ends on the line it begins on; close it with \", or write \\n for a line break".into()));
            }
            c if inside && c < ' ' => {
                return Some((offset, format!("a text cannot hold {c:?} as it is; write it as an escape, such as \\t")));
            }
            _ => {}
        }
    }
    None
}

fn index(node: &Node, path: String, key: usize, offsets: &mut BTreeMap<String, Place>) {
    match node {
        Node::Object(object) => {
            for property in &object.properties {
                index(&property.value, under(&path, property.name.as_str()), property.range.start, offsets);
            }
        }
        Node::Array(array) => {
            for (at, element) in array.elements.iter().enumerate() {
                index(element, under(&path, at), element.start(), offsets);
            }
        }
        _ => {}
    }
    offsets.insert(path, Place { key, value: node.start() });
}

/// A node as a plain value.
pub fn plain(node: &Node) -> Value {
    match node {
        Node::NullKeyword(_) => Value::Null,
        Node::BooleanLit(literal) => Value::Bool(literal.value),
        Node::NumberLit(literal) => number(literal),
        Node::StringLit(literal) => Value::String(literal.value.to_string()),
        Node::Array(array) => Value::Array(array.elements.iter().map(plain).collect()),
        Node::Object(object) => {
            let entries = object.properties.iter().map(|property| (property.name.as_str().to_owned(), plain(&property.value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn number(literal: &ast::NumberLit) -> Value {
    serde_json::from_str::<Number>(literal.value).map_or(Value::Null, Value::Number)
}

fn lower_first(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
