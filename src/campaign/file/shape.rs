//! The file against its own schema: unknown keys, missing keys, wrong types and values out of range, all in one pass.
//!
//! A walker for just the part of JSON Schema that our types produce, since a general validator cannot say which of several
//! block kinds was meant, nor name the nearest known key. It notes on its way what could not be read, so that later checks of the
//! rest need not tell the same twice, and where things stand that are alike everywhere: texts, links, pictures.

use jsonc_parser::ast::{Object, ObjectProp, Value as Node};
use jsonc_parser::common::Ranged;
use serde_json::Value;

use super::Finding;
use super::positions::{Tree, plain};
use super::slips::{Slip, Slips};
use super::whole::{PAGES, Part, Whole};
use crate::campaign::check::{Parts, nearest};
use crate::campaign::problem::{Problem, matches, under};
use crate::value;

/// What the file is, held against the schema.
#[derive(Default)]
pub struct Shape {
    /// Every place where it has not the shape of a campaign.
    pub findings: Vec<Finding>,
    /// Paths of values that are missing or not what they should be.
    pub spoiled: Vec<String>,
    /// Keys that were probably meant otherwise.
    pub slips: Slips,
    pub parts: Parts,
}

/// Keys that people expect, and why there are none: places, keys, and whether only of boxes to tick.
const REFUSED: [(&str, &[&str], bool, &str); 2] = [
    ("forms.*.consent[*]", &TICKED, false, "consent is never ticked beforehand: agreeing is the visitor's own act; remove this key"),
    ("forms.*.steps[*].fields[*]", &TICKED, true, "a box is never ticked beforehand: ticking is the visitor's own act; remove this key"),
];
const TICKED: [&str; 9] =
    ["checked", "default", "default_checked", "pre_checked", "prechecked", "pre_ticked", "preticked", "selected", "ticked"];

pub fn check(whole: &Whole) -> Shape {
    let schema = super::schema();
    let mut walker = Walker { schema: &schema, whole, tree: whole.main, shape: Shape::default() };
    walker.check(&whole.main.root, &schema, "");
    walker.shape
}

struct Walker<'a> {
    schema: &'a Value,
    whole: &'a Whole<'a>,
    /// The file that is walked through.
    tree: &'a Tree<'a>,
    shape: Shape,
}

impl<'a> Walker<'a> {
    fn check(&mut self, node: &Node, schema: &'a Value, path: &str) {
        self.note_part(node, schema, path);
        let schema = self.resolve(schema);
        if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
            self.check_choice(node, choices, path);
            return;
        }
        if let Some(accepted) = schema.get("enum").and_then(Value::as_array) {
            self.check_one_of(node, &accepted.iter().collect::<Vec<_>>(), path);
            return;
        }
        if let Some(types) = types(schema)
            && !types.contains(&type_of(node))
            && !(type_of(node) == "integer" && types.contains(&"number"))
        {
            let expected = types.into_iter().filter(|name| *name != "null").map(described).collect::<Vec<_>>().join(" or ");
            self.report(node, path, format!("expected {expected}, found {}", found(node)));
            return;
        }
        match node {
            Node::Object(object) => self.check_object(object, schema, path),
            Node::Array(array) => {
                let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
                if (array.elements.len() as u64) < least {
                    self.report(node, path, format!("expected at least {least} {}", if least == 1 { "entry" } else { "entries" }));
                }
                let Some(items) = schema.get("items") else { return };
                if path == PAGES {
                    self.check_pages();
                    return;
                }
                for (index, element) in array.elements.iter().enumerate() {
                    self.check(element, items, &under(path, index));
                }
            }
            Node::NumberLit(_) => self.check_number(node, schema, path),
            Node::StringLit(literal) => self.check_length(node, literal.value.chars().count(), schema, path),
            _ => {}
        }
    }

    /// Keeps what is alike wherever it stands.
    fn note_part(&mut self, node: &Node, schema: &Value, path: &str) {
        let parts = &mut self.shape.parts;
        match name_of(schema) {
            Some("Text") => parts.texts.push((path.to_owned(), value::read_all(&value::of_json(plain(node))).0)),
            Some("Cta") => {
                let to = node.as_object().and_then(|object| object.get("to")).and_then(|to| to.value.as_string_lit());
                parts.links.extend(to.map(|to| (under(path, "to"), to.value.to_string())));
            }
            Some("Picture") => parts.pictures.push((path.to_owned(), plain(node))),
            _ => {}
        }
    }

    /// Pages stand in several files, and paths in the place of pages were followed.
    fn check_pages(&mut self) {
        let Some(schema) = self.schema.get("$defs").and_then(|defs| defs.get("Page")) else { return };
        for (index, Part { tree, node }) in self.whole.pages.iter().enumerate() {
            self.tree = tree;
            self.check(node, schema, &under(PAGES, index));
        }
        self.tree = self.whole.main;
    }

    fn check_length(&mut self, node: &Node, length: usize, schema: &Value, path: &str) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
        let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX));
        if length < least {
            self.report(node, path, "expected a text that is not empty".to_owned());
        } else if length > most {
            self.report(node, path, format!("expected at most {most} characters, found {length}"));
        }
    }

    fn check_object(&mut self, object: &Object, schema: &'a Value, within: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        let known: Vec<&str> = properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        let mut seen = Vec::new();
        for property in &object.properties {
            let key = property.name.as_str();
            let path = under(within, key);
            if seen.contains(&key) {
                self.tell(property.range.start, Problem::error(path.as_str(), "this key stands here twice; remove one of them"));
            }
            seen.push(key);
            if let Some(expected) = properties.and_then(|properties| properties.get(key)) {
                self.check(&property.value, expected, &path);
            } else if others == Some(&Value::Bool(false)) {
                if let Some(meant) = self.check_unknown_key(property, object, &known, within) {
                    seen.push(meant);
                    let expected = properties.and_then(|properties| properties.get(meant));
                    self.check_slip(property, meant, expected, within);
                }
            } else if let Some(expected) = others.filter(|others| others.is_object()) {
                self.check(&property.value, expected, &path);
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for missing in required.filter(|key| !seen.contains(key)) {
            self.tell(object.range.start, Problem::error(within, format!("the key \"{missing}\" is missing")));
            self.shape.spoiled.push(under(within, missing));
        }
    }

    /// What stands under a key that was probably meant as another is checked as that one, unless it is something else altogether.
    fn check_slip(&mut self, property: &ObjectProp, meant: &str, expected: Option<&'a Value>, within: &str) {
        let path = under(within, property.name.as_str());
        let told = (self.shape.findings.len(), self.shape.spoiled.len());
        if let Some(expected) = expected {
            self.check(&property.value, expected, &path);
        }
        if self.shape.spoiled.iter().skip(told.1).any(|spoiled| *spoiled == path) {
            self.shape.findings.truncate(told.0);
            self.shape.spoiled.truncate(told.1);
            self.shape.spoiled.push(under(within, meant));
        } else {
            let slip = Slip { within: within.to_owned(), written: property.name.as_str().to_owned(), meant: meant.to_owned() };
            self.shape.slips.0.push(slip);
        }
    }

    /// A choice is an optional value, one of several words, or an object told apart by its `kind` or by one key.
    fn check_choice(&mut self, node: &Node, choices: &'a [Value], path: &str) {
        let possible: Vec<&'a Value> = choices.iter().filter(|choice| types(self.resolve(choice)) != Some(vec!["null"])).collect();
        if possible.len() < choices.len() && matches!(node, Node::NullKeyword(_)) {
            return;
        }
        if let [only] = possible.as_slice() {
            self.check(node, only, path);
            return;
        }
        // One of something, or a list of it.
        let is_list = |choice: &Value| types(self.resolve(choice)) == Some(vec!["array"]);
        let (lists, possible): (Vec<&'a Value>, Vec<&'a Value>) = possible.into_iter().partition(|choice| is_list(choice));
        match (node, lists.first(), possible.as_slice()) {
            (Node::Array(_), Some(list), _) => return self.check(node, list, path),
            (_, Some(_), [only]) => return self.check(node, only, path),
            _ => {}
        }
        let possible: Vec<&Value> = possible.into_iter().map(|choice| self.resolve(choice)).collect();
        let words: Vec<&Value> = possible.iter().flat_map(|choice| words(choice)).collect();
        if !words.is_empty() {
            self.check_one_of(node, &words, path);
            return;
        }
        let Node::Object(object) = node else {
            self.report(node, path, format!("expected an object, found {}", found(node)));
            return;
        };
        let kinds: Vec<(&str, &Value)> = possible.iter().filter_map(|choice| Some((kind_of(choice)?, *choice))).collect();
        if kinds.is_empty() {
            self.check_only_key(object, &possible, path);
        } else {
            self.check_kind(object, &kinds, path);
        }
    }

    fn check_kind(&mut self, object: &Object, kinds: &[(&str, &'a Value)], path: &str) {
        let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
        let Some(kind) = object.get("kind") else {
            let message = format!("the key \"kind\" is missing; known kinds: {}", names.join(", "));
            self.tell(object.range.start, Problem::error(path, message));
            self.shape.spoiled.push(under(path, "kind"));
            return;
        };
        let written = kind.value.as_string_lit().map(|literal| literal.value.to_string());
        match kinds.iter().find(|(name, _)| Some(*name) == written.as_deref()) {
            Some((_, schema)) => self.check_object(object, schema, path),
            None => self.check_one_of(
                &kind.value,
                &names.iter().map(|name| Value::from(*name)).collect::<Vec<_>>().iter().collect::<Vec<_>>(),
                &under(path, "kind"),
            ),
        }
    }

    fn check_only_key(&mut self, object: &Object, choices: &[&'a Value], path: &str) {
        let properties = |choice: &'a Value| choice.get("properties").and_then(Value::as_object);
        let keyed: Vec<(&str, &Value)> =
            choices.iter().filter_map(|choice| Some((properties(choice)?.keys().next()?.as_str(), *choice))).collect();
        let keys: Vec<&str> = keyed.iter().map(|(key, _)| *key).collect();
        let written: Vec<(&str, &Value)> = keyed.iter().copied().filter(|(key, _)| object.get(key).is_some()).collect();
        // A key may tell one choice apart and be part of another, as `consent` is of `submit`.
        let holds_all = |choice: &'a Value| written.iter().all(|(key, _)| properties(choice).is_some_and(|known| known.contains_key(*key)));
        let meant = written.iter().find(|(_, choice)| holds_all(choice));
        match (meant, object.properties.as_slice()) {
            (Some((_, schema)), _) => self.check_object(object, schema, path),
            (None, [only]) => {
                self.check_unknown_key(only, object, &keys, path);
                self.shape.spoiled.push(path.to_owned());
            }
            (None, _) => {
                self.tell(object.range.start, Problem::error(path, format!("expected exactly one of {}", keys.join(", "))));
                self.shape.spoiled.push(path.to_owned());
            }
        }
    }

    /// Tells of an unknown key, and gives the one that was probably meant where that one is not there.
    fn check_unknown_key<'k>(&mut self, property: &ObjectProp, object: &Object, known: &[&'k str], path: &str) -> Option<&'k str> {
        let key = property.name.as_str();
        let ticked = ["checkbox", "consent"];
        let is_box = || object.get("kind").and_then(|kind| kind.value.as_string_lit()).is_some_and(|kind| ticked.contains(&&*kind.value));
        let refused = REFUSED.iter().find(|(place, keys, of_box, _)| keys.contains(&key) && matches(place, path) && (!of_box || is_box()));
        if let Some((_, _, _, why)) = refused {
            self.tell(property.range.start, Problem::error(under(path, key), *why));
            return None;
        }
        let near = nearest(key, known);
        let hint = near.map_or_else(|| format!("; known: {}", known.join(", ")), |near| format!("; did you mean \"{near}\"?"));
        self.tell(property.range.start, Problem::error(under(path, key), format!("unknown key \"{key}\"{hint}")));
        near.filter(|near| object.get(near).is_none())
    }

    fn check_one_of(&mut self, node: &Node, accepted: &[&Value], path: &str) {
        if accepted.iter().any(|value| **value == plain(node)) {
            return;
        }
        let words: Vec<&str> = accepted.iter().filter_map(|value| value.as_str()).collect();
        let slip =
            node.as_string_lit().and_then(|literal| nearest(&literal.value, &words)).map(|near| format!("; did you mean \"{near}\"?"));
        self.report(node, path, format!("expected one of {}, found {}{}", words.join(", "), found(node), slip.unwrap_or_default()));
    }

    fn check_number(&mut self, node: &Node, schema: &Value, path: &str) {
        let Some(number) = plain(node).as_f64() else {
            let literal = node.as_number_lit().map_or("", |literal| literal.value);
            return self.report(node, path, format!("expected a number that can be told apart from infinity, found {literal}"));
        };
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
        let (lowest, highest) = match schema.get("format").and_then(Value::as_str) {
            Some("int32") => (Some(f64::from(i32::MIN)), Some(f64::from(i32::MAX))),
            Some("uint32") => (Some(0.0), Some(f64::from(u32::MAX))),
            _ => (None, None),
        };
        let (least, most) = (bound("minimum").or(lowest), bound("maximum").or(highest));
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            let range = match (least, most) {
                (Some(least), Some(most)) if least < most => format!("{least} to {most}"),
                (Some(only), Some(_)) => format!("{only}"),
                (Some(least), None) => format!("at least {least}"),
                (_, most) => format!("at most {}", most.unwrap_or_default()),
            };
            self.report(node, path, format!("expected {range}, found {number}"));
        }
    }

    /// A value that is not what it should be.
    fn report(&mut self, node: &Node, path: &str, message: String) {
        self.tell(node.start(), Problem::error(path, message));
        self.shape.spoiled.push(path.to_owned());
    }

    fn tell(&mut self, offset: usize, problem: Problem) {
        self.shape.findings.push(self.tree.source.at(offset, problem));
    }

    /// Follows `$ref`; what stands beside one are annotations only.
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        name_of(schema).and_then(|name| self.schema.get("$defs")?.get(name)).unwrap_or(schema)
    }
}

/// What a schema refers to.
fn name_of(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix("#/$defs/"))
}

fn types(schema: &Value) -> Option<Vec<&str>> {
    match schema.get("type")? {
        Value::String(name) => Some(vec![name]),
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

/// The words a choice accepts, as `const` or `enum`.
fn words(choice: &Value) -> Vec<&Value> {
    choice.get("const").into_iter().chain(choice.get("enum").and_then(Value::as_array).into_iter().flatten()).collect()
}

fn kind_of(choice: &Value) -> Option<&str> {
    choice.get("properties")?.get("kind")?.get("const")?.as_str()
}

fn type_of(node: &Node) -> &'static str {
    match node {
        Node::NullKeyword(_) => "null",
        Node::BooleanLit(_) => "boolean",
        Node::NumberLit(literal) if literal.value.contains(['.', 'e', 'E']) => "number",
        Node::NumberLit(_) => "integer",
        Node::StringLit(_) => "string",
        Node::Array(_) => "array",
        Node::Object(_) => "object",
    }
}

fn described(type_name: &str) -> &'static str {
    match type_name {
        "boolean" => "true or false",
        "number" => "a number",
        "integer" => "a whole number",
        "string" => "a text",
        "array" => "a list",
        _ => "an object",
    }
}

fn found(node: &Node) -> String {
    const LONGEST: usize = 40;
    match node {
        Node::Object(_) => "an object".into(),
        Node::Array(_) => "a list".into(),
        node => {
            let text = plain(node).to_string();
            if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain("…\"".chars()).collect() } else { text }
        }
    }
}
