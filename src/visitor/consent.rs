//! Consent to the reserved purposes: what holds until the visitor chooses, and the choice.

use serde::{Deserialize, Serialize};

use crate::campaign::Part;
use crate::search::up_to;
use crate::value::{Named, Read, Reading, Value, Write, read};

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

/// What the page says of consent, by its tag or by a consent tool of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageWord {
    /// What the visitor chose there.
    pub choices: Choices,
    /// What holds there until they choose.
    pub defaults: Choices,
}

/// Everything consent follows from.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// As `written::Consent`; what is missing is as its defaults say.
    pub policy: Value,
    pub region: Option<String>,
    pub signals: Signals,
    pub page: PageWord,
    pub choices: Choices,
}

/// What may be used of a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// What they do, did, and where they came from.
    Everything,
    /// What the page itself shows.
    Page,
    Nothing,
}

impl Standing {
    /// What the visitor chose, here or in the page's own consent tool; where both know a choice, a refusal counts.
    #[must_use]
    pub fn chosen(&self, purpose: &str) -> Option<bool> {
        match (self.choices.0.get(purpose), self.page.choices.0.get(purpose)) {
            (Some(here), Some(there)) => Some(*here && *there),
            (here, there) => here.or(there).copied(),
        }
    }

    /// Whether a reserved purpose is granted now: by the visitor's choice; else not against a signal of the browser; else as the page
    /// says; else by the campaign's mode.
    #[must_use]
    pub fn granted(&self, purpose: &str) -> bool {
        if let Some(choice) = self.chosen(purpose) {
            return choice;
        }
        if matches!(purpose, ANALYTICS | ADVERTISING)
            && (self.signals.gpc && self.respects("gpc") || self.signals.dnt && self.respects("dnt"))
        {
            return false;
        }
        self.page.defaults.0.get(purpose).copied().unwrap_or(!matches!(self.mode(), "" | "opt_in"))
    }

    /// The purposes as facts: `granted` or `denied`.
    #[must_use]
    pub fn state(&self, purpose: &str) -> &'static str {
        if self.granted(purpose) { "granted" } else { "denied" }
    }

    /// What may be used: everything with consent; before a choice what the campaign says; after a refusal no more than the page.
    #[must_use]
    pub fn may_use(&self) -> Use {
        let undecided = self.chosen(PERSONALIZATION).is_none();
        match Part(&self.policy).word("before_consent") {
            _ if self.granted(PERSONALIZATION) => Use::Everything,
            "" | "memory" if undecided => Use::Everything,
            "none" => Use::Nothing,
            _ => Use::Page,
        }
    }

    /// Whether the visitor's doings may be counted.
    #[must_use]
    pub fn may_score(&self) -> bool {
        self.may_use() == Use::Everything
    }

    /// The reserved purposes that are granted.
    #[must_use]
    pub fn all_granted(&self) -> Vec<&'static str> {
        let mut granted = RESERVED.to_vec();
        granted.retain(|purpose| self.granted(purpose));
        granted
    }

    /// Whether a lead may carry score, source and visitor.
    #[must_use]
    pub fn lead_carries_everything(&self) -> bool {
        self.granted(PERSONALIZATION) || Part(&self.policy).word("without_consent") == "everything"
    }

    /// Whether a signal of the browser counts as refusal; without a word of the campaign every one does.
    fn respects(&self, signal: &str) -> bool {
        let policy = Part(&self.policy);
        !policy.has("respect_signals") || policy.words("respect_signals").contains(&signal)
    }

    fn mode(&self) -> &str {
        let policy = Part(&self.policy);
        if let (Some(region), Some(by_region)) = (&self.region, policy.part("by_region")) {
            // `US-CA` finds its own entry first, then the country's.
            let country = up_to(region, '-');
            if let Some(mode) = by_region.word_if(region).or_else(|| by_region.word_if(country)) {
                return mode;
            }
        }
        policy.word("mode")
    }
}

impl PageWord {
    /// Of `{ choices, defaults }`, in each what is granted and what is not, by purpose; whatever is strange says nothing.
    #[must_use]
    pub fn read(said: &Value) -> Self {
        let part = |key: &str| said.get(key).and_then(|part| read(part).ok()).unwrap_or_default();
        Self { choices: part("choices"), defaults: part("defaults") }
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
