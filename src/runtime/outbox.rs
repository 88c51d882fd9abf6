//! The outbox: messages on their way, in localStorage, or in memory where that cannot be had.

use std::cell::RefCell;

use crate::browser::storage::{self, Key};
use crate::browser::{clock, events, json};
use crate::delivery::{Delivery, Entry};
use crate::object;
use crate::value::{Named, Value, Write};

/// Bytes that may wait in localStorage, which gives a site some five million letters for everything.
const MOST: usize = 2_000_000;
/// Of what only tells more about a lead that is known: it makes no room for itself at the cost of leads to come.
const MOST_BESIDE_LEADS: usize = 1_000_000;

thread_local! {
    /// Entries as this page last kept them, and whether that is in storage, too. They last as long as the page: what somebody clears from
    /// storage is not yet lost.
    static COPIES: RefCell<Vec<(Entry, bool)>> = const { RefCell::new(Vec::new()) };
    /// What receivers said when they refused a message, by its id.
    static REFUSALS: RefCell<Named<String>> = const { RefCell::new(Named::new()) };
}

/// Takes a message in, before the first byte of it is sent. Gives its entry, and whether that outlives the page. What waits has its bounds:
/// beyond them a lead is kept in memory, and of what only tells more about one, nothing is.
pub fn enter(message: Value, destinations: Vec<String>) -> (Entry, bool) {
    let entry = Entry::new(message, destinations, clock::now_ms());
    if cfg!(feature = "undelivered") {
        return (entry, false);
    }
    let tells_more = matches!(entry.message.get("type").and_then(Value::as_str), Some("lead.partial" | "lead.updated"));
    if tells_more && bytes_beside(entry.id()) > MOST_BESIDE_LEADS {
        return (entry, false);
    }
    let stored = keep(&entry);
    for delivery in &entry.deliveries {
        tell(&entry, delivery);
    }
    (entry, stored)
}

/// Keeps an entry as it stands now. Tells whether it outlives the page: storage may be blocked or full.
pub fn keep(entry: &Entry) -> bool {
    let text = json::to_text(entry).filter(|text| text.len() + bytes_beside(entry.id()) <= MOST);
    let stored = text.is_some_and(|text| storage::write(Key::Outbox { id: entry.id() }, &text));
    forget_copy(entry.id());
    COPIES.with_borrow_mut(|copies| copies.push((entry.clone(), stored)));
    stored
}

/// Another tab has brought it to its end.
pub fn forget_copy(id: &str) {
    COPIES.with_borrow_mut(|copies| copies.retain(|(other, _)| other.id() != id));
}

/// The bytes of all other entries in localStorage.
fn bytes_beside(id: &str) -> usize {
    let others = storage::outbox_ids().into_iter().filter(|other| other != id);
    others.filter_map(|id| storage::read(Key::Outbox { id: &id })).map(|text| text.len()).sum()
}

/// Forgets an entry.
pub fn drop_entry(id: &str) {
    storage::remove(Key::Outbox { id });
    forget_copy(id);
}

/// One entry, as it stands now; `None` when it is gone, or was never ours to read.
#[must_use]
pub fn load(id: &str) -> Option<Entry> {
    if cfg!(feature = "undelivered") {
        return None;
    }
    let copy = COPIES.with_borrow(|copies| copies.iter().find(|(entry, _)| entry.id() == id).cloned());
    if let Some((entry, false)) = copy {
        return Some(entry);
    }
    let stored = storage::read(Key::Outbox { id }).and_then(|text| json::from_text(&text).ok());
    stored.filter(|entry: &Entry| entry.v == Entry::VERSION && entry.id() == id).or(copy.map(|(entry, _)| entry))
}

/// Remembers what a receiver said when it refused a message.
pub fn refused(id: &str, said: String) {
    REFUSALS.with_borrow_mut(|known| known.insert(id, said));
}

/// What a receiver said when it refused a message, once.
#[must_use]
pub fn refusal(id: &str) -> String {
    REFUSALS.with_borrow_mut(|known| known.get_mut(id).map(std::mem::take)).unwrap_or_default()
}

/// Every entry, oldest first. What cannot be read is left where it is: it may be a newer version's.
#[must_use]
pub fn all() -> Vec<Entry> {
    if cfg!(feature = "undelivered") {
        return Vec::new();
    }
    let mut ids = storage::outbox_ids();
    COPIES.with_borrow(|copies| {
        for (entry, _) in copies {
            if !ids.iter().any(|id| id == entry.id()) {
                ids.push(entry.id().to_owned());
            }
        }
    });
    let mut entries: Vec<Entry> = Vec::new();
    for entry in ids.iter().filter_map(|id| load(id)) {
        let older = entries.iter().take_while(|other| other.created_ms <= entry.created_ms).count();
        entries.insert(older, entry);
    }
    entries
}

/// Tells the page how a delivery stands.
pub fn tell(entry: &Entry, delivery: &Delivery) {
    tell_as(entry, delivery, &delivery.state.write());
}

/// Tells the page that a delivery is on the wire; what came of it is told when that is known.
pub fn tell_sent(entry: &Entry, destination: &str) {
    for delivery in &entry.deliveries {
        if delivery.destination == destination {
            tell_as(entry, delivery, &"sent".write());
        }
    }
}

fn tell_as(entry: &Entry, delivery: &Delivery, state: &Value) {
    let detail = object! { "id" => entry.id(), "destination" => delivery.destination, "state" => *state, "attempts" => delivery.attempts };
    events::tell("lead", json::to_js(&detail));
}
