//! Where leads go.

use crate::value::Value;
use serde::{Deserialize, Serialize};

use super::Aside;
use crate::condition::Condition;

/// One receiver of leads.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Destination {
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub id: String,
    /// What speaks to the receiver; this version knows `webhook`.
    #[cfg_attr(feature = "native", schemars(example = &"webhook"))]
    pub connector: String,
    /// `https:`, or `http:` on loopback for trying things out.
    pub url: String,
    /// How the message is written.
    #[serde(default)]
    pub body: Body,
    /// Whether the answer can be read. `no_cors` sends blindly: such a lead ends as `unconfirmed`.
    #[serde(default)]
    pub mode: Mode,
    /// With `no_cors`: how often a message is sent again, since nobody says whether it arrived. Its id is the same every time.
    #[serde(default)]
    #[cfg_attr(feature = "native", schemars(range(max = 3)))]
    pub resend: u32,
    /// Only leads for which this holds; absent: every lead.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Message types it receives.
    #[serde(default = "lead_captured")]
    pub sends: Vec<String>,
    /// Sent only when the visitor granted this purpose.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Maps the message to another shape. Not in this version.
    #[serde(default)]
    pub fields: Option<Value>,
    /// The connector's own settings. Not in this version.
    #[serde(default)]
    pub params: Option<Value>,
    /// `cloudevents` wraps the message. Not in this version.
    #[serde(default)]
    pub envelope: Option<Value>,
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
}

crate::readable!(Destination { id, connector, url, body, mode, resend or 0, when, sends or lead_captured(), purpose, fields, params, envelope, note });
crate::words!(Body { "json" => Json, "text" => Text } default Self::Json);
crate::words!(Mode { "cors" => Cors, "no_cors" => NoCors } default Self::Cors);
