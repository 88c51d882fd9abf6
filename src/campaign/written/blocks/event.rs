//! Blocks for events.

use serde::Deserialize;

use super::parts::Picture;
use crate::campaign::text::Text;

/// What happens when; shown in the visitor's time zone.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agenda {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    /// The name of the event, for search engines and calendars.
    #[serde(default)]
    pub name: Option<Text>,
    /// The IANA time zone of the times below.
    pub zone: String,
    /// Where it happens, as an address.
    #[serde(default)]
    pub place: Option<Text>,
    /// Where it happens online, `https:`.
    #[serde(default)]
    pub online: Option<String>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Session>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Date and time on the wall there: `2026-12-03T18:00`.
    pub at: String,
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 20160)))]
    #[serde(default)]
    pub minutes: Option<u32>,
    pub title: Text,
    #[serde(default)]
    pub text: Option<Text>,
    /// Who speaks.
    #[serde(default)]
    pub by: Option<Text>,
}

/// Who speaks.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Speakers {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Speaker>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    pub name: Text,
    #[serde(default)]
    pub role: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub picture: Option<Picture>,
}

crate::readable!(Agenda { title, text, name, zone, place, online, items });
crate::readable!(Session { at, minutes, title, text, by });
crate::readable!(Speakers { title, text, items });
crate::readable!(Speaker { name, role, text, picture });
