//! Destinations: receivers a browser may post to.

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use super::site::not_an_address;
use crate::campaign::address::is_web_address;
use crate::campaign::complete::CONNECTORS;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Destination, Mode};
use crate::visitor::consent::RESERVED;

const MESSAGES: [&str; 6] =
    ["lead.captured", "lead.qualified", "lead.updated", "lead.partial", "consent.withdrawn", "lead.erase_requested"];

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let ids =
        campaign.destinations.iter().enumerate().map(|(index, destination)| (format!("destinations[{index}].id"), destination.id.as_str()));
    check_unique("destination", ids, problems);
    for (index, destination) in campaign.destinations.iter().enumerate() {
        check_one(destination, &format!("destinations[{index}]"), conditions, problems);
    }
}

fn check_one(destination: &Destination, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_id(&format!("{path}.id"), &destination.id, problems);
    if !CONNECTORS.contains(&destination.connector.as_str()) {
        let hint = hint(&destination.connector, CONNECTORS);
        problems.push(Problem::error(
            format!("{path}.connector"),
            format!("this version has no connector \"{}\"{hint}", destination.connector),
        ));
    }
    if !is_web_address(&destination.url) {
        problems.push(Problem::error(format!("{path}.url"), not_an_address(&destination.url)));
    }
    if destination.resend > 0 && destination.mode != Mode::NoCors {
        problems.push(Problem::warning(
            format!("{path}.resend"),
            "counts with \"mode\": \"no_cors\" alone: where the answer can be read, a lead is sent again until the receiver has it",
        ));
    }
    // Set aside silently, these would send leads in another shape than the receiver expects.
    for (key, value) in [("fields", &destination.fields), ("params", &destination.params), ("envelope", &destination.envelope)] {
        if value.is_some() {
            problems
                .push(Problem::error(format!("{path}.{key}"), "part of the format, but this version cannot send that way; leave it out"));
        }
    }
    for (index, kind) in destination.sends.iter().enumerate() {
        if !MESSAGES.contains(&kind.as_str()) {
            problems.push(Problem::error(format!("{path}.sends[{index}]"), format!("no message named \"{kind}\"{}", hint(kind, MESSAGES))));
        }
    }
    let asked = || conditions.purposes.iter().copied().filter(|purpose| !RESERVED.contains(purpose));
    if let Some(purpose) = destination.purpose.as_deref().filter(|purpose| !asked().any(|asked| asked == *purpose)) {
        let message = format!("no form asks for consent to \"{purpose}\", so nothing would ever be sent{}", hint(purpose, asked()));
        problems.push(Problem::error(format!("{path}.purpose"), message).resting_on(["forms.*.consent[*].purpose"]));
    }
    conditions.check(destination.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
}
