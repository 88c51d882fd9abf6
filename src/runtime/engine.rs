//! The visitor on this page: the record, and the score that follows.

use std::cell::{Cell, RefCell};

use super::{Options, kept, outbox, sender};
use crate::browser::{clock, cookie, events, javascript, json as js, page, random, storage};
use crate::campaign::{Part, Runtime};
use crate::lead::{self, Letter};
use crate::object;
use crate::scoring::Verdict;
use crate::time::Timestamp;
use crate::value::{Named, Object, Value, read};
use crate::visitor::consent::{ADVERTISING, PERSONALIZATION, Standing, Use};
use crate::visitor::{Circumstances, Device, PageSeen, Record, Rules};

/// Everything that is known on this page. Shared by whoever listens, draws or sends, for as long as the page lives: nobody counts who
/// still has it, and no code is downloaded that takes it apart.
pub struct Engine {
    pub campaign: &'static Runtime,
    pub locale: String,
    pub options: Options,
    page: RefCell<PageSeen>,
    /// Whether a page view of this document was counted.
    arrived: Cell<bool>,
    device: Device,
    pub(super) standing: RefCell<Standing>,
    /// The record where it may not be stored, and as last seen where it may.
    pub(super) record: RefCell<Record>,
    /// Whether the record was stored when that was tried last.
    stored: Cell<Option<bool>>,
    /// Engaged seconds on this page, and those of them that the record does not have yet.
    engaged: Cell<u32>,
    /// How far down this page was seen, in percent, as far as it counts.
    pub(super) deepest: Cell<u32>,
    unkept: Cell<u32>,
    /// What the page's address holds for fields that allow it.
    pub prefill: Named<String>,
    /// What the page was told last of the score and what follows from it.
    told: RefCell<Option<Value>>,
}

impl Engine {
    #[must_use]
    pub fn new(campaign: &'static Runtime, locale: String, options: Options) -> &'static Self {
        if let Some(domain) = Part(&campaign.storage).word_if("share") {
            storage::share(domain, campaign.keep_days());
            kept::renew_choices();
        }
        let standing = Standing {
            policy: campaign.consent.clone(),
            region: options.region.clone(),
            signals: page::signals(),
            page: options.said.clone(),
            choices: kept::choices().unwrap_or_default(),
        };
        // Taken before anything reads the address: what is filled in is the visitor's own, and goes into no other record.
        let prefill = page::take_from_address(&parameters(campaign));
        let engine: &'static Self = Box::leak(Box::new(Self {
            prefill,
            page: RefCell::new(page::seen()),
            arrived: Cell::new(false),
            device: page::device(),
            standing: RefCell::new(standing),
            record: RefCell::new(record_of(page::drawn_for().unwrap_or_else(random::uuid))),
            stored: Cell::new(None),
            engaged: Cell::new(0),
            deepest: Cell::new(0),
            unkept: Cell::new(0),
            told: RefCell::new(None),
            campaign,
            locale,
            options,
        }));
        engine.heed_refusal();
        engine
    }

    /// What the campaign says of a visitor and their doings.
    #[must_use]
    pub fn rules(&self) -> Rules<'_> {
        Rules { campaign: self.campaign, engine: javascript::ENGINE }
    }

    /// Counts this page view.
    pub fn arrive(&self) {
        self.look();
        self.count_page();
    }

    /// Notes which page this is.
    #[inline(never)]
    pub fn look(&self) {
        let mut seen = page::seen();
        if self.arrived.get() {
            // Where pages change in a document that stays, one comes from the page before, whatever led to the document.
            let before = self.page.borrow();
            seen.referrer = Some((before.url.clone(), before.host.clone()));
        }
        *self.page.borrow_mut() = seen;
    }

    /// Counts a view of the page that was looked at.
    #[inline(never)]
    pub fn count_page(&self) {
        self.arrived.set(self.arrived.get() || self.standing.borrow().may_score());
        self.engaged.set(0);
        self.deepest.set(0);
        let around = self.circumstances(None, Vec::new());
        let known = self.update(|record| {
            // What was true on the page before is no news on this one.
            let known = (record.visits > 0).then(|| explained(&self.rules().judge(record, &around)));
            self.rules().arrive(record, &around, &self.options.sites);
            known
        });
        if self.told.borrow().is_none() {
            *self.told.borrow_mut() = known;
        }
        self.happened("page_view", object! {});
    }

    /// Whether this page was counted, of the visitor as they are known now.
    pub(super) fn has_arrived(&self) -> bool {
        self.arrived.get() && self.record.borrow().visits > 0
    }

    /// Enters an event into the ledger, where consent allows scoring at all, and tells the page what changed.
    pub fn happened(&self, event: &str, detail: Value) {
        let around = self.circumstances(None, Vec::new());
        let entered = self.update(|record| {
            let verdict = self.rules().enter(record, &around, event, detail)?;
            let letter = lead::qualified(self.rules(), record, &around, &verdict, random::uuid());
            Some((verdict, letter))
        });
        if let Some((verdict, letter)) = entered {
            self.tell(&verdict);
            post(letter);
        }
    }

    /// Changes the record: the stored one where it may be stored, since another tab may have changed it, else ours.
    ///
    /// On a copy: a page may have patched storage or regular expressions, and call us from there.
    pub fn update<T>(&self, change: impl FnOnce(&mut Record) -> T) -> T {
        let mut record = self.fresh();
        let result = change(&mut record);
        self.keep(record);
        result
    }

    /// What comes before and after every change, each once: `update` is compiled for every change there is.
    #[inline(never)]
    fn fresh(&self) -> Box<Record> {
        self.heed_subdomains();
        let mut record = Box::new(self.record());
        // What could not be stored is newer than what is.
        if self.granted(PERSONALIZATION) && self.stored.get() != Some(false) && record.pretended.is_none() {
            match kept::record(self.campaign) {
                Some(stored) => *record = stored,
                // Erased meanwhile, in another tab or by the visitor's own hand.
                None if self.stored.get().is_some() => *record = new_record(),
                None => {}
            }
        }
        record.seconds = record.seconds.saturating_add(self.unkept.take());
        record
    }

    #[inline(never)]
    fn keep(&self, mut record: Box<Record>) {
        if self.granted(PERSONALIZATION) && record.pretended.is_none() {
            self.stored.set(Some(kept::keep(self.campaign, &mut record)));
        }
        self.record.replace(*record);
    }

    #[must_use]
    pub fn record(&self) -> Record {
        self.record.borrow().clone()
    }

    /// What surrounds the record now; `form` is the one being submitted.
    #[must_use]
    pub fn circumstances(&self, form: Option<String>, spam: Vec<String>) -> Circumstances {
        self.heed_subdomains();
        let mut page = self.page.borrow().clone();
        page.seconds = self.engaged.get();
        let via = object! { "kind" => if page::is_own() { "page" } else { "embed" }, "id" => page.path };
        let mut standing = self.standing.borrow().clone();
        if let Ok(choices) = read(self.record.borrow().pretends("consent")) {
            standing.choices = choices;
        }
        let ids = if form.is_some() && self.granted(ADVERTISING) { cookie::ids() } else { Named::new() };
        Circumstances {
            moment: clock::moment(),
            page,
            device: self.device.clone(),
            locale: self.locale.clone(),
            standing,
            via,
            form,
            spam,
            ids,
        }
    }

    /// Takes what the page tells of its user.
    pub fn identify(&self, traits: Object) {
        self.update(|record| record.identify(traits));
    }

    /// Whether the visitor has said yes or no to anything already.
    #[must_use]
    pub fn has_chosen(&self) -> bool {
        !self.standing.borrow().choices.0.is_empty()
    }

    /// Whether anything may be shown to this visitor for what is known of them, and the campaign does not leave them alone.
    #[must_use]
    pub fn may_target(&self) -> bool {
        let around = self.circumstances(None, Vec::new());
        let facts = self.rules().facts(&self.record(), &around);
        around.standing.may_use() != Use::Nothing && !self.rules().leaves_alone(&mut self.record(), &facts)
    }

    #[must_use]
    pub fn granted(&self, purpose: &str) -> bool {
        self.standing.borrow().granted(purpose)
    }

    /// Counts seconds in which the visitor was there.
    pub fn engaged_for(&self, seconds: u32) -> u32 {
        self.unkept.set(self.unkept.get().saturating_add(seconds));
        self.engaged.set(self.engaged.get().saturating_add(seconds));
        self.engaged.get()
    }

    /// Engaged seconds that the record does not have yet.
    pub(super) fn unkept(&self) -> u32 {
        self.unkept.get()
    }

    /// Keeps engaged seconds that no event has taken along: the visitor may be leaving.
    pub fn keep_time(&self) {
        if self.unkept.get() > 0 && self.standing.borrow().may_score() {
            let now = Timestamp::from_millis(clock::now_ms());
            self.update(|record| record.is_active(now));
        }
    }

    /// Forgets the visitor, here and where the record is kept. Leads on their way stay: the visitor asked for them to be sent.
    pub fn erase(&self) {
        kept::erase(self.campaign);
        self.stored.set(None);
        self.arrived.set(false);
        // Whoever tests the campaign goes on testing it.
        let mut record = new_record();
        record.internal = self.record.borrow().internal;
        self.record.replace(record);
    }

    /// What the campaign says of this visitor now.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.rules().judge(&self.record(), &self.circumstances(None, Vec::new()))
    }

    /// The score with its reasons, as `explain` gives it.
    #[must_use]
    pub fn explain(&self) -> Value {
        explained(&self.verdict())
    }

    /// Tells the page what is news.
    pub(super) fn tell(&self, verdict: &Verdict) {
        // What a page does with the news may leave it.
        if self.record.borrow().pretended.is_some() {
            return;
        }
        let now = explained(verdict);
        let before = self.told.replace(Some(now.clone())).unwrap_or_default();
        if before == now {
            return;
        }
        events::tell("score", js::to_js(&now));
        for key in ["stage", "level"] {
            let (before, now) = (before.get(key).unwrap_or(&Value::Null), now.get(key).unwrap_or(&Value::Null));
            if before != now {
                let mut detail = Object::new();
                detail.insert(key, now.clone());
                detail.insert("before", before.clone());
                events::tell(key, js::to_js(&Value::Object(detail)));
            }
        }
        let known = before.get("tags").and_then(Value::as_array);
        for tag in &verdict.tags {
            if !known.is_some_and(|known| known.iter().any(|known| known.as_str() == Some(tag))) {
                events::tell("tag", js::to_js(&object! { "tag" => tag }));
            }
        }
    }
}

/// Puts a message that follows a lead into the outbox, and has it sent.
pub(super) fn post(letter: Option<Letter>) {
    if let Some((message, destinations)) = letter {
        outbox::enter(message, destinations);
        sender::wake();
    }
}

fn new_record() -> Record {
    record_of(random::uuid())
}

fn record_of(id: String) -> Record {
    Record::new(id, Timestamp::from_millis(clock::now_ms()))
}

/// The parameters of an address that some field may be filled from.
fn parameters(campaign: &Runtime) -> Vec<&str> {
    let mut parameters = Vec::new();
    for form in campaign.forms.values() {
        for field in form.fields() {
            parameters.extend(field.word_if("prefill"));
        }
    }
    parameters
}

fn explained(verdict: &Verdict) -> Value {
    object! {
        "score" => lead::score_report(verdict), "stage" => verdict.stage, "tags" => verdict.tags, "level" => verdict.level,
        "reason" => verdict.reason, "qualified" => verdict.qualified,
    }
}
