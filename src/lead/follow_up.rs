//! Messages that follow a lead of this browser: it qualifies later, its visitor takes consent back or wants it erased. Each goes only to
//! destinations that list it in `sends`, and none without a lead: a visitor who sent nothing is told of to nobody.

use crate::value::Value;

use super::compose::{QUALIFIED, Submission, carries_what_was_said, compose};
use crate::condition::Scope;
use crate::delivery::{routes, takers};
use crate::form::Answers;
use crate::object;
use crate::scoring::Verdict;
use crate::value::put;
use crate::visitor::consent::PERSONALIZATION;
use crate::visitor::{Circumstances, LeadSent, Record, Rules};

/// The type of message when consent is taken back.
pub const WITHDRAWN: &str = "consent.withdrawn";
/// The type of message when a visitor wants everything erased.
pub const ERASE_REQUESTED: &str = "lead.erase_requested";

/// A message, and the ids of the destinations that receive it.
pub type Letter = (Value, Vec<String>);

/// The message that the latest lead is qualified now, once, under consent; `None` where it is not, or was told before.
pub fn qualified(rules: Rules, record: &mut Record, around: &Circumstances, verdict: &Verdict, id: String) -> Option<Letter> {
    if !verdict.qualified || !around.standing.granted(PERSONALIZATION) {
        return None;
    }
    let mut lead = record.lead.clone().filter(|lead| !lead.qualified)?;
    lead.qualified = true;
    record.lead = Some(lead.clone());
    let form = rules.campaign.forms.get(&lead.form)?;
    let names: Vec<&str> = form.fields().iter().map(|field| field.name()).collect();
    let mut consent = lead.consent.clone();
    if let Value::Array(given) = &mut consent {
        for item in given {
            // It may have been taken back since.
            let state = item.get("purpose").and_then(Value::as_str).and_then(|purpose| record.agreed.get(purpose)).cloned();
            if let (Value::Object(item), Some(state)) = (item, state) {
                put(item, "state", Value::String(state));
            }
        }
    }
    letter(rules, record, around, verdict, &Of { kind: QUALIFIED, lead: &lead, id, names: &names, consent })
}

/// The message that the visitor took consent back for some purposes, or, of `kind` `lead.erase_requested`, wants what was sent erased.
/// It carries what their receiver needs to find them, and nothing else they answered.
#[must_use]
pub fn withdrawn(rules: Rules, record: &Record, around: &Circumstances, kind: &str, purposes: &[&str], id: String) -> Option<Letter> {
    let lead = record.lead.as_ref()?;
    let denied =
        |purpose: &&str| object! { "purpose" => *purpose, "state" => "denied", "locale" => around.locale, "at" => around.moment.now };
    let consent = Value::Array(purposes.iter().map(denied).collect());
    let verdict = rules.judge(record, around);
    letter(rules, record, around, &verdict, &Of { kind, lead, id, names: &rules.campaign.contacts(), consent })
}

/// What a message is of.
struct Of<'a> {
    kind: &'a str,
    lead: &'a LeadSent,
    id: String,
    /// Of the answers, those that it tells.
    names: &'a [&'a str],
    consent: Value,
}

fn letter(rules: Rules, record: &Record, around: &Circumstances, verdict: &Verdict, of: &Of) -> Option<Letter> {
    let campaign = rules.campaign;
    let form = campaign.forms.get(&of.lead.form)?;
    let scope = Scope { facts: &verdict.facts, lists: &campaign.lists, engine: rules.engine };
    let granted = |purpose: &str, pends: bool| {
        record.agreed.get(purpose).is_some_and(|state| matches!((state.as_str(), pends), ("granted", _) | ("pending", true)))
    };
    let destinations = if carries_what_was_said(of.kind) {
        routes(campaign, of.kind, &scope, &granted)
    } else {
        // Who has the lead must hear of it, whatever holds of the visitor today.
        takers(campaign, of.kind)
    };
    if destinations.is_empty() {
        return None;
    }
    let mut answers = Answers { consent_asked: Some(Vec::new()), ..Answers::default() };
    for name in of.names {
        if let Some(answer) = record.answers.get(name) {
            answers.fields.insert(*name, answer.clone());
        }
    }
    let ids = (of.id.clone(), of.lead.id.clone());
    let submission =
        Submission { campaign, form_id: &of.lead.form, form, answers: &answers, around, record, verdict, ids: &ids, kind: of.kind };
    let mut message = compose(&submission);
    if let Value::Object(message) = &mut message {
        put(message, "consent", of.consent.clone());
    }
    Some((message, destinations))
}
