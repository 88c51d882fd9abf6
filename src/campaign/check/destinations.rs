//! Destinations: receivers a browser may post to.

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use super::site::{is_web_address, not_an_address};
use crate::campaign::Receiver;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Destination};
use crate::value::Value;
use crate::visitor::consent::RESERVED;

const CONNECTORS: [&str; 1] = ["webhook"];
const MESSAGES: [&str; 6] =
    ["lead.captured", "lead.qualified", "lead.updated", "lead.partial", "consent.withdrawn", "lead.erase_requested"];

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) -> Vec<Receiver> {
    let ids =
        campaign.destinations.iter().enumerate().map(|(index, destination)| (say!("destinations[{index}].id"), destination.id.as_str()));
    check_unique("destination", ids, problems);
    for (index, destination) in campaign.destinations.iter().enumerate() {
        check_one(destination, &say!("destinations[{index}]"), conditions, problems);
    }
    campaign.destinations.iter().map(receiver).collect()
}

fn check_one(destination: &Destination, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_id(&say!("{path}.id"), &destination.id, problems);
    if !CONNECTORS.contains(&destination.connector.as_str()) {
        let hint = hint(&destination.connector, CONNECTORS);
        problems.push(Problem::error(say!("{path}.connector"), say!("this version has no connector \"{}\"{hint}", destination.connector)));
    }
    if !is_web_address(&destination.url) {
        problems.push(Problem::error(say!("{path}.url"), not_an_address(&destination.url)));
    }
    // Set aside silently, these would send leads in another shape than the receiver expects.
    for (key, value) in [("fields", &destination.fields), ("params", &destination.params), ("envelope", &destination.envelope)] {
        if value.is_some() {
            problems.push(Problem::error(say!("{path}.{key}"), "part of the format, but this version cannot send that way; leave it out"));
        }
    }
    for (index, kind) in destination.sends.iter().enumerate() {
        if !MESSAGES.contains(&kind.as_str()) {
            problems.push(Problem::error(say!("{path}.sends[{index}]"), say!("no message named \"{kind}\"{}", hint(kind, MESSAGES))));
        }
    }
    let asked = || conditions.purposes.iter().copied().filter(|purpose| !RESERVED.contains(purpose));
    if let Some(purpose) = destination.purpose.as_deref().filter(|purpose| !asked().any(|asked| asked == *purpose)) {
        let message = say!("no form asks for consent to \"{purpose}\", so nothing would ever be sent{}", hint(purpose, asked()));
        problems.push(Problem::error(say!("{path}.purpose"), message));
    }
    conditions.check(destination.when.as_ref(), &say!("{path}.when"), Position::Routes, problems);
}

fn receiver(destination: &Destination) -> Receiver {
    Receiver {
        id: destination.id.clone(),
        url: destination.url.clone(),
        body: destination.body,
        mode: destination.mode,
        when: destination.when.clone(),
        sends: destination.sends.clone(),
        purpose: destination.purpose.clone(),
    }
}

/// Whether every submission of `form` reaches this destination, whatever the answers.
pub fn takes_every_lead(destination: &Destination, form: &str) -> bool {
    let condition_names_only_form = destination.when.as_ref().is_none_or(|when| {
        let mentions = when.0.iter().all(|(fact, expected)| fact == "form" && mentions_form(expected, form));
        mentions && !when.0.is_empty() || when.0.is_empty()
    });
    destination.purpose.is_none() && destination.sends.iter().any(|kind| kind == "lead.captured") && condition_names_only_form
}

fn mentions_form(expected: &Value, form: &str) -> bool {
    let listed = |key: &str| expected.get(key).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| *one == *form));
    *expected == *form || expected.get("$eq").is_some_and(|one| *one == *form) || listed("$in")
}
