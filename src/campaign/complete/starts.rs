//! What aids do for as long as a page is open, by their names: `{ "popups": { "limits", "popups" }, "attention": { "exit", "idle", "visible" } }`.
//!
//! Attention is only raised where a popup or a rule of scoring asks for it, since watching for it costs visitors something. How far down and
//! how long is told as the campaign asks for it, besides the usual.

use super::popups;
use super::reached::Reached;
use crate::campaign::Scoring;
use crate::campaign::form::{Part, items};
use crate::campaign::written::Page;
use crate::object;
use crate::value::{Object, Value, add_missing, put};

/// What the aid raises where nobody says how long; it knows them too.
const IDLE_SECONDS: [f64; 4] = [30.0, 60.0, 120.0, 300.0];

/// `live` in the order in which they are asked; `host` what is done with what the page has, by aid.
pub fn complete(
    live: &[Part],
    limits: Option<&Value>,
    experiments: Option<&Value>,
    scoring: &Scoring,
    pages: &[Page],
    host: [(&str, Option<Value>); 3],
) -> Option<Value> {
    let experiments = experiments.map(items).unwrap_or_default();
    let mut wanted = Wanted::default();
    let mut rules = Vec::new();
    for popup in live {
        let rule = popups::rule(*popup, &experiments);
        for list in Part(&rule).list("trigger") {
            wanted.of_triggers(list.0);
        }
        wanted.of_triggers(rule.get("cancel").unwrap_or(&Value::Null));
        rules.push(rule);
    }
    for rule in &scoring.rules {
        wanted.note(rule.on.as_deref().unwrap_or_default(), rule.condition.as_ref().map(|condition| &condition.0), None, None);
    }
    let mut starts = Object::new();
    if !rules.is_empty() {
        put(&mut starts, "popups", object! { "limits" => popups::limits(limits), "popups" => Value::Array(rules) });
    }
    let reached = std::mem::take(&mut wanted.reached).all();
    if !reached.is_empty() {
        put(&mut starts, "reached", Value::Object(reached));
    }
    let attention = wanted.attention(pages);
    if !attention.is_empty() {
        put(&mut starts, "attention", Value::Object(attention));
    }
    for (aid, about) in host {
        if let Some(about) = about {
            put(&mut starts, aid, about);
        }
    }
    (!starts.is_empty()).then_some(Value::Object(starts))
}

/// What somebody wants to be told of.
#[derive(Default)]
struct Wanted {
    exit: bool,
    /// Whether somebody wants to know of it without saying how long it has to last.
    idle: bool,
    idle_seconds: Vec<Value>,
    reached: Reached,
    /// Whether somebody wants to know of whatever is seen.
    visible: bool,
    visible_ids: Vec<String>,
}

impl Wanted {
    fn of_triggers(&mut self, list: &Value) {
        for trigger in items(list) {
            let mark = trigger.number("seconds").or(trigger.number("percent"));
            self.note(trigger.word("on"), trigger.object("where"), mark, trigger.word_if("id"));
        }
    }

    fn note(&mut self, event: &str, condition: Option<&Object>, mark: Option<f64>, id: Option<&str>) {
        self.reached.note(event, mark, condition);
        match event {
            "exit_intent" => self.exit = true,
            "idle" => match mark.map(Value::Number) {
                Some(seconds) => {
                    if !self.idle_seconds.contains(&seconds) {
                        self.idle_seconds.push(seconds);
                    }
                }
                None => self.idle = true,
            },
            "visible" => {
                let known = self.visible_ids.len();
                let mut named = id.is_some();
                if let Some(id) = id {
                    add_missing(&mut self.visible_ids, id);
                }
                if let Some(condition) = condition {
                    named |= ids_of(condition, &mut self.visible_ids);
                }
                self.visible |= !named && self.visible_ids.len() == known;
            }
            _ => {}
        }
    }

    fn attention(mut self, pages: &[Page]) -> Object {
        let mut attention = Object::new();
        if self.exit {
            put(&mut attention, "exit", Value::Bool(true));
        }
        if self.idle || !self.idle_seconds.is_empty() {
            if self.idle && !self.idle_seconds.is_empty() {
                self.idle_seconds.extend(IDLE_SECONDS.map(Value::Number));
            }
            put(&mut attention, "idle", Value::Array(self.idle_seconds));
        }
        if self.visible {
            for block in pages.iter().flat_map(|page| &page.blocks) {
                if let Some(id) = &block.id {
                    add_missing(&mut self.visible_ids, id);
                }
            }
        }
        if !self.visible_ids.is_empty() {
            let mut ids = Vec::new();
            for id in self.visible_ids {
                ids.push(Value::String(id));
            }
            put(&mut attention, "visible", Value::Array(ids));
        }
        attention
    }
}

/// The ids that a condition asks for; whether it names any.
fn ids_of(condition: &Object, ids: &mut Vec<String>) -> bool {
    let mut named = false;
    for (key, expected) in condition {
        if key == "event.id" {
            let expected = Part(expected);
            let mut asked = expected.list("$in");
            asked.extend(expected.part("$eq"));
            asked.push(expected);
            for id in asked {
                if let Some(id) = id.0.as_str() {
                    add_missing(ids, id);
                    named = true;
                }
            }
        }
        if matches!(key.as_str(), "$and" | "$or") {
            for inner in items(expected) {
                named |= inner.0.as_object().is_some_and(|inner| ids_of(inner, ids));
            }
        }
    }
    named
}
