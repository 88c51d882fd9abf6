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

/// What happened within one second of one page view. Stored as `[seconds since 1970, count, page, visit]`: browsers keep many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Entry {
    pub at: Timestamp,
    pub count: u32,
    /// Number of the page view, counted over all visits.
    pub page: u32,
    /// Number of the visit.
    pub visit: u32,
}

type Stored = (i64, u32, u32, u32);

impl From<Stored> for Entry {
    fn from((at, count, page, visit): Stored) -> Self {
        Self { at: Timestamp(at), count, page, visit }
    }
}

impl From<Entry> for Stored {
    fn from(entry: Entry) -> Self {
        (entry.at.0, entry.count, entry.page, entry.visit)
    }
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
    pub fn enter(&mut self, event: &str, occurrence: Occurrence, rules: &[Rule], scope: &Scope) {
        for rule in rules {
            if !cfg!(feature = "unscored") && rule.on.as_deref() == Some(event) && crate::condition::holds(rule.condition.as_ref(), scope) {
                self.count(&rule.id, occurrence, rule.limit);
            }
        }
    }

    /// Counts one occurrence of a rule, within its limit.
    pub fn count(&mut self, rule: &str, occurrence: Occurrence, limit: Limit) {
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

    /// What is kept of a rule, oldest first.
    #[must_use]
    pub fn entries(&self, rule: &str) -> &[Entry] {
        self.0.get(rule).map_or(&[], Vec::as_slice)
    }

    /// The entries of a rule that count at `now`.
    #[must_use]
    #[inline(never)]
    pub fn counted(&self, rule: &Rule, now: Timestamp) -> Vec<Entry> {
        let oldest = match rule.limit.per {
            Per::Seconds(window) => now.0.saturating_sub(window),
            _ => i64::MIN,
        };
        let mut counted = self.entries(&rule.id).to_vec();
        counted.retain(|entry| entry.at.0 >= oldest);
        counted
    }

    /// Drops the older half of what is kept of the rule with the most; for where there is no room for all. Tells whether there was any.
    pub fn thin(&mut self) -> bool {
        let mut most: Option<&mut Vec<Entry>> = None;
        for entries in self.0.values_mut() {
            if entries.len() > most.as_ref().map_or(1, |most| most.len()) {
                most = Some(entries);
            }
        }
        most.is_some_and(|entries| {
            entries.drain(..entries.len() / 2);
            true
        })
    }

    /// Drops what belongs to rules the campaign no longer has, and what is beyond the limits that its rules have now.
    pub fn retain_rules(&mut self, rules: &[Rule]) {
        self.0.retain(|id, _| rules.iter().any(|rule| rule.id == id));
        for rule in rules {
            let Some(entries) = self.0.get_mut(&rule.id) else { continue };
            // From the newest on: what is dropped is older, so that none is passed over.
            for index in (0..entries.len()).rev() {
                let Some(Entry { at, page, visit, .. }) = entries.get(index).copied() else { continue };
                keep_newest(entries, rule.limit, Occurrence { at, page, visit });
            }
        }
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
pub fn with_event(mut facts: Value, event: Value) -> Value {
    if let Value::Object(facts) = &mut facts {
        put(facts, "event", event);
    }
    facts
}

/// The facts as they were before `with_event`.
#[must_use]
pub fn without_event(mut facts: Value) -> Value {
    if let Value::Object(facts) = &mut facts {
        facts.retain(|name, _| name != "event");
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

impl Read for Entry {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        // Records of version 1 had an object with these keys.
        let part = |index: usize, key: &str| value.as_array().and_then(|told| told.get(index)).or_else(|| value.get(key));
        let number = |index: usize, key: &str| part(index, key).and_then(Value::as_f64).unwrap_or_default();
        let at = match part(0, "at") {
            // A float beyond an integer saturates.
            Some(Value::Number(seconds)) => Timestamp(*seconds as i64),
            other => Timestamp::read(other.unwrap_or(&Value::Null), reading),
        };
        Self { at, count: number(1, "count") as u32, page: number(2, "page") as u32, visit: number(3, "visit") as u32 }
    }
}

impl Write for Entry {
    fn write(&self) -> Value {
        Value::Array(vec![(self.at.0 as f64).into(), self.count.write(), self.page.write(), self.visit.write()])
    }
}
