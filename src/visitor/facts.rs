//! The facts conditions read, as one nested value; CAMPAIGN.md lists their names.

use super::consent::{RESERVED, Standing, Use};
use super::{Record, popups};
use crate::form::{email, is_suspected};
use crate::object;
use crate::search::contains;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::{Named, Object, Value, Write, put};

/// When it is, by the visitor's clock.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    pub now: Timestamp,
    pub local: LocalTime,
}

#[derive(Clone, Debug, Default)]
pub struct LocalTime {
    /// 0 to 23.
    pub hour: u32,
    /// 1 to 7, Monday 1.
    pub weekday: u32,
    /// `2026-11-21`
    pub date: String,
    /// IANA name, when the browser tells.
    pub zone: Option<String>,
}

/// The page the visitor is on.
#[derive(Clone, Debug, Default)]
pub struct PageSeen {
    pub url: String,
    /// Without base and locale on pages of the campaign.
    pub path: String,
    pub title: String,
    pub host: String,
    pub query: Named<String>,
    /// The referring page, with its host.
    pub referrer: Option<(String, String)>,
    /// Engaged seconds on this page.
    pub seconds: u32,
}

impl LocalTime {
    /// `here` is what the visitor's clock shows, counted as if it were UTC.
    #[must_use]
    pub fn of(here: Timestamp, zone: Option<String>) -> Self {
        let hour = here.civil()[3].unsigned_abs() as u32;
        // 1970 began on a Thursday.
        let weekday = (here.0.div_euclid(SECONDS_PER_DAY).saturating_add(3).rem_euclid(7) + 1) as u32;
        let mut date = here.text();
        date.truncate("2026-11-21".len());
        Self { hour, weekday, date, zone }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Device {
    /// `mobile`, `tablet` or `desktop`.
    pub kind: String,
    /// CSS pixels.
    pub width: u32,
    pub touch: bool,
    /// The app whose own browser this is: `kakaotalk`, `naver`, `instagram` or `facebook`.
    pub in_app: Option<&'static str>,
}

/// What apps add to the name that their browsers give.
const APPS: [(&str, &str); 6] = [
    ("KAKAOTALK", "kakaotalk"),
    ("NAVER(inapp", "naver"),
    ("Instagram", "instagram"),
    ("FBAN/", "facebook"),
    ("FBAV/", "facebook"),
    ("FB_IAB/", "facebook"),
];

impl Device {
    /// Known by the width of the window, in CSS pixels, whether a finger points, and what the browser calls itself.
    #[must_use]
    pub fn of(width: u32, touch: bool, agent: &str) -> Self {
        let kind = match width {
            _ if !touch => "desktop",
            0..=767 => "mobile",
            _ => "tablet",
        };
        let in_app = APPS.iter().find(|(mark, _)| contains(agent, mark)).map(|(_, app)| *app);
        Self { kind: kind.to_owned(), width, touch, in_app }
    }
}

/// Everything around the visitor's record that facts are made of.
#[derive(Clone, Debug)]
pub struct Circumstances {
    pub moment: Moment,
    pub page: PageSeen,
    pub device: Device,
    pub locale: String,
    pub standing: Standing,
    /// What carries forms here, as messages write it: `{ "kind", "id" }`.
    pub via: Value,
    /// The form being submitted.
    pub form: Option<String>,
    /// Names of signs that a program filled it in.
    pub spam: Vec<String>,
    /// By which advertising tools of the page know the visitor: `ga_client fbp fbc hutk`.
    pub ids: Named<String>,
}

/// The facts before segments and scores, which evaluation adds in their order. What consent does not allow to be used is missing.
#[must_use]
pub fn facts(record: &Record, around: &Circumstances) -> Value {
    let mut facts = Object::new();
    let may_use = around.standing.may_use();
    if may_use != Use::Nothing {
        set_page_facts(&mut facts, &around.page);
    }
    let mut set = |name: &str, value: Value| put(&mut facts, name, value);
    match may_use {
        Use::Everything => {
            set("source", record.last.write());
            set("first", record.first.write());
            set("visitor", visitor_facts(record, around));
            set("user", Value::Object(record.user.clone()));
        }
        // Where somebody comes from is not what the page shows.
        Use::Page => set("referrer", Value::Null),
        Use::Nothing => {}
    }
    if may_use != Use::Nothing {
        let Device { kind, width, touch, in_app } = &around.device;
        set("device", object! { "kind" => kind, "width" => width, "touch" => touch, "in_app" => in_app });
        set("locale", around.locale.write());
        set("region", around.standing.region.write());
        set("time", time_facts(&around.moment.local));
    }
    set("form", around.form.write());
    set("via", around.via.clone());
    set("popup", popups::facts(record.popups.as_ref(), around.moment.now));
    set("submitted", record.submitted.write());
    set("field", record.answers.write());
    set("email", email_facts(record));
    set("consent", consent_facts(record, &around.standing));
    set("spam", object! { "suspected" => is_suspected(&around.spam) });
    if let Value::Object(pretended) = record.pretends("facts") {
        facts.extend(pretended.clone());
    }
    Value::Object(facts)
}

/// What is known of a page view by itself.
pub(super) fn set_page_facts(facts: &mut Object, page: &PageSeen) {
    let (referrer_url, referrer_host) = page.referrer.clone().unzip();
    put(facts, "page", object! { "path" => page.path, "url" => page.url, "title" => page.title, "host" => page.host });
    put(facts, "query", page.query.write());
    put(facts, "referrer", object! { "url" => referrer_url, "host" => referrer_host });
}

fn time_facts(local: &LocalTime) -> Value {
    object! { "hour" => local.hour, "weekday" => local.weekday, "date" => local.date, "zone" => local.zone }
}

fn visitor_facts(record: &Record, around: &Circumstances) -> Value {
    // A clock set back counts as no time gone by.
    let days_since = |then: Timestamp| around.moment.now.0.saturating_sub(then.0).max(0) / SECONDS_PER_DAY;
    object! {
        "id" => record.id, "visits" => record.visits, "pages" => record.pages, "days_since_first" => days_since(record.first_seen),
        "days_since_last" => record.visit_before.map(days_since), "seconds_on_page" => around.page.seconds, "seconds_on_site" => record.seconds,
    }
}

/// What forms asked for, and the reserved purposes, which only the visitor's choice settles.
fn consent_facts(record: &Record, standing: &Standing) -> Value {
    let mut facts = Object::new();
    for (purpose, state) in &record.agreed {
        put(&mut facts, purpose, state.write());
    }
    for purpose in RESERVED {
        put(&mut facts, purpose, standing.state(purpose).write());
    }
    Value::Object(facts)
}

/// `email.NAME.kind` and `.domain` for every answer that is an e-mail address.
fn email_facts(record: &Record) -> Value {
    let mut facts = Object::new();
    for (name, answer) in &record.answers {
        if let Some((kind, domain)) = answer.as_str().and_then(email::describe) {
            let kind = record.kinds.get(name).map_or(kind, String::as_str);
            put(&mut facts, name, object! { "kind" => kind, "domain" => domain });
        }
    }
    Value::Object(facts)
}
