//! Destinations: receivers a browser may post to.

use super::check_unique;
use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use crate::campaign::connector::{self, Made};
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{Campaign, Destination, Mode};
use crate::visitor::consent::RESERVED;

const MESSAGES: [&str; 6] =
    ["lead.captured", "lead.qualified", "lead.updated", "lead.partial", "consent.withdrawn", "lead.erase_requested"];

pub fn check(campaign: &Campaign, answers: &[String], conditions: &Conditions, problems: &mut Vec<Problem>) {
    let ids =
        campaign.destinations.iter().enumerate().map(|(index, destination)| (format!("destinations[{index}].id"), destination.id.as_str()));
    check_unique("destination", ids, problems);
    for (index, destination) in campaign.destinations.iter().enumerate() {
        let path = format!("destinations[{index}]");
        let made = connector::make(destination, answers);
        check_one(destination, &path, conditions, problems);
        check_made(destination, &made, &path, campaign, answers, problems);
    }
}

fn check_one(destination: &Destination, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_id(&format!("{path}.id"), &destination.id, problems);
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

/// What the connector says to it.
fn check_made(destination: &Destination, made: &Made, path: &str, campaign: &Campaign, answers: &[String], problems: &mut Vec<Problem>) {
    for fault in &made.faults {
        // What it rests on may be what could not be read.
        let rests_on = ["forms", "destinations[*].params", "destinations[*].fields"];
        problems.push(Problem::error(under(path, fault.path.as_str()), &fault.message).resting_on(rests_on));
    }
    for (fact, place) in &made.facts {
        if let Some(message) = unknown(fact, campaign, answers) {
            problems.push(Problem::error(under(path, place.as_str()), message).resting_on(["forms", "scoring.dimensions"]));
        }
    }
    for (purpose, place) in &made.purposes {
        let asked = || campaign.forms.values().flat_map(|form| &form.consent).map(|item| item.purpose.as_str());
        if !asked().any(|asked| asked == purpose) {
            let message = format!("no form asks for consent to \"{purpose}\"{}", hint(purpose, asked()));
            problems.push(Problem::error(under(path, place.as_str()), message).resting_on(["forms.*.consent[*].purpose"]));
        }
    }
    let mode = made.receiver.get("mode").and_then(serde_json::Value::as_str).unwrap_or_default();
    if destination.resend > 0 && mode == Mode::Cors.word() {
        problems.push(Problem::warning(
            under(path, "resend"),
            "counts where the answer cannot be read: elsewhere a lead is sent again until the receiver has it",
        ));
    }
    if made.is_mapped
        && made.faults.is_empty()
        && !made.carries_id
        && connector::row(&destination.connector).is_some_and(|row| row.knows_ids)
    {
        let message = "nothing mapped tells the message's id, by which a receiver knows one that comes twice; add \"id\": \"{{id}}\"";
        problems.push(Problem::warning(under(path, "fields"), message).of_key());
    }
}

/// What a message tells under plain names, and names of which the rest is not known beforehand.
const TOLD: [&str; 22] = [
    "ack",
    "age_ms",
    "attempt",
    "created_at",
    "created_ms",
    "form",
    "id",
    "lead_id",
    "level",
    "locale",
    "qualified",
    "reason",
    "sent_at",
    "stage",
    "stages",
    "tags",
    "test",
    "type",
    "version",
    "evidence",
    "experiments",
    "first",
];
const TOLD_OF: [(&str, &[&str]); 8] = [
    ("campaign", &["id", "version"]),
    ("via", &["kind", "id"]),
    ("value", &["amount", "currency"]),
    ("visitor", &["id", "visits", "pages", "first_seen"]),
    ("ids", &["event", "ga_client", "fbp", "fbc", "hutk"]),
    ("page", &["url", "title", "locale", "time_zone"]),
    ("spam", &["suspected", "signals"]),
    ("source", &["channel", "source", "medium", "campaign", "id", "term", "content", "referrer", "landing", "at", "click_ids"]),
];
const OF_SCORE: [&str; 7] = ["total", "grade", "grade_fit", "grade_engagement", "reasons", "probability", "explanation"];

/// What is wrong with a fact that a mapping names.
fn unknown(fact: &str, campaign: &Campaign, answers: &[String]) -> Option<String> {
    let (root, rest) = fact.split_once('.').unwrap_or((fact, ""));
    let (first, _) = rest.split_once('.').unwrap_or((rest, ""));
    let known: Vec<&str> = match root {
        "field" => answers.iter().map(String::as_str).collect(),
        "consent" | "consent_text" => campaign.forms.values().flat_map(|form| &form.consent).map(|item| item.purpose.as_str()).collect(),
        "score" => campaign.scoring.dimensions.keys().map(String::as_str).chain(OF_SCORE).collect(),
        "experiments" | "evidence" | "stages" => return None,
        // Of a touch they are the same.
        "first" => TOLD_OF.iter().filter(|(name, _)| *name == "source").flat_map(|(_, parts)| *parts).copied().collect(),
        _ if rest.is_empty() && TOLD.contains(&root) => return None,
        _ => {
            let Some((_, parts)) = TOLD_OF.iter().find(|(name, _)| *name == root) else {
                let roots =
                    ["field", "consent", "consent_text", "score"].into_iter().chain(TOLD_OF.iter().map(|(name, _)| *name)).chain(TOLD);
                return Some(format!("a message does not tell \"{fact}\"{}", hint(root, roots)));
            };
            parts.to_vec()
        }
    };
    let names_part = if root == "field" { rest } else { first };
    (!known.contains(&names_part)).then(|| format!("a message does not tell \"{fact}\"{}", hint(names_part, known)))
}
