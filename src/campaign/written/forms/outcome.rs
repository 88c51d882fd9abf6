//! What happens after a form was submitted.

use serde::{Deserialize, Serialize};

use crate::campaign::text::Text;
use crate::campaign::written::blocks::{Cta, Moment};
use crate::condition::Condition;
use crate::value::Named;

/// One entry of `then`.
#[derive(Debug, Clone, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[serde(rename = "do")]
    pub actions: Vec<Action>,
}

/// One thing to do after submitting; exactly one key. What is drawn beforehand is not told to the runtime.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Shown in place of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
    /// A whole view in place of the form, as the result of a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<ResultView>,
    /// A page to go to, `https:` or a path of the site. Tokens may stand after the host, and are encoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// A link to a calendar where a time is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<Booking>,
    /// The id of a block on the page, which is kept back until then and shown from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal: Option<String>,
    /// The id of a form to offer next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// A file that was promised for the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<Download>,
    /// An entry for the visitor's own calendar, made in the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
}

/// What is shown in place of a form.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultView {
    pub title: Text,
    /// A rich text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cta: Option<Cta>,
}

/// A link to a booking page.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// An `https:` address.
    pub url: String,
    /// The words on the button. Default: "Choose a time".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// Answers that the link carries: its parameter, and the name of the field. Default: none.
    #[serde(default)]
    pub carry: Named<String>,
}

/// A file to download. Its download is counted as the event `file_download`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Download {
    /// A file beside the campaign, from `/`; the build copies it.
    #[schemars(example = &"/files/guide.pdf")]
    pub file: String,
    /// The name it is saved under. Default: its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The words on the button. Default: "Download".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
}

/// An entry for a calendar. It begins when the session the visitor chose does, or at `starts`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub title: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// An address, or where to go online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// The name of the form's field whose options are sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Moment>,
    /// How long it takes. Default: 60.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 20160))]
    pub minutes: Option<u32>,
    /// Calendars on the web to offer a link to besides the file.
    #[serde(default)]
    pub links: Vec<CalendarLink>,
}

/// A calendar on the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarLink {
    Google,
    Outlook,
}

crate::readable!(Outcome { when, actions = "do" });
crate::readable!(Action { message, view, redirect, booking, reveal, form, download, calendar });
crate::readable!(ResultView { title, text, cta });
crate::readable!(Booking { url, label, carry });
crate::readable!(Download { file, name, label });
crate::readable!(Calendar { title, text, place, field, starts, minutes, links });
crate::words!(CalendarLink { "google" => Google, "outlook" => Outlook });
