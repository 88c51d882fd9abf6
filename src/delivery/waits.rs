//! How long each delivery has to wait, seen over the whole outbox: pauses, receivers that asked for one, clocks that were set back.

use std::borrow::Borrow;

use super::outbox::{Delivery, Entry, State};

/// A pause that has just begun may come out longer than it is: milliseconds since 1970 leave few digits for fractions.
const ROUNDED_MS: f64 = 1.0;

impl Delivery {
    /// Milliseconds until it may be tried; 0 when it may now. No wait is longer than the pause it belongs to: the clock was set back.
    fn wait(&self, now_ms: f64) -> f64 {
        let wait = self.not_before_ms - now_ms;
        if wait > self.pause_ms + ROUNDED_MS { 0.0 } else { wait.max(0.0) }
    }
}

/// How long each queued delivery has to wait, as `(entry, destination, milliseconds)`, entries in the order given. A receiver that asked for
/// a pause gets nothing of any entry meanwhile. `hurries`: something has happened that may have mended the network, and pauses of our own
/// do not count.
#[must_use]
pub fn waits<E: Borrow<Entry>>(entries: &[E], now_ms: f64, hurries: bool) -> Vec<(&Entry, &str, f64)> {
    let mut waits: Vec<(&Entry, &str, f64)> = Vec::new();
    let mut held: Vec<(&str, f64)> = Vec::new();
    for entry in entries.iter().map(Borrow::borrow) {
        for delivery in &entry.deliveries {
            if delivery.state == State::Queued && delivery.holds {
                held.push((&delivery.destination, delivery.wait(now_ms)));
            }
        }
    }
    for entry in entries.iter().map(Borrow::borrow) {
        for delivery in &entry.deliveries {
            if delivery.state != State::Queued {
                continue;
            }
            let mut wait = if hurries { 0.0 } else { delivery.wait(now_ms) };
            for (destination, longest) in &held {
                if *destination == delivery.destination {
                    wait = wait.max(*longest);
                }
            }
            waits.push((entry, &delivery.destination, wait));
        }
    }
    waits
}
