//! A visitor whose browser is plain values: what a page's joints do with storage, clock and page, without any of them.

use url::Url;

use super::filling::Filling;
use super::popups::Popups;
use crate::campaign::Campaign;
use crate::campaign::check::hint;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{Click, DeviceKind, Given, Lasting};
use crate::condition::{Engine, value_at};
use crate::lead::{Captured, Filled, submit};
use crate::object;
use crate::scoring::Verdict;
use crate::texts::Texts;
use crate::time::{Timestamp, parse_duration};
use crate::value::{Named, Object, Value};
use crate::view::Reader;
use crate::visitor::attention::{click_detail, depths_reached, stays_reached};
use crate::visitor::consent::{PERSONALIZATION, RESERVED, Standing};
use crate::visitor::{Circumstances, Device, LocalTime, Moment, PageSeen, Record, Rules};

/// 2026-01-05T09:00:00Z, a Monday.
const START: Timestamp = Timestamp(1_767_603_600);
const ID: &str = "visitor";
/// What the runtime fetches.
const SITES: &str = include_str!("../../data/sources.txt");

/// A visitor of a campaign, with the page that is open.
pub struct Visitor<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) id: String,
    pub(super) now: Timestamp,
    /// Whether anything happened yet.
    begun: bool,
    locale: String,
    device: Device,
    pub(super) standing: Standing,
    /// The next page's query and referrer, with the place of the last step that set one.
    next: Next,
    pub(super) page: PageSeen,
    /// How far the page was seen, in percent.
    deepest: u32,
    /// Forms of this page that were begun.
    begun_forms: Vec<String>,
    pub(super) record: Record,
    /// What the record says is pretended.
    pretended: Option<Value>,
    /// What the browser keeps.
    stored: Option<Record>,
    last: Option<Captured>,
    /// Whether nothing happened since the last submission.
    is_at_last: bool,
    pub(super) popups: Popups,
    /// When this page was opened.
    pub(super) opened: Timestamp,
    /// What the browser keeps of dismissals, whatever consent says: `{ ID: [times, seconds] }`.
    pub(super) closed: Object,
}

#[derive(Default)]
struct Next {
    query: Named<String>,
    referrer: Option<(String, String)>,
    visits: Option<u32>,
    set_at: Option<String>,
}

/// What came of all steps.
pub struct Found {
    pub verdict: Verdict,
    pub last: Option<Captured>,
    /// The popup that the visitor looks at.
    pub popup: Option<String>,
    /// A line for every popup.
    pub popups: Vec<String>,
}

impl Found {
    pub fn segments(&self) -> Vec<String> {
        let held = value_at(&self.verdict.facts, "segments").as_array();
        held.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

impl<'a> Visitor<'a> {
    pub fn new(campaign: &'a Campaign) -> Self {
        let policy = campaign.runtime.consent.clone();
        Self {
            campaign,
            id: ID.to_owned(),
            now: START,
            begun: false,
            locale: campaign.runtime.default_locale.clone(),
            device: device(DeviceKind::Desktop),
            standing: Standing { policy, ..Standing::default() },
            next: Next::default(),
            page: PageSeen::default(),
            deepest: 0,
            begun_forms: Vec::new(),
            record: Record::new(ID.to_owned(), START),
            pretended: None,
            stored: None,
            last: None,
            is_at_last: false,
            popups: Popups::of(campaign.runtime.starts.as_ref()),
            opened: START,
            closed: Object::new(),
        }
    }

    /// Does one step, which stands at `path`.
    ///
    /// # Errors
    /// What a visitor cannot do; a warning where the browser of this version would do nothing.
    pub fn take(&mut self, step: &Given, path: &str) -> Result<(), Problem> {
        self.is_at_last = false;
        let at = |key: &str| under(path, key);
        match step {
            Given::Visitor { visitor } => {
                self.id.clone_from(visitor);
                self.record.id.clone_from(visitor);
            }
            Given::At { at: start } => self.start_at(start).map_err(|why| Problem::error(at("at"), why))?,
            Given::Locale { locale } => self.speak(locale).map_err(|why| Problem::error(at("locale"), why))?,
            Given::Region { region } => self.standing.region = Some(region.clone()),
            Given::Device { device: kind } => self.device = device(*kind),
            Given::Query { query } => {
                self.next.query = query.clone();
                self.next.set_at = Some(at("query"));
            }
            Given::Referrer { referrer } => {
                let wrong = || format!("\"{referrer}\" is not an address such as \"https://www.google.com/\"");
                let url = address(referrer).ok_or_else(|| Problem::error(at("referrer"), wrong()))?;
                self.next.referrer = Some((url.to_string(), host(&url)));
                self.next.set_at = Some(at("referrer"));
            }
            Given::Visits { visits } => {
                self.next.visits = Some(*visits);
                self.next.set_at = Some(at("visits"));
            }
            Given::Score { score } => self.pretend(score, &at("score"))?,
            Given::PageView { page_view } => self.open(page_view).map_err(|why| Problem::error(at("page_view"), why))?,
            Given::Scroll { scroll } => self.scroll(*scroll),
            Given::Dwell { dwell } => self.dwell(seconds(dwell).map_err(|why| Problem::error(at("dwell"), why))?),
            Given::Idle { idle } => {
                let seconds = seconds(idle).map_err(|why| Problem::error(at("idle"), why))?;
                self.wait(seconds);
                self.happened("idle", object! { "seconds" => seconds as f64 });
            }
            Given::Wait { wait } => self.wait(seconds(wait).map_err(|why| Problem::error(at("wait"), why))?),
            Given::Click { click } => self.click(click),
            Given::Track { track, event } => self.happened(track, Value::Object(event.clone())),
            Given::Identify { identify } => self.update(|record| record.identify(identify.clone())),
            Given::ExitIntent { exit_intent } => self.happened("exit_intent", object! { "how" => exit_intent.word() }),
            Given::Submit { submit, fields, consent } => {
                let fields = fields.iter().map(|(name, answer)| (name.clone(), answer.value())).collect();
                self.submit(submit, &fields, consent.as_ref(), path)?;
            }
            Given::Consent { consent } => self.choose(consent, &at("consent"))?,
            Given::Open { open } => {
                self.is_popup(open).map_err(|why| Problem::error(at("open"), why))?;
                self.open_popup(open);
            }
            Given::Dismiss { dismiss } => {
                self.is_popup(dismiss).map_err(|why| Problem::error(at("dismiss"), why))?;
                if let Err(why) = self.dismiss(dismiss) {
                    return Err(Problem { explanation: self.why_popups(), ..Problem::error(at("dismiss"), why) });
                }
            }
        }
        Ok(())
    }

    /// What was set for a page that never came.
    pub fn waits_for_a_page(&mut self) -> Option<Problem> {
        let path = self.next.set_at.take()?;
        Some(Problem::error(path, "belongs to the next page_view, and none follows; put it before the page_view it is meant for"))
    }

    /// The verdict of now, which right after a submission is the one its message tells.
    pub fn found(self) -> Found {
        let verdict = match &self.last {
            Some(last) if self.is_at_last => last.verdict.clone(),
            _ => self.rules().judge(&self.record, &self.around(None)),
        };
        let (popup, popups) = (self.popups.seen(), self.why_popups());
        Found { verdict, last: self.last, popup, popups }
    }

    fn start_at(&mut self, start: &str) -> Result<(), String> {
        if self.begun {
            return Err("the clock runs already; `at` comes before anything happens, and `wait` moves it from there".to_owned());
        }
        let start = Timestamp::parse(start).ok_or_else(|| format!("\"{start}\" is not a time such as \"2026-11-21T18:00:00Z\""))?;
        self.now = start;
        self.record = Record::new(self.id.clone(), start);
        Ok(())
    }

    fn speak(&mut self, locale: &str) -> Result<(), String> {
        let known = &self.campaign.runtime.locales;
        if !known.iter().any(|known| known == locale) {
            return Err(format!("\"{locale}\" is not among site.locales{}", hint(locale, known.iter().map(String::as_str))));
        }
        locale.clone_into(&mut self.locale);
        Ok(())
    }

    /// A full load: whatever was not stored is gone.
    fn open(&mut self, target: &str) -> Result<(), String> {
        let next = std::mem::take(&mut self.next);
        let visits = next.visits;
        self.page = self.load(target, next)?;
        self.deepest = 0;
        self.begun_forms.clear();
        self.record = Record::new(self.id.clone(), self.now);
        self.popups.turn();
        self.opened = self.now;
        let (around, rules) = (self.around(None), self.rules());
        self.update(|record| {
            rules.arrive(record, &around, SITES);
            record.visits = visits.unwrap_or(record.visits);
        });
        self.happened("page_view", object! {});
        Ok(())
    }

    /// The page at a path of the site, or at an address elsewhere that carries the tag.
    fn load(&self, target: &str, next: Next) -> Result<PageSeen, String> {
        let runtime = &self.campaign.runtime;
        let words = Texts::default();
        let reader = Reader::new(runtime, &self.locale, &words);
        let own = target.starts_with('/');
        let mut url =
            if own { address(&self.campaign.site.url).and_then(|site| site.join(&reader.link(target)).ok()) } else { address(target) }
                .ok_or_else(|| format!("\"{target}\" is neither a path of the site nor an address such as \"https://acme.example/\""))?;
        for (name, value) in &next.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        let path = if own { target.split(['?', '#']).next().unwrap_or(target) } else { url.path() };
        let page = self.campaign.page(path).filter(|_| own);
        Ok(PageSeen {
            path: page.map_or(path, |page| &page.path).to_owned(),
            title: page.map(|page| reader.read(&page.title)).unwrap_or_default(),
            host: host(&url),
            query: url.query_pairs().into_owned().collect(),
            url: url.to_string(),
            referrer: next.referrer,
            seconds: 0,
        })
    }

    /// The score is what the test says; the rules count on.
    fn pretend(&mut self, score: &Named<f64>, path: &str) -> Result<(), Problem> {
        let known = &self.campaign.runtime.scoring.dimensions;
        if let Some(strange) = score.keys().find(|name| !known.contains_key(name)) {
            let message = format!("no dimension named \"{strange}\"{}", hint(strange, known.keys().map(String::as_str)));
            return Err(Problem::error(under(path, strange), message).of_key());
        }
        let points = score.iter().map(|(name, points)| (name.clone(), (*points).into())).collect();
        self.pretended = Some(object! { "score" => Value::Object(points) });
        self.update(|_| ());
        self.show_popups(&[]);
        Ok(())
    }

    fn scroll(&mut self, percent: u32) {
        for depth in depths_reached(self.campaign.runtime.starts.as_ref(), self.deepest, percent) {
            self.deepest = depth;
            self.happened("scroll", object! { "percent" => depth });
        }
    }

    /// Every length of stay is entered when it is reached.
    fn dwell(&mut self, seconds: i64) {
        let (before, begin) = (self.page.seconds, self.now);
        let on_site = self.record.seconds;
        let after = before.saturating_add(u32::try_from(seconds).unwrap_or(u32::MAX));
        for stay in stays_reached(self.campaign.runtime.starts.as_ref(), before, after) {
            self.page.seconds = stay;
            self.update(|record| record.seconds = on_site.saturating_add(stay - before));
            self.now = Timestamp(begin.0.saturating_add(i64::from(stay - before)));
            self.happened("dwell", object! { "seconds" => stay });
        }
        self.page.seconds = after;
        self.update(|record| record.seconds = on_site.saturating_add(after - before));
        self.now = begin;
        self.wait(seconds);
    }

    fn wait(&mut self, seconds: i64) {
        self.begun = true;
        self.now = Timestamp(self.now.0.saturating_add(seconds));
        self.show_popups(&[]);
    }

    fn click(&mut self, click: &Click) {
        let detail = match click {
            Click::On(target) if target.starts_with('#') => click_detail("", "", target),
            Click::On(id) => click_detail(id, "", ""),
            Click::Element { id, text, url } => click_detail(id, text, url),
        };
        self.happened("click", detail);
    }

    fn choose(&mut self, choices: &Named<bool>, path: &str) -> Result<(), Problem> {
        self.begun = true;
        if let Some(strange) = choices.keys().find(|purpose| !RESERVED.contains(&purpose.as_str())) {
            let message = format!(
                "\"{strange}\" is agreed to in a form: put it into `consent` of its `submit`; reserved purposes: {}",
                RESERVED.join(", ")
            );
            return Err(Problem::error(under(path, strange), message).of_key());
        }
        self.standing.choices.0.extend(choices.clone());
        if self.standing.granted(PERSONALIZATION) {
            self.update(|_| ());
        } else {
            self.stored = None;
            self.record = Record::new(self.id.clone(), self.now);
        }
        Ok(())
    }

    fn submit(&mut self, id: &str, fields: &Object, consent: Option<&Named<bool>>, path: &str) -> Result<(), Problem> {
        let campaign = self.campaign;
        let forms = &campaign.runtime.forms;
        let form = forms.get(id).ok_or_else(|| {
            let hint = hint(id, forms.keys().map(String::as_str));
            Problem::error(under(path, "submit"), format!("no form named \"{id}\"{hint}"))
        })?;
        // Nobody sends a form without having been in it.
        if !self.begun_forms.iter().any(|begun| begun == id) {
            self.begun_forms.push(id.to_owned());
            self.happened("form_start", object! { "form" => id });
        }
        let verdict = self.rules().judge(&self.record, &self.around(None));
        let page = Filling { campaign, locale: &self.locale, facts: &verdict.facts, today: &moment(self.now).local.date };
        let answers = page.answers(form, fields, consent, path)?;
        let mut around = self.around(Some(id.to_owned()));
        // A form in a popup that is open is the one that is filled in.
        let popup = self.popups.open().into_iter().find(|popup| self.popups.form_of(popup) == Some(id));
        if let Some(popup) = &popup {
            around.via = object! { "kind" => "popup", "id" => popup };
        }
        let ids = ("message".to_owned(), "lead".to_owned());
        let filled = Filled { form_id: id, form, answers: &answers, ids: &ids };
        let rules = self.rules();
        self.last = Some(self.update(|record| submit(rules, record, &around, &filled)));
        if let Some(popup) = &popup {
            self.note(popup, "submitted");
        }
        self.show_popups(&[("form_submit", object! { "form" => id })]);
        self.is_at_last = true;
        Ok(())
    }

    /// Enters an event, where doings may be counted.
    pub(super) fn happened(&mut self, event: &str, detail: Value) {
        let (around, rules) = (self.around(None), self.rules());
        self.update(|record| rules.enter(record, &around, event, detail.clone()));
        self.show_popups(&[(event, detail)]);
    }

    /// Changes the record: the stored one where it may be stored, else the one in this page's memory.
    pub(super) fn update<T>(&mut self, change: impl FnOnce(&mut Record) -> T) -> T {
        self.begun = true;
        let may_store = self.standing.granted(PERSONALIZATION);
        let keep_days = self.campaign.runtime.keep_days();
        if let Some(stored) = self.stored.as_ref().filter(|stored| may_store && stored.is_usable(self.now, keep_days)) {
            self.record = stored.clone();
        }
        self.record.pretended.clone_from(&self.pretended);
        let result = change(&mut self.record);
        if may_store {
            self.stored = Some(self.record.clone());
        }
        result
    }

    pub(super) fn rules(&self) -> Rules<'a> {
        Rules { campaign: &self.campaign.runtime, engine: Engine::native() }
    }

    pub(super) fn around(&self, form: Option<String>) -> Circumstances {
        Circumstances {
            moment: moment(self.now),
            page: self.page.clone(),
            device: self.device.clone(),
            locale: self.locale.clone(),
            standing: self.standing.clone(),
            via: object! { "kind" => if self.campaign.page(&self.page.path).is_some() { "page" } else { "embed" }, "id" => self.page.path },
            form,
            spam: Vec::new(),
            ids: Named::new(),
        }
    }
}

fn device(kind: DeviceKind) -> Device {
    match kind {
        DeviceKind::Mobile => Device::of(390, true, ""),
        DeviceKind::Tablet => Device::of(820, true, ""),
        DeviceKind::Desktop => Device::of(1440, false, ""),
    }
}

fn address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn seconds(lasting: &Lasting) -> Result<i64, String> {
    match lasting {
        Lasting::Seconds(seconds) => Ok(i64::from(*seconds)),
        Lasting::Duration(text) => {
            parse_duration(text).ok_or_else(|| format!("\"{text}\" is not a duration such as \"40 s\" or \"3 days\""))
        }
    }
}

/// The visitor's clock stands in UTC.
pub(super) fn moment(now: Timestamp) -> Moment {
    Moment { now, local: LocalTime::of(now, Some("UTC".to_owned())) }
}
