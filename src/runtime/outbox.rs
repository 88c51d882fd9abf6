//! The outbox: messages on their way, in localStorage, or in memory where that cannot be had.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::storage::{self, Key};
use crate::browser::{clock, events, json};
use crate::delivery::{Delivery, Entry};
use crate::object;
use crate::value::{Named, Value, Write};

/// Bytes that may wait in localStorage, which gives a site some five million letters for everything.
const MOST: usize = 2_000_000;
/// Of what only tells more about a lead that is known: it makes no room for itself at the cost of leads to come.
const MOST_BESIDE_LEADS: usize = 1_000_000;

/// An entry as it was last kept or read here.
struct Known {
    entry: Rc<Entry>,
    /// As it stands in storage; nothing where it could not be stored, so that this is newer than what is.
    text: Option<String>,
    /// This page kept it: it lasts as long as the page, for what somebody clears from storage is not yet lost.
    is_own: bool,
}

thread_local! {
    /// What is known is read anew only where its text has changed: to send two hundred, each is not read two hundred times.
    static KNOWN: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
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
    let mut text = json::to_text(entry).filter(|text| text.len() + bytes_beside(entry.id()) <= MOST);
    if !text.as_ref().is_some_and(|text| storage::write(Key::Outbox { id: entry.id() }, text)) {
        text = None;
    }
    let stored = text.is_some();
    remember(Known { entry: Rc::new(entry.clone()), text, is_own: true });
    stored
}

#[inline(never)]
fn remember(known: Known) {
    forget_copy(known.entry.id());
    KNOWN.with_borrow_mut(|all| all.push(known));
}

/// Another tab has brought it to its end.
pub fn forget_copy(id: &str) {
    KNOWN.with_borrow_mut(|all| all.retain(|known| known.entry.id() != id));
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
pub fn load(id: &str) -> Option<Rc<Entry>> {
    if cfg!(feature = "undelivered") {
        return None;
    }
    let text = storage::read(Key::Outbox { id });
    let known = KNOWN.with_borrow(|all| {
        let known = all.iter().find(|known| known.entry.id() == id)?;
        Some((known.entry.clone(), known.is_own, known.text.is_none() || known.text == text))
    });
    if let Some((entry, _, true)) = known {
        return Some(entry);
    }
    let own = known.filter(|(_, is_own, _)| *is_own).map(|(entry, ..)| entry);
    let stored: Option<Entry> = text.as_ref().and_then(|text| json::from_text(text).ok());
    let Some(entry) = stored.filter(|entry| entry.v == Entry::VERSION && entry.id() == id) else { return own };
    let entry = Rc::new(entry);
    remember(Known { entry: entry.clone(), text, is_own: own.is_some() });
    Some(entry)
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
pub fn all() -> Vec<Rc<Entry>> {
    if cfg!(feature = "undelivered") {
        return Vec::new();
    }
    let mut ids = storage::outbox_ids();
    KNOWN.with_borrow(|all| {
        for known in all {
            if known.is_own && !ids.iter().any(|id| id == known.entry.id()) {
                ids.push(known.entry.id().to_owned());
            }
        }
    });
    let mut entries: Vec<Rc<Entry>> = Vec::new();
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
