//! What the runtime relies on, written by `leadwell build` to `runtime.json` in just this shape.
//!
//! Nothing here is "maybe present" that the program would have to check again. Pages are not part of it. What is read at every event has
//! a type; what is read now and then stays the plain value of what its author wrote (`campaign::written`), and its reader goes by key:
//! a type for it would be read, copied and dropped in every program that visitors download.

use serde::{Deserialize, Serialize};

use super::form::{Form, Part, items};
use super::text::Text;
use super::written::{Decay, Theme};
use crate::condition::{Condition, Lists, fact_names_of, value_at};
use crate::value::{Named, Read, Reading, Value};

/// Everything that captures, scores and delivers leads.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Runtime {
    pub id: String,
    /// SHA-256 of the campaign file in SRI form; empty when the file was never stamped.
    #[serde(default)]
    pub version: String,
    pub locales: Vec<String>,
    pub default_locale: String,
    /// The locales with words of the interface in `texts/LOCALE.json`; the others' are the English that is compiled in.
    #[serde(default)]
    pub words: Vec<String>,
    /// Path of the site's root without the closing slash: empty, or `/offers`.
    #[serde(default)]
    pub base: String,
    pub theme: Theme,
    /// `#000000` or `#ffffff`, whichever reads better on the accent.
    pub on_accent: String,
    /// As `written::Consent`; `Standing` reads it.
    pub consent: Value,
    /// As `written::Storage`.
    pub storage: Value,
    /// As `written::Audience`.
    #[serde(default)]
    pub audience: Value,
    /// Plain, as written, with the hosts of the campaign's own pages among `same_site`.
    #[serde(default)]
    pub attribution: Value,
    /// Who answers for the data, for the line under the form's button.
    pub controller: Text,
    #[serde(default)]
    pub address: Text,
    /// Where to write about the data.
    #[serde(default)]
    pub contact: String,
    pub privacy_url: String,
    /// Those whose settings were checked: `[{ "id", "url", "body", "mode", "when", "sends", "purpose" }]`.
    pub destinations: Value,
    #[serde(default)]
    pub lists: Lists,
    #[serde(default)]
    pub segments: Named<Condition>,
    /// Those that run: `[{ "id", "when", "holdout", "variants": [{ "id", "from", "to" }] }]`.
    #[serde(default)]
    pub experiments: Option<Value>,
    /// What aids do for as long as a page is open, by the aid's name, and as `reached` what is told besides the usual: see `complete/starts.rs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Value>,
    pub scoring: Scoring,
    pub forms: Named<Form>,
}

impl Runtime {
    /// The destinations.
    #[must_use]
    pub fn receivers(&self) -> Vec<Part<'_>> {
        items(&self.destinations)
    }

    /// The tools of the page that are told what happens.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn tools(&self) -> Vec<Part<'_>> {
        self.starts.as_ref().and_then(|starts| starts.get("analytics")).map(|about| Part(about).list("tools")).unwrap_or_default()
    }

    /// Days without a visit after which the visitor's record is erased.
    #[must_use]
    pub fn keep_days(&self) -> u32 {
        const USUAL: f64 = 180.0;
        Part(&self.storage).number("keep_days").unwrap_or(USUAL) as u32
    }

    /// The names of fields by whose answer somebody can be written to or called.
    #[inline(never)]
    pub fn contacts(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for form in self.forms.values() {
            for field in form.fields() {
                if matches!(field.kind(), "email" | "tel") {
                    names.push(field.name());
                }
            }
        }
        names
    }

    /// Whether somebody may have a tag from before: one that stays, or an option's.
    #[inline(never)]
    pub fn keeps_tag(&self, tag: &str) -> bool {
        for rule in items(&self.scoring.tags) {
            if rule.flag("keep") && rule.word("tag") == tag {
                return true;
            }
        }
        for form in self.forms.values() {
            for field in form.fields() {
                for option in field.list("options") {
                    if option.words("tags").contains(&tag) {
                        return true;
                    }
                }
            }
        }
        false
    }
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Scoring {
    /// By name, in the order the explanation lists them.
    pub dimensions: Named<Dimension>,
    /// Every rule of every dimension; ids are unique.
    pub rules: Vec<Rule>,
    /// By dimension: grades with their thresholds, `[["A", 25], ["B", 15]]`, highest first.
    #[serde(default)]
    pub grades: Value,
    /// Each as `written::Tag`.
    #[serde(default)]
    pub tags: Value,
    /// `[{ "id", "when", "expires" }]`: `expires` are seconds after which the visitor may fall back.
    #[serde(default)]
    pub stages: Value,
    /// Each as `written::Level`.
    #[serde(default)]
    pub qualification: Value,
    /// As `written::ValueOfLead`, where leads are worth something.
    #[serde(default)]
    pub value: Value,
    /// The plain value of what `written::Model` describes, without the record of its training: types for it would weigh half a
    /// kilobyte on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Value>,
}

impl Scoring {
    /// The names of facts that decide over points, tags, stages and levels; of rules, those that are `wanted`. By loops: each adapter
    /// of a chain would be compiled for each place that reads it.
    pub fn facts_read(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<&str> {
        let mut names = Vec::new();
        for rule in &self.rules {
            if let Some(condition) = rule.condition.as_ref().filter(|_| wanted(rule)) {
                names.extend(condition.fact_names());
            }
        }
        for list in [&self.tags, &self.stages, &self.qualification] {
            for one in items(list) {
                if let Some(when) = one.get("when") {
                    names.extend(fact_names_of(when));
                }
            }
        }
        names
    }
}

/// Bounds of one score, in milli-points.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Dimension {
    #[serde(default)]
    pub min: Option<i64>,
    #[serde(default)]
    pub max: Option<i64>,
    /// By name, bounds of what its rules give together.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub groups: Named<Bounds>,
}

/// Bounds of what several rules give together, in milli-points.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub struct Bounds {
    #[serde(default)]
    pub min: Option<i64>,
    #[serde(default)]
    pub max: Option<i64>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Rule {
    pub id: String,
    pub dimension: String,
    /// The event it counts; without it the rule reads answers and facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    pub points: f64,
    /// What it gives at most (or, negative, takes), in milli-points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<i64>,
    /// One of its dimension's groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    pub limit: Limit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decay: Option<Decay>,
}

/// The newest so many occurrences count.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Limit {
    pub times: u32,
    pub per: Per,
}

/// Within what a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    Ever,
    Page,
    Session,
    /// The window of so many seconds that ends now.
    Seconds(i64),
}

#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Runtime {
    id,
    version,
    locales,
    default_locale,
    words,
    base,
    theme,
    on_accent,
    consent,
    storage,
    audience or Value::default(),
    attribution,
    controller,
    address,
    contact,
    privacy_url,
    destinations,
    lists,
    segments,
    experiments,
    starts,
    scoring,
    forms,
});
crate::readable!(Scoring { dimensions, rules, grades, tags, stages, qualification, value, model });
crate::readable!(Dimension { min, max, groups });
crate::readable!(Bounds { min, max });
crate::readable!(Rule { id, dimension, on, condition = "where", points, cap, group, limit, decay });
crate::readable!(Limit { times, per });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(Runtime {
    id,
    version,
    locales,
    default_locale,
    base,
    consent,
    storage,
    audience,
    attribution,
    destinations,
    lists,
    segments,
    experiments,
    starts,
    scoring,
    forms
});

impl Read for Per {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        match value.as_str() {
            Some("ever") => Self::Ever,
            Some("page") => Self::Page,
            Some("session") => Self::Session,
            _ => Self::Seconds(i64::read(value_at(value, "seconds"), reading)),
        }
    }
}
