//! Forms: what is asked, what is agreed to, and what happens then.

use crate::value::Value;
use serde::{Deserialize, Serialize};

use super::blocks::Moment;
use crate::campaign::text::Text;
use crate::condition::Condition;

/// A form.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Shown one after another on one page in this version.
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub steps: Vec<Step>,
    /// What the visitor is asked to agree to.
    #[serde(default)]
    pub consent: Vec<ConsentItem>,
    /// The label of the button.
    pub submit: Text,
    /// The destination that receives the form when scripts do not run. Default: the first that takes every lead.
    #[serde(default)]
    pub native: Option<String>,
    /// What happens after submitting: the first entry whose condition holds.
    #[serde(default)]
    pub then: Vec<Outcome>,
    /// A message after a step. Not in this version.
    #[serde(default)]
    pub partial: Option<Value>,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    #[serde(default)]
    pub title: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub fields: Vec<Field>,
    #[serde(default)]
    pub note: Option<String>,
}

/// One question of a form.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The key of the answer.
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub name: String,
    pub kind: FieldKind,
    pub label: Text,
    /// A sentence below the label that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// An example of an answer; never instead of the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<Text>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub width: Width,
    /// The HTML autofill token. Default: the kind's own, or `off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
    /// The most characters an answer may have. Default: 200, for `textarea` 4000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 10000)))]
    pub max_length: Option<u32>,
    /// What `select` and `radio` offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    #[serde(default, skip_serializing)]
    pub note: Option<String>,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    #[default]
    Text,
    Textarea,
    Email,
    Tel,
    Url,
    Name,
    Company,
    Select,
    Radio,
    Checkbox,
}

/// How much of the row a field takes on wide screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Width {
    #[default]
    Full,
    Half,
}

/// One answer to choose.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value that is sent.
    #[cfg_attr(feature = "native", schemars(length(min = 1, max = 64)))]
    pub id: String,
    pub label: Text,
    /// When it takes place, where the options are sessions: shown beside the label, in the visitor's time zone. For `radio`.
    #[serde(default, skip_serializing)]
    pub starts: Option<Moment>,
}

/// Something the visitor may agree to; never ticked beforehand.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentItem {
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub purpose: String,
    /// The exact words agreed to; they travel with the lead.
    pub text: Text,
    /// Without it the form is not sent. Refused for `marketing`.
    #[serde(default)]
    pub required: bool,
    /// Which data.
    #[serde(default)]
    pub items: Option<Text>,
    /// What for.
    #[serde(default, rename = "use")]
    pub purpose_of_use: Option<Text>,
    /// For how long.
    #[serde(default)]
    pub keep: Option<Text>,
    /// What follows from refusing.
    #[serde(default)]
    pub refusal: Option<Text>,
    /// How the visitor may be reached: `email sms phone kakao post`.
    #[serde(default)]
    pub channels: Vec<String>,
    /// The receiver asks the visitor once more by e-mail; until then the state is `pending`.
    #[serde(default)]
    pub double_opt_in: bool,
    #[serde(default)]
    pub note: Option<String>,
}

/// One entry of `then`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[serde(rename = "do")]
    pub actions: Vec<Action>,
}

/// One thing to do after submitting; exactly one key.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Shown in place of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
    /// A page to go to, `https:` or a path of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// A file that was promised for the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<Download>,
    /// An entry for the visitor's own calendar, made in the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
}

/// A file to download. Its download is counted as the event `file_download`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Download {
    /// A file beside the campaign, from `/`; the build copies it.
    #[cfg_attr(feature = "native", schemars(example = &"/files/guide.pdf"))]
    pub file: String,
    /// The words on the button. Default: "Download".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
}

/// An entry for a calendar. It begins when the session the visitor chose does, or at `starts`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
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
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 20160)))]
    pub minutes: Option<u32>,
}

crate::readable!(Form { steps, consent, submit, native, then, partial, note });
crate::readable!(Step { title, fields, note });
#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Field { name, kind, label, hint, placeholder, required, width, autocomplete, max_length, options, note });
crate::words!(FieldKind {
    "text" => Text, "textarea" => Textarea, "email" => Email, "tel" => Tel, "url" => Url, "name" => Name, "company" => Company,
    "select" => Select, "radio" => Radio, "checkbox" => Checkbox,
});
crate::words!(Width { "full" => Full, "half" => Half } default Self::Full);
#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Choice { id, label, starts });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(Field { name, kind, required, max_length, options });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(Choice { id });
crate::readable!(ConsentItem {
    purpose, text, required, items, purpose_of_use = "use", keep, refusal, channels, double_opt_in, note,
});
crate::readable!(Outcome { when, actions = "do" });
#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Action { message, redirect, download, calendar });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(Action { redirect });
crate::readable!(Download { file, label });
crate::readable!(Calendar { title, text, place, field, starts, minutes });
