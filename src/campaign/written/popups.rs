//! Popups: what is laid over a page, or put into one, when it comes, and how often.
//!
//! Read by the command alone: visitors' programs carry `popups` along as they stand.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Cta, Picture, Status};
use crate::campaign::text::Text;
use crate::condition::Condition;
use crate::value::{Read, Reading, Value};

/// Something that comes by itself, is asked for, or stands in a place of the page.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Popup {
    /// What events and the facts `popup.ID.*` call it, and links to it: `popup:ID`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))]
    pub id: String,
    pub kind: PopupKind,
    /// For people; never published.
    pub note: Option<String>,
    /// Only `live` popups are published.
    #[schemars(default)]
    pub status: Status,
    /// Of a slide-in or a teaser one of the four corners, `bottom_end` by default; of a bar `top`, the default, or `bottom`.
    pub position: Option<Position>,
    /// A bar moves the page aside instead of lying over it. Default: false.
    #[schemars(default)]
    pub push: bool,
    /// The place that an `inline` popup fills: the page's element with `data-leadwell-slot="…"`.
    pub slot: Option<String>,
    /// The id of the popup that a teaser opens.
    pub opens: Option<String>,
    /// How wide a modal or a slide-in may become. Default: `md`.
    pub size: Option<PopupSize>,
    /// The picture above the words, or beside them where there is room. Default: `stacked`.
    pub layout: Option<PopupLayout>,
    /// A few words above the title.
    pub eyebrow: Option<Text>,
    /// What it is about; the button of a teaser. `consent` and `privacy` have words of their own where this is missing.
    pub title: Option<Text>,
    /// A rich text.
    pub text: Option<Text>,
    pub picture: Option<Picture>,
    /// The time that is left.
    pub countdown: Option<TimeLeft>,
    /// A code with a button that copies it.
    pub coupon: Option<Coupon>,
    /// A list of offers, each with its own call to action.
    #[schemars(default)]
    pub offers: Vec<Offer>,
    /// Asked first, with two buttons: yes shows the rest, no closes the popup.
    pub question: Option<YesNo>,
    /// The id of a form.
    pub form: Option<String>,
    pub cta: Option<Cta>,
    /// A second, quieter call to action.
    pub second: Option<Cta>,
    /// The words of a button that closes it, such as "No, thank you".
    pub decline: Option<Text>,
    /// When it was closed, a button with these words stays in a corner and opens it again.
    pub minimise: Option<Text>,
    /// How visitors close it.
    #[schemars(default)]
    pub close: Close,
    /// What makes it come: a trigger, several in `all` of which each has happened on this page, or a list of those, of which any is
    /// enough. Default: when the page is there; `privacy` only when it is asked for. An empty list: only when it is asked for.
    pub trigger: Option<Triggers>,
    /// It comes only while this holds.
    pub when: Option<Condition>,
    /// Once one of these has happened, it does not come on this page any more.
    pub cancel_on: Option<Cancels>,
    /// From when until when, on which days and at which hours it may come. Default: always.
    pub schedule: Option<Schedule>,
    /// The share of visitors who ever see it; each visitor always falls on the same side. Default: 1, everybody.
    #[schemars(range(min = 0, max = 1), example = &0.5)]
    pub sample: Option<f64>,
    /// How often it comes.
    pub frequency: Option<Frequency>,
    /// Of several that may come, the one with the highest comes first, then the one that stands first in the file. Default: 0.
    pub priority: Option<i32>,
    /// Of popups with the same group only one comes on a page.
    pub group: Option<String>,
}

/// How it stands on the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum PopupKind {
    /// In the middle, over the page, which waits until it is closed.
    #[default]
    Modal,
    /// In a corner; the page can be used as before.
    SlideIn,
    /// Along the upper or lower edge; the page can be used as before.
    Bar,
    /// Over the whole window.
    Fullscreen,
    /// In a place of the page, whose own content stays until then.
    Inline,
    /// A button in a corner that opens another popup.
    Teaser,
    /// Asks what may be remembered of the visitor, until they have chosen.
    Consent,
    /// Shows what is remembered of the visitor, with switches and a way to erase it.
    Privacy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Position {
    BottomEnd,
    BottomStart,
    TopEnd,
    TopStart,
    Top,
    Bottom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum PopupSize {
    Sm,
    Md,
    Lg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum PopupLayout {
    Stacked,
    Beside,
}

/// A moment with its zone, the same for everybody; or a duration from the visitor's first visit.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TimeLeft {
    /// Date and time on the wall in `zone`: `2026-12-03T18:00`.
    pub at: Option<String>,
    /// An IANA time zone.
    pub zone: Option<String>,
    /// A duration such as `48 hours`.
    pub evergreen: Option<String>,
    /// What stands there when the time is over. Default: nothing.
    pub ended: Option<Text>,
}

#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Coupon {
    /// As it is copied.
    #[schemars(length(min = 1), example = &"SPRING10")]
    pub code: String,
    /// What the code is for. Default: "Your code".
    pub label: Option<Text>,
}

#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Offer {
    pub title: Text,
    pub text: Option<Text>,
    /// As it should be read.
    pub price: Option<Text>,
    /// The price before the offer.
    pub before: Option<Text>,
    pub cta: Cta,
}

#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct YesNo {
    pub yes: Text,
    pub no: Text,
}

#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Close {
    /// By a button with a cross. Default: true; of `inline` and `consent` false.
    pub button: Option<bool>,
    /// By the key Escape. Default: true.
    pub escape: bool,
    /// By a press beside a modal. Default: true.
    pub overlay: bool,
    /// By itself after so long, such as `20 s`, unless the visitor is using it. Default: never.
    pub after: Option<String>,
}

impl Default for Close {
    fn default() -> Self {
        Self { button: None, escape: true, overlay: true, after: None }
    }
}

/// Something that happens on the page, or is so.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Trigger {
    /// An event, as rules of scoring count them, or `load delay time_on_site pages score stage tag hash`.
    #[schemars(example = &"exit_intent")]
    pub on: String,
    /// It counts only while this holds; may read `event.*`.
    #[schemars(rename = "where")]
    pub condition: Option<Condition>,
    /// Of `delay` on the page, of `time_on_site` on all pages together, of `idle` and `dwell` in that state.
    #[schemars(range(min = 0))]
    pub seconds: Option<f64>,
    /// How far down the page, of `scroll`; how much of the film, of `video_progress`.
    #[schemars(range(min = 1, max = 100))]
    pub percent: Option<f64>,
    /// How many pages were opened, of `pages`; of an event, from the how-manieth time on.
    #[schemars(range(min = 1))]
    pub count: Option<u32>,
    /// A CSS selector of what is clicked.
    #[schemars(example = &"#pricing a")]
    pub selector: Option<String>,
    /// The words of what is clicked.
    pub text: Option<String>,
    /// The element that is visible or clicked, the form, film or popup; of `stage` and `tag` its name.
    pub id: Option<String>,
    /// The end of the address from `#` on. Default: any.
    #[schemars(example = &"#offer")]
    pub hash: Option<String>,
}

/// Several triggers, each of which has to have happened on this page.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AllOf {
    #[schemars(length(min = 1))]
    pub all: Vec<Trigger>,
}

/// What makes a popup come: lists of which one is enough, each trigger with its place below `trigger`.
#[derive(Debug, Clone, Default)]
pub struct Triggers(pub Vec<Vec<(String, Trigger)>>);

/// What keeps it away: triggers of which one is enough, each with its place below `cancel_on`.
#[derive(Debug, Clone, Default)]
pub struct Cancels(pub Vec<(String, Trigger)>);

/// When it may come at all.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Schedule {
    /// An RFC 3339 instant, with its offset.
    #[schemars(example = &"2026-12-01T09:00:00+01:00")]
    pub from: Option<String>,
    /// An RFC 3339 instant, with its offset.
    pub until: Option<String>,
    /// Days of the week in the visitor's time zone, Monday is 1. Default: all.
    #[schemars(default, inner(range(min = 1, max = 7)))]
    pub days: Vec<u32>,
    /// Hours in the visitor's time zone, as pairs: `[["09:00", "18:00"]]`. Default: all.
    #[schemars(default, inner(length(min = 2, max = 2)))]
    pub hours: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Frequency {
    /// `page`, `session` (the default), `always`, or a duration such as `7 days`: at most once in each. What stands by itself (`inline`,
    /// `teaser`, `consent`, `privacy`) comes on every page by default.
    #[schemars(example = &"7 days")]
    pub every: Option<String>,
    /// It comes no more after so many times. Default: once the form in it was sent; of a teaser, once it was closed.
    pub stop_after: Option<StopAfter>,
}

#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StopAfter {
    #[schemars(range(min = 1))]
    pub seen: Option<u32>,
    /// How often a form in it was sent.
    #[schemars(range(min = 1))]
    pub submitted: Option<u32>,
    /// How often the visitor said no.
    #[schemars(range(min = 1))]
    pub dismissed: Option<u32>,
}

/// Limits for all popups together; those that stand by themselves (`inline`, `teaser`, `consent`, `privacy`) are not under them.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PopupLimits {
    /// The most on one page. Default: no limit, but never two at a time.
    pub page: Option<u32>,
    /// The most in one session. Default: no limit.
    pub session: Option<u32>,
    /// At least so long from one to the next, such as `1 day`. Default: none.
    pub gap: Option<String>,
    /// None for so long after a form was sent. Default: none.
    pub after_submit: Option<String>,
    /// For people; never published.
    pub note: Option<String>,
}

impl Read for Triggers {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let one = |value: &Value, place: String, reading: &mut Reading| match value.get("all").and_then(Value::as_array) {
            Some(all) => {
                let placed = all.iter().enumerate();
                placed.map(|(index, one)| (format!("{place}.all[{index}]"), Trigger::read(one, reading))).collect()
            }
            None => vec![(place, Trigger::read(value, reading))],
        };
        Self(match value {
            Value::Array(list) => list.iter().enumerate().map(|(index, value)| one(value, format!("[{index}]"), reading)).collect(),
            value => vec![one(value, String::new(), reading)],
        })
    }
}

impl Read for Cancels {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self(match value {
            Value::Array(list) => {
                list.iter().enumerate().map(|(index, value)| (format!("[{index}]"), Trigger::read(value, reading))).collect()
            }
            value => vec![(String::new(), Trigger::read(value, reading))],
        })
    }
}

impl JsonSchema for Triggers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Triggers".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (one, all) = (generator.subschema_for::<Trigger>(), generator.subschema_for::<AllOf>());
        json_schema!({ "anyOf": [one, all, { "type": "array", "items": { "anyOf": [one, all] } }] })
    }
}

impl JsonSchema for Cancels {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cancels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<Trigger>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

crate::readable!(Popup {
    id, kind, note, status, position, push, slot, opens, size, layout, eyebrow, title, text, picture, countdown, coupon, offers, question,
    form, cta, second, decline, minimise, close or Close::default(), trigger, when, cancel_on, schedule, sample, frequency, priority, group,
});
crate::readable!(TimeLeft { at, zone, evergreen, ended });
crate::readable!(Coupon { code, label });
crate::readable!(Offer { title, text, price, before, cta });
crate::readable!(YesNo { yes, no });
crate::readable!(Close { button, escape or true, overlay or true, after });
crate::readable!(Trigger { on, condition = "where", seconds, percent, count, selector, text, id, hash });
crate::readable!(Schedule { from, until, days, hours });
crate::readable!(Frequency { every, stop_after });
crate::readable!(StopAfter { seen, submitted, dismissed });
crate::readable!(PopupLimits { page, session, gap, after_submit, note });
crate::words!(PopupKind {
    "modal" => Modal, "slide_in" => SlideIn, "bar" => Bar, "fullscreen" => Fullscreen, "inline" => Inline, "teaser" => Teaser,
    "consent" => Consent, "privacy" => Privacy,
});
crate::words!(Position {
    "bottom_end" => BottomEnd, "bottom_start" => BottomStart, "top_end" => TopEnd, "top_start" => TopStart, "top" => Top, "bottom" => Bottom,
});
crate::words!(PopupSize { "sm" => Sm, "md" => Md, "lg" => Lg });
crate::words!(PopupLayout { "stacked" => Stacked, "beside" => Beside });
