//! The outbox: messages on their way, in localStorage, or in memory where that cannot be had.

use std::cell::RefCell;

use crate::browser::storage::{self, Key};
use crate::browser::{events, json};
use crate::delivery::{Delivery, Entry};
use crate::object;
use crate::value::Named;

thread_local! {
    /// Entries that could not be stored. They last as long as the page.
    static UNSTORED: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    /// What receivers said when they refused a message, by its id.
    static REFUSALS: RefCell<Named<String>> = const { RefCell::new(Named::new()) };
}

/// Keeps an entry, before the first byte of it is sent. Tells whether it outlives the page.
pub fn keep(entry: &Entry) -> bool {
    let stored = json::to_text(entry).is_some_and(|text| storage::write(Key::Outbox { id: entry.id() }, &text));
    UNSTORED.with_borrow_mut(|unstored| {
        unstored.retain(|other| other.id() != entry.id());
        if !stored {
            unstored.push(entry.clone());
        }
    });
    stored
}

/// Forgets an entry.
pub fn drop_entry(id: &str) {
    storage::remove(Key::Outbox { id });
    UNSTORED.with_borrow_mut(|unstored| unstored.retain(|other| other.id() != id));
}

/// One entry, as it stands now; `None` when it is gone, or was never ours to read.
#[must_use]
pub fn load(id: &str) -> Option<Entry> {
    let in_memory = UNSTORED.with_borrow(|unstored| unstored.iter().find(|entry| entry.id() == id).cloned());
    in_memory.or_else(|| {
        let entry: Entry = json::from_text(&storage::read(Key::Outbox { id })?).ok()?;
        (entry.v == Entry::VERSION && entry.id() == id).then_some(entry)
    })
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
    let mut ids = storage::outbox_ids();
    UNSTORED.with_borrow(|unstored| ids.extend(unstored.iter().map(|entry| entry.id().to_owned())));
    let mut entries: Vec<Entry> = Vec::new();
    for entry in ids.iter().filter_map(|id| load(id)) {
        let older = entries.iter().take_while(|other| other.created_ms <= entry.created_ms).count();
        entries.insert(older, entry);
    }
    entries
}

/// Tells the page how a delivery stands.
pub fn tell(entry: &Entry, delivery: &Delivery) {
    let detail =
        object! { "id" => entry.id(), "destination" => delivery.destination, "state" => delivery.state, "attempts" => delivery.attempts };
    events::tell("lead", json::to_js(&detail));
}
