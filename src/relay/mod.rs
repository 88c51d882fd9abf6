//! The relay: what passes leads on to receivers that take a secret. Rules, and one lead's calls; who stores leads and when they are tried
//! again is the inbox's.
//!
//! It sends by the same rows as browsers do, and believes of a lead only what it has verified.

mod call;
mod captcha;
mod facts;
mod file;

pub use call::{Came, Progress, send};
pub use captcha::{Keys, Proof, Verified, proof_in};
pub use file::Written;

use crate::campaign::Part;
use crate::condition::{Engine, Lists, Scope};
use crate::value::{Object, Value, put};

/// Where leads are passed on to, and what captchas are verified with.
#[derive(Debug, Default)]
pub struct Relay {
    /// Completed destinations, as `runtime.json` has them.
    receivers: Vec<Value>,
    pub captchas: Keys,
}

/// What was found out of a lead beside what it says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verdicts {
    /// Whether its score follows from its evidence, in the words of `leadwell replay`; nothing where no campaign is known.
    pub replay: Option<&'static str>,
    /// Whether the captcha's vendor vouches for it; nothing where no captcha is verified, or the message is of a kind that carries none.
    pub captcha: Option<Verified>,
}

impl Relay {
    pub fn receivers(&self) -> impl Iterator<Item = Part<'_>> {
        self.receivers.iter().map(Part)
    }

    #[must_use]
    pub fn receiver(&self, id: &str) -> Option<Part<'_>> {
        self.receivers().find(|receiver| receiver.word("id") == id)
    }

    /// The ids of those that take messages of this kind, whatever else they ask.
    #[must_use]
    pub fn takers(&self, kind: &str) -> Vec<String> {
        self.receivers().filter(|receiver| receiver.takes(kind)).map(|receiver| receiver.word("id").to_owned()).collect()
    }
}

/// Whether a receiver gets a message: its condition holds, and its purpose was agreed to, or will be by the word that the receiver asks for.
#[must_use]
pub fn takes(receiver: Part, message: &Value) -> bool {
    let facts = facts::of(message);
    let scope = Scope { facts: &facts, lists: &Lists::new(), engine: Engine::native() };
    let state = |purpose: &str| facts.get("consent").and_then(|states| states.get(purpose)).and_then(Value::as_str).map(str::to_owned);
    let agreed = receiver.word_if("purpose").is_none_or(|purpose| match state(purpose).as_deref() {
        Some("granted") => true,
        Some("pending") => receiver.flag("pending"),
        _ => false,
    });
    agreed && receiver.holds("when", &scope)
}

/// A message as it is passed on: with what was found out, and without the captcha's token, which is worth nothing any more.
#[must_use]
pub fn told(mut message: Value, verdicts: Verdicts) -> Value {
    let Value::Object(keys) = &mut message else { return message };
    if let Some(fields) = keys.get("fields").and_then(Value::as_object) {
        let answers = fields.iter().filter(|(name, _)| !captcha::is_token(name)).map(|(name, answer)| (name.clone(), answer.clone()));
        put(keys, "fields", Value::Object(answers.collect()));
    }
    if let Some(replay) = verdicts.replay {
        put(keys, "replay", replay.into());
    }
    if let Some(captcha) = verdicts.captcha {
        put(keys, "captcha", captcha.word().into());
        if captcha.is_suspicious() {
            let signals = message_signals(keys).into_iter().chain([Value::from("captcha")]).collect();
            put(keys, "spam", crate::object! { "suspected" => true, "signals" => Value::Array(signals) });
        }
    }
    message
}

fn message_signals(message: &Object) -> Vec<Value> {
    message.get("spam").and_then(|spam| spam.get("signals")).and_then(Value::as_array).cloned().unwrap_or_default()
}
