//! The demo campaign with everything added that the schema knows and `check` accepts: every optional key, every kind of block.
//!
//! Greedy: one addition at a time, kept if there is no error. What to write is taken from other demos and from the schema's examples
//! first, since those are meant to fit, and from a few common shapes of text otherwise.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use leadwell::campaign::problem::under;
use serde_json::{Map, Value, json};

use super::{Desk, demos};

/// Shapes of text that some key or other asks for.
const SHAPES: [&str; 15] = [
    "words",
    "https://a.example/words",
    "#demo",
    "demo",
    "/",
    "ada@corp.example",
    // What begins has begun, and what ends has not ended.
    "2020-01-01T09:00:00Z",
    "2100-01-01T09:00:00Z",
    "2020-01-01T09:00",
    "2100-01-01T09:00",
    "2020-01-01",
    "2100-01-01",
    "Asia/Seoul",
    "7 days",
    "#4338ca",
];

/// Deep enough for everything there is, and an end for types that hold themselves.
const DEPTH: usize = 6;

/// What somebody wrote under a key of an object of some kind.
type Written = HashMap<(usize, String), Vec<Value>>;

/// Made once: it takes thousands of readings.
pub fn maximal(desk: &Desk) -> Value {
    static MADE: OnceLock<Value> = OnceLock::new();
    MADE.get_or_init(|| made(desk)).clone()
}

fn made(desk: &Desk) -> Value {
    let schema = leadwell::campaign::file::schema();
    let schema = Schema { root: &schema };
    let demos = demos();
    let mut written = Written::new();
    for demo in &demos {
        schema.harvest(demo, schema.root, &mut written);
    }
    let mut campaign = demos[0].clone();
    add_kinds_of_popups(&mut campaign);
    assert!(desk.accepts(&campaign), "the demo has errors: {:?}", desk.read(&campaign).lines());
    let mut refused: Vec<(String, String)> = Vec::new();
    loop {
        let additions: Vec<Addition> = schema.missing(&campaign).into_iter().filter(|one| !refused.contains(&one.place())).collect();
        if additions.is_empty() {
            return campaign;
        }
        for addition in additions {
            match schema.candidates(&addition, &written).iter().map(|value| addition.made(&campaign, value)).find(|one| desk.shows(one)) {
                Some(larger) => campaign = larger,
                None => refused.push(addition.place()),
            }
        }
    }
}

/// Popups of the kinds that are drawn otherwise than the demo's. To the schema their kind is a word like others, so that it names no
/// alternatives to add.
fn add_kinds_of_popups(campaign: &mut Value) {
    let popups = campaign["popups"].as_array_mut().expect("popups");
    let opened = popups[0]["id"].clone();
    for kind in ["teaser", "consent", "privacy"] {
        popups.push(json!({ "id": kind, "kind": kind, "title": "words", "opens": opened }));
    }
}

/// The paths of what visitors read: the schema calls it `Text`.
pub fn texts_for_visitors(campaign: &Value) -> BTreeSet<String> {
    let schema = leadwell::campaign::file::schema();
    let mut paths = BTreeSet::new();
    Schema { root: &schema }.find_texts(campaign, &schema, String::new(), &mut paths);
    paths
}

/// Something the schema knows and a campaign lacks.
struct Addition<'a> {
    /// The JSON Pointer of an object or a list.
    pointer: String,
    /// The key to add; for a list, the kind of entry.
    key: String,
    schema: &'a Value,
    /// Where such values are found in what others wrote.
    origin: (usize, String),
}

impl Addition<'_> {
    fn place(&self) -> (String, String) {
        (self.pointer.clone(), self.key.clone())
    }

    fn made(&self, campaign: &Value, value: &Value) -> Value {
        let mut campaign = campaign.clone();
        match campaign.pointer_mut(&self.pointer) {
            Some(Value::Object(keys)) => {
                keys.insert(self.key.clone(), value.clone());
            }
            Some(Value::Array(list)) => list.push(value.clone()),
            other => panic!("{}: neither an object nor a list: {other:?}", self.pointer),
        }
        campaign
    }
}

struct Schema<'a> {
    root: &'a Value,
}

impl<'a> Schema<'a> {
    /// Follows references, and the one alternative beside null.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.resolved(self.root.pointer(reference.trim_start_matches('#')).expect("a definition"));
        }
        match alternatives(schema).as_slice() {
            [only] => self.resolved(only),
            _ => schema,
        }
    }

    /// The alternative that a value is of.
    fn of(&self, schema: &'a Value, value: &Value) -> &'a Value {
        let schema = self.resolved(schema);
        let fits = |choice: &&&'a Value| match kind_of(self.resolved(choice)) {
            Some((key, kind)) => value[key] == *kind,
            None => same_type(self.resolved(choice), value),
        };
        alternatives(schema).iter().find(fits).map_or(schema, |choice| self.of(choice, value))
    }

    fn harvest(&self, value: &Value, schema: &'a Value, written: &mut Written) {
        let schema = self.of(schema, value);
        match value {
            Value::Object(keys) => {
                for (key, inner) in keys {
                    let Some(of_key) = schema["properties"].get(key).or_else(|| schema.get("additionalProperties")) else { continue };
                    written.entry((address(schema), key.clone())).or_default().push(inner.clone());
                    self.harvest(inner, of_key, written);
                }
            }
            Value::Array(list) => {
                let Some(items) = schema.get("items") else { return };
                for inner in list {
                    if let Some((_, kind)) = kind_of(self.of(items, inner)) {
                        written.entry((address(self.resolved(items)), kind.to_string())).or_default().push(inner.clone());
                    }
                    self.harvest(inner, items, written);
                }
            }
            _ => {}
        }
    }

    fn missing(&self, campaign: &Value) -> Vec<Addition<'a>> {
        let mut additions = Vec::new();
        self.find_missing(campaign, self.root, "", &mut additions);
        additions
    }

    fn find_missing(&self, value: &Value, schema: &'a Value, pointer: &str, additions: &mut Vec<Addition<'a>>) {
        let schema = self.of(schema, value);
        let mut add = |key: &str, of_it: &'a Value, origin: &Value| {
            additions.push(Addition {
                pointer: pointer.to_owned(),
                key: key.to_owned(),
                schema: of_it,
                origin: (address(origin), key.to_owned()),
            });
        };
        match value {
            Value::Object(keys) => {
                for (key, of_key) in schema["properties"].as_object().into_iter().flatten() {
                    if !keys.contains_key(key) && self.can_hold_a_text(of_key, DEPTH) {
                        add(key, of_key, schema);
                    }
                }
                for (key, inner) in keys {
                    if let Some(of_key) = schema["properties"].get(key).or_else(|| schema.get("additionalProperties")) {
                        self.find_missing(inner, of_key, &format!("{pointer}/{}", escaped(key)), additions);
                    }
                }
            }
            Value::Array(list) => {
                let Some(items) = schema.get("items") else { return };
                let resolved = self.resolved(items);
                for choice in alternatives(resolved) {
                    let Some((key, kind)) = kind_of(self.resolved(choice)) else { continue };
                    if list.iter().all(|one| one[key] != *kind) {
                        let origin = (address(resolved), kind.to_string());
                        additions.push(Addition { pointer: pointer.to_owned(), key: kind.to_string(), schema: choice, origin });
                    }
                }
                for (index, inner) in list.iter().enumerate() {
                    self.find_missing(inner, items, &format!("{pointer}/{index}"), additions);
                }
            }
            _ => {}
        }
    }

    fn find_texts(&self, value: &Value, schema: &'a Value, path: String, paths: &mut BTreeSet<String>) {
        let schema = self.of(schema, value);
        let is_text = address(schema) == address(&self.root["$defs"]["Text"]);
        match value {
            Value::String(_) if is_text => drop(paths.insert(path)),
            Value::Object(keys) => {
                for (key, inner) in keys {
                    let path = under(&path, key);
                    if is_text {
                        paths.insert(path);
                    } else if let Some(of_key) = schema["properties"].get(key).or_else(|| schema.get("additionalProperties")) {
                        self.find_texts(inner, of_key, path, paths);
                    }
                }
            }
            Value::Array(list) => {
                let Some(items) = schema.get("items") else { return };
                for (index, inner) in list.iter().enumerate() {
                    self.find_texts(inner, items, under(&path, index), paths);
                }
            }
            _ => {}
        }
    }

    /// Whether a text may stand in it somewhere; switches, numbers and words of a fixed set hold none.
    fn can_hold_a_text(&self, schema: &'a Value, depth: usize) -> bool {
        let schema = self.resolved(schema);
        if depth == 0 || schema.get("enum").is_some() || schema.get("const").is_some() {
            return false;
        }
        let inner = schema["properties"].as_object().into_iter().flatten().map(|(_, inner)| inner);
        is(schema, "string") || inner.chain(schema.get("items")).chain(alternatives(schema)).any(|one| self.can_hold_a_text(one, depth - 1))
    }

    fn candidates(&self, addition: &Addition<'a>, written: &Written) -> Vec<Value> {
        let examples = addition.schema["examples"].as_array().into_iter().flatten().cloned();
        let others = written.get(&addition.origin).into_iter().flatten().cloned();
        let made = SHAPES.iter().filter_map(|text| self.instance(addition.schema, text, DEPTH));
        let mut candidates: Vec<Value> = Vec::new();
        for one in others.chain(examples).chain(made) {
            if !candidates.contains(&one) {
                candidates.push(one);
            }
        }
        candidates
    }

    /// The smallest value of a type, with `text` for its texts.
    fn instance(&self, schema: &'a Value, text: &str, depth: usize) -> Option<Value> {
        let schema = self.resolved(schema);
        if depth == 0 {
            return None;
        }
        if let Some(only) = schema.get("const").or_else(|| schema["enum"].get(0)) {
            return Some(only.clone());
        }
        if let Some(first) = alternatives(schema).first() {
            return self.instance(first, text, depth - 1);
        }
        if is(schema, "string") {
            return Some(json!(text));
        }
        if is(schema, "integer") || is(schema, "number") {
            return Some(schema.get("minimum").cloned().unwrap_or(json!(1)));
        }
        if is(schema, "boolean") {
            return Some(json!(true));
        }
        if is(schema, "array") {
            return Some(json!([self.instance(schema.get("items")?, text, depth - 1)?]));
        }
        let properties = schema.get("properties")?;
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let made = required.map(|key| Some((key.to_owned(), self.instance(&properties[key], text, depth - 1)?)));
        made.collect::<Option<Map<_, _>>>().map(Value::Object)
    }
}

/// What a value may be one of, leaving null aside.
fn alternatives(schema: &Value) -> Vec<&Value> {
    let choices = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    choices.into_iter().flatten().filter(|choice| choice["type"] != "null").collect()
}

/// `("kind", "hero")` of a type that is told apart by a key.
fn kind_of(schema: &Value) -> Option<(&str, &Value)> {
    let mut properties = schema["properties"].as_object()?.iter();
    properties.find_map(|(key, property)| Some((key.as_str(), property.get("const")?)))
}

fn is(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"].as_array().is_some_and(|types| types.iter().any(|one| one == kind))
}

fn same_type(schema: &Value, value: &Value) -> bool {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => return is(schema, "number") || is(schema, "integer"),
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    is(schema, kind)
}

/// Which part of the schema it is: each is there once.
fn address(schema: &Value) -> usize {
    std::ptr::from_ref(schema) as usize
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
