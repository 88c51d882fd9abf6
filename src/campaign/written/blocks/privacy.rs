//! What a visitor is told of themselves.

use serde::Deserialize;

use crate::campaign::text::Text;

/// What this browser holds of its visitor, in plain words, with a switch for each purpose and a button that erases it. Needs `site.controller`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
}

crate::readable!(Privacy { title, text });
