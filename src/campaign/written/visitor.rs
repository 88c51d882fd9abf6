//! Visitors: what may be remembered of them, for how long, and who is left alone.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::value::Named;

/// What may be remembered about a visitor, and who decides.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Consent {
    /// What holds until the visitor chooses.
    pub mode: ConsentMode,
    /// Another mode for visitors of a region, by region code (`US`, `KR`, `EU`).
    pub by_region: Named<ConsentMode>,
    /// What happens before the visitor's choice: score and target in this document's memory, use only what the page itself shows, or neither.
    pub before_consent: BeforeConsent,
    /// What a lead carries without consent to personalization: the answers and the level, or everything.
    pub without_consent: WithoutConsent,
    /// Browser signals that count as refusal of analytics and advertising. Default: both.
    pub respect_signals: Vec<Signal>,
    #[serde(skip_serializing)]
    pub note: Option<String>,
}

impl Default for Consent {
    fn default() -> Self {
        Self {
            mode: ConsentMode::default(),
            by_region: Named::new(),
            before_consent: BeforeConsent::default(),
            without_consent: WithoutConsent::default(),
            respect_signals: vec![Signal::Gpc, Signal::Dnt],
            note: None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentMode {
    /// Nothing is stored until the visitor agrees.
    #[default]
    OptIn,
    /// Reserved purposes are granted until the visitor refuses.
    OptOut,
    /// No consent is asked for.
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BeforeConsent {
    /// Scores and targets in the memory of this document.
    #[default]
    Memory,
    /// Uses only what the page itself shows: its address, the device, the language, the time.
    PageOnly,
    /// Uses nothing.
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithoutConsent {
    #[default]
    FieldsOnly,
    Everything,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Global Privacy Control.
    Gpc,
    /// Do Not Track.
    Dnt,
}

/// How long a browser keeps the visitor's record.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    /// Days without a visit after which the record is erased.
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 730)))]
    pub keep_days: u32,
    /// A parent domain whose subdomains share one visitor, in one first-party cookie: `acme.example`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    #[serde(skip_serializing)]
    pub note: Option<String>,
}

impl Default for Storage {
    fn default() -> Self {
        Self { keep_days: 180, share: None, note: None }
    }
}

/// Who is left alone: nothing they do is counted, and nothing is shown to them. Forms they fill in are sent all the same.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Audience {
    /// Visitors of whom this holds, such as customers and colleagues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<Condition>,
    /// Whether they stay left alone once it held, as far as the visitor's record may be kept.
    pub remember: bool,
    #[serde(skip_serializing)]
    pub note: Option<String>,
}

crate::readable!(Consent { mode, by_region, before_consent, without_consent, respect_signals or Self::default().respect_signals, note });
crate::words!(ConsentMode { "opt_in" => OptIn, "opt_out" => OptOut, "none" => None } default Self::OptIn);
crate::words!(BeforeConsent { "memory" => Memory, "page_only" => PageOnly, "none" => None } default Self::Memory);
crate::words!(WithoutConsent { "fields_only" => FieldsOnly, "everything" => Everything } default Self::FieldsOnly);
crate::words!(Signal { "gpc" => Gpc, "dnt" => Dnt });
crate::readable!(Storage { keep_days or Self::default().keep_days, share, note });
crate::readable!(Audience { exclude, remember, note });
