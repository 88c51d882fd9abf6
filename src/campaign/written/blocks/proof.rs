//! Blocks that prove the promise.

use serde::Deserialize;

use super::parts::Picture;
use crate::campaign::text::Text;

/// Who is in it already, or where it was in the news.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Logos {
    #[serde(default)]
    pub title: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Logo>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// Read out, and shown where there is no picture.
    pub name: Text,
    #[serde(default)]
    pub picture: Option<Picture>,
    /// Where it leads: `/path` or `https:`.
    #[serde(default)]
    pub to: Option<String>,
}

/// Figures that prove the promise, each with where it comes from.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stats {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Stat>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stat {
    /// The figure, as it should be read: `41 %`.
    pub value: Text,
    /// What it counts.
    pub label: Text,
    /// Who says so: a role, never an invented person.
    #[serde(default)]
    pub source: Option<Text>,
}

/// What others say.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quotes {
    #[serde(default)]
    pub title: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Quote>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    pub text: Text,
    /// Who says so: with their consent by name, else by role.
    pub by: Text,
    /// Where they are.
    #[serde(default)]
    pub of: Option<Text>,
    #[serde(default)]
    pub picture: Option<Picture>,
}

crate::readable!(Logos { title, items });
crate::readable!(Logo { name, picture, to });
crate::readable!(Stats { title, text, items });
crate::readable!(Stat { value, label, source });
crate::readable!(Quotes { title, items });
crate::readable!(Quote { text, by, of, picture });
