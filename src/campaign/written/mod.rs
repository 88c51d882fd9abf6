//! `campaign.json` as its author wrote it.
//!
//! These types are the format: the JSON Schema is generated from them, and their doc comments are its descriptions. They refuse
//! unknown keys and fill in documented defaults. They do not look across the file (does this form exist?): that is `check`.

mod blocks;
mod destinations;
mod forms;
mod scoring;
mod site;

use serde::Deserialize;

pub use blocks::{Art, Benefit, Benefits, Block, Cta, Faq, FormBlock, Hero, Icon, Question, Stat, Stats};
pub use destinations::{Body, Destination, Mode};
pub use forms::{Action, Choice, ConsentItem, Field, FieldKind, Form, Outcome, Step, Width};
pub use scoring::{Decay, Dimension, Level, Limit, Rule, Scoring, Stage, Tag, ValueOfLead};
pub use site::{
    BeforeConsent, Consent, ConsentMode, Controller, Font, Mode as ThemeMode, Radius, Signal, Site, Storage, Theme, WithoutConsent,
};

use super::text::Text;
use crate::condition::Condition;
use crate::value::{Named, Value};

/// One campaign: its pages, forms and scoring, and where its leads go.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Where the JSON Schema stands, for editors.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
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
    pub note: Option<String>,
    pub site: Site,
    #[serde(default)]
    pub theme: Theme,
    #[serde(default)]
    pub consent: Consent,
    #[serde(default)]
    pub storage: Storage,
    /// Where leads go.
    #[serde(default)]
    pub destinations: Vec<Destination>,
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
    /// The landing pages.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub audience: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub attribution: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub events: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub capture: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub popups: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub popup_limits: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub experiments: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub goals: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub analytics: Option<Value>,
    /// Known to the format, not to this version: reported by `check` and set aside.
    #[serde(default)]
    pub tests: Option<Value>,
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
    /// For people; never published.
    #[serde(default)]
    pub note: Option<String>,
    /// Only `live` pages are published.
    #[serde(default)]
    pub status: Status,
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

crate::readable!(Campaign {
    schema = "$schema", leadwell, id, name, version, note, site, theme or Theme::default(), consent or Consent::default(),
    storage or Storage::default(), destinations, lists, segments, scoring or Scoring::default(), forms, pages, audience, attribution,
    events, capture, popups, popup_limits, experiments, goals, analytics, tests,
});
crate::readable!(Page { path, title, description, blocks, note, status });
crate::words!(Status { "draft" => Draft, "live" => Live, "paused" => Paused } default Self::Live);
