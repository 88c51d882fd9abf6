//! What the runtime relies on, written by `leadwell build` to `runtime.json` in just this shape.
//!
//! Nothing here is "maybe present" that the program would have to check again. Pages are not part of it.

use serde::{Deserialize, Serialize};

use super::text::Text;
use super::written::{
    Body, Captcha, Channel, Choice, Consent, Decay, Field, Level, Mode, Outcome, Partial, Recipient, Step, Storage, Tag, Theme, ValueOfLead,
};
use crate::condition::{Condition, Lists, value_at};
use crate::form::Answers;
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
    pub scoring: Scoring,
    pub forms: Named<Form>,
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
}

/// Bounds of one score, in milli-points.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Dimension {
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

/// A form. An `address` is followed by a field for each of its parts, and a field with an option `other` by one for its text.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Form {
    pub steps: Vec<Step>,
    #[serde(default)]
    pub consent: Vec<ConsentItem>,
    pub submit: Text,
    pub native: Native,
    #[serde(default)]
    pub then: Vec<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<Partial>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_new: Option<u32>,
    #[serde(default)]
    pub resume: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha: Option<Captcha>,
    /// The aids of `src/aids/` that its fields need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aids: Vec<String>,
}

impl Form {
    /// Every field, step after step.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// Whether sending it shows the block with this id.
    #[must_use]
    pub fn reveals(&self, block: &str) -> bool {
        self.revealed().any(|revealed| revealed == block)
    }

    /// The ids of blocks that sending it may show.
    pub fn revealed(&self) -> impl Iterator<Item = &str> {
        self.then.iter().flat_map(|outcome| &outcome.actions).filter_map(|action| action.reveal.as_deref())
    }

    /// The options that these answers choose.
    pub fn chosen_options<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a Choice> {
        self.fields().flat_map(|field| field.chosen_options(answers.fields.get(&field.name)))
    }

    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().find(|field| field.name == name)
    }
}

/// Where the form is posted when scripts do not run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Native {
    pub url: String,
}

/// Something the visitor may agree to.
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file, and none excludes another")]
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct ConsentItem {
    pub purpose: String,
    pub text: Text,
    /// SHA-256 of the exact text in SRI form, by locale.
    pub text_hash: Named<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub double_opt_in: bool,
    /// Whether a field places it; the others stand above the button.
    #[serde(default)]
    pub placed: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    #[serde(default)]
    pub night: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Recipient>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u32>,
    /// What belongs to an informed choice: label by kind (`items use keep refusal`) and text, in that order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<(Notice, Text)>,
}

/// The four notices that Korean law asks for with a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    Items,
    Use,
    Keep,
    Refusal,
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
    controller,
    address,
    contact,
    privacy_url,
    destinations,
    lists,
    segments,
    scoring,
    forms,
});
crate::readable!(Receiver { id, url, body, mode, when, sends, purpose });
crate::readable!(Scoring { dimensions, rules, grades, tags, stages, qualification, value });
crate::readable!(Dimension { min, max });
crate::readable!(Rule { id, dimension, on, condition = "where", points, limit, decay });
crate::readable!(Limit { times, per });
crate::readable!(Stage { id, when, expires });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(Runtime {
    id,
    version,
    locales,
    default_locale,
    words,
    base,
    consent,
    storage,
    destinations,
    lists,
    segments,
    scoring,
    forms
});
#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Form { steps, consent, submit, native, then, partial, ask_new, resume, captcha, aids });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(Form { steps, consent, then, partial, ask_new, resume, aids });
#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(Native { url });
#[cfg(any(feature = "native", feature = "csr"))]
crate::readable!(ConsentItem { purpose, text, text_hash, required, double_opt_in, placed, channels, night, recipients, min_age, notices });
#[cfg(not(any(feature = "native", feature = "csr")))]
crate::readable_in_part!(ConsentItem { purpose, text, text_hash, required, double_opt_in, placed });
#[cfg(any(feature = "native", feature = "csr"))]
crate::words!(Notice { "items" => Items, "use" => Use, "keep" => Keep, "refusal" => Refusal });

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
