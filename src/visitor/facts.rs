//! The facts conditions read, as one nested value; CAMPAIGN.md lists their names.

use super::Record;
use super::consent::{RESERVED, Standing};
use crate::form::{email, is_suspected};
use crate::object;
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
}

impl Device {
    /// Known by the width of the window, in CSS pixels, and whether a finger points.
    #[must_use]
    pub fn of(width: u32, touch: bool) -> Self {
        let kind = match width {
            _ if !touch => "desktop",
            0..=767 => "mobile",
            _ => "tablet",
        };
        Self { kind: kind.to_owned(), width, touch }
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
    /// The form being submitted.
    pub form: Option<String>,
    /// Names of signs that a program filled it in.
    pub spam: Vec<String>,
    /// What the page told of its user.
    pub user: Object,
}

/// The facts before segments and scores, which evaluation adds in their order.
#[must_use]
pub fn facts(record: &Record, around: &Circumstances) -> Value {
    let page = &around.page;
    let (referrer_url, referrer_host) = page.referrer.clone().unzip();
    let mut facts = Object::new();
    let mut set = |name: &str, value: Value| put(&mut facts, name, value);
    set("page", object! { "path" => page.path, "url" => page.url, "title" => page.title, "host" => page.host });
    set("query", page.query.write());
    set("referrer", object! { "url" => referrer_url, "host" => referrer_host });
    set("source", record.last.write());
    set("first", record.first.write());
    set("device", object! { "kind" => around.device.kind, "width" => around.device.width, "touch" => around.device.touch });
    set("locale", around.locale.write());
    set("region", around.standing.region.write());
    set("time", time_facts(&around.moment.local));
    set("visitor", visitor_facts(record, around));
    set("form", around.form.write());
    set("submitted", record.submitted.write());
    set("field", record.answers.write());
    set("email", email_facts(record));
    set("user", Value::Object(around.user.clone()));
    set("consent", consent_facts(record, &around.standing));
    set("spam", object! { "suspected" => is_suspected(&around.spam) });
    Value::Object(facts)
}

fn time_facts(local: &LocalTime) -> Value {
    object! { "hour" => local.hour, "weekday" => local.weekday, "date" => local.date, "zone" => local.zone }
}

fn visitor_facts(record: &Record, around: &Circumstances) -> Value {
    // A clock set back counts as no time gone by.
    let days_since = |then: Timestamp| around.moment.now.0.saturating_sub(then.0).max(0) / SECONDS_PER_DAY;
    object! {
        "id" => record.id, "visits" => record.visits, "pages" => record.pages, "days_since_first" => days_since(record.first_seen),
        "days_since_last" => record.visit_before.map(days_since), "seconds_on_page" => around.page.seconds,
    }
}

/// What forms asked for, and the reserved purposes, which only the visitor's choice settles.
fn consent_facts(record: &Record, standing: &Standing) -> Value {
    let asked = record.agreed.iter().map(|(purpose, state)| (purpose.clone(), state.write()));
    let reserved = RESERVED.iter().map(|purpose| ((*purpose).to_owned(), standing.state(purpose).write()));
    Value::Object(asked.chain(reserved).collect())
}

/// `email.NAME.kind` and `.domain` for every answer that is an e-mail address.
fn email_facts(record: &Record) -> Value {
    let facts = record.answers.iter().filter_map(|(name, answer)| {
        let (kind, domain) = email::describe(answer.as_str()?)?;
        let kind = record.kinds.get(name).map_or(kind, String::as_str);
        Some((name.clone(), object! { "kind" => kind, "domain" => domain }))
    });
    Value::Object(facts.collect())
}
