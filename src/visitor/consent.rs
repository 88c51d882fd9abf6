//! Consent to the reserved purposes: what holds until the visitor chooses, and the choice.

use serde::{Deserialize, Serialize};

use crate::campaign::written::{BeforeConsent, Consent, ConsentMode, Signal, WithoutConsent};
use crate::value::{Named, Read, Reading, Value, Write};

/// To store and use a record of this visitor.
pub const PERSONALIZATION: &str = "personalization";
pub const ANALYTICS: &str = "analytics";
pub const ADVERTISING: &str = "advertising";
pub const RESERVED: [&str; 3] = [PERSONALIZATION, ANALYTICS, ADVERTISING];

/// What the visitor chose, by purpose; a purpose without an entry is undecided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Choices(pub Named<bool>);

/// What the browser says on the visitor's behalf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    pub gpc: bool,
    pub dnt: bool,
}

/// Everything consent follows from.
#[derive(Clone, Debug)]
pub struct Standing {
    pub policy: Consent,
    pub region: Option<String>,
    pub signals: Signals,
    pub choices: Choices,
}

impl Standing {
    /// Whether a reserved purpose is granted now.
    #[must_use]
    pub fn granted(&self, purpose: &str) -> bool {
        if let Some(choice) = self.choices.0.get(purpose) {
            return *choice;
        }
        let refused_by_browser = self.policy.respect_signals.iter().any(|signal| match signal {
            Signal::Gpc => self.signals.gpc,
            Signal::Dnt => self.signals.dnt,
        });
        if refused_by_browser && matches!(purpose, ANALYTICS | ADVERTISING) {
            return false;
        }
        self.mode() != ConsentMode::OptIn
    }

    /// The purposes as facts: `granted` or `denied`.
    #[must_use]
    pub fn state(&self, purpose: &str) -> &'static str {
        if self.granted(purpose) { "granted" } else { "denied" }
    }

    /// Whether the visitor's doings may be counted: with consent, or before a choice where the campaign scores in memory.
    #[must_use]
    pub fn may_score(&self) -> bool {
        let refused = self.choices.0.get(PERSONALIZATION) == Some(&false);
        self.granted(PERSONALIZATION) || (!refused && self.policy.before_consent == BeforeConsent::Memory)
    }

    /// Whether a lead may carry score, source and visitor.
    #[must_use]
    pub fn lead_carries_everything(&self) -> bool {
        self.granted(PERSONALIZATION) || self.policy.without_consent == WithoutConsent::Everything
    }

    fn mode(&self) -> ConsentMode {
        let regional = self.region.as_deref().and_then(|region| {
            // `US-CA` finds its own entry first, then the country's.
            let country = region.split('-').next().unwrap_or(region);
            self.policy.by_region.get(region).or_else(|| self.policy.by_region.get(country))
        });
        regional.copied().unwrap_or(self.policy.mode)
    }
}

impl Read for Choices {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self(Named::read(value, reading))
    }
}

impl Write for Choices {
    fn write(&self) -> Value {
        self.0.write()
    }
}
