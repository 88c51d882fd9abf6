//! The foot of a page, where a page wants more than the legal links.

use serde::Deserialize;

use super::parts::Cta;
use crate::campaign::text::Text;

/// Links and a few words above the controller's details, which every page has.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Footer {
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub links: Vec<Cta>,
}

crate::readable!(Footer { text, links });
