//! From a filled form to a lead in the outbox, and what the visitor is told.

use super::{Engine, outbox, sender};
use crate::browser::random;
use crate::campaign::Form;
use crate::condition::value_at;
use crate::delivery::State;
use crate::form::Answers;
use crate::lead::{Filled, submit, submit_in_part};
use crate::object;
use crate::value::{Object, Value, put};

/// How a form came to be filled in.
pub struct How<'a> {
    /// What carried it, where that is not the page.
    pub via: Option<&'a Value>,
    /// Whether it was a preview of somebody who works on the campaign.
    pub test: bool,
    /// Names of signs that a program filled it in.
    pub spam: Vec<String>,
}

/// Enters the answers and writes the lead to the outbox, at once: nothing was sent yet when this returns. `ids` are the
/// message's and the lead's, the same when the visitor tries again; `proof` what a captcha gave, which travels with the answers and
/// is none. Gives what `became` is asked with: `{ id, stored, outcome, receipt }`, where `stored` tells whether it outlives the page.
pub fn keep(engine: &Engine, filled: &Filled, how: How, proof: &Object) -> Value {
    let mut around = engine.circumstances(Some(filled.form_id.to_owned()), how.spam);
    if let Some(via) = how.via {
        around.via = via.clone();
    }
    let mut captured = engine.update(|record| submit(engine.rules(), record, &around, filled));
    if let Value::Object(message) = &mut captured.message {
        if let Some(Value::Object(fields)) = message.get_mut("fields") {
            for (name, token) in proof {
                put(fields, name, token.clone());
            }
        }
        if how.test {
            put(message, "test", Value::Bool(true));
        }
    }
    let receipt = receipt_of(&captured.message);
    let (entry, stored) = outbox::enter(captured.message, captured.destinations);
    // The page is told when the lead is kept: whoever listens may do anything.
    if around.standing.may_score() {
        engine.tell(&captured.verdict);
    }
    object! { "id" => entry.id(), "stored" => stored, "outcome" => captured.outcome.map(|index| index as u32), "receipt" => receipt }
}

/// What of a message the visitor may keep.
fn receipt_of(message: &Value) -> Value {
    let mut receipt = Object::new();
    for (key, name) in [("consent", "consent"), ("campaign", "campaign"), ("lead_id", "lead_id"), ("created_at", "at")] {
        put(&mut receipt, name, message.get(key).cloned().unwrap_or_default());
    }
    Value::Object(receipt)
}

/// Writes a message after a step to the outbox, where some destination takes such messages. Tells whether one does.
pub fn keep_in_part(engine: &'static Engine, form_id: &str, form: &Form, answers: &Answers, lead_id: &str) -> bool {
    let around = engine.circumstances(Some(form_id.to_owned()), Vec::new());
    let ids = (random::uuid(), lead_id.to_owned());
    let filled = Filled { form_id, form, answers, ids: &ids };
    let (message, destinations) = submit_in_part(engine.rules(), &engine.record(), &around, &filled);
    let wanted = !destinations.is_empty();
    if wanted {
        outbox::enter(message, destinations);
        sender::wake();
    }
    wanted
}

/// What became of a lead that `keep` put into the outbox: `arrived` (at least one destination has it), `waiting` (in this browser), or
/// `not_sent` (every receiver refused it for good, with the body of a refusal, or it could be neither stored nor sent).
pub fn became(kept: &Value) -> Value {
    let id = value_at(kept, "id").as_str().unwrap_or_default();
    let is_stored = value_at(kept, "stored").as_bool() == Some(true);
    let (mut state, mut refusal) = ("arrived", String::new());
    // An entry that is gone was delivered everywhere.
    if let Some(entry) = outbox::load(id) {
        let any = |states: [State; 2]| entry.deliveries.iter().any(|delivery| states.contains(&delivery.state));
        if !any([State::Confirmed, State::Unconfirmed]) {
            state = if is_stored && any([State::Queued; 2]) { "waiting" } else { "not_sent" };
            refusal = outbox::refusal(id);
        }
    }
    if state == "not_sent" && !is_stored {
        outbox::drop_entry(id);
    }
    let outcome = if state == "arrived" { value_at(kept, "outcome").clone() } else { Value::Null };
    object! { "state" => state, "outcome" => outcome, "refusal" => refusal, "receipt" => value_at(kept, "receipt").clone() }
}
