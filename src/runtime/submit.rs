//! From a filled form to a lead in the outbox, and what the visitor is told.

use std::rc::Rc;

use super::{Engine, outbox, sender};
use crate::browser::{clock, javascript, page, task};
use crate::campaign::Form;
use crate::campaign::written::{Action, Outcome};
use crate::condition::{self, Scope};
use crate::delivery::{Entry, State, routes};
use crate::form::Answers;
use crate::lead::{CAPTURED, Submission, compose};
use crate::object;

/// How long the visitor waits for the receiver's word before being told that the lead is kept.
const PATIENCE_MS: f64 = 4000.0;

/// What became of a submission, as far as the visitor is concerned.
#[derive(Clone, Debug)]
pub enum Submitted {
    /// At least one destination has it.
    Arrived(Vec<Action>),
    /// It waits in this browser.
    Waiting,
    /// Every receiver refused it for good, or it could be neither stored nor sent: the visitor may try again.
    NotSent,
}

/// A lead in the outbox whose fate is not known yet.
pub struct Pending {
    id: String,
    /// Whether it outlives the page.
    stored: bool,
    actions: Vec<Action>,
}

/// Enters the answers and writes the lead to the outbox, at once: nothing was sent yet when this returns. `ids` are the
/// message's and the lead's, the same when the visitor tries again.
pub fn keep(engine: &Engine, form_id: &str, answers: &Answers, via: &str, ids: &(String, String)) -> Option<Pending> {
    let form = engine.campaign.forms.get(form_id)?;
    let (entry, actions) = enter(engine, form_id, form, answers, via, ids);
    let stored = outbox::keep(&entry);
    Some(Pending { id: entry.id().to_owned(), stored, actions })
}

impl Pending {
    /// Sends it, and waits for a receiver's word as long as a visitor would.
    pub async fn outcome(self, engine: Rc<Engine>) -> Submitted {
        clock::within(PATIENCE_MS, &task::run(sender::send(engine))).await;
        // An entry that is gone was delivered everywhere.
        let Some(entry) = outbox::load(&self.id) else { return Submitted::Arrived(self.actions) };
        let any = |states: [State; 2]| entry.deliveries.iter().any(|delivery| states.contains(&delivery.state));
        if any([State::Confirmed, State::Unconfirmed]) {
            return Submitted::Arrived(self.actions);
        }
        if self.stored && any([State::Queued; 2]) {
            return Submitted::Waiting;
        }
        if !self.stored {
            outbox::drop_entry(&self.id);
        }
        Submitted::NotSent
    }
}

fn enter(engine: &Engine, form_id: &str, form: &Form, answers: &Answers, via: &str, ids: &(String, String)) -> (Entry, Vec<Action>) {
    let around = engine.circumstances(Some(form_id.to_owned()));
    let count_events = engine.may_score();
    let (record, verdict) = engine.update(|record| {
        record.submit(form_id, form, answers);
        if count_events {
            engine.enter(record, &around, "form_submit", object! { "form" => form_id });
        }
        let verdict = engine.judge(record, &around);
        record.stages.clone_from(&verdict.stages);
        record.tags.clone_from(&verdict.kept_tags);
        (record.clone(), verdict)
    });
    let message = compose(&Submission {
        campaign: &engine.campaign,
        form_id,
        form,
        answers,
        around: &around,
        record: &record,
        verdict: &verdict,
        via,
        ids,
    });
    let scope = Scope { facts: &verdict.facts, lists: &engine.campaign.lists, engine: javascript::ENGINE };
    let granted = |purpose: &str| form.consent.iter().any(|item| item.purpose == purpose && answers.state_of(item) == "granted");
    let destinations = routes(&engine.campaign, CAPTURED, &scope, granted);
    let actions = actions(form, &scope);
    (Entry::new(message, destinations, clock::now_ms()), actions)
}

/// What the first fitting entry of `then` does.
fn actions(form: &Form, scope: &Scope) -> Vec<Action> {
    let fitting = |outcome: &&Outcome| condition::holds(outcome.when.as_ref(), scope);
    form.then.iter().find(fitting).map_or_else(Vec::new, |outcome| outcome.actions.clone())
}

/// Goes where an outcome leads; a path of the site gets the site's base.
pub fn go_to(engine: &Engine, redirect: &str) {
    let address = if redirect.starts_with('/') { [&engine.campaign.base, redirect].concat() } else { redirect.to_owned() };
    if let Some((window, _)) = page::window_and_document() {
        let _ = window.location().set_href(&address);
    }
}
