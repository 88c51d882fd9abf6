//! The blocks a page is made of.

use serde::Deserialize;

use super::Status;
use crate::campaign::text::Text;
use crate::condition::value_at;
use crate::value::{Read, Reading, Value};

/// One part of a page, told apart by `kind`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Hero(Hero),
    Benefits(Benefits),
    Stats(Stats),
    Faq(Faq),
    Form(FormBlock),
}

impl Block {
    /// The block's own id, the target of `#id` links.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Hero(block) => block.id.as_deref(),
            Self::Benefits(block) => block.id.as_deref(),
            Self::Stats(block) => block.id.as_deref(),
            Self::Faq(block) => block.id.as_deref(),
            Self::Form(block) => block.id.as_deref(),
        }
    }

    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Hero(block) => block.status,
            Self::Benefits(block) => block.status,
            Self::Stats(block) => block.status,
            Self::Faq(block) => block.status,
            Self::Form(block) => block.status,
        }
    }
}

/// The page's promise and its first call to action. Its title is the page's one `h1`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hero {
    #[serde(default)]
    pub id: Option<String>,
    /// A few words above the title.
    #[serde(default)]
    pub eyebrow: Option<Text>,
    pub title: Text,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub cta: Option<Cta>,
    /// A quieter second call to action.
    #[serde(default)]
    pub second: Option<Cta>,
    /// One line under the calls to action that takes away a worry.
    #[serde(default)]
    pub trust: Option<Text>,
    /// A built-in drawing beside the words; decoration only.
    #[serde(default)]
    pub art: Option<Art>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub status: Status,
}

/// The built-in drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Art {
    /// A day's plan with one booking that stands out.
    Plan,
}

/// A call to action.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cta {
    pub label: Text,
    /// `#block`, `/path`, `https:`, `mailto:` or `tel:`.
    #[cfg_attr(feature = "native", schemars(example = &"#demo"))]
    pub to: String,
}

/// What the visitor gains.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Benefits {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub title: Option<Text>,
    pub items: Vec<Benefit>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub status: Status,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// A picture from the built-in set.
    #[serde(default)]
    pub icon: Option<Icon>,
    pub title: Text,
    pub text: Text,
}

/// The built-in pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    Calendar,
    Chart,
    Check,
    Clock,
    Lock,
    Message,
    People,
    Spark,
}

/// Figures that prove the promise, each with where it comes from.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stats {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub title: Option<Text>,
    pub items: Vec<Stat>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub status: Status,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stat {
    /// The figure, as it should be read: `41 %`.
    pub value: Text,
    /// What it counts.
    pub label: Text,
    /// Who says so: a role, never an invented person.
    #[serde(default)]
    pub source: Option<Text>,
}

/// Questions that stand between the visitor and the form.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Faq {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub title: Option<Text>,
    pub items: Vec<Question>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub status: Status,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub question: Text,
    pub answer: Text,
}

/// A form on the page.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormBlock {
    #[serde(default)]
    pub id: Option<String>,
    /// The id of the form to show.
    pub form: String,
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub status: Status,
}

impl Read for Block {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        match value_at(value, "kind").as_str() {
            Some("hero") => Self::Hero(Hero::read(value, reading)),
            Some("benefits") => Self::Benefits(Benefits::read(value, reading)),
            Some("stats") => Self::Stats(Stats::read(value, reading)),
            Some("faq") => Self::Faq(Faq::read(value, reading)),
            Some("form") => Self::Form(FormBlock::read(value, reading)),
            _ => {
                reading.misfit("a kind: hero, benefits, stats, faq or form");
                Self::Hero(Hero::read(value, reading))
            }
        }
    }
}

crate::readable!(Hero { id, eyebrow, title, text, cta, second, trust, art, note, status });
crate::words!(Art { "plan" => Plan });
crate::readable!(Cta { label, to });
crate::readable!(Benefits { id, title, items, note, status });
crate::readable!(Benefit { icon, title, text });
crate::words!(Icon {
    "calendar" => Calendar, "chart" => Chart, "check" => Check, "clock" => Clock, "lock" => Lock, "message" => Message,
    "people" => People, "spark" => Spark,
});
crate::readable!(Stats { id, title, items, note, status });
crate::readable!(Stat { value, label, source });
crate::readable!(Faq { id, title, items, note, status });
crate::readable!(Question { question, answer });
crate::readable!(FormBlock { id, form, title, text, note, status });
