//! Destinations that a browser can post to as their author meant.

use crate::campaign::Part;
use crate::campaign::address::is_web_address;
use crate::value::{Object, Value, Write, put};

pub const CONNECTORS: [&str; 1] = ["webhook"];

/// Without those that would get leads in another shape than they expect, or over an open line; with everything filled in.
pub fn usable(destinations: &[Value]) -> Vec<Value> {
    let mut usable = Vec::new();
    for destination in destinations {
        let destination = Part(destination);
        let is_plain = !destination.has("fields") && !destination.has("params") && !destination.has("envelope");
        if is_plain && CONNECTORS.contains(&destination.word("connector")) && is_web_address(destination.word("url")) {
            usable.push(receiver(destination));
        }
    }
    usable
}

fn receiver(destination: Part) -> Value {
    let mut receiver = Object::new();
    let mut told = |key: &str, usual: Value| {
        let value = destination.get(key).cloned().unwrap_or(usual);
        if !value.is_null() {
            put(&mut receiver, key, value);
        }
    };
    told("id", Value::Null);
    told("url", Value::Null);
    told("body", "json".write());
    told("mode", "cors".write());
    told("resend", Value::Null);
    told("when", Value::Null);
    told("sends", Value::Array(vec!["lead.captured".write()]));
    told("purpose", Value::Null);
    Value::Object(receiver)
}

/// Whether every submission of `form` reaches this destination, whatever the answers.
#[must_use]
pub fn takes_every_lead(destination: Part, form: &str) -> bool {
    let mut names_only_form = true;
    for (fact, expected) in destination.object("when").into_iter().flatten() {
        names_only_form &= fact == "form" && mentions_form(expected, form);
    }
    !destination.has("purpose") && destination.takes("lead.captured") && names_only_form
}

fn mentions_form(expected: &Value, form: &str) -> bool {
    let listed = |key: &str| expected.get(key).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| *one == *form));
    *expected == *form || expected.get("$eq").is_some_and(|one| *one == *form) || listed("$in")
}
