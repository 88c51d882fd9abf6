//! Where leads go.

use crate::value::{Named, Value};
use serde::{Deserialize, Serialize};

use super::Aside;
use crate::condition::Condition;

/// One receiver of leads.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(Serialize, schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Destination {
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub id: String,
    /// What speaks to the receiver; `leadwell connectors` lists them.
    #[cfg_attr(feature = "native", schemars(example = &"webhook"))]
    pub connector: String,
    /// `https:`, or `http:` on loopback for trying things out. Connectors that make the address of `params` take only the latter.
    #[serde(default)]
    pub url: String,
    /// How the message is written; absent: as the connector takes it best, and `json` for a webhook.
    #[serde(default)]
    pub body: Aside<Body>,
    /// How the message is sent; absent: as the connector takes it best, and `cors` for a webhook.
    #[serde(default)]
    pub mode: Aside<Mode>,
    /// Where the answer cannot be read: how often a message is sent again, since nobody says whether it arrived. Its id is the same every
    /// time.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(range(max = 3)))]
    pub resend: u32,
    /// Only leads for which this holds; absent: every lead.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Message types it receives.
    #[serde(default = "lead_captured")]
    pub sends: Vec<String>,
    /// Sent only when the visitor granted this purpose, or will by a double opt-in that the connector runs.
    #[serde(default)]
    pub purpose: Option<String>,
    /// What is sent, by the receiver's names: texts with tokens such as `{{field.email}}`, constants, `{ "fact", "values", "else" }`,
    /// `{ "fact", "join" }`, `{ "fact", "has" }`, `{ "fact", "repeat" }`, `{ "first": […] }`; or `flat`: answers and what sales want to read of a lead, in one level.
    #[serde(default)]
    pub fields: Aside<Value>,
    /// The connector's own settings.
    #[serde(default)]
    pub params: Aside<Named<Value>>,
    /// What the receiver is told of consent, where it has a shape for that: `process`, the purpose by which visitors let their data be
    /// processed, and `subscriptions`, the receiver's types of subscription by purpose, as `{ "marketing": 999 }`.
    #[serde(default)]
    pub consent: Aside<Value>,
    /// `cloudevents` puts what a webhook is sent into an envelope of CloudEvents 1.0.
    #[serde(default)]
    pub envelope: Aside<String>,
    #[serde(default, skip_serializing)]
    pub note: Aside<String>,
}

fn lead_captured() -> Vec<String> {
    vec!["lead.captured".to_owned()]
}

/// How a message is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// `application/json`: the browser asks the receiver first (preflight).
    #[default]
    Json,
    /// The same JSON as `text/plain`: no preflight.
    Text,
    /// `application/x-www-form-urlencoded`: no preflight.
    Form,
    /// `multipart/form-data`: no preflight.
    Multipart,
}

/// How a message is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The receiver allows our origin and its answer is read.
    #[default]
    Cors,
    /// Blind: nothing can be learnt from the answer.
    NoCors,
    /// As a form in a hidden frame, which the receiver sends on to our `ack.html`.
    Iframe,
    /// By the vendor's own script, which the host page carries.
    Vendor,
}

#[cfg(feature = "native")]
impl Body {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Form => "form",
            Self::Multipart => "multipart",
        }
    }
}

#[cfg(feature = "native")]
impl Mode {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cors => "cors",
            Self::NoCors => "no_cors",
            Self::Iframe => "iframe",
            Self::Vendor => "vendor",
        }
    }
}

crate::readable!(Destination {
    id, connector, url or String::new(), body, mode, resend or 0, when, sends or lead_captured(), purpose, fields, params, consent, envelope, note
});
#[cfg(feature = "native")]
crate::words!(Body { "json" => Json, "text" => Text, "form" => Form, "multipart" => Multipart });
#[cfg(feature = "native")]
crate::words!(Mode { "cors" => Cors, "no_cors" => NoCors, "iframe" => Iframe, "vendor" => Vendor });
