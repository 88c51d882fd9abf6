//! `campaign.json` as its author wrote it.
//!
//! These types are the format: the JSON Schema is generated from them, and their doc comments are its descriptions. They refuse
//! unknown keys and fill in documented defaults. They do not look across the file (does this form exist?): that is `check`.

#[cfg(feature = "native")]
mod analytics;
#[cfg(feature = "native")]
mod attribution;
mod blocks;
mod destinations;
#[cfg(feature = "native")]
mod experiments;
#[cfg(feature = "native")]
mod forms;
#[cfg(feature = "native")]
mod host;
mod plain;
#[cfg(feature = "native")]
mod popups;
mod scoring;
mod site;
#[cfg(feature = "native")]
mod tests;
mod visitor;

use serde::Deserialize;

pub use blocks::*;
pub use destinations::{Body, Destination, Mode};
#[cfg(feature = "native")]
pub use forms::{
    Action, AddressPart, Booking, Calendar, CalendarLink, Captcha, CaptchaKind, Channel, Choice, ConsentItem, Download, Field, FieldKind,
    Form, InputMode, Jump, Messages, Outcome, Partial, Points, Recipient, ResultView, Step, Width,
};

/// A form as its author wrote it. Only `check` knows its parts; everything else reads forms as plain values.
#[cfg(not(feature = "native"))]
pub type Form = Value;
#[cfg(feature = "native")]
pub use analytics::{Analytics, Asked, Events, Told};
#[cfg(feature = "native")]
pub use attribution::{Attribution, OwnChannel};
#[cfg(feature = "native")]
pub use host::{Capture, EventRule, EventSource};
pub use plain::{Aside, Held, Plain};
#[cfg(feature = "native")]
pub use popups::{
    AllOf, Cancels, Close, Coupon, Frequency, Offer, Popup, PopupKind, PopupLayout, PopupLimits, PopupSize, Position, Schedule, StopAfter,
    TimeLeft, Trigger, Triggers, YesNo,
};
#[cfg(feature = "native")]
pub use scoring::Weight;
pub use scoring::{Decay, Dimension, Group, Level, Limit, Model, Rule, Scoring, Stage, Tag, ValueOfLead};
pub use site::{Controller, Font, Header, Mode as ThemeMode, Radius, Site, Surface, Theme};
pub use visitor::{Audience, BeforeConsent, Consent, ConsentMode, Signal, Storage, WithoutConsent};

#[cfg(feature = "native")]
pub use experiments::{Arm, Experiment};
#[cfg(feature = "native")]
pub use tests::{Click, DeviceKind, ExitIntent, Expect, Given, GivenAnswer, Lasting, Test};

use super::text::Text;
use crate::condition::Condition;
use crate::time::Timestamp;
use crate::value::{Named, Value};

/// One campaign: its pages, forms and scoring, and where its leads go.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Where the JSON Schema stands, for editors.
    #[serde(rename = "$schema", default)]
    pub schema: Aside<String>,
    /// The version of this format.
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 1)))]
    pub leadwell: u32,
    /// Names the campaign in every lead and in the browser's storage.
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub id: String,
    /// The campaign's name, for people.
    pub name: Text,
    /// Stamped by `leadwell build`; leave it out.
    #[serde(default)]
    pub version: Option<String>,
    /// For people; never published.
    #[serde(default)]
    pub note: Aside<String>,
    pub site: Site,
    #[serde(default)]
    pub theme: Theme,
    #[serde(default)]
    pub consent: Held<Consent>,
    #[serde(default)]
    pub storage: Held<Storage>,
    #[serde(default)]
    pub audience: Held<Audience>,
    /// Where visitors come from, as far as the campaign knows better than the lists.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Attribution"))]
    pub attribution: Option<Value>,
    /// Where leads go.
    #[serde(default)]
    pub destinations: Vec<Held<Destination>>,
    /// Named lists of texts, for `$in_list`.
    #[serde(default)]
    pub lists: Named<Vec<String>>,
    /// Named conditions, for `$segment` and the fact `segments`.
    #[serde(default)]
    pub segments: Named<Condition>,
    #[serde(default)]
    pub scoring: Scoring,
    /// The forms, by id.
    #[serde(default)]
    pub forms: Named<Form>,
    /// The landing pages, or paths of files that hold one page or a list of them, such as `pages/*.json`.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(schema_with = "pages_or_paths"))]
    pub pages: Vec<Page>,
    /// Words of the interface in place of the built-in ones, by key.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(schema_with = "texts_by_key"))]
    pub texts: Named<Text>,
    /// What happens on the page, under names of the campaign's own.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Vec<EventRule>"))]
    pub events: Aside<Value>,
    /// Forms a page already has, of whose submissions leads are made.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Vec<Capture>"))]
    pub capture: Aside<Value>,
    /// What is laid over the page or put into it, when, and how often.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Vec<Popup>"))]
    pub popups: Aside<Value>,
    /// How many popups a visitor sees at all.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "PopupLimits"))]
    pub popup_limits: Aside<Value>,
    /// Variants of which each visitor sees one: the fact `experiment.ID`.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Vec<Experiment>"))]
    pub experiments: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub goals: Aside<Value>,
    /// Tools that the page has, and what they are told.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Vec<Analytics>"))]
    pub analytics: Aside<Value>,
    /// Visitors with what should come of them, played through the campaign's own rules by `leadwell check`.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(with = "Vec<Test>"))]
    pub tests: Aside<Value>,
}

/// Every key that there is, so that editors complete them and a slip is an unknown key.
#[cfg(feature = "native")]
fn texts_by_key(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let text = generator.subschema_for::<Text>();
    let property = |(key, english): (&str, String)| {
        let mut text = text.clone();
        text.insert("description".into(), english.into());
        (key.to_owned(), serde_json::Value::from(text))
    };
    let properties: serde_json::Map<_, _> = crate::texts::by_key().into_iter().map(property).collect();
    schemars::json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Paths are followed when a file is read; the pages they lead to stand in their place from then on.
#[cfg(feature = "native")]
fn pages_or_paths(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let page = generator.subschema_for::<Page>();
    schemars::json_schema!({
        "type": "array",
        "items": { "anyOf": [{ "type": "string", "description": "A path below the campaign's folder, perhaps with `*`.", "examples": ["pages/*.json"] }, page] }
    })
}

/// A landing page.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Where it stands on the site, from `/`; other locales stand under their own prefix.
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^/([a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*/?)?$"), example = &"/"))]
    pub path: String,
    /// The page's title in the browser's tab and in search results.
    pub title: Text,
    /// One or two sentences for search results and shared links.
    pub description: Text,
    pub blocks: Vec<Block>,
    /// What the whole page is instead, for some visitors; the first whose condition holds.
    #[serde(default)]
    pub variants: Vec<PageVariant>,
    /// The links at the top of this page, in place of the site's.
    #[serde(default)]
    pub header: Option<Plain<Header>>,
    /// The picture shown where the page is shared, in place of the site's: 1200 by 630 pixels, not SVG.
    #[serde(default)]
    pub social: Aside<Plain<Picture>>,
    /// Keeps search engines from listing the page; it is not in the sitemap either.
    #[serde(default)]
    pub noindex: bool,
    /// When the page is published, where it is not always; a build outside of it leaves the page out.
    #[serde(default)]
    pub publish: Aside<Window>,
    /// For people; never published.
    #[serde(default)]
    pub note: Aside<String>,
    /// Only `live` pages are published.
    #[serde(default)]
    pub status: Status,
}

/// Other blocks of a page, or the same in another order, for some visitors. What is above the header and in the footer stays.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PageVariant {
    /// Settled before the page is painted: of experiments that are drawn by then, `query.*`, `page.path`, `device.kind` and `locale`.
    pub when: Condition,
    /// The ids of those blocks of this page that are shown then, in their order; each as its own `when` and `variants` say.
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub blocks: Vec<String>,
    /// For people; never published.
    #[serde(default)]
    pub note: Aside<String>,
}

/// From when until when, as RFC 3339 instants.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Window {
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(example = &"2026-12-01T09:00:00+01:00"))]
    pub from: Option<String>,
    #[serde(default)]
    pub until: Option<String>,
}

impl Window {
    /// Whether `now` is inside; a bound that cannot be read is none.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        let bound = |text: &Option<String>| text.as_deref().and_then(Timestamp::parse);
        bound(&self.from).is_none_or(|from| from <= now) && bound(&self.until).is_none_or(|until| now < until)
    }
}

/// Whether a thing is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    #[default]
    Live,
    Paused,
}

#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Campaign {
    schema = "$schema", leadwell, id, name, version, note, site, theme or Theme::default(), consent or Held::<Consent>::default(),
    storage or Held::<Storage>::default(), attribution, destinations, lists, segments, scoring or Scoring::default(), forms, pages, texts,
    audience or Held::<Audience>::default(), events, capture, popups, popup_limits, experiments, goals, analytics, tests,
});
crate::readable!(PageVariant { when, blocks, note });
crate::readable!(Page { path, title, description, blocks, variants, header, social, noindex, publish, note, status });
crate::readable!(Window { from, until });
crate::words!(Status { "draft" => Draft, "live" => Live, "paused" => Paused } default Self::Live);

/// A part of the file as the plain value that everything but `check` reads.
#[cfg(feature = "native")]
pub fn plain<T: serde::Serialize>(written: &T) -> Value {
    serde_json::to_value(written).map(crate::value::of_json).unwrap_or_default()
}

#[cfg(not(feature = "native"))]
pub fn plain(written: &impl crate::value::Write) -> Value {
    written.write()
}

/// The same of a list.
#[cfg(feature = "native")]
pub fn plain_list<T: serde::Serialize>(written: &[T]) -> Vec<Value> {
    written.iter().map(plain).collect()
}

#[cfg(not(feature = "native"))]
pub fn plain_list<T>(written: &[Held<T>]) -> Vec<Value> {
    let mut list = Vec::new();
    for one in written {
        list.push(plain(one));
    }
    list
}

/// A learned score as a plain value, without what is only for people.
#[cfg(feature = "native")]
pub fn plain_model(model: Model) -> Value {
    plain(&Model { trained: None, note: None, ..model })
}

#[cfg(not(feature = "native"))]
pub fn plain_model(model: Model) -> Value {
    model
}
