//! One message in the outbox, and how each destination's answer moves it on.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::value::{Value, Write, put};

/// A message and where it still has to go; its JSON is what the browser keeps until every delivery is final.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Entry {
    /// Of this shape.
    pub v: u32,
    /// The message as it will be sent, without the keys of an attempt.
    pub message: Value,
    /// Milliseconds since 1970 when it was submitted.
    pub created_ms: f64,
    pub deliveries: Vec<Delivery>,
}

/// One destination's part.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Delivery {
    pub destination: String,
    pub state: State,
    pub attempts: u32,
    /// Milliseconds since 1970 before which it is not tried again.
    pub not_before_ms: f64,
    /// Milliseconds of the pause that ends then: a clock that was set back would make it longer.
    pub pause_ms: f64,
    /// The receiver asked for the pause: nothing else goes there meanwhile.
    pub holds: bool,
    /// The last attempt that met the network had no answer that may be read.
    #[serde(default)]
    pub reached: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be sent, for the first time or again.
    Queued,
    /// The receiver said yes.
    Confirmed,
    /// Sent; this receiver never says.
    Unconfirmed,
    /// The receiver said no for good. Kept, since nobody else has the lead, until it expires.
    Failed,
    /// Given up after `KEEP_MS`.
    Expired,
}

/// What came of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Status(u16),
    /// Sent without a way to read the answer.
    Blind,
    /// Network error or timeout: it may or may not have arrived.
    Nothing,
    /// The same where the network was there, and the receiver may be one that takes messages and lets nobody read that it did.
    Reached,
    /// An answer that is no yes, whatever its status: the receiver refused it for good.
    Refused,
    /// The campaign no longer has the destination.
    Gone,
}

/// An answer with what it says beside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Came {
    pub answer: Answer,
    /// Milliseconds in which the receiver wants to hear nothing (`Retry-After`).
    pub asked_ms: Option<f64>,
    /// How often a campaign has a message sent again where nothing can be learnt of it.
    pub resend: u32,
}

impl From<Answer> for Came {
    fn from(answer: Answer) -> Self {
        Self { answer, asked_ms: None, resend: 0 }
    }
}

const DAY_MS: f64 = 86_400_000.0;
/// How long an undelivered message is kept.
const KEEP_MS: f64 = 7.0 * DAY_MS;
const FIRST_PAUSE_MS: f64 = 1000.0;
const LONGEST_PAUSE_MS: f64 = 60_000.0;
/// A receiver that asks for more has its leads an hour late, not never.
const LONGEST_ASKED_MS: f64 = 3_600_000.0;

impl Entry {
    pub const VERSION: u32 = 1;

    #[must_use]
    pub fn new(message: Value, destinations: Vec<String>, now_ms: f64) -> Self {
        let queued = |destination| Delivery {
            destination,
            state: State::Queued,
            attempts: 0,
            not_before_ms: now_ms,
            pause_ms: 0.0,
            holds: false,
            reached: false,
        };
        Self { v: Self::VERSION, message, created_ms: now_ms, deliveries: destinations.into_iter().map(queued).collect() }
    }

    /// The message's id; empty in a record that was tampered with.
    #[must_use]
    pub fn id(&self) -> &str {
        self.message.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether nothing is left to do and the record may go.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.deliveries.iter().all(|delivery| matches!(delivery.state, State::Confirmed | State::Unconfirmed | State::Expired))
    }

    /// The message for the next attempt at a destination: the same but for `attempt`, `sent_at` and `age_ms`. `lived_ms` is how long it has
    /// been there by a clock that nobody sets, or 0; such a clock may stand still while a computer sleeps, so the longer time counts.
    #[must_use]
    pub fn attempt(&self, destination: &str, now_ms: f64, lived_ms: f64) -> Value {
        let attempts = self.deliveries.iter().find(|delivery| delivery.destination == destination).map_or(0, |delivery| delivery.attempts);
        let mut message = self.message.clone();
        if let Value::Object(keys) = &mut message {
            put(keys, "attempt", attempts.saturating_add(1).write());
            put(keys, "sent_at", Timestamp::from_millis(now_ms).write());
            // A float beyond u64 saturates.
            put(keys, "age_ms", ((now_ms - self.created_ms).max(lived_ms).max(0.0) as u64).write());
        }
        message
    }

    /// Moves a delivery on by the answer it got. `jitter` lies in 0 to 1. What is settled stays so, whatever a late answer says.
    pub fn answered(&mut self, destination: &str, came: impl Into<Came>, now_ms: f64, jitter: f64) {
        let Came { answer, asked_ms, resend } = came.into();
        let waiting = |delivery: &&mut Delivery| delivery.destination == destination && delivery.state == State::Queued;
        let Some(delivery) = self.deliveries.iter_mut().find(waiting) else { return };
        delivery.attempts = delivery.attempts.saturating_add(1);
        delivery.state = match answer {
            Answer::Status(200..=299) => State::Confirmed,
            Answer::Blind if delivery.attempts <= resend => State::Queued,
            Answer::Blind => State::Unconfirmed,
            // The second time in a row: it may well have arrived each time.
            Answer::Reached if delivery.reached => State::Unconfirmed,
            Answer::Gone | Answer::Refused => State::Failed,
            Answer::Status(status) if !may_succeed_later(status) => State::Failed,
            Answer::Status(_) | Answer::Nothing | Answer::Reached => State::Queued,
        };
        delivery.reached = answer == Answer::Reached || delivery.reached && answer == Answer::Nothing;
        let asked_ms = asked_ms.map_or(0.0, |asked| asked.clamp(0.0, LONGEST_ASKED_MS));
        delivery.pause_ms = pause_after(delivery.attempts, jitter).max(asked_ms);
        delivery.not_before_ms = now_ms + delivery.pause_ms;
        delivery.holds = delivery.state == State::Queued && (asked_ms > 0.0 || answer == Answer::Status(TOO_MANY));
    }

    /// Whether it has waited too long.
    #[must_use]
    pub fn is_over(&self, now_ms: f64) -> bool {
        now_ms - self.created_ms > KEEP_MS
    }

    /// Gives up what has waited too long. Tells whether there was any.
    pub fn expire(&mut self, now_ms: f64) -> bool {
        let (is_over, mut has_any) = (self.is_over(now_ms), false);
        for delivery in &mut self.deliveries {
            if is_over && matches!(delivery.state, State::Queued | State::Failed) {
                delivery.state = State::Expired;
                has_any = true;
            }
        }
        has_any
    }
}

/// Too many requests (RFC 6585).
const TOO_MANY: u16 = 429;

/// Whether the same request may be accepted later (RFC 9110: 408, 425 by RFC 8470, 429 by RFC 6585, and every 5xx).
fn may_succeed_later(status: u16) -> bool {
    matches!(status, 408 | 425 | TOO_MANY | 500..=599)
}

/// Doubling from one second to a minute, with full jitter but never less than half a second.
fn pause_after(attempts: u32, jitter: f64) -> f64 {
    let doubled = FIRST_PAUSE_MS * f64::from(1_u32 << attempts.saturating_sub(1).min(6));
    (doubled.min(LONGEST_PAUSE_MS) * jitter.clamp(0.0, 1.0)).max(FIRST_PAUSE_MS / 2.0)
}

crate::readable_and_writable!(Entry { v, message, created_ms, deliveries });
crate::readable_and_writable!(Delivery { destination, state, attempts, not_before_ms, pause_ms or LONGEST_PAUSE_MS, holds or false, reached or false });
crate::words!(State {
    "queued" => Queued, "confirmed" => Confirmed, "unconfirmed" => Unconfirmed, "failed" => Failed, "expired" => Expired,
});

impl State {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Confirmed => "confirmed",
            Self::Unconfirmed => "unconfirmed",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

impl Write for State {
    fn write(&self) -> Value {
        self.word().write()
    }
}
