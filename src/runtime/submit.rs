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
#[derive(Clone, Debug)]
pub enum Submitted {
    /// At least one destination has it; which entry of `then` holds.
    Arrived(Option<usize>),
    /// It waits in this browser.
    Waiting,
    /// Every receiver refused it for good, or it could be neither stored nor sent: the visitor may try again. What a receiver said
    /// of single fields comes along.
    NotSent(Named<String>),
}

/// A lead in the outbox whose fate is not known yet.
pub struct Pending {
    id: String,
    /// Whether it outlives the page.
    stored: bool,
    outcome: Option<usize>,
    /// What a copy of what was agreed to is made of.
    pub receipt: Value,
}

/// Enters the answers and writes the lead to the outbox, at once: nothing was sent yet when this returns. `ids` are the
/// message's and the lead's, the same when the visitor tries again.
pub fn keep(
    engine: &Engine,
    form_id: &str,
    answers: &Answers,
    via: &str,
    ids: &(String, String),
    spam: Vec<&'static str>,
) -> Option<Pending> {
    let form = engine.campaign.forms.get(form_id)?;
    let around = engine.circumstances(Some(form_id.to_owned()), spam);
    let filled = Filled { form_id, form, answers, via, ids };
    let captured = engine.update(|record| submit(engine.rules(), record, &around, &filled));
    let receipt = receipt_of(&captured.message);
    let entry = Entry::new(captured.message, captured.destinations, clock::now_ms());
    let stored = outbox::keep(&entry);
    Some(Pending { id: entry.id().to_owned(), stored, outcome: captured.outcome, receipt })
}

/// What of a message the visitor may keep.
fn receipt_of(message: &Value) -> Value {
    let kept = ["consent", "campaign", "lead_id", "created_at"];
    Value::Object(kept.iter().map(|key| ((*key).to_owned(), message.get(key).cloned().unwrap_or_default())).collect())
}

/// Writes a message after a step to the outbox, where some destination takes such messages. Tells whether one does.
pub fn keep_in_part(engine: &Engine, form_id: &str, answers: &Answers, via: &str, lead_id: &str) -> bool {
    let Some(form) = engine.campaign.forms.get(form_id) else { return false };
    let around = engine.circumstances(Some(form_id.to_owned()), Vec::new());
    let ids = (random::uuid(), lead_id.to_owned());
    let filled = Filled { form_id, form, answers, via, ids: &ids };
    let (message, destinations) = submit_in_part(engine.rules(), &engine.record(), &around, &filled);
    let wanted = !destinations.is_empty();
    if wanted {
        outbox::keep(&Entry::new(message, destinations, clock::now_ms()));
    }
    wanted
}

impl Pending {
    /// Sends it, and waits for a receiver's word as long as a visitor would.
    pub async fn outcome(self, engine: Rc<Engine>) -> Submitted {
        clock::within(PATIENCE_MS, &task::run(sender::send(engine))).await;
        // An entry that is gone was delivered everywhere.
        let Some(entry) = outbox::load(&self.id) else { return Submitted::Arrived(self.outcome) };
        let any = |states: [State; 2]| entry.deliveries.iter().any(|delivery| states.contains(&delivery.state));
        if any([State::Confirmed, State::Unconfirmed]) {
            return Submitted::Arrived(self.outcome);
        }
        if self.stored && any([State::Queued; 2]) {
            return Submitted::Waiting;
        }
        if !self.stored {
            outbox::drop_entry(&self.id);
        }
        Submitted::NotSent(outbox::objections(&self.id))
    }
}

/// Goes where an outcome leads; a path of the site gets the site's base.
pub fn go_to(engine: &Engine, redirect: &str) {
    let address = if redirect.starts_with('/') { [&engine.campaign.base, redirect].concat() } else { redirect.to_owned() };
    if let Some((window, _)) = page::window_and_document() {
        let _ = window.location().set_href(&address);
    }
}
