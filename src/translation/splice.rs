//! New texts in the file's own style, and every other byte as it was.

use std::ops::Range;

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;

use super::places::Entry;

/// A stretch of the file and what stands there instead; an empty stretch is a place to insert.
#[derive(Debug)]
pub struct Edit {
    pub at: Range<usize>,
    pub text: String,
}

/// The file with all edits, none of which overlaps another.
pub fn applied(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.at.start);
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for edit in edits {
        text.push_str(source.get(done..edit.at.start).unwrap_or_default());
        text.push_str(&edit.text);
        done = edit.at.end;
    }
    text.push_str(source.get(done..).unwrap_or_default());
    text
}

/// A text as JSON writes it.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// How the file is laid out.
#[derive(Debug)]
pub struct Style {
    /// No object of the file stands on one line.
    spread: bool,
    /// One level.
    indent: String,
    line_end: &'static str,
    /// After colons and commas, and inside braces.
    space: &'static str,
}

impl Style {
    pub fn of(source: &str, root: &Node) -> Self {
        let first = root.as_object().and_then(|root| root.properties.first());
        let before_first = first.map_or("", |first| space_before(source, first.range.start));
        let colon = first.map_or("", |first| space_before(source, first.value.start()));
        Self {
            spread: before_first.contains('\n') && !has_object_on_one_line(source, root),
            indent: before_first.rsplit('\n').next().filter(|indent| !indent.is_empty()).unwrap_or("  ").to_owned(),
            line_end: if source.contains("\r\n") { "\r\n" } else { "\n" },
            space: if colon.is_empty() { "" } else { " " },
        }
    }

    /// `{ "en": "Join", "ko": "가입하기" }` for a value that stands at `start`.
    pub fn object(&self, source: &str, start: usize, texts: &[(&str, &str)]) -> String {
        let pairs = texts.iter().map(|pair| self.pair(pair));
        if !self.spread {
            let space = self.space;
            return format!("{{{space}{}{space}}}", pairs.collect::<Vec<_>>().join(&format!(",{space}")));
        }
        let outside = format!("{}{}", self.line_end, indent_of_line(source, start));
        let inside = format!("{outside}{}", self.indent);
        format!("{{{inside}{}{outside}}}", pairs.collect::<Vec<_>>().join(&format!(",{inside}")))
    }

    /// More locales behind those that an object has, each set apart as its last one is.
    pub fn added(&self, source: &str, object: &Range<usize>, entries: &[Entry], texts: &[(&str, &str)]) -> Edit {
        let Some(last) = entries.last() else {
            return Edit { at: object.clone(), text: self.object(source, object.start, texts) };
        };
        let space = Some(space_before(source, last.pair.start)).filter(|space| !space.is_empty()).unwrap_or(self.space);
        Edit { at: last.pair.end..last.pair.end, text: texts.iter().map(|pair| format!(",{space}{}", self.pair(pair))).collect() }
    }

    fn pair(&self, (locale, text): &(&str, &str)) -> String {
        format!("{}:{}{}", quoted(locale), self.space, quoted(text))
    }
}

fn has_object_on_one_line(source: &str, node: &Node) -> bool {
    let within = match node {
        Node::Object(object) => {
            let text = source.get(object.range.start..object.range.end).unwrap_or_default();
            if !object.properties.is_empty() && !text.contains('\n') {
                return true;
            }
            object.properties.iter().map(|property| &property.value).collect()
        }
        Node::Array(array) => array.elements.iter().collect(),
        _ => Vec::new(),
    };
    within.into_iter().any(|node| has_object_on_one_line(source, node))
}

pub fn space_before(source: &str, at: usize) -> &str {
    let before = source.get(..at).unwrap_or_default();
    before.get(before.trim_end().len()..).unwrap_or_default()
}

pub fn indent_of_line(source: &str, at: usize) -> &str {
    let before = source.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
}
