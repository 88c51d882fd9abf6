//! The visitor on this page: the record, consent, and the score that follows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::Options;
use crate::browser::{clock, events, javascript, json as js, page, random, storage};
use crate::campaign::Runtime;
use crate::object;
use crate::scoring::Verdict;
use crate::time::Timestamp;
use crate::value::{Named, Object, Value, Write};
use crate::visitor::consent::{Choices, PERSONALIZATION, RESERVED, Standing};
use crate::visitor::{Circumstances, Device, PageSeen, Record, Rules};
use storage::Key;

/// Everything that is known on this page. Shared by whoever listens, draws or sends.
pub struct Engine {
    pub campaign: Arc<Runtime>,
    pub locale: String,
    pub options: Options,
    page: RefCell<PageSeen>,
    device: Device,
    standing: RefCell<Standing>,
    /// The record where it may not be stored, and as last seen where it may.
    record: RefCell<Record>,
    engaged: Cell<u32>,
    /// What the page told of its user.
    user: RefCell<Object>,
    /// What the page's address holds for fields that allow it.
    pub prefill: Named<String>,
    /// What the last `leadwell:score` told.
    told: RefCell<Option<Value>>,
}

impl Engine {
    #[must_use]
    pub fn new(campaign: Arc<Runtime>, locale: String, options: Options) -> Rc<Self> {
        let mut choices: Choices = storage::read(Key::Consent).and_then(|text| js::from_text(&text).ok()).unwrap_or_default();
        if let Some(granted) = options.consent {
            choices.0.extend(RESERVED.map(|purpose| (purpose.to_owned(), granted)));
        }
        let standing = Standing { policy: campaign.consent.clone(), region: options.region.clone(), signals: page::signals(), choices };
        let now = Timestamp::from_millis(clock::now_ms());
        // Taken before anything reads the address: what is filled in is the visitor's own, and goes into no other record.
        let prefill = page::take_from_address(&super::forms::parameters(campaign.forms.values()));
        Rc::new(Self {
            prefill,
            user: RefCell::default(),
            page: RefCell::new(page::seen()),
            device: page::device(),
            standing: RefCell::new(standing),
            record: RefCell::new(Record::new(random::uuid(), now)),
            engaged: Cell::new(0),
            told: RefCell::new(None),
            campaign,
            locale,
            options,
        })
    }

    /// What the campaign says of a visitor and their doings.
    #[must_use]
    pub fn rules(&self) -> Rules<'_> {
        Rules { campaign: &self.campaign, engine: javascript::ENGINE }
    }

    /// Counts this page view.
    pub fn arrive(&self) {
        *self.page.borrow_mut() = page::seen();
        let now = Timestamp::from_millis(clock::now_ms());
        let seen = self.page.borrow().clone();
        self.update(|record| self.rules().arrive(record, seen, now));
        self.happened("page_view", object! {});
    }

    /// Enters an event into the ledger, where consent allows scoring at all, and tells the page what changed.
    pub fn happened(&self, event: &str, detail: Value) {
        let around = self.circumstances(None, Vec::new());
        if !around.standing.may_score() {
            return;
        }
        let changed = self.update(|record| self.rules().enter(record, &around, event, detail));
        if changed {
            self.tell_score();
        }
    }

    /// Changes the record: the stored one where it may be stored, since another tab may have changed it, else ours.
    pub fn update<T>(&self, change: impl FnOnce(&mut Record) -> T) -> T {
        let may_store = self.standing.borrow().granted(PERSONALIZATION);
        let mut record = self.record.borrow_mut();
        if may_store {
            let now = Timestamp::from_millis(clock::now_ms());
            let stored = storage::read(self.key()).and_then(|text| js::from_text::<Record>(&text).ok());
            if let Some(stored) = stored.filter(|stored| stored.is_usable(now, self.campaign.storage.keep_days)) {
                *record = stored;
            }
        }
        let result = change(&mut record);
        if may_store && let Some(text) = js::to_text(&*record) {
            // Where it cannot be stored, what is in memory serves this page.
            let _ = storage::write(self.key(), &text);
        }
        result
    }

    #[must_use]
    pub fn record(&self) -> Record {
        self.record.borrow().clone()
    }

    /// What surrounds the record now; `form` is the one being submitted.
    #[must_use]
    pub fn circumstances(&self, form: Option<String>, spam: Vec<String>) -> Circumstances {
        let mut page = self.page.borrow().clone();
        page.seconds = self.engaged.get();
        Circumstances {
            moment: clock::moment(),
            page,
            device: self.device.clone(),
            locale: self.locale.clone(),
            standing: self.standing.borrow().clone(),
            form,
            spam,
            user: self.user.borrow().clone(),
        }
    }

    /// Takes what the page tells of its user.
    pub fn identify(&self, traits: Object) {
        self.user.borrow_mut().extend(traits);
    }

    #[must_use]
    pub fn user(&self) -> Object {
        self.user.borrow().clone()
    }

    #[must_use]
    pub fn granted(&self, purpose: &str) -> bool {
        self.standing.borrow().granted(purpose)
    }

    /// Counts seconds in which the visitor was there.
    pub fn engaged_for(&self, seconds: u32) -> u32 {
        self.engaged.set(self.engaged.get().saturating_add(seconds));
        self.engaged.get()
    }

    /// Takes the visitor's choice. What was refused to be kept is erased; what is now allowed is kept from here on.
    pub fn choose(&self, choices: Vec<(String, bool)>) {
        let refuses = choices.iter().any(|(purpose, granted)| purpose == PERSONALIZATION && !granted);
        let text = {
            let mut standing = self.standing.borrow_mut();
            standing.choices.0.extend(choices);
            js::to_text(&standing.choices)
        };
        let _ = text.is_some_and(|text| storage::write(Key::Consent, &text));
        if self.standing.borrow().granted(PERSONALIZATION) {
            self.update(|_| ());
        } else if refuses {
            self.erase();
        }
        let state = RESERVED.map(|purpose| (purpose.to_owned(), self.standing.borrow().state(purpose).write()));
        events::tell("consent", js::to_js(&Value::Object(state.into_iter().collect())));
    }

    /// Erases the record and what stands in unfinished forms. Leads on their way stay: the visitor asked for them to be sent.
    pub fn erase(&self) {
        storage::remove(self.key());
        storage::remove_drafts(&self.campaign.id);
        let now = Timestamp::from_millis(clock::now_ms());
        *self.record.borrow_mut() = Record::new(random::uuid(), now);
    }

    fn key(&self) -> Key<'_> {
        Key::Visitor { campaign: &self.campaign.id }
    }

    /// What the campaign says of this visitor now.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.rules().judge(&self.record(), &self.circumstances(None, Vec::new()))
    }

    /// The score with its reasons, as `explain` gives it.
    #[must_use]
    pub fn explain(&self) -> Value {
        let verdict = self.verdict();
        object! {
            "score" => crate::lead::score_report(&verdict), "stage" => verdict.stage, "tags" => verdict.tags, "level" => verdict.level,
            "reason" => verdict.reason, "qualified" => verdict.qualified,
        }
    }

    fn tell_score(&self) {
        let explained = self.explain();
        if self.told.borrow().as_ref() != Some(&explained) {
            events::tell("score", js::to_js(&explained));
            *self.told.borrow_mut() = Some(explained);
        }
    }
}
