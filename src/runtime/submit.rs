//! From a filled form to a lead in the outbox, and what the visitor is told.

use std::rc::Rc;

use super::{Engine, outbox, sender};
use crate::browser::{clock, page, random, task};
use crate::delivery::{Entry, State};
use crate::form::Answers;
use crate::lead::{Filled, submit, submit_in_part};
use crate::value::{Named, Value};

/// How long the visitor waits for the receiver's word before being told that the lead is kept.
const PATIENCE_MS: f64 = 4000.0;

/// What became of a submission, as far as the visitor is concerned.
pub struct Became {
    /// `arrived`: at least one destination has it. `waiting`: it waits in this browser. `not_sent`: every receiver refused it for
    /// good, or it could be neither stored nor sent, and the visitor may try again.
    pub state: &'static str,
    /// Which entry of `then` holds, when it arrived.
    pub outcome: Option<usize>,
    /// What a receiver said of single fields when it refused.
    pub errors: Named<String>,
    /// What a copy of what was agreed to is made of.
    pub receipt: Value,
}

/// A lead in the outbox whose fate is not known yet.
pub struct Pending {
    id: String,
    /// Whether it outlives the page.
    stored: bool,
    outcome: Option<usize>,
    receipt: Value,
}

/// Enters the answers and writes the lead to the outbox, at once: nothing was sent yet when this returns. `ids` are the
/// message's and the lead's, the same when the visitor tries again.
pub fn keep(engine: &Engine, form_id: &str, answers: &Answers, ids: &(String, String), spam: Vec<&'static str>) -> Option<Pending> {
    let form = engine.campaign.forms.get(form_id)?;
    let around = engine.circumstances(Some(form_id.to_owned()), spam);
    let filled = Filled { form_id, form, answers, via: via(), ids };
    let captured = engine.update(|record| submit(engine.rules(), record, &around, &filled));
    let receipt = receipt_of(&captured.message);
    let entry = Entry::new(captured.message, captured.destinations, clock::now_ms());
    let stored = outbox::keep(&entry);
    Some(Pending { id: entry.id().to_owned(), stored, outcome: captured.outcome, receipt })
}

/// What of a message the visitor may keep.
fn receipt_of(message: &Value) -> Value {
    let kept = [("consent", "consent"), ("campaign", "campaign"), ("lead_id", "lead_id"), ("created_at", "at")];
    Value::Object(kept.iter().map(|(key, name)| ((*name).to_owned(), message.get(key).cloned().unwrap_or_default())).collect())
}

/// Writes a message after a step to the outbox, where some destination takes such messages. Tells whether one does.
pub fn keep_in_part(engine: &Rc<Engine>, form_id: &str, answers: &Answers, lead_id: &str) -> bool {
    let Some(form) = engine.campaign.forms.get(form_id) else { return false };
    let around = engine.circumstances(Some(form_id.to_owned()), Vec::new());
    let ids = (random::uuid(), lead_id.to_owned());
    let filled = Filled { form_id, form, answers, via: via(), ids: &ids };
    let (message, destinations) = submit_in_part(engine.rules(), &engine.record(), &around, &filled);
    let wanted = !destinations.is_empty();
    if wanted {
        outbox::keep(&Entry::new(message, destinations, clock::now_ms()));
        sender::send_soon(engine);
    }
    wanted
}

/// What carries forms here.
fn via() -> &'static str {
    if page::is_own() { "page" } else { "embed" }
}

impl Pending {
    /// Sends it, and waits for a receiver's word as long as a visitor would.
    pub async fn outcome(self, engine: Rc<Engine>) -> Became {
        clock::within(PATIENCE_MS, &task::run(sender::send(engine))).await;
        let Self { id, stored, outcome, receipt } = self;
        let became = |state, outcome, errors| Became { state, outcome, errors, receipt };
        // An entry that is gone was delivered everywhere.
        let Some(entry) = outbox::load(&id) else { return became("arrived", outcome, Named::new()) };
        let any = |states: [State; 2]| entry.deliveries.iter().any(|delivery| states.contains(&delivery.state));
        if any([State::Confirmed, State::Unconfirmed]) {
            return became("arrived", outcome, Named::new());
        }
        if stored && any([State::Queued; 2]) {
            return became("waiting", None, Named::new());
        }
        if !stored {
            outbox::drop_entry(&id);
        }
        became("not_sent", None, outbox::objections(&id))
    }
}

/// Where an address leads from here; a path of the site gets the site's base.
#[must_use]
pub fn place(engine: &Engine, address: &str) -> String {
    if address.starts_with('/') { [&engine.campaign.base, address].concat() } else { address.to_owned() }
}
