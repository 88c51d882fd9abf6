//! What popups are to a visitor in a test: told what happened, seen, opened and dismissed, and remembered in the record as a page does.

use super::popups::Held;
use super::visitor::{Visitor, moment};
use crate::campaign::check::hint;
use crate::object;
use crate::scoring::Verdict;
use crate::time::SECONDS_PER_DAY;
use crate::value::{Value, Write};
use crate::visitor::consent::Use;
use crate::visitor::popups::{ALL, note};

impl Visitor<'_> {
    pub(super) fn is_popup(&self, id: &str) -> Result<(), String> {
        let known = self.popups.ids();
        if known.contains(&id) { Ok(()) } else { Err(format!("no popup named \"{id}\"{}", hint(id, known))) }
    }

    /// Tells popups what happened; those that show are seen.
    pub(super) fn show_popups(&mut self, happened: &[(&str, Value)]) {
        // Nothing shows before there is a page.
        if self.popups.is_none() || self.page.url.is_empty() {
            return;
        }
        let events: Vec<Value> = happened.iter().map(|(event, detail)| Value::Array(vec![event.write(), detail.clone()])).collect();
        let verdict = self.rules().judge(&self.record, &self.around(None));
        let mut popups = self.popups.clone();
        let shown = popups.heard(&Value::Array(events), &self.held(&verdict));
        self.popups = popups;
        for id in shown {
            self.note(&id, "seen");
            self.happened("popup_open", object! { "popup" => id });
        }
    }

    pub(super) fn open_popup(&mut self, id: &str) {
        let verdict = self.rules().judge(&self.record, &self.around(None));
        let mut popups = self.popups.clone();
        popups.open_by_hand(id, &self.held(&verdict));
        self.popups = popups;
        self.note(id, "seen");
        self.happened("popup_open", object! { "popup" => id });
    }

    pub(super) fn dismiss(&mut self, id: &str) -> Result<(), String> {
        if !self.popups.open().iter().any(|open| open == id) {
            return Err(format!("the popup \"{id}\" is not on screen"));
        }
        let verdict = self.rules().judge(&self.record, &self.around(None));
        let mut popups = self.popups.clone();
        popups.close(id, &self.held(&verdict));
        self.popups = popups;
        self.note(id, "dismissed");
        let times = self.closed.get(id).and_then(|known| known.as_array()?.first()?.as_f64()).unwrap_or_default() + 1.0;
        self.closed.insert(id, Value::Array(vec![times.into(), (self.now.0 as f64).into()]));
        self.happened("popup_dismiss", object! { "popup" => id, "reason" => "button" });
        self.happened("popup_close", object! { "popup" => id, "reason" => "button" });
        Ok(())
    }

    /// Notes what became of a popup, where it is remembered.
    pub(super) fn note(&mut self, id: &str, what: &str) {
        let (at, counts) = (self.now, self.popups.counts(id));
        self.update(|record| {
            let visit = record.visits;
            note(&mut record.popups, id, what, at, visit);
            if counts {
                note(&mut record.popups, ALL, what, at, visit);
            }
        });
    }

    pub(super) fn why_popups(&self) -> Vec<String> {
        let verdict = self.rules().judge(&self.record, &self.around(None));
        self.popups.explanation(&self.held(&verdict))
    }

    /// What the rules of popups are held against.
    fn held<'b>(&'b self, verdict: &'b Verdict) -> Held<'b> {
        let (local, record) = (moment(self.now).local, &self.record);
        let excluded = self.rules().leaves_alone(&mut self.record.clone(), &verdict.facts);
        let minutes = self.now.0.rem_euclid(SECONDS_PER_DAY) / 60;
        let fragment = self.page.url.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
        Held {
            facts: &verdict.facts,
            lists: &self.campaign.runtime.lists,
            visitor: &self.id,
            now: object! {
                "delay" => (self.now.0 - self.opened.0) as f64, "time_on_site" => record.seconds, "pages" => record.pages,
                "stage" => verdict.stage, "tags" => verdict.tags, "hash" => fragment,
            },
            state: object! {
                "may" => self.standing.may_use() != Use::Nothing && !excluded, "chosen" => !self.standing.choices.0.is_empty(),
                "history" => record.popups, "closed" => Value::Object(self.closed.clone()), "visit" => record.visits,
                "submitted" => record.submitted_at.map(|at| at.0 as f64), "now" => self.now.0 as f64 * 1000.0,
                "local" => object! { "minutes" => minutes as f64, "weekday" => local.weekday },
            },
        }
    }
}
