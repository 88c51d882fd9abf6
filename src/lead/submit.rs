//! A submission, from answers to the message and where it goes, in the order CAMPAIGN.md fixes: answers, consent and the event
//! first, then everything is judged.

use crate::value::Value;

use super::compose::{CAPTURED, PARTIAL, Submission, compose};
use crate::campaign::{Form, Part};
use crate::condition::Scope;
use crate::delivery::routes;
use crate::form::Answers;
use crate::object;
use crate::scoring::Verdict;
use crate::visitor::{Circumstances, LeadSent, Record, Rules};

/// Answers that were found in order, and how they came.
pub struct Filled<'a> {
    pub form_id: &'a str,
    pub form: &'a Form,
    pub answers: &'a Answers,
    /// Two fresh UUIDs: of the message and of the lead.
    pub ids: &'a (String, String),
}

/// What a submission makes.
pub struct Captured {
    pub message: Value,
    /// Ids of the destinations that receive it.
    pub destinations: Vec<String>,
    /// Which entry of `then` is the first that fits.
    pub outcome: Option<usize>,
    pub verdict: Verdict,
}

/// Enters a submission into the record. `around.form` names the form.
pub fn submit(rules: Rules, record: &mut Record, around: &Circumstances, filled: &Filled) -> Captured {
    let Filled { form_id, form, answers, ids } = *filled;
    record.submit(form_id, form, answers, around.moment.now);
    let entered = rules.enter(record, around, "form_submit", object! { "form" => form_id });
    let verdict = entered.unwrap_or_else(|| rules.settle(record, around));
    let campaign = rules.campaign;
    let message = compose(&Submission { campaign, form_id, form, answers, around, record, verdict: &verdict, ids, kind: CAPTURED });
    let mut consent = message.get("consent").cloned().unwrap_or_default();
    if let Value::Array(records) = &mut consent {
        for record in records {
            if let Value::Object(record) = record {
                // Its fingerprint says which words they were, in fewer bytes.
                record.retain(|key, _| key != "text");
            }
        }
    }
    record.lead = Some(LeadSent { id: ids.1.clone(), form: form_id.to_owned(), qualified: verdict.qualified, consent });
    let destinations = destinations(rules, CAPTURED, &verdict, filled);
    let scope = Scope { facts: &verdict.facts, lists: &campaign.lists, engine: rules.engine };
    let outcome = form.outcomes().into_iter().position(|outcome| outcome.holds("when", &scope));
    Captured { message, destinations, outcome, verdict }
}

/// The message after a step, and who receives it: nobody, unless the visitor agreed to what it needs. The record stays as it is: nothing was submitted.
#[must_use]
pub fn submit_in_part(rules: Rules, record: &Record, around: &Circumstances, filled: &Filled) -> (Value, Vec<String>) {
    let Filled { form_id, form, answers, ids } = *filled;
    let mut record = record.clone();
    record.submit(form_id, form, answers, around.moment.now);
    record.submitted.retain(|submitted| submitted != form_id);
    let verdict = rules.judge(&record, around);
    let campaign = rules.campaign;
    let submission = Submission { campaign, form_id, form, answers, around, record: &record, verdict: &verdict, ids, kind: PARTIAL };
    let agreed = form.part().part("partial").is_some_and(|partial| is_agreed(filled, partial.word("needs"), false));
    let destinations = if agreed { destinations(rules, PARTIAL, &verdict, filled) } else { Vec::new() };
    (compose(&submission), destinations)
}

fn destinations(rules: Rules, kind: &str, verdict: &Verdict, filled: &Filled) -> Vec<String> {
    let scope = Scope { facts: &verdict.facts, lists: &rules.campaign.lists, engine: rules.engine };
    routes(rules.campaign, kind, &scope, &|purpose, pends| is_agreed(filled, purpose, pends))
}

fn is_agreed(filled: &Filled, purpose: &str, pends: bool) -> bool {
    let Filled { form, answers, .. } = *filled;
    let is_agreed = |item: Part| matches!((answers.state_of(item), pends), ("granted", _) | ("pending", true));
    form.consent().into_iter().any(|item| item.word("purpose") == purpose && is_agreed(item))
}
