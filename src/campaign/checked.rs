//! What the runtime relies on, written by `leadwell build` to `runtime.json` in just this shape.
//!
//! Nothing here is "maybe present" that the program would have to check again. Pages are not part of it.

use serde::{Deserialize, Serialize};

use super::form::Form;
use super::text::Text;
use super::written::{Audience, Body, Consent, Decay, Level, Mode, Storage, Tag, Theme, ValueOfLead};
use crate::condition::{Condition, Lists, value_at};
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
    pub consent: Consent,
    pub storage: Storage,
    #[serde(default)]
    pub audience: Audience,
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
    pub destinations: Vec<Receiver>,
    #[serde(default)]
    pub lists: Lists,
    #[serde(default)]
    pub segments: Named<Condition>,
    /// Those that run: `[{ "id", "when", "holdout", "variants": [{ "id", "from", "to" }] }]`.
    #[serde(default)]
    pub experiments: Option<Value>,
    pub scoring: Scoring,
    pub forms: Named<Form>,
}

impl Runtime {
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
        for rule in &self.scoring.tags {
            if rule.keep && rule.tag == tag {
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

/// A destination whose settings were checked.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Receiver {
    pub id: String,
    pub url: String,
    pub body: Body,
    pub mode: Mode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    pub sends: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

impl Receiver {
    /// Whether it takes messages of a kind, such as `lead.captured`.
    #[must_use]
    pub fn takes(&self, kind: &str) -> bool {
        self.sends.iter().any(|sent| sent == kind)
    }
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Scoring {
    /// By name, in the order the explanation lists them.
    pub dimensions: Named<Dimension>,
    /// Every rule of every dimension; ids are unique.
    pub rules: Vec<Rule>,
    /// By dimension: grades with their thresholds, highest first.
    #[serde(default)]
    pub grades: Named<Vec<(String, i32)>>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub stages: Vec<Stage>,
    #[serde(default)]
    pub qualification: Vec<Level>,
    #[serde(default)]
    pub value: Option<ValueOfLead>,
    /// The plain value of what `written::Model` describes, without the record of its training: types for it would weigh half a
    /// kilobyte on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Value>,
}

impl Scoring {
    /// What decides over points, tags, stages and levels; of rules, those that are `wanted`. By loops: each adapter of a chain would
    /// be compiled for each place that reads it.
    pub fn conditions(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<&Condition> {
        let mut all = Vec::new();
        for rule in &self.rules {
            if wanted(rule) {
                all.extend(&rule.condition);
            }
        }
        for tag in &self.tags {
            all.push(&tag.when);
        }
        for stage in &self.stages {
            all.extend(&stage.when);
        }
        for level in &self.qualification {
            all.extend(&level.when);
        }
        all
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

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Stage {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Seconds after which the visitor may fall back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
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
    audience or Audience::default(),
    attribution,
    controller,
    address,
    contact,
    privacy_url,
    destinations,
    lists,
    segments,
    experiments,
    scoring,
    forms,
});
crate::readable!(Receiver { id, url, body, mode, when, sends, purpose });
crate::readable!(Scoring { dimensions, rules, grades, tags, stages, qualification, value, model });
crate::readable!(Dimension { min, max, groups });
crate::readable!(Bounds { min, max });
crate::readable!(Rule { id, dimension, on, condition = "where", points, cap, group, limit, decay });
crate::readable!(Limit { times, per });
crate::readable!(Stage { id, when, expires });
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
