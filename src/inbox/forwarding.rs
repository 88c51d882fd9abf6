//! Passing leads on: one task for each receiver of the relay, which sends one lead after the other and waits where it has to.
//!
//! What waits is in the store, so that a restart forgets nothing. An attempt whose answer was not kept is made again: receivers know a
//! message by its id.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Mutex, Notify};

use super::store::{Error, Waiting};
use super::{Inbox, now};
use crate::delivery::{Answer, Entry, State, waits};
use crate::lead::replay::Outcome;
use crate::post;
use crate::relay::{self, Came, Proof, Relay, Verdicts, Verified};
use crate::time::Timestamp;
use crate::value::Value;

/// A receiver that was put right gets what it has refused since then.
const REFUSED_FOR: i64 = 7 * 24 * 60 * 60;
/// However long nothing is due: a clock may be set.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
/// After trouble with the store itself.
const AFTER_TROUBLE: Duration = Duration::from_secs(10);
/// Captchas' tokens end some minutes after they were given: hCaptcha's after two, Turnstile's after five.
const TOKEN_LIVES_MS: f64 = 110_000.0;
/// What is kept of a receiver's own words.
const MOST_WORDS: usize = 300;

/// Where leads are passed on, and who is woken when one arrives.
pub struct Forwarding {
    relay: Relay,
    woken: HashMap<String, Notify>,
    /// A token is worth one question.
    verifying: Mutex<()>,
}

impl Forwarding {
    pub fn new(relay: Relay) -> Self {
        let woken = relay.receivers().map(|receiver| (receiver.word("id").to_owned(), Notify::new())).collect();
        Self { relay, woken, verifying: Mutex::new(()) }
    }

    /// The ids of those that take messages of this kind.
    pub fn takers(&self, kind: &str) -> Vec<String> {
        self.relay.takers(kind)
    }

    /// Something has come for everybody to look at.
    pub fn wake(&self) {
        self.woken.values().for_each(Notify::notify_one);
    }
}

/// Starts a task for each receiver; they end with the program.
pub fn start(inbox: &Arc<Inbox>) {
    let Some(forwarding) = &inbox.forwarding else { return };
    tokio::spawn(try_refused_again(inbox.clone()));
    for destination in forwarding.woken.keys() {
        tokio::spawn(pass_on(inbox.clone(), destination.clone()));
    }
}

async fn try_refused_again(inbox: Arc<Inbox>) {
    let at = now();
    match inbox.store.try_refused_again(Timestamp(at.0.saturating_sub(REFUSED_FOR)), at).await {
        Ok(0) => {}
        Ok(again) => tracing::info!(again, "refused earlier, tried again"),
        Err(cause) => tracing::error!(%cause, "what was refused earlier is not tried again"),
    }
    inbox.forwarding.iter().for_each(Forwarding::wake);
}

async fn pass_on(inbox: Arc<Inbox>, destination: String) {
    let Some((forwarding, woken)) = inbox.forwarding.as_ref().and_then(|it| Some((it, it.woken.get(&destination)?))) else { return };
    loop {
        let sleep = round(&inbox, forwarding, &destination).await.unwrap_or_else(|cause| {
            tracing::error!(destination, %cause, "the store could not be asked what is to be passed on");
            AFTER_TROUBLE
        });
        tokio::select! {
            () = woken.notified() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

/// Passes on what is due first, if something is; says how long there is nothing to do.
async fn round(inbox: &Arc<Inbox>, forwarding: &Forwarding, destination: &str) -> Result<Duration, Error> {
    let mut waiting = inbox.store.waiting(destination).await?;
    let entries: Vec<Entry> = waiting.iter().map(entry).collect();
    // Each entry has one delivery, and that waits: they stand in the same order.
    let waits = waits(&entries, now_ms(), false).into_iter().map(|(_, _, wait)| wait).enumerate();
    let Some((first, wait)) = waits.min_by(|(_, one), (_, other)| one.total_cmp(other)) else { return Ok(LONGEST_SLEEP) };
    if wait > 0.0 {
        return Ok(Duration::from_secs_f64(wait / 1000.0).min(LONGEST_SLEEP));
    }
    let due = waiting.swap_remove(first);
    attempt(inbox, forwarding, due).await?;
    Ok(Duration::ZERO)
}

fn entry(waiting: &Waiting) -> Entry {
    let received_ms = waiting.received_at.0 as f64 * 1000.0;
    Entry { v: Entry::VERSION, message: Value::Null, created_ms: received_ms, deliveries: vec![waiting.delivery.clone()] }
}

async fn attempt(inbox: &Arc<Inbox>, forwarding: &Forwarding, mut waiting: Waiting) -> Result<(), Error> {
    let destination = waiting.delivery.destination.clone();
    let mut entry = entry(&waiting);
    let mut said = None;
    if !entry.expire(now_ms()) {
        // Taken out meanwhile, with all that waited.
        let Some(json) = inbox.store.message(waiting.lead).await? else { return Ok(()) };
        let message: Value = serde_json::from_str(&json).unwrap_or_default();
        let since_ms = (now_ms() - entry.created_ms).max(0.0);
        let age_ms = message.get("age_ms").and_then(Value::as_f64).unwrap_or_default() + since_ms;
        let came = match verdicts(inbox, forwarding, &waiting, &message, age_ms).await? {
            None => Err("the captcha's vendor did not answer".to_owned()),
            Some(verdicts) => {
                entry.message = relay::told(message, verdicts);
                if !forwarding.relay.receiver(&destination).is_some_and(|receiver| relay::takes(receiver, &entry.message)) {
                    return inbox.store.not_for(waiting).await;
                }
                let message = entry.attempt(&destination, now_ms(), age_ms);
                Ok(sent(inbox, &destination, message, waiting.progress.clone()).await)
            }
        };
        match came {
            Ok(came) => {
                entry.answered(&destination, came.came, now_ms(), jitter());
                (waiting.progress, said) = (came.progress, came.said);
            }
            Err(why) => {
                entry.answered(&destination, Answer::Nothing, now_ms(), jitter());
                said = Some(why);
            }
        }
    }
    let Some(delivery) = entry.deliveries.pop() else { return Ok(()) };
    let said = said.map(|said| said.chars().take(MOST_WORDS).collect::<String>());
    match delivery.state {
        State::Confirmed => tracing::info!(destination, attempts = delivery.attempts, "passed on"),
        state => tracing::warn!(
            destination,
            attempts = delivery.attempts,
            state = state.word(),
            said = said.as_deref().unwrap_or_default(),
            "not passed on"
        ),
    }
    waiting.delivery = delivery;
    inbox.store.came_to(waiting, said, now()).await
}

/// Off the runtime's threads, since the client waits where it stands.
async fn sent(inbox: &Arc<Inbox>, destination: &str, message: Value, progress: relay::Progress) -> Came {
    let (inbox, destination, kept) = (inbox.clone(), destination.to_owned(), progress.clone());
    let work = move || {
        let receiver = inbox.forwarding.as_ref().and_then(|forwarding| forwarding.relay.receiver(&destination))?;
        Some(relay::send(receiver, &message, progress, now().0, &mut post::Request::send))
    };
    let came = tokio::task::spawn_blocking(work).await.ok().flatten();
    came.unwrap_or_else(|| Came { came: Answer::Nothing.into(), said: None, progress: kept })
}

/// What is found out of a message; nothing while a vendor is still to be asked.
async fn verdicts(
    inbox: &Inbox,
    forwarding: &Forwarding,
    waiting: &Waiting,
    message: &Value,
    age_ms: f64,
) -> Result<Option<Verdicts>, Error> {
    let replay = inbox.replayed_value(message).as_ref().map(Outcome::word);
    let is_first = message.get("type").and_then(Value::as_str) == Some("lead.captured");
    let captcha = match relay::proof_in(message, &forwarding.relay.captchas) {
        Some(proof) => match verified(inbox, forwarding, waiting, &proof, age_ms).await? {
            None => return Ok(None),
            known => known,
        },
        None => (is_first && asks_for_captcha(inbox, forwarding, message)).then_some(Verified::Missing),
    };
    Ok(Some(Verdicts { replay, captcha }))
}

fn asks_for_captcha(inbox: &Inbox, forwarding: &Forwarding, message: &Value) -> bool {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let campaign = text(message.get("campaign").and_then(|campaign| campaign.get("id")));
    let form = inbox.campaign(&campaign).and_then(|campaign| campaign.forms.get(&text(message.get("form"))));
    let kind = form.and_then(|form| Some(form.part().get("captcha")?.get("kind")?.as_str()?.to_owned()));
    kind.is_some_and(|kind| forwarding.relay.captchas.knows(&kind))
}

async fn verified(
    inbox: &Inbox,
    forwarding: &Forwarding,
    waiting: &Waiting,
    proof: &Proof<'_>,
    age_ms: f64,
) -> Result<Option<Verified>, Error> {
    let _one_at_a_time = forwarding.verifying.lock().await;
    if let Some(known) = inbox.store.verified(waiting.lead).await? {
        return Ok(Some(known));
    }
    let is_late = age_ms > TOKEN_LIVES_MS;
    let found = if inbox.store.is_token_spent(&proof.mark()).await? {
        Some(Verified::Failed)
    } else if let Some((url, form)) = proof.question() {
        let answered = tokio::task::spawn_blocking(move || post::form(&url, &form)).await.ok().and_then(Result::ok);
        answered.and_then(|reply| proof.answered(reply.status, &reply.read(), is_late))
    } else {
        Some(proof.holds(now().0, is_late))
    };
    // A token that nobody would vouch for any more keeps no lead waiting.
    let found = found.or_else(|| is_late.then_some(Verified::Unchecked));
    if let Some(found) = found {
        inbox.store.keep_verified(waiting, found, proof.mark()).await?;
    }
    Ok(found)
}

fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0
}

/// Somewhere from 0 to 1.
fn jitter() -> f64 {
    f64::from(uuid::Uuid::new_v4().as_fields().0) / f64::from(u32::MAX)
}
