//! What a visitor does, entered into the record by the campaign's rules: the same on a page and where tests are played.

use crate::value::Value;

use super::{Address, Arrival, Circumstances, PageSeen, Record, arrive, facts};
use crate::campaign::Runtime;
use crate::condition::{Engine, Scope};
use crate::scoring::{self, Occurrence, Verdict, with_event};
use crate::time::Timestamp;

/// A campaign, with what its conditions borrow.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub campaign: &'a Runtime,
    pub engine: Engine,
}

impl Rules<'_> {
    /// Counts a page view; the event `page_view` is entered apart, where doings may be counted.
    pub fn arrive(self, record: &mut Record, page: PageSeen, at: Timestamp) {
        let address = Address { url: page.url, host: page.host, query: page.query, referrer: page.referrer };
        record.ledger.retain_rules(&self.campaign.scoring.rules);
        record.arrive(Arrival { at, touch: arrive(&address, at) });
    }

    /// Enters an event into the ledger. Tells whether anything changed.
    pub fn enter(self, record: &mut Record, around: &Circumstances, event: &str, detail: Value) -> bool {
        let facts = with_event(&facts(record, around), detail);
        let scope = Scope { facts: &facts, lists: &self.campaign.lists, engine: self.engine };
        let occurrence = Occurrence { at: around.moment.now, page: record.pages, visit: record.visits };
        record.last_seen = around.moment.now;
        record.ledger.enter(event, occurrence, &self.campaign.scoring.rules, &scope)
    }

    /// What the campaign says of the visitor now.
    #[must_use]
    pub fn judge(self, record: &Record, around: &Circumstances) -> Verdict {
        let visitor = scoring::Visitor { ledger: &record.ledger, stages: &record.stages, tags: &record.tags };
        scoring::evaluate(self.campaign, &visitor, facts(record, around), around.moment.now, self.engine)
    }
}
