//! Destinations that a browser can post to as their author meant.

use crate::value::Value;

use crate::campaign::Receiver;
use crate::campaign::address::is_web_address;
use crate::campaign::written::Destination;

pub const CONNECTORS: [&str; 1] = ["webhook"];

/// Without those that would get leads in another shape than they expect, or over an open line.
pub fn usable(mut destinations: Vec<Destination>) -> Vec<Destination> {
    destinations.retain(|destination| {
        let plain = destination.fields.is_none() && destination.params.is_none() && destination.envelope.is_none();
        plain && CONNECTORS.contains(&destination.connector.as_str()) && is_web_address(&destination.url)
    });
    destinations
}

pub fn receiver(destination: Destination) -> Receiver {
    Receiver {
        id: destination.id,
        url: destination.url,
        body: destination.body,
        mode: destination.mode,
        when: destination.when,
        sends: destination.sends,
        purpose: destination.purpose,
    }
}

/// Whether every submission of `form` reaches this destination, whatever the answers.
#[must_use]
pub fn takes_every_lead(destination: &Destination, form: &str) -> bool {
    let condition_names_only_form =
        destination.when.as_ref().is_none_or(|when| when.0.iter().all(|(fact, expected)| fact == "form" && mentions_form(expected, form)));
    destination.purpose.is_none() && destination.sends.iter().any(|kind| kind == "lead.captured") && condition_names_only_form
}

fn mentions_form(expected: &Value, form: &str) -> bool {
    let listed = |key: &str| expected.get(key).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| *one == *form));
    *expected == *form || expected.get("$eq").is_some_and(|one| *one == *form) || listed("$in")
}
