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
    /// The campaign no longer has the destination.
    Gone,
}

const DAY_MS: f64 = 86_400_000.0;
/// How long an undelivered message is kept.
const KEEP_MS: f64 = 7.0 * DAY_MS;
const FIRST_PAUSE_MS: f64 = 1000.0;
const LONGEST_PAUSE_MS: f64 = 60_000.0;

impl Entry {
    pub const VERSION: u32 = 1;

    #[must_use]
    pub fn new(message: Value, destinations: Vec<String>, now_ms: f64) -> Self {
        let queued = |destination| Delivery { destination, state: State::Queued, attempts: 0, not_before_ms: now_ms };
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

    /// The destinations to try now.
    #[must_use]
    pub fn due(&self, now_ms: f64) -> Vec<String> {
        // A clock set back would hold a delivery for as long: no pause is ever longer than the longest.
        let due = |delivery: &&Delivery| {
            let wait = delivery.not_before_ms - now_ms;
            delivery.state == State::Queued && (wait <= 0.0 || wait > LONGEST_PAUSE_MS)
        };
        self.deliveries.iter().filter(due).map(|delivery| delivery.destination.clone()).collect()
    }

    /// Milliseconds until something is due again; `None` when nothing will be.
    #[must_use]
    pub fn pause(&self, now_ms: f64) -> Option<f64> {
        let queued = self.deliveries.iter().filter(|delivery| delivery.state == State::Queued);
        queued.map(|delivery| (delivery.not_before_ms - now_ms).clamp(0.0, LONGEST_PAUSE_MS)).reduce(f64::min)
    }

    /// The message for the next attempt at a destination: the same but for `attempt`, `sent_at` and `age_ms`.
    #[must_use]
    pub fn attempt(&self, destination: &str, now_ms: f64) -> Value {
        let attempts = self.deliveries.iter().find(|delivery| delivery.destination == destination).map_or(0, |delivery| delivery.attempts);
        let mut message = self.message.clone();
        if let Value::Object(keys) = &mut message {
            put(keys, "attempt", attempts.saturating_add(1).write());
            put(keys, "sent_at", Timestamp::from_millis(now_ms).write());
            // A float beyond u64 saturates, and a clock set back gives no age at all.
            put(keys, "age_ms", ((now_ms - self.created_ms).max(0.0) as u64).write());
        }
        message
    }

    /// Moves a delivery on by the answer it got. `jitter` lies in 0 to 1. What is settled stays so, whatever a late answer says.
    pub fn answered(&mut self, destination: &str, answer: Answer, now_ms: f64, jitter: f64) {
        let waiting = |delivery: &&mut Delivery| delivery.destination == destination && delivery.state == State::Queued;
        let Some(delivery) = self.deliveries.iter_mut().find(waiting) else { return };
        delivery.attempts = delivery.attempts.saturating_add(1);
        delivery.state = match answer {
            Answer::Status(200..=299) => State::Confirmed,
            Answer::Blind => State::Unconfirmed,
            Answer::Gone => State::Failed,
            Answer::Status(status) if !may_succeed_later(status) => State::Failed,
            Answer::Status(_) | Answer::Nothing => State::Queued,
        };
        delivery.not_before_ms = now_ms + pause_after(delivery.attempts, jitter);
    }

    /// Gives up what has waited too long.
    pub fn expire(&mut self, now_ms: f64) {
        if now_ms - self.created_ms <= KEEP_MS {
            return;
        }
        for delivery in &mut self.deliveries {
            if matches!(delivery.state, State::Queued | State::Failed) {
                delivery.state = State::Expired;
            }
        }
    }
}

/// Whether the same request may be accepted later (RFC 9110: 408, 425 by RFC 8470, 429 by RFC 6585, and every 5xx).
fn may_succeed_later(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599)
}

/// Doubling from one second to a minute, with full jitter but never less than half a second.
fn pause_after(attempts: u32, jitter: f64) -> f64 {
    let doubled = FIRST_PAUSE_MS * f64::from(1_u32 << attempts.saturating_sub(1).min(6));
    (doubled.min(LONGEST_PAUSE_MS) * jitter.clamp(0.0, 1.0)).max(FIRST_PAUSE_MS / 2.0)
}

crate::readable_and_writable!(Entry { v, message, created_ms, deliveries });
crate::readable_and_writable!(Delivery { destination, state, attempts, not_before_ms });
crate::words!(State {
    "queued" => Queued, "confirmed" => Confirmed, "unconfirmed" => Unconfirmed, "failed" => Failed, "expired" => Expired,
});

impl Write for State {
    fn write(&self) -> Value {
        let word = match self {
            Self::Queued => "queued",
            Self::Confirmed => "confirmed",
            Self::Unconfirmed => "unconfirmed",
            Self::Failed => "failed",
            Self::Expired => "expired",
        };
        word.write()
    }
}
