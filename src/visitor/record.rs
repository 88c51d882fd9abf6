//! What is remembered of a visitor, under consent to personalization only.

use serde::{Deserialize, Serialize};

use crate::campaign::Form;
use crate::form::Answers;
use crate::lead::{StageReached, Touch};
use crate::scoring::Ledger;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::{Named, Object, Value, Write, add_missing};

/// Sessions end after so many seconds without activity, as GA4 counts them.
const SESSION_SECONDS: i64 = 30 * 60;

/// The visitor's record; its JSON is what the browser stores.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Record {
    /// Of this shape.
    pub v: u32,
    pub id: String,
    pub first_seen: Timestamp,
    pub last_seen: Timestamp,
    /// When the visit before this one ended; none on the first.
    #[serde(default)]
    pub visit_before: Option<Timestamp>,
    pub visits: u32,
    pub pages: u32,
    /// The first touch, as messages write it.
    pub first: Option<Value>,
    /// The last touch that was not direct.
    pub last: Option<Value>,
    pub touches: u32,
    pub ledger: Ledger,
    pub stages: Vec<StageReached>,
    /// Tags that stay.
    pub tags: Vec<String>,
    /// Answers by field name, from the latest submission of each.
    pub answers: Object,
    /// Kinds of mailboxes by field name, as known when they were submitted.
    #[serde(default)]
    pub kinds: Named<String>,
    /// `granted`, `pending` or `denied` by purpose of a consent item, from the latest submission that asked.
    #[serde(default)]
    pub agreed: Named<String>,
    /// Forms submitted, each once.
    pub submitted: Vec<String>,
}

/// What one page load brings.
pub struct Arrival {
    pub at: Timestamp,
    pub touch: Option<Touch>,
}

impl Record {
    pub const VERSION: u32 = 1;

    #[must_use]
    pub fn new(id: String, now: Timestamp) -> Self {
        Self { v: Self::VERSION, id, first_seen: now, ..Self::default() }
    }

    /// Whether a stored record may still be used: of this shape, and seen within `keep_days`.
    #[must_use]
    pub fn is_usable(&self, now: Timestamp, keep_days: u32) -> bool {
        let age = now.0.saturating_sub(self.last_seen.0);
        self.v == Self::VERSION && !self.id.is_empty() && age <= i64::from(keep_days) * SECONDS_PER_DAY
    }

    /// Counts a page view: the session it belongs to, the touch it is.
    pub fn arrive(&mut self, arrival: Arrival) {
        let idle = arrival.at.0.saturating_sub(self.last_seen.0);
        let new_visit = self.visits == 0 || idle > SESSION_SECONDS;
        if new_visit {
            self.visit_before = (self.visits > 0).then_some(self.last_seen);
            self.visits = self.visits.saturating_add(1);
        }
        self.pages = self.pages.saturating_add(1);
        self.last_seen = arrival.at;
        // A page opened without a referrer in the middle of a visit is that visit going on, not another arrival.
        if let Some(touch) = arrival.touch.filter(|touch| new_visit || touch.channel != "direct") {
            self.keep_touch(&touch);
        }
    }

    fn keep_touch(&mut self, touch: &Touch) {
        self.touches = self.touches.saturating_add(1);
        let written = touch.write();
        // Direct never overwrites a known last touch.
        if touch.channel != "direct" || self.last.is_none() {
            self.last = Some(written.clone());
        }
        self.first.get_or_insert(written);
    }

    /// Remembers a submission.
    pub fn submit(&mut self, id: &str, form: &Form, answers: &Answers) {
        for (name, answer) in &answers.fields {
            self.answers.insert(name.as_str(), answer.clone());
            self.kinds.retain(|known, _| known != name);
        }
        self.kinds.extend(answers.kinds.clone());
        for field in form.fields() {
            let chosen = answers.fields.get(field.name()).map(|answer| field.chosen(answer)).unwrap_or_default();
            for option in chosen {
                for tag in option.words("tags") {
                    add_missing(&mut self.tags, tag);
                }
            }
        }
        let asked = form.consent().into_iter().filter(|item| answers.were_asked_for(*item));
        self.agreed.extend(asked.map(|item| (item.word("purpose").to_owned(), answers.state_of(item).to_owned())));
        add_missing(&mut self.submitted, id);
    }
}

crate::readable_and_writable!(Record {
    v,
    id,
    first_seen,
    last_seen,
    visits,
    pages,
    first,
    last,
    touches,
    ledger,
    stages,
    tags,
    answers,
    kinds,
    agreed,
    visit_before,
    submitted
});
