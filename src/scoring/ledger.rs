//! The ledger: for every rule that counts events, when it did. Bounded, and never a log of where somebody went.

use serde::{Deserialize, Serialize};

use crate::campaign::{Limit, Per, Rule};
use crate::condition::Scope;
use crate::time::Timestamp;
use crate::value::{Named, Read, Reading, Value, Write, put};

/// Occurrences by rule id, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Ledger(Named<Vec<Entry>>);

/// What happened within one second of one page view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Entry {
    pub at: Timestamp,
    pub count: u32,
    /// Number of the page view, counted over all visits.
    pub page: u32,
    /// Number of the visit.
    pub visit: u32,
}

/// Where and when an event happens.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence {
    pub at: Timestamp,
    pub page: u32,
    pub visit: u32,
}

impl Ledger {
    /// Counts an event for every rule that listens to it and whose condition holds. `scope.facts` holds `event` besides the facts.
    /// Tells whether anything changed.
    pub fn enter(&mut self, event: &str, occurrence: Occurrence, rules: &[Rule], scope: &Scope) -> bool {
        let listening = rules.iter().filter(|rule| rule.on.as_deref() == Some(event));
        let mut changed = false;
        for rule in listening.filter(|rule| crate::condition::holds(rule.condition.as_ref(), scope)) {
            self.count(&rule.id, occurrence, rule.limit);
            changed = true;
        }
        changed
    }

    fn count(&mut self, rule: &str, occurrence: Occurrence, limit: Limit) {
        let entries = self.0.entry(rule);
        let same = |entry: &&mut Entry| entry.at == occurrence.at && entry.page == occurrence.page && entry.visit == occurrence.visit;
        if let Some(entry) = entries.last_mut().filter(same) {
            entry.count = entry.count.saturating_add(1);
        } else {
            // A clock set back must not hide the newest: order is by time, then by arrival.
            let later = entries.iter().rev().take_while(|entry| entry.at > occurrence.at).count();
            let entry = Entry { at: occurrence.at, count: 1, page: occurrence.page, visit: occurrence.visit };
            entries.insert(entries.len() - later, entry);
        }
        keep_newest(entries, limit, occurrence);
    }

    /// Puts what is known of a rule in the place of what was, oldest first.
    pub fn set(&mut self, rule: &str, entries: Vec<Entry>) {
        self.0.insert(rule, entries);
    }

    /// The entries of a rule that count at `now`.
    pub fn counted(&self, rule: &Rule, now: Timestamp) -> impl Iterator<Item = Entry> {
        let oldest = match rule.limit.per {
            Per::Seconds(window) => now.0.saturating_sub(window),
            _ => i64::MIN,
        };
        self.0.get(&rule.id).into_iter().flatten().copied().filter(move |entry| entry.at.0 >= oldest)
    }

    /// Drops what belongs to rules the campaign no longer has.
    pub fn retain_rules(&mut self, rules: &[Rule]) {
        self.0.retain(|id, _| rules.iter().any(|rule| rule.id == id));
    }
}

/// Keeps the newest `limit.times` occurrences of the page view, the visit, or over all.
fn keep_newest(entries: &mut Vec<Entry>, limit: Limit, now: Occurrence) {
    let counts_together = |entry: &Entry| match limit.per {
        Per::Page => entry.page == now.page,
        Per::Session => entry.visit == now.visit,
        Per::Ever | Per::Seconds(_) => true,
    };
    drop_oldest(entries, limit.times, counts_together);
    drop_oldest(entries, super::points::MOST_OCCURRENCES, |_| true);
}

fn drop_oldest(entries: &mut Vec<Entry>, most: u32, counts_together: impl Fn(&Entry) -> bool) {
    let mut left = most;
    for entry in entries.iter_mut().rev().filter(|entry| counts_together(entry)) {
        entry.count = entry.count.min(left);
        left -= entry.count;
    }
    entries.retain(|entry| entry.count > 0);
}

/// Facts with the event a rule's `where` may read.
#[must_use]
pub fn with_event(facts: &Value, event: Value) -> Value {
    let mut facts = facts.clone();
    if let Value::Object(facts) = &mut facts {
        put(facts, "event", event);
    }
    facts
}

impl Read for Ledger {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self(Named::read(value, reading))
    }
}

impl Write for Ledger {
    fn write(&self) -> Value {
        self.0.write()
    }
}

crate::readable_and_writable!(Entry { at, count, page, visit });
