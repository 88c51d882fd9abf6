//! Lays presets under an author's `scoring`. What the author wrote stands; of a preset comes what is not there: of a dimension its
//! bounds and decay key by key, groups and grades by name, rules and tags by id, and stages and levels each as a whole.
//!
//! Entries come after the author's own, so that paths into the file as it is written stay true. What reads answers that no form asks
//! for could never hold; it is left out and told. Stages, levels and tags that read rules left out lose the alternatives that do.

use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::told::Laid;
use super::{FUNNEL, KEYS, PRESET, content};
use crate::campaign::problem::{Problem, under};
use crate::condition::fact_names_of;
use crate::value::of_json;

/// Puts what presets bring into the place of their names.
pub fn expand(file: &mut Value) -> Laid {
    let asked = Asked::of(file);
    let mut laid = Laid::default();
    let Some(scoring) = file.get_mut("scoring").and_then(Value::as_object_mut) else { return laid };
    let [set, funnel, without] = KEYS.map(|key| scoring.shift_remove(key));
    let (set, funnel) = (named(set), named(funnel));
    let without: Vec<String> = without.and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default();
    let mut offered = Vec::new();
    let mut lay = |key, name: &str, told_at| {
        let content = content(key, name)?;
        let is_named = key == told_at;
        let layer = Layer {
            name,
            told_at,
            is_named,
            asked: &asked,
            without: &without,
            offered: &mut offered,
            left_out: Vec::new(),
            laid: &mut laid,
        };
        layer.put(scoring, &content);
        Some(content)
    };
    let of_set = set.map(|name| lay(PRESET, &name, PRESET));
    // A set names the funnel that goes with it, unless the author names another.
    let own = funnel.map(|name| lay(FUNNEL, &name, FUNNEL));
    let usual = of_set.as_ref().and_then(|set| set.as_ref()?.get(FUNNEL)?.as_str()).filter(|_| own.is_none());
    let usual = usual.map(|name| lay(FUNNEL, name, PRESET));
    laid.unknown = [of_set, own, usual].iter().any(|named| matches!(named, Some(None)));
    if !laid.unknown {
        laid.check_without(&without, &offered);
    }
    laid
}

/// The preset that a key names; what is no text names none that there is.
fn named(value: Option<Value>) -> Option<String> {
    value.filter(|value| !value.is_null()).map(|value| value.as_str().unwrap_or_default().to_owned())
}

/// One preset on its way under what is there.
struct Layer<'a> {
    name: &'a str,
    told_at: &'static str,
    /// By the author, not by another preset.
    is_named: bool,
    asked: &'a Asked,
    without: &'a [String],
    /// Every rule and tag that presets have, for `without`.
    offered: &'a mut Vec<String>,
    /// What reads answers nobody gives, by what it reads.
    left_out: Vec<(String, Vec<String>)>,
    laid: &'a mut Laid,
}

impl Layer<'_> {
    fn put(mut self, scoring: &mut Map<String, Value>, preset: &Value) {
        let before = self.laid.count();
        let taken = rule_ids(scoring);
        for (name, brought) in entries(preset, "dimensions") {
            let dimensions = scoring.entry("dimensions").or_insert_with(|| Map::new().into());
            if let Some(dimensions) = dimensions.as_object_mut() {
                self.put_dimension(dimensions, name, brought, &taken);
            }
        }
        for (name, thresholds) in entries(preset, "grades") {
            let grades = scoring.entry("grades").or_insert_with(|| Map::new().into());
            if let Some(grades) = grades.as_object_mut().filter(|grades| !grades.contains_key(name)) {
                grades.insert(name.clone(), thresholds.clone());
                self.note(format!("scoring.grades.{name}"));
            }
        }
        self.put_tags(scoring, preset);
        for key in ["stages", "qualification"] {
            let Some(list) = preset.get(key).and_then(Value::as_array).filter(|_| !scoring.contains_key(key)) else { continue };
            let there = rule_ids(scoring);
            let answered = list.iter().filter(|entry| self.asked.missing(entry.get("when")).is_none());
            scoring.insert(key.to_owned(), answered.filter_map(|entry| self.left_of(entry, &there)).collect());
            self.note(under("scoring", key));
        }
        if self.is_named && self.laid.count() == before {
            let message = format!("\"{}\" brings nothing: all of it is written in this file, or left out", self.name);
            self.laid.problems.push(Problem::warning(under("scoring", self.told_at), message));
        }
        self.tell_left_out();
    }

    fn put_dimension(&mut self, dimensions: &mut Map<String, Value>, name: &str, brought: &Value, taken: &[String]) {
        let path = format!("scoring.dimensions.{name}");
        let is_new = !dimensions.contains_key(name);
        let Some(dimension) = dimensions.entry(name).or_insert_with(|| Map::new().into()).as_object_mut() else { return };
        for (key, value) in brought.as_object().into_iter().flatten() {
            if !["rules", "groups"].contains(&key.as_str()) && !dimension.contains_key(key) {
                dimension.insert(key.clone(), value.clone());
            }
        }
        let Some(rules) = dimension.entry("rules").or_insert_with(|| Value::Array(Vec::new())).as_array_mut() else { return };
        for rule in brought.get("rules").and_then(Value::as_array).into_iter().flatten() {
            if self.takes(rule, "id", "where", taken) {
                self.note(format!("{path}.rules[{}]", rules.len()));
                rules.push(rule.clone());
            }
        }
        let used = |group: &str| rules.iter().any(|rule| rule.get("group").and_then(Value::as_str) == Some(group));
        let bounds: Vec<_> = entries(brought, "groups").filter(|(group, _)| used(group)).collect();
        for (group, bounds) in bounds {
            let groups = dimension.entry("groups").or_insert_with(|| Map::new().into());
            if let Some(groups) = groups.as_object_mut().filter(|groups| !groups.contains_key(group)) {
                groups.insert(group.clone(), bounds.clone());
                self.note(format!("{path}.groups.{group}"));
            }
        }
        if is_new {
            self.note(path);
        }
    }

    fn put_tags(&mut self, scoring: &mut Map<String, Value>, preset: &Value) {
        let there = rule_ids(scoring);
        let tags = scoring.get("tags").and_then(Value::as_array).cloned().unwrap_or_default();
        let taken: Vec<String> = tags.iter().filter_map(|tag| tag.get("tag")?.as_str()).map(str::to_owned).collect();
        for tag in preset.get("tags").and_then(Value::as_array).into_iter().flatten() {
            if !self.takes(tag, "tag", "when", &taken) {
                continue;
            }
            let Some(tag) = self.left_of(tag, &there) else { continue };
            let tags = scoring.entry("tags").or_insert_with(|| Value::Array(Vec::new()));
            if let Some(tags) = tags.as_array_mut() {
                self.note(format!("scoring.tags[{}]", tags.len()));
                tags.push(tag);
            }
        }
    }

    /// A stage, level or tag with what is left of its condition; `None` where that is nothing.
    fn left_of(&self, entry: &Value, there: &[String]) -> Option<Value> {
        let is_gone = |rule: &str| {
            let is = |known: &String| known == rule;
            !there.iter().any(is) && (self.without.iter().any(is) || self.offered.iter().any(is))
        };
        let mut entry = entry.clone();
        if let Some(when) = entry.get_mut("when").filter(|when| when.is_object()) {
            *when = without_rules(when, &is_gone)?;
        }
        Some(entry)
    }

    /// Whether a rule or tag of the preset comes in.
    fn takes(&mut self, entry: &Value, id: &str, condition: &str, taken: &[String]) -> bool {
        let Some(id) = entry.get(id).and_then(Value::as_str) else { return false };
        self.offered.push(id.to_owned());
        if taken.iter().any(|taken| taken == id) || self.without.iter().any(|without| without == id) {
            return false;
        }
        let missing = self.asked.missing(entry.get(condition));
        let comes = missing.is_none();
        self.left_out.extend(missing.map(|missing| (id.to_owned(), missing)));
        comes
    }

    fn note(&mut self, path: String) {
        self.laid.note(path, self.name, self.told_at);
    }

    fn tell_left_out(&mut self) {
        let mut by_answer: Vec<(String, Vec<&str>)> = Vec::new();
        for (rule, read) in &self.left_out {
            let read = read.join(", ");
            match by_answer.iter_mut().find(|(known, _)| *known == read) {
                Some((_, rules)) => rules.push(rule),
                None => by_answer.push((read, vec![rule])),
            }
        }
        let told: Vec<String> = by_answer.iter().map(|(read, rules)| format!("{} ({read})", rules.join(", "))).collect();
        if !told.is_empty() {
            let message = format!(
                "no form asks for what these rules of \"{}\" read, so they never count and are left out: {}; ask for it, or name them in \
                 `without` if that is meant",
                self.name,
                told.join(", ")
            );
            let warning = Problem::warning(under("scoring", self.told_at), message);
            self.laid.problems.push(warning.resting_on(["forms.*.steps[*].fields[*].name"]));
        }
    }
}

/// A condition without the alternatives that read a rule that is gone; `None` where it needs one.
fn without_rules(condition: &Value, is_gone: &impl Fn(&str) -> bool) -> Option<Value> {
    let Some(parts) = condition.as_object() else { return Some(condition.clone()) };
    let mut left = Map::new();
    for (key, expected) in parts {
        let part = match (key.as_str(), expected) {
            ("$or", Value::Array(list)) => {
                let alternatives: Vec<Value> = list.iter().filter_map(|one| without_rules(one, is_gone)).collect();
                // Of nothing to choose from the language says that it holds.
                if alternatives.is_empty() && !list.is_empty() {
                    return None;
                }
                alternatives.into()
            }
            ("$and", Value::Array(list)) => list.iter().map(|one| without_rules(one, is_gone)).collect::<Option<Vec<Value>>>()?.into(),
            _ if rules_read(key, expected).iter().any(|rule| is_gone(rule)) => return None,
            _ => expected.clone(),
        };
        left.insert(key.clone(), part);
    }
    Some(left.into())
}

/// The rules that a part of a condition reads.
fn rules_read(key: &str, expected: &Value) -> Vec<String> {
    let part = of_json(json!({ key: expected }));
    let read = |fact: &str| fact.strip_prefix("rule.")?.split('.').next().map(str::to_owned);
    fact_names_of(&part).into_iter().filter_map(read).collect()
}

fn entries<'a>(preset: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    preset.get(key).and_then(Value::as_object).into_iter().flatten()
}

/// Rule ids are unique over all dimensions.
fn rule_ids(scoring: &Map<String, Value>) -> Vec<String> {
    let dimensions = scoring.get("dimensions").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let rules = dimensions.filter_map(|dimension| dimension.get("rules")?.as_array()).flatten();
    rules.filter_map(|rule| rule.get("id")?.as_str()).map(str::to_owned).collect()
}
