//! The file against its own schema: unknown keys, missing keys, wrong types and values out of range, all in one pass.
//!
//! A walker for just the part of JSON Schema that our types produce, since a general validator cannot say which of several
//! block kinds was meant, nor name the nearest known key.

use jsonc_parser::ast::{Object, ObjectProp, Value as Node};
use jsonc_parser::common::Ranged;
use serde_json::Value;

use super::Finding;
use super::positions::{Tree, plain};
use super::whole::{PAGES, Part, Whole};
use crate::campaign::check::nearest;
use crate::campaign::problem::{Problem, under};

/// Every place where the file has not the shape of a campaign.
pub fn check(whole: &Whole) -> Vec<Finding> {
    let schema = super::schema();
    let mut walker = Walker { schema: &schema, whole, tree: whole.main, findings: Vec::new() };
    walker.check(&whole.main.root, &schema, "");
    walker.findings
}

struct Walker<'a> {
    schema: &'a Value,
    whole: &'a Whole<'a>,
    /// The file that is walked through.
    tree: &'a Tree<'a>,
    findings: Vec<Finding>,
}

impl<'a> Walker<'a> {
    fn check(&mut self, node: &Node, schema: &'a Value, path: &str) {
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
                    self.report(node, path, format!("expected at least {least} entry"));
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
                self.findings.push(
                    self.tree
                        .source
                        .at(property.range.start, Problem::error(path.as_str(), "this key stands here twice; remove one of them")),
                );
            }
            seen.push(key);
            if let Some(expected) = properties.and_then(|properties| properties.get(key)) {
                self.check(&property.value, expected, &path);
            } else if others == Some(&Value::Bool(false)) {
                self.report_unknown_key(property, &known, within);
            } else if let Some(expected) = others.filter(|others| others.is_object()) {
                self.check(&property.value, expected, &path);
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for missing in required.filter(|key| !seen.contains(key)) {
            self.findings
                .push(self.tree.source.at(object.range.start, Problem::error(within, format!("the key \"{missing}\" is missing"))));
        }
    }

    /// A choice is an optional value, one of several words, or an object told apart by its `kind` or by one key.
    fn check_choice(&mut self, node: &Node, choices: &'a [Value], path: &str) {
        let choices: Vec<&Value> = choices.iter().map(|choice| self.resolve(choice)).collect();
        let possible: Vec<&Value> = choices.iter().copied().filter(|choice| types(choice) != Some(vec!["null"])).collect();
        if possible.len() < choices.len() && matches!(node, Node::NullKeyword(_)) {
            return;
        }
        if let [only] = possible.as_slice() {
            self.check(node, only, path);
            return;
        }
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
            self.findings.push(self.tree.source.at(object.range.start, Problem::error(path, message)));
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
            (None, [only]) => self.report_unknown_key(only, &keys, path),
            (None, _) => {
                let problem = Problem::error(path, format!("expected exactly one of {}", keys.join(", ")));
                self.findings.push(self.tree.source.at(object.range.start, problem));
            }
        }
    }

    fn report_unknown_key(&mut self, property: &ObjectProp, known: &[&str], path: &str) {
        let key = property.name.as_str();
        let hint =
            nearest(key, known).map_or_else(|| format!("; known: {}", known.join(", ")), |near| format!("; did you mean \"{near}\"?"));
        let problem = Problem::error(under(path, key), format!("unknown key \"{key}\"{hint}"));
        self.findings.push(self.tree.source.at(property.range.start, problem));
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

    fn report(&mut self, node: &Node, path: &str, message: String) {
        self.findings.push(self.tree.source.at(node.start(), Problem::error(path, message)));
    }

    /// Follows `$ref`; what stands beside one are annotations only.
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| self.schema.get("$defs")?.get(name)).unwrap_or(schema)
    }
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
