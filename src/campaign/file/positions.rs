//! A JSON file as a tree that remembers where everything stands.

use std::path::PathBuf;
use std::rc::Rc;

use jsonc_parser::ast::{self, Value as Node};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::{Map, Number, Value};

use super::Finding;
use crate::campaign::problem::Problem;

/// A file as it was read.
pub struct Source {
    pub path: PathBuf,
    text: String,
}

impl Source {
    pub fn read(path: PathBuf) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(&path)?;
        Ok(Self::of(path, &text))
    }

    /// A text that stands in a file; a byte order mark before it is no part of it.
    pub fn of(path: PathBuf, text: &str) -> Self {
        Self { path, text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned() }
    }

    /// A problem at a byte of this file.
    pub fn at(&self, offset: usize, problem: Problem) -> Finding {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Finding { file: self.path.clone(), line: before.matches('\n').count() + 1, column, problem }
    }
}

/// A file, parsed.
pub struct Tree<'a> {
    pub source: &'a Rc<Source>,
    pub root: Node<'a>,
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
    pub fn parse(source: &'a Rc<Source>) -> Result<Self, Box<Finding>> {
        let text = source.text.as_str();
        let control = control_in_text(text);
        let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
            let start = error.range().start;
            (start, format!("{}{}", lower_first(&error.kind().to_string()), found_at(text, start)))
        });
        // Whatever stands first is what went wrong; the rest may only follow from it.
        let first = [control, parsed.as_ref().err().cloned()].into_iter().flatten().min();
        let parsed = match (parsed, first) {
            (Ok(parsed), None) => parsed,
            (_, first) => {
                let (offset, why) = first.unwrap_or_default();
                return Err(Box::new(source.at(offset, Problem::error("", format!("not valid JSON: {why}")))));
            }
        };
        let root = parsed.value.ok_or_else(|| Box::new(source.at(0, Problem::error("", "the file is empty; expected an object"))))?;
        Ok(Self { source, root })
    }
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
