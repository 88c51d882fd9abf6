//! Tests inside the file: what a visitor does, and what should come of it.
//!
//! Read by the command alone: visitors' browsers carry `tests` along as they stand.

use serde::{Deserialize, Deserializer};

use crate::value::{Named, Object};

/// A visitor, played through the campaign's own rules by `leadwell check`.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What must hold, as a sentence.
    #[schemars(length(min = 1), example = &"a pricing reader at a mid-size company is an SQL")]
    pub name: String,
    /// What the visitor does, one step after another.
    #[schemars(length(min = 1))]
    pub given: Vec<Given>,
    /// What must hold after the last step.
    pub expect: Expect,
    #[serde(default)]
    pub note: Option<String>,
}

/// One step; exactly one key, and for `submit` and `track` what belongs to them. The clock moves only in `wait`, `dwell` and `idle`.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Given {
    /// The visitor's id.
    Visitor { visitor: String },
    /// When the clock starts, in UTC; before the first thing that happens. Default: 2026-01-05T09:00:00Z, a Monday.
    At {
        #[schemars(example = &"2026-11-21T18:00:00Z")]
        at: String,
    },
    /// The visitor's language, one of the site's.
    Locale { locale: String },
    /// The visitor's region, such as `US`, `US-CA` or `KR`.
    Region { region: String },
    /// What the visitor holds in hand. Default: desktop.
    Device { device: DeviceKind },
    /// Parameters of the next page's address.
    Query { query: Named<String> },
    /// Where the visitor comes from to the next page, as an address.
    Referrer {
        #[schemars(example = &"https://www.google.com/")]
        referrer: String,
    },
    /// A page is opened, loaded in full: a path of the site, with or without a query, or the address of another site's page that carries the tag.
    PageView {
        #[schemars(example = &"/pricing")]
        page_view: String,
    },
    /// Of which visit the next page is, `3` for the third; of those before it nothing is known.
    Visits {
        #[schemars(range(min = 1))]
        visits: u32,
    },
    /// Points by dimension that take the place of what the rules give, from here on.
    Score { score: Named<f64> },
    /// Scrolls down to so many percent of the page.
    Scroll {
        #[schemars(range(min = 0, max = 100))]
        scroll: u32,
    },
    /// Is there and reads: a duration such as `40 s`, or seconds.
    Dwell { dwell: Lasting },
    /// Leaves the page open and does nothing: a duration such as `40 s`, or seconds.
    Idle { idle: Lasting },
    /// Is away: a duration such as `3 days`.
    Wait { wait: Lasting },
    /// Clicks an element: its id, `#block` for a link to a block, or an object with `id`, `text` and `url`.
    Click { click: Click },
    /// The host page calls `leadwell("track", name, event)`.
    Track {
        track: String,
        /// What `event.*` reads.
        #[serde(default)]
        event: Object,
    },
    /// The host page calls `leadwell("identify", …)`; the facts `user.*` until the next page view.
    Identify { identify: Object },
    /// Is about to leave.
    ExitIntent { exit_intent: ExitIntent },
    /// Fills in a form and sends it. Required consent items are ticked and no others, unless `consent` says otherwise.
    Submit {
        /// The form's id.
        submit: String,
        /// The answers.
        #[serde(default)]
        fields: Named<GivenAnswer>,
        /// By purpose, whether the box of the form is ticked.
        #[serde(default)]
        consent: Option<Named<bool>>,
    },
    /// Agrees to reserved purposes (`personalization`, `analytics`, `advertising`) or refuses them.
    Consent { consent: Named<bool> },
    /// Opens a popup, whatever its rules say.
    Open { open: String },
    /// Dismisses a popup that is on screen.
    Dismiss { dismiss: String },
}

/// What a visitor holds in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// 390 pixels wide, touched.
    Mobile,
    /// 820 pixels wide, touched.
    Tablet,
    /// 1440 pixels wide, with a mouse.
    Desktop,
}

/// How leaving shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExitIntent {
    Pointer,
    ScrollUp,
    Return,
}

impl ExitIntent {
    /// As `event.how` tells it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pointer => "pointer",
            Self::ScrollUp => "scroll_up",
            Self::Return => "return",
        }
    }
}

/// A duration such as `40 s`, or seconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Lasting {
    Seconds(u32),
    Duration(String),
}

/// What is clicked.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Click {
    /// An id, or `#block`.
    On(String),
    Element {
        #[serde(default)]
        id: String,
        #[serde(default)]
        text: String,
        #[serde(default)]
        url: String,
    },
}

/// What must hold; only what is named is compared.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// Points by dimension, and `total`; exact to a thousandth.
    pub score: Option<Named<f64>>,
    /// Such as `B2`.
    pub grade: Option<String>,
    /// `null`: none reached.
    #[serde(deserialize_with = "present")]
    pub stage: Option<Option<String>>,
    /// All that hold, in any order.
    pub tags: Option<Vec<String>>,
    /// All that hold, in any order.
    pub segments: Option<Vec<String>>,
    /// `none disqualified mql sal sql`, or your own.
    pub level: Option<String>,
    pub qualified: Option<bool>,
    /// Ids of all destinations that receive the message of the last `submit`, in any order.
    pub destinations: Option<Vec<String>>,
    /// Answers in the message of the last `submit`; `null`: not answered.
    pub fields: Option<Named<Option<GivenAnswer>>>,
    /// The popup on screen, or `null`.
    #[serde(deserialize_with = "present")]
    pub popup: Option<Option<String>>,
    /// The variant by experiment, of the visitor that `{ "visitor": "…" }` names; empty of who takes no part.
    pub variant: Option<Named<String>>,
}

/// An answer: a text, or for `checkbox_group` the ids of what is ticked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "expected a text, or a list of texts")]
pub enum GivenAnswer {
    One(String),
    Many(Vec<String>),
}

impl schemars::JsonSchema for GivenAnswer {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "GivenAnswer".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An answer: a text, or for `checkbox_group` the ids of what is ticked.",
            "type": ["string", "array"],
            "items": { "type": "string" }
        })
    }
}

impl GivenAnswer {
    #[must_use]
    pub fn value(&self) -> crate::value::Value {
        match self {
            Self::One(text) => crate::value::Value::String(text.clone()),
            Self::Many(list) => crate::value::Value::Array(list.iter().cloned().map(crate::value::Value::String).collect()),
        }
    }
}

/// Tells `null` from a key that is missing.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

// By hand, as one type that takes several: whoever reads a diagnostic learns of all of them.
impl schemars::JsonSchema for Lasting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lasting".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A duration such as `40 s`, `10 min`, `2 hours` or `7 days`, or seconds.",
            "type": ["string", "integer"], "minimum": 0, "examples": ["3 days", 40]
        })
    }
}

impl schemars::JsonSchema for Click {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Click".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The element's id, `#block` for a link to a block, or what the event tells.",
            "type": ["string", "object"],
            "properties": { "id": { "type": "string" }, "text": { "type": "string" }, "url": { "type": "string" } },
            "additionalProperties": false,
            "examples": ["#demo", { "url": "https://acme.example/brochure" }]
        })
    }
}
