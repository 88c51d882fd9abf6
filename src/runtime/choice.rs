//! Consent given, taken back and asked about: what becomes of the visitor's record, and who is told.

use super::engine::post;
use super::{Engine, kept};
use crate::browser::{events, json, random, storage};
use crate::lead::{ERASE_REQUESTED, WITHDRAWN, withdrawn};
use crate::value::{Named, Value, Write, read};
use crate::visitor::consent::{PERSONALIZATION, RESERVED, Standing};

impl Engine {
    /// Takes the visitor's choice, made here. Choices about what forms asked for can be taken back, not given: that takes the words of
    /// a form.
    ///
    /// Of `{ purpose: granted }`; of what the page's own consent tool says, `page_says` is what holds there until they choose.
    pub fn choose(&self, choices: &Value, page_says: Option<&Value>) {
        // In another tab a lead may have been sent since.
        self.update(|_| ());
        let (mut reserved, mut refused): (Named<bool>, Vec<String>) = (Named::new(), Vec::new());
        for (purpose, granted) in choices.as_object().into_iter().flatten() {
            let Some(granted) = granted.as_bool() else { continue };
            if RESERVED.contains(&purpose.as_str()) {
                reserved.insert(purpose.as_str(), granted);
            } else if !granted && self.record.borrow().agreed.get(purpose).is_some_and(|state| state != "denied") {
                refused.push(purpose.clone());
            }
        }
        let mut standing = self.standing.borrow().clone();
        if let Some(defaults) = page_says {
            standing.page.choices.0.extend(reserved);
            if let Ok(defaults) = read(defaults) {
                standing.page.defaults = defaults;
            }
            return self.change(true, &standing);
        }
        self.withdraw(WITHDRAWN, &refused.iter().map(String::as_str).collect::<Vec<_>>());
        self.update(|record| {
            for purpose in refused {
                record.agreed.insert(purpose, "denied".to_owned());
            }
        });
        standing.choices.0.extend(reserved);
        kept::keep_choices(&standing.choices);
        self.change(true, &standing);
    }

    /// Takes what the visitor chose in another tab, which told of it already.
    pub fn heed_other_tabs(&self) {
        let mut standing = self.standing.borrow().clone();
        if let Some(choices) = kept::choices().filter(|choices| *choices != standing.choices) {
            standing.choices = choices;
            self.change(false, &standing);
        }
    }

    /// The same where subdomains share a visitor: of cookies nobody tells.
    pub(super) fn heed_subdomains(&self) {
        if storage::is_shared() {
            self.heed_other_tabs();
        }
    }

    /// Erases what this browser knows of the visitor, and asks those who have a lead of theirs to do the same, where they take such
    /// messages.
    pub fn forget(&self) {
        self.update(|_| ());
        self.withdraw(ERASE_REQUESTED, &[]);
        self.erase();
    }

    /// Where the visitor refused since the last page, in another tab or in the page's own tool: nothing is left of the record.
    pub(super) fn heed_refusal(&self) {
        if self.standing.borrow().chosen(PERSONALIZATION) == Some(false) {
            // What is on screen was drawn by its id.
            let here = self.record();
            if let Some(stored) = kept::record(self.campaign) {
                self.record.replace(stored);
                self.withdraw(WITHDRAWN, &[PERSONALIZATION]);
            }
            // Unfinished forms are of this origin alone, even where the record was erased on another.
            self.erase();
            self.record.replace(here);
        }
    }

    /// Changes where consent stands, and does what follows: what is in memory is kept, or what is kept is erased.
    #[inline(never)]
    fn change(&self, tells_receivers: bool, now: &Standing) {
        let before = self.standing.replace(now.clone());
        let mut lost = before.all_granted();
        lost.retain(|purpose| tells_receivers && !now.granted(purpose));
        self.withdraw(WITHDRAWN, &lost);
        if now.chosen(PERSONALIZATION) == Some(false) {
            self.erase();
        } else if now.granted(PERSONALIZATION) && !before.granted(PERSONALIZATION) {
            let here = self.record();
            // What was kept before this page is gone on with; where nothing was, what is in memory is kept as it is.
            let known = kept::record(self.campaign).is_some();
            self.update(|record| {
                if known {
                    record.go_on(&here, &self.campaign.scoring.rules);
                }
            });
        }
        if now.may_score() && !self.has_arrived() {
            self.arrive();
        }
        events::tell("consent", json::to_js(&self.states()));
    }

    /// Where consent stands, by reserved purpose.
    pub(super) fn states(&self) -> Value {
        let standing = self.standing.borrow();
        Value::Object(RESERVED.into_iter().map(|purpose| (purpose.to_owned(), standing.state(purpose).write())).collect())
    }

    fn withdraw(&self, kind: &str, purposes: &[&str]) {
        if purposes.is_empty() && kind == WITHDRAWN {
            return;
        }
        let around = self.circumstances(None, Vec::new());
        post(withdrawn(self.rules(), &self.record(), &around, kind, purposes, random::uuid()));
    }
}
