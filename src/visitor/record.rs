//! What is remembered of a visitor, under consent to personalization only.

use serde::{Deserialize, Serialize};

use crate::campaign::{Form, Rule};
use crate::condition::value_at;
use crate::form::Answers;
use crate::lead::StageReached;
use crate::scoring::{Ledger, MOST_OCCURRENCES, Occurrence};
use crate::search::parts;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::{Named, Object, Value, Write, add_missing, put};

/// Sessions end after so many seconds without activity, as GA4 counts them.
const SESSION_SECONDS: i64 = 30 * 60;
/// So many touches are kept, besides the first.
const RECENT: usize = 10;

/// Answers longer than so many bytes are the first to go where there is no room.
const LONG_ANSWER: usize = 300;

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
    /// Engaged seconds over all pages.
    #[serde(default)]
    pub seconds: u32,
    /// The first touch, as messages write it.
    pub first: Option<Value>,
    /// The last touch that was not direct.
    pub last: Option<Value>,
    pub touches: u32,
    /// The newest touches, oldest first, each in few words; for `leadwell("export")` and for reports.
    #[serde(default)]
    pub recent: Option<Value>,
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
    /// When a form was submitted last.
    #[serde(default)]
    pub submitted_at: Option<Timestamp>,
    /// What became of popups: see `popups.rs`.
    #[serde(default)]
    pub popups: Option<Value>,
    /// Which variants of experiments were seen on this visit, as `EXPERIMENT:VARIANT`.
    #[serde(default)]
    pub exposed: Vec<String>,
    /// What pages told of their user, on this visit or before.
    #[serde(default)]
    pub user: Object,
    /// The latest lead, for the messages that may follow it.
    #[serde(default)]
    pub lead: Option<LeadSent>,
    /// Whether `audience.exclude` held once and is to be remembered.
    #[serde(default)]
    pub excluded: bool,
    /// Whether this is a colleague: what they send is marked as a test.
    #[serde(default)]
    pub internal: bool,
    /// What somebody who works on the campaign pretends, `{ "facts", "consent", "score" }` (`src/aids/panel.js`). A record that has it is never
    /// stored.
    #[serde(default)]
    pub pretended: Option<Value>,
}

/// What later messages of a lead need of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct LeadSent {
    /// `lead_id` of its messages.
    pub id: String,
    pub form: String,
    /// Whether some message told that it is qualified.
    pub qualified: bool,
    /// Its consent as the message told it.
    pub consent: Value,
}

/// What one page load brings.
pub struct Arrival {
    pub at: Timestamp,
    /// As `arrive` tells it.
    pub touch: Option<Value>,
}

impl Record {
    /// Of the shape written today. 1 had occurrences as objects and none of what has a default.
    pub const VERSION: u32 = 2;

    #[must_use]
    pub fn new(id: String, now: Timestamp) -> Self {
        Self { v: Self::VERSION, id, first_seen: now, ..Self::default() }
    }

    /// Whether a stored record may still be used: of a shape this version reads, and seen within `keep_days`.
    #[must_use]
    pub fn is_usable(&self, now: Timestamp, keep_days: u32) -> bool {
        let age = now.0.saturating_sub(self.last_seen.0);
        self.is_known() && age <= i64::from(keep_days) * SECONDS_PER_DAY
    }

    /// Whether this version can read it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        (1..=Self::VERSION).contains(&self.v) && !self.id.is_empty()
    }

    /// Counts a page view: the session it belongs to, the touch it is.
    pub fn arrive(&mut self, arrival: Arrival) {
        let new_visit = self.is_active(arrival.at);
        self.pages = self.pages.saturating_add(1);
        // A page opened without a referrer in the middle of a visit is that visit going on, not another arrival.
        if let Some(touch) = arrival.touch.filter(|touch| new_visit || !is_direct(touch)) {
            self.keep_touch(touch, new_visit);
        }
    }

    /// A part of what is pretended; of nobody else there is one.
    #[must_use]
    pub fn pretends(&self, part: &str) -> &Value {
        self.pretended.as_ref().map_or(&Value::Null, |pretended| value_at(pretended, part))
    }

    /// Notes that the visitor does something. After a pause that ends a session, it begins another visit: tells whether it does.
    pub fn is_active(&mut self, at: Timestamp) -> bool {
        let idle = at.0.saturating_sub(self.last_seen.0);
        let new_visit = self.visits == 0 || idle > SESSION_SECONDS;
        if new_visit {
            self.visit_before = (self.visits > 0).then_some(self.last_seen);
            self.visits = self.visits.saturating_add(1);
            self.exposed.clear();
        }
        self.last_seen = at;
        new_visit
    }

    /// Takes over what happened on a page before it was known that this record may be used there.
    pub fn go_on(&mut self, here: &Self, rules: &[Rule]) {
        // Where nothing may be counted before consent, nothing was.
        if here.visits > 0 {
            self.is_active(here.first_seen);
            self.last_seen = here.last_seen;
        }
        let visit = self.visits;
        for rule in rules {
            for entry in here.ledger.entries(&rule.id) {
                let occurrence = Occurrence { at: entry.at, page: self.pages.saturating_add(entry.page), visit };
                // No more than this ever counts.
                for _ in 0..entry.count.min(MOST_OCCURRENCES) {
                    self.ledger.count(&rule.id, occurrence, rule.limit);
                }
            }
        }
        self.excluded |= here.excluded;
        self.internal |= here.internal;
        self.pages = self.pages.saturating_add(here.pages);
        self.seconds = self.seconds.saturating_add(here.seconds);
        self.touches = self.touches.saturating_add(here.touches);
        if let Some(touch) = here.last.as_ref().filter(|touch| !is_direct(touch)) {
            self.last = Some(touch.clone());
        }
        for touch in here.recent.as_ref().and_then(Value::as_array).into_iter().flatten() {
            self.keep_recent(touch.clone());
        }
        self.user.extend(here.user.clone());
        self.answers.extend(here.answers.clone());
        self.kinds.extend(here.kinds.clone());
        self.agreed.extend(here.agreed.clone());
        for tag in &here.tags {
            add_missing(&mut self.tags, tag);
        }
        for variant in &here.exposed {
            add_missing(&mut self.exposed, variant);
        }
        for form in &here.submitted {
            add_missing(&mut self.submitted, form);
        }
        if here.submitted_at.is_some() {
            self.submitted_at = here.submitted_at;
        }
        if here.popups.is_some() {
            self.popups.clone_from(&here.popups);
        }
        if here.lead.is_some() {
            self.lead.clone_from(&here.lead);
        }
    }

    /// Notes that a variant was seen; tells whether it is the first time on this visit.
    pub fn expose(&mut self, variant: &str) -> bool {
        let known = self.exposed.len();
        add_missing(&mut self.exposed, variant);
        self.exposed.len() > known
    }

    /// Remembers what a page told of its user.
    pub fn identify(&mut self, traits: Object) {
        self.user.extend(traits);
    }

    /// Lets go of what can be spared most easily, for where there is no room for all of it. Tells whether there was anything.
    pub fn shrink(&mut self) -> bool {
        let mut most = LONG_ANSWER;
        for (_, answer) in &self.answers {
            most = most.max(length(answer));
        }
        if most > LONG_ANSWER {
            self.answers.retain(|_, answer| length(answer) < most);
            return true;
        }
        self.ledger.thin() || !std::mem::take(&mut self.user).is_empty() || self.recent.take().is_some()
    }

    /// Forgets a last touch that is too old to count.
    pub fn forget_last_touch_before(&mut self, then: Timestamp) {
        // Times are written so that texts compare as times do.
        let is_older = |last: &Value| value_at(last, "at").as_str().is_some_and(|at| at < then.text().as_str());
        if self.last.as_ref().is_some_and(is_older) {
            self.last = None;
        }
    }

    fn keep_touch(&mut self, touch: Value, new_visit: bool) {
        // The same again within a visit is the page loaded anew, or come back to.
        if !new_visit && self.last.as_ref().is_some_and(|last| is_same(last, &touch)) {
            return;
        }
        self.touches = self.touches.saturating_add(1);
        self.keep_recent(in_few_words(&touch));
        // Direct never overwrites a known last touch.
        if !is_direct(&touch) || self.last.is_none() {
            self.last = Some(touch.clone());
        }
        self.first.get_or_insert(touch);
    }

    fn keep_recent(&mut self, touch: Value) {
        let mut recent = match self.recent.take() {
            Some(Value::Array(recent)) => recent,
            _ => Vec::new(),
        };
        if recent.len() >= RECENT {
            recent.remove(0);
        }
        recent.push(touch);
        self.recent = Some(Value::Array(recent));
    }

    /// Remembers a submission.
    pub fn submit(&mut self, id: &str, form: &Form, answers: &Answers, at: Timestamp) {
        self.submitted_at = Some(at);
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
        for item in form.consent() {
            if answers.were_asked_for(item) {
                self.agreed.insert(item.word("purpose"), answers.state_of(item).to_owned());
            }
        }
        add_missing(&mut self.submitted, id);
    }
}

/// Characters of a text.
fn length(answer: &Value) -> usize {
    answer.as_str().map_or(0, str::len)
}

crate::readable_and_writable!(LeadSent { id, form, qualified, consent });
fn is_direct(touch: &Value) -> bool {
    touch.get("channel").and_then(Value::as_str) == Some("direct")
}

/// Whether two touches tell the same but for their pages and times.
fn is_same(one: &Value, other: &Value) -> bool {
    const TELLING: &str = "channel,source,medium,campaign,id,term,content,click_ids";
    parts(TELLING, ',').all(|key| one.get(key) == other.get(key))
}

fn in_few_words(touch: &Value) -> Value {
    let mut told = Object::new();
    for key in parts("channel,source,medium,campaign,at", ',') {
        put(&mut told, key, touch.get(key).write());
    }
    Value::Object(told)
}

crate::readable_and_writable!(Record {
    v,
    id,
    first_seen,
    last_seen,
    visits,
    pages,
    seconds or 0,
    first,
    last,
    touches,
    recent,
    ledger,
    stages,
    tags,
    answers,
    kinds,
    agreed,
    visit_before,
    submitted,
    user,
    lead,
    excluded,
    internal,
    submitted_at,
    popups,
    exposed,
    pretended
});
