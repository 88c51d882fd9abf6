//! What the visitor's record keeps in the very shape in which messages tell it.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::value::Named;

/// A stage, and when it was reached.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct StageReached {
    pub id: String,
    pub at: Timestamp,
}

/// One arrival.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Touch {
    pub channel: String,
    pub source: Option<String>,
    pub medium: Option<String>,
    pub campaign: Option<String>,
    pub id: Option<String>,
    pub term: Option<String>,
    pub content: Option<String>,
    #[serde(default)]
    pub click_ids: Named<String>,
    pub referrer: Option<String>,
    pub landing: String,
    pub at: Timestamp,
}

crate::readable_and_writable!(StageReached { id, at });
crate::writable!(Touch { channel, source, medium, campaign, id, term, content, click_ids, referrer, landing, at });
