//! What a visitor does, entered into the record by the campaign's rules: the same on a page and where tests are played.

use crate::experiment::variants;
use crate::value::{Object, Value, put};

use super::consent::Use;
use super::facts::set_page_facts;
use super::{Address, Arrival, Circumstances, Known, PageSeen, Record, arrive};
use crate::campaign::{Part, Runtime};
use crate::condition::{Engine, Scope, holds_plain, value_at};
use crate::scoring::{self, Occurrence, Verdict, with_event, without_event};
use crate::time::{SECONDS_PER_DAY, Timestamp};

/// The parameter of an address by which colleagues say that they are no visitors: `1`, and `0` takes it back.
pub const INTERNAL: &str = "lw_internal";

/// A campaign, with what its conditions borrow.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub campaign: &'a Runtime,
    pub engine: Engine,
}

impl<'a> Rules<'a> {
    /// Counts a page view, where doings may be counted, by the lists of `data/sources.txt`; the event `page_view` is entered apart.
    pub fn arrive(self, record: &mut Record, around: &Circumstances, sites: &str) {
        let (page, at) = (around.page.clone(), around.moment.now);
        if let Some(says) = page.query.get(INTERNAL) {
            record.internal = says == "1";
        }
        if !around.standing.may_score() {
            return;
        }
        let attribution = Part(&self.campaign.attribution);
        let known = Known { sites, attribution, own: self.own_channel(&page) };
        let address = Address { url: page.url, host: page.host, query: page.query, referrer: page.referrer };
        record.ledger.retain_rules(&self.campaign.scoring.rules);
        record.tags.retain(|tag| self.campaign.keeps_tag(tag));
        let window_days = attribution.number("window_days").unwrap_or_default() as i64;
        record.forget_last_touch_before(Timestamp(at.0.saturating_sub(window_days.saturating_mul(SECONDS_PER_DAY))));
        record.arrive(Arrival { at, touch: arrive(&address, at, known) });
    }

    /// The first of the campaign's own channels that fits a page view.
    fn own_channel(self, page: &PageSeen) -> Option<Part<'a>> {
        let mut facts = Object::new();
        set_page_facts(&mut facts, page);
        let scope = Scope { facts: &Value::Object(facts), lists: &self.campaign.lists, engine: self.engine };
        Part(&self.campaign.attribution).list("channels").into_iter().find(|own| holds_plain(own.get("when"), &scope))
    }

    /// Enters an event into the ledger, and tells what the campaign says then. `None` where doings may not be counted, and of visitors
    /// whom the campaign leaves alone.
    pub fn enter(self, record: &mut Record, around: &Circumstances, event: &str, detail: Value) -> Option<Verdict> {
        if !around.standing.may_score() {
            return None;
        }
        record.is_active(around.moment.now);
        let facts = self.facts(record, around);
        if self.leaves_alone(record, &facts) {
            return None;
        }
        let facts = with_event(facts, detail);
        let occurrence = Occurrence { at: around.moment.now, page: record.pages, visit: record.visits };
        record.ledger.enter(event, occurrence, &self.campaign.scoring.rules, &self.scope(&facts));
        Some(self.settle_for(record, without_event(facts), around))
    }

    /// What the campaign says of the visitor now. Stages reached and tags that stay are theirs from here on.
    pub fn settle(self, record: &mut Record, around: &Circumstances) -> Verdict {
        let facts = self.facts(record, around);
        self.settle_for(record, facts, around)
    }

    /// All that is known before anything is judged, the variants that the visitor sees included.
    #[must_use]
    #[inline(never)]
    pub fn facts(self, record: &Record, around: &Circumstances) -> Value {
        let mut facts = super::facts(record, around);
        if around.standing.may_use() != Use::Nothing
            && let Some(experiments) = &self.campaign.experiments
        {
            let scope = self.scope(&facts);
            let forced = value_at(&facts, "query.leadwell_variant").as_str().unwrap_or_default();
            let variants = variants(experiments, &record.id, forced, &|when| holds_plain(Some(when), &scope));
            if let Value::Object(facts) = &mut facts {
                put(facts, "experiment", variants);
            }
        }
        facts
    }

    fn settle_for(self, record: &mut Record, facts: Value, around: &Circumstances) -> Verdict {
        let verdict = self.judge_for(record, facts, around);
        record.stages.clone_from(&verdict.stages);
        record.tags.clone_from(&verdict.kept_tags);
        verdict
    }

    /// What the campaign says of the visitor now.
    #[must_use]
    pub fn judge(self, record: &Record, around: &Circumstances) -> Verdict {
        self.judge_for(record, self.facts(record, around), around)
    }

    fn judge_for(self, record: &Record, facts: Value, around: &Circumstances) -> Verdict {
        let visitor =
            scoring::Visitor { ledger: &record.ledger, stages: &record.stages, tags: &record.tags, pretended: record.pretends("score") };
        scoring::evaluate(self.campaign, &visitor, facts, around.moment.now, self.engine)
    }

    /// Whether the campaign leaves this visitor alone: `audience.exclude` holds, or held once and is remembered.
    pub fn leaves_alone(self, record: &mut Record, facts: &Value) -> bool {
        let audience = Part(&self.campaign.audience);
        let holds = audience.has("exclude") && audience.holds("exclude", &self.scope(facts));
        record.excluded = audience.flag("remember") && (record.excluded || holds);
        record.excluded || holds
    }

    fn scope<'b>(&'b self, facts: &'b Value) -> Scope<'b> {
        Scope { facts, lists: &self.campaign.lists, engine: self.engine }
    }
}
