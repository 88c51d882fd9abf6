//! A learned score in its place in a campaign file: one line for each weight, and every other byte as it was.

use std::path::PathBuf;
use std::rc::Rc;

use jsonc_parser::ast::{ObjectProp, Value as Node};
use jsonc_parser::common::Ranged;
use serde_json::{Map, Value};

use crate::campaign::file::positions::{Source, Tree, plain};
use crate::campaign::written::Model;
use crate::translation::splice::{indent_of_line, quoted, space_before};

const SCORING: &str = "scoring";
const MODEL: &str = "model";

/// The text of a file with the model in it, in the place of the one it had; `trained` is the record for people. `None` where the text is no
/// JSON object.
#[must_use]
pub fn with_model(file: &str, model: &Model, trained: &Value) -> Option<String> {
    let json = file.strip_prefix('\u{feff}').unwrap_or(file);
    let source = Rc::new(Source::of(PathBuf::new(), json));
    let tree = Tree::parse(&source).ok().filter(|tree| tree.root.as_object().is_some())?;
    Some([file.strip_suffix(json).unwrap_or_default(), &placed(json, &tree, model, trained)].concat())
}

fn placed(json: &str, tree: &Tree, model: &Model, trained: &Value) -> String {
    let layout = Layout::of(json, &tree.root);
    let root = tree.root.as_object();
    let scoring = root.and_then(|root| root.properties.iter().find(|property| property.name.as_str() == SCORING));
    let scoring_object = scoring.and_then(|scoring| scoring.value.as_object());
    let present = scoring_object.and_then(|object| object.properties.iter().find(|property| property.name.as_str() == MODEL));
    if let Some(present) = present {
        let note = plain(&present.value).get("note").cloned();
        let text = layout.model(model, note, trained, indent_of_line(json, present.range.start));
        return spliced(json, present.value.start(), present.value.end(), &text);
    }
    let added = |name: &str, indent: &str| {
        let model = layout.model(model, None, trained, indent);
        format!("{}:{}{model}", quoted(name), layout.space)
    };
    if let Some(object) = scoring_object {
        if let Some(last) = object.properties.last() {
            return behind(json, last, &added(MODEL, indent_of_line(json, last.range.start)));
        }
        let text = layout.object(indent_of_line(json, object.range.start), |indent| added(MODEL, indent));
        return spliced(json, object.range.start, object.range.end, &text);
    }
    let Some(last) = root.and_then(|root| root.properties.last()) else { return json.to_owned() };
    let outside = indent_of_line(json, last.range.start);
    let object = layout.object(outside, |indent| added(MODEL, indent));
    behind(json, last, &format!("{}:{}{object}", quoted(SCORING), layout.space))
}

fn spliced(json: &str, from: usize, to: usize, text: &str) -> String {
    let part = |range: std::ops::Range<usize>| json.get(range).unwrap_or_default();
    [part(0..from), text, part(to..json.len())].concat()
}

/// One more property behind the last, set apart as that one is.
fn behind(json: &str, last: &ObjectProp, text: &str) -> String {
    spliced(json, last.range.end, last.range.end, &format!(",{}{text}", space_before(json, last.range.start)))
}

/// How the file is laid out.
struct Layout {
    /// One level; `None` where the file has no lines.
    indent: Option<String>,
    line_end: &'static str,
    space: &'static str,
}

impl Layout {
    fn of(json: &str, root: &Node) -> Self {
        let first = root.as_object().and_then(|root| root.properties.first());
        let before = first.map_or("", |first| space_before(json, first.range.start));
        let indent = before.rsplit_once('\n').map(|(_, indent)| if indent.is_empty() { "  ".to_owned() } else { indent.to_owned() });
        let colon = first.map_or(" ", |first| space_before(json, first.value.start()));
        Self { indent, line_end: if json.contains("\r\n") { "\r\n" } else { "\n" }, space: if colon.is_empty() { "" } else { " " } }
    }

    /// An object on lines of its own, whose inside is written for the indentation it stands at.
    fn object(&self, outside: &str, inside: impl FnOnce(&str) -> String) -> String {
        self.bracketed(['{', '}'], outside, inside)
    }

    fn bracketed(&self, [open, close]: [char; 2], outside: &str, inside: impl FnOnce(&str) -> String) -> String {
        let Some(indent) = &self.indent else {
            let space = self.space;
            return format!("{open}{space}{}{space}{close}", inside(""));
        };
        let deeper = format!("{outside}{indent}");
        format!("{open}{0}{deeper}{1}{0}{outside}{close}", self.line_end, inside(&deeper))
    }

    fn between(&self, indent: &str) -> String {
        if self.indent.is_some() { format!(",{}{indent}", self.line_end) } else { format!(",{}", self.space) }
    }

    fn model(&self, model: &Model, note: Option<Value>, trained: &Value, outside: &str) -> String {
        let pair = |name: &str, value: String| format!("{}:{}{value}", quoted(name), self.space);
        let weight = |weight| self.on_one_line(&serde_json::to_value(weight).unwrap_or_default());
        let weights = |indent: &str| model.weights.iter().map(weight).collect::<Vec<_>>().join(&self.between(indent));
        self.object(outside, |indent| {
            let mut pairs = vec![
                pair("intercept", self.on_one_line(&model.intercept.into())),
                pair("weights", self.bracketed(['[', ']'], indent, weights)),
                pair("trained", self.on_one_line(trained)),
            ];
            pairs.extend(note.map(|note| pair("note", self.on_one_line(&note))));
            pairs.join(&self.between(indent))
        })
    }

    /// `{ "fact": "score.fit", "weight": 0.02 }`
    fn on_one_line(&self, value: &Value) -> String {
        let pair = |(name, value): (&String, &Value)| format!("{}:{}{}", quoted(name), self.space, self.on_one_line(value));
        match value {
            Value::Object(object) if !object.is_empty() => {
                let pairs = |object: &Map<String, Value>| object.iter().map(pair).collect::<Vec<_>>().join(&format!(",{}", self.space));
                format!("{{{0}{1}{0}}}", self.space, pairs(object))
            }
            // As JavaScript prints it: `1`, not `1.0`.
            value => crate::value::of_json(value.clone()).to_string(),
        }
    }
}
