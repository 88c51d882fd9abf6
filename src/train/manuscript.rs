//! A learned score in its place in a campaign file: one line for each weight, and every other byte as it was.

use std::path::PathBuf;
use std::rc::Rc;

use jsonc_parser::common::Ranged;
use serde_json::Value;

use crate::campaign::file::layout::{Layout, behind, spliced};
use crate::campaign::file::positions::{Source, Tree, plain};
use crate::campaign::written::Model;
use crate::translation::splice::indent_of_line;

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
        let text = model_text(&layout, model, note, trained, indent_of_line(json, present.range.start));
        return spliced(json, present.value.start(), present.value.end(), &text);
    }
    let added = |name: &str, indent: &str| layout.pair(name, &model_text(&layout, model, None, trained, indent));
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
    behind(json, last, &layout.pair(SCORING, &object))
}

/// One line for each weight.
fn model_text(layout: &Layout, model: &Model, note: Option<Value>, trained: &Value, outside: &str) -> String {
    let weight = |weight| layout.on_one_line(&serde_json::to_value(weight).unwrap_or_default());
    let weights = |indent: &str| model.weights.iter().map(weight).collect::<Vec<_>>().join(&layout.between(indent));
    layout.object(outside, |indent| {
        let mut pairs = vec![
            layout.pair("intercept", &layout.on_one_line(&model.intercept.into())),
            layout.pair("weights", &layout.bracketed(['[', ']'], indent, weights)),
            layout.pair("trained", &layout.on_one_line(trained)),
        ];
        pairs.extend(note.map(|note| layout.pair("note", &layout.on_one_line(&note))));
        pairs.join(&layout.between(indent))
    })
}
