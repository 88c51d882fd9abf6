//! What a message tells besides, so that its score can be worked out again without believing it: `replay` reads what is written here.

use super::compose::Submission;
use crate::campaign::{Part, Runtime};
use crate::condition::value_at;
use crate::object;
use crate::scoring::Ledger;
use crate::search::{cut, up_to};
use crate::time::Timestamp;
use crate::value::{Object, Value, Write, put};

/// Facts that evaluation settles by itself, from the others.
const SETTLED: [&str; 8] = ["segments", "rule", "score", "tags", "stage", "level", "qualified", "event"];

/// All that working the score out again needs and the message does not hold elsewhere.
pub fn evidence(submission: &Submission) -> Value {
    let Submission { campaign, record, verdict, around, answers, .. } = submission;
    let now = around.moment.now;
    let mut facts = Object::new();
    for name in facts_read(campaign) {
        let fact = value_at(&verdict.facts, name);
        if !fact.is_null() && !is_told_elsewhere(name, submission) {
            put(&mut facts, name, fact.clone());
        }
    }
    // Whoever gave an address in an earlier form can be reached, and that is all this lead has to tell of it.
    for name in campaign.contacts() {
        let fact = ["field.", name].concat();
        if !answers.fields.contains_key(name) && record.answers.contains_key(name) && !facts.contains_key(&fact) {
            put(&mut facts, &fact, Value::Bool(true));
        }
    }
    object! { "at" => now, "rules" => rules(campaign, &record.ledger, now), "facts" => Value::Object(facts) }
}

fn rules(campaign: &Runtime, ledger: &Ledger, now: Timestamp) -> Value {
    let mut rules = Object::new();
    for rule in campaign.scoring.rules.iter().filter(|rule| rule.on.is_some()) {
        let mut entries = Vec::new();
        for entry in ledger.counted(rule, now) {
            entries.push(Value::Array(vec![entry.at.write(), entry.count.write()]));
        }
        if !entries.is_empty() {
            put(&mut rules, &rule.id, Value::Array(entries));
        }
    }
    Value::Object(rules)
}

/// The names of facts that scoring reads and does not settle itself; what rules with an event once saw is in the ledger.
pub fn facts_read(campaign: &Runtime) -> Vec<&str> {
    let mut names = campaign.scoring.facts_read(|rule| rule.on.is_none());
    for condition in campaign.segments.values() {
        names.extend(condition.fact_names());
    }
    if let Some(model) = &campaign.scoring.model {
        for weight in Part(model).list("weights") {
            names.push(weight.word("fact"));
        }
    }
    names.retain(|name| !SETTLED.contains(&first_part(name)));
    names
}

/// Whether a key of the message tells the fact. What was answered or agreed to in an earlier form is in no key of this message.
fn is_told_elsewhere(name: &str, submission: &Submission) -> bool {
    let Submission { form, answers, .. } = submission;
    let rest = cut(name, '.').map_or("", |(_, rest)| rest);
    match first_part(name) {
        "form" | "source" | "first" | "experiment" => true,
        "field" => answers.fields.contains_key(rest),
        "consent" => form.consent().iter().any(|item| item.word("purpose") == rest && answers.were_asked_for(*item)),
        _ => false,
    }
}

fn first_part(name: &str) -> &str {
    up_to(name, '.')
}
