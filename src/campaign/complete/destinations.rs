//! Destinations that a browser can post to as their author meant.

use crate::campaign::Part;
#[cfg(not(feature = "native"))]
use crate::campaign::address::is_web_address;
#[cfg(feature = "native")]
use crate::campaign::connector;
#[cfg(feature = "native")]
use crate::campaign::written::Destination;
use crate::value::Value;
#[cfg(feature = "native")]
use crate::value::of_json;
#[cfg(not(feature = "native"))]
use crate::value::{Object, Write, put};

/// Without those that would get leads in another shape than they expect, or over an open line; with everything filled in. `answers` are
/// the names of the fields of all forms.
#[cfg(feature = "native")]
#[must_use]
pub fn usable(destinations: &[Destination], answers: &[String]) -> Vec<Value> {
    let made = destinations.iter().map(|destination| connector::make(destination, answers));
    made.filter(|made| made.faults.is_empty()).map(|made| of_json(made.receiver)).collect()
}

/// A browser that completes a campaign itself knows no rows of connectors: it takes webhooks as they stand. Where there is a build, what
/// that has made takes their place.
#[cfg(not(feature = "native"))]
pub fn usable(destinations: &[Value]) -> Vec<Value> {
    let mut usable = Vec::new();
    for destination in destinations {
        let destination = Part(destination);
        let is_plain = ["fields", "params", "envelope"].iter().all(|key| !destination.has(key));
        let is_json =
            matches!(destination.word("body"), "" | "json" | "text") && matches!(destination.word("mode"), "" | "cors" | "no_cors");
        if is_plain && is_json && destination.word("connector") == "webhook" && is_web_address(destination.word("url")) {
            usable.push(receiver(destination));
        }
    }
    usable
}

#[cfg(not(feature = "native"))]
fn receiver(destination: Part) -> Value {
    let mut receiver = Object::new();
    let mut told = |key: &str, usual: Value| {
        let value = destination.get(key).cloned().unwrap_or(usual);
        if !value.is_null() {
            put(&mut receiver, key, value);
        }
    };
    let is_text = destination.word("body") == "text" || destination.word("mode") == "no_cors";
    told("id", Value::Null);
    told("connector", Value::Null);
    told("url", Value::Null);
    told("mode", "cors".write());
    told("type", if is_text { "text/plain;charset=UTF-8" } else { "application/json" }.write());
    told("resend", Value::Null);
    told("when", Value::Null);
    told("sends", Value::Array(vec!["lead.captured".write()]));
    told("purpose", Value::Null);
    Value::Object(receiver)
}

/// Whether a form without scripts may be posted there: to what takes our own message, and reads it of a form besides, as the inbox does.
#[must_use]
pub fn takes_native_forms(destination: Part) -> bool {
    let is_changed = ["fields", "envelope", "shape", "encode"].iter().any(|key| destination.has(key));
    destination.word("connector") == "webhook" && !is_changed
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
