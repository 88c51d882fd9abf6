//! Where visitors come from, as far as a campaign knows better than the lists. Only `check` knows these types; everything else reads
//! the plain value that `complete` makes.

use serde::Deserialize;

use crate::condition::Condition;

/// How arrivals are told apart, and how long the last one counts.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Attribution {
    /// Days after which the last touch counts no more.
    #[schemars(range(min = 1, max = 730))]
    pub window_days: u32,
    /// Hosts from which nobody arrives anew, with what is below them: a payment provider, the company's other sites.
    #[schemars(example = ["pay.example"])]
    pub same_site: Vec<String>,
    /// The campaign's own channels, asked before the built-in ones; the first whose `when` holds decides.
    pub channels: Vec<OwnChannel>,
    pub note: Option<String>,
}

impl Default for Attribution {
    fn default() -> Self {
        Self { window_days: 90, same_site: Vec::new(), channels: Vec::new(), note: None }
    }
}

/// Arrivals that a campaign counts to a channel.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnChannel {
    /// One of GA4's default channels.
    #[schemars(extend("enum" = crate::visitor::CHANNELS))]
    pub channel: String,
    /// In place of the source that was found.
    #[serde(default)]
    pub source: Option<String>,
    /// In place of the medium that was found.
    #[serde(default)]
    pub medium: Option<String>,
    /// Reads `query`, `referrer` and `page`.
    pub when: Condition,
    #[serde(default)]
    pub note: Option<String>,
}

crate::readable!(Attribution { window_days or Self::default().window_days, same_site, channels, note });
crate::readable!(OwnChannel { channel, source, medium, when, note });
