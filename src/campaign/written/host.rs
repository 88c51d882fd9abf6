//! What a campaign hears and reads on pages that are not ours: events of the page, and forms it already has.
//!
//! Read by the command alone: visitors' browsers have `starts`, which `complete` makes of the plain values.

use schemars::JsonSchema;

use super::Status;
use crate::condition::Condition;
use crate::value::Named;

/// Something that happens on a page, under a name of the campaign's own.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EventRule {
    /// What rules and triggers call it. Several entries may share a name: it counts from wherever it comes.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))]
    pub name: String,
    pub from: EventSource,
    /// Of `click`, which it needs: the element that is clicked, or anything in it. Of `dom`: only events told to it or to something in it.
    #[schemars(length(min = 1), example = &"#yearly")]
    pub selector: Option<String>,
    /// What the page calls it: the `event` of what is pushed, or the DOM event's name. Default: `name`.
    #[schemars(length(min = 1))]
    pub event: Option<String>,
    /// The name of the page's data layer. Default: `dataLayer`.
    #[schemars(regex(pattern = r"^[A-Za-z_$][A-Za-z0-9_$]*$"))]
    pub on: Option<String>,
    /// What is read of it, by the name under which conditions find it, `event.NAME`: a path into what is pushed, into the `detail` of a DOM
    /// event, or of a clicked element `id`, `text`, `url` or `data.NAME`. Nothing else is read.
    #[schemars(default)]
    pub take: Named<String>,
    /// Where this does not hold, nothing happened. It may read `event.NAME` of what is taken.
    #[schemars(rename = "where")]
    pub condition: Option<Condition>,
    /// For people; never published.
    pub note: Option<String>,
    /// Only `live` entries are listened for.
    #[schemars(default)]
    pub status: Status,
}

/// Where on a page something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum EventSource {
    /// It is pushed into the data layer of a tag manager, or told by `gtag("event", …)`.
    DataLayer,
    /// Somebody clicks it.
    Click,
    /// It is an event of the DOM, told to the document, the window or an element.
    Dom,
}

/// A form that a page already has, of whose submissions leads are made. It goes where it went before.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Capture {
    /// The form. Of several entries that fit one the first whose `when` holds takes it.
    #[schemars(length(min = 1), example = &"form.hs-form")]
    pub selector: String,
    /// The form of the campaign that it counts as.
    #[schemars(rename = "as")]
    pub form: String,
    /// By the name of the campaign's field, the page's control: its `name`, or a selector inside the form. No other control is read.
    pub fields: Named<String>,
    /// By purpose, the page's box for it: its `name`, or a selector inside the form. The words beside it have to be those of the
    /// campaign's consent item: the lead names them.
    #[schemars(default)]
    pub consent: Named<String>,
    /// Only while this holds.
    pub when: Option<Condition>,
    /// For people; never published.
    pub note: Option<String>,
    /// Only `live` entries take forms.
    #[schemars(default)]
    pub status: Status,
}

crate::readable!(EventRule { name, from, selector, event, on, take, condition = "where", note, status });
crate::words!(EventSource { "data_layer" => DataLayer, "click" => Click, "dom" => Dom });
crate::readable!(Capture { selector, form = "as", fields, consent, when, note, status });
