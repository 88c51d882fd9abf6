//! How a visitor's interest and fit become points, grades, stages and levels.

use serde::{Deserialize, Serialize};

use super::{Aside, Held};
use crate::condition::Condition;
use crate::value::{Named, Read, Reading, Value};

/// The scoring of a campaign.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Scoring {
    /// A starter set, laid under what stands here: what you write wins. `leadwell check --expand` prints the two as one.
    #[cfg(feature = "native")]
    #[schemars(schema_with = "crate::campaign::preset::sets")]
    pub preset: Option<String>,
    /// The stages of a well-known funnel, in the place of `stages`.
    #[cfg(feature = "native")]
    #[schemars(schema_with = "crate::campaign::preset::funnels")]
    pub funnel: Option<String>,
    /// Rules and tags of the preset that are not wanted, by id.
    #[cfg(feature = "native")]
    pub without: Vec<String>,
    /// By name: `engagement` for what a visitor does, `fit` for who the visitor is, or your own.
    pub dimensions: Named<Dimension>,
    /// By dimension, the lowest score of each grade: `{ "fit": { "A": 50, "B": 25 } }`.
    pub grades: Named<Named<i32>>,
    pub tags: Vec<Held<Tag>>,
    /// The stages of the funnel, first to last.
    pub stages: Vec<Held<Stage>>,
    /// The levels of a lead: the first entry whose condition holds.
    pub qualification: Vec<Held<Level>>,
    pub value: Option<Held<ValueOfLead>>,
    /// The learned score, `score.probability`: written by `leadwell train`.
    pub model: Option<Model>,
    pub note: Aside<String>,
}

/// One score among several.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Dimension {
    /// The score never falls below. Default: no bound.
    pub min: Option<i32>,
    /// The score never rises above. Default: no bound.
    pub max: Option<i32>,
    /// How points of events fade, unless a rule says otherwise.
    pub decay: Option<Decay>,
    pub rules: Vec<Rule>,
    /// By name, what rules that tell much the same give together at most.
    pub groups: Named<Group>,
    pub note: Aside<String>,
}

/// Bounds of what several rules give together.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Group {
    /// Together never less. Default: no bound.
    pub min: Option<i32>,
    /// Together never more. Default: no bound.
    pub max: Option<i32>,
    pub note: Aside<String>,
}

/// How points fade with time; exactly one key, in days.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Decay {
    /// Halved every so many days.
    HalfLifeDays(f64),
    /// Down to nothing in a straight line.
    LinearDays(f64),
    /// Whole until then, nothing after.
    ExpiresDays(f64),
}

/// One reason for points.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique over all dimensions.
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub id: String,
    /// The event it counts. Without it the rule reads answers and facts.
    #[serde(default)]
    pub on: Option<String>,
    #[serde(default, rename = "where")]
    pub condition: Option<Condition>,
    /// For each occurrence; may be negative.
    pub points: f64,
    /// All occurrences together give no more; where `points` are negative, take no more: `-20`. Default: no bound.
    #[serde(default)]
    pub cap: Option<i32>,
    /// The group of the dimension's `groups` that bounds it together with others.
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub decay: Option<Decay>,
    #[serde(default)]
    pub note: Aside<String>,
}

/// At most so many occurrences count.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 50)))]
    pub times: u32,
    /// `page`, `session` or a duration such as `30 days`. Default: ever.
    #[serde(default)]
    pub per: Option<String>,
}

/// A label that follows from facts and scores.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub tag: String,
    pub when: Condition,
    /// Stays once given.
    #[serde(default)]
    pub keep: bool,
}

/// A stage of the funnel; the last whose condition holds is the visitor's.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stage {
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub id: String,
    #[serde(default)]
    pub when: Option<Condition>,
    /// A duration after which the visitor may fall back.
    #[serde(default)]
    pub expires: Option<String>,
}

/// How far a lead is qualified.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// `disqualified mql sal sql`, or your own.
    pub level: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether a level of your own counts as qualified.
    #[serde(default)]
    pub qualified: bool,
}

/// What a lead is worth.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueOfLead {
    /// ISO 4217.
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^[A-Z]{3}$")))]
    pub currency: String,
    /// By grade (`A1`), with `*` for the rest.
    pub by_grade: Named<f64>,
}

/// A logistic regression: what facts say about how likely a lead is to become what earlier leads became.
#[cfg(feature = "native")]
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Log odds of a lead of which nothing is known.
    pub intercept: f64,
    /// What facts add to the log odds.
    #[serde(default)]
    pub weights: Vec<Weight>,
    /// When and from what it was learned, and how well it tells leads apart; for people, nothing reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What one fact, or one value of a fact, adds.
#[cfg(feature = "native")]
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// `score.engagement`, `field.company_size`: a dimension, or anything known before scores are added up.
    pub fact: String,
    /// The weight counts once while the fact is this text, number or flag, or a list that holds it. Without it the fact counts as a
    /// number: true is 1, false 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    /// Log odds, for each unit of a number.
    #[schemars(range(min = -1000, max = 1000))]
    pub weight: f64,
    /// What a fact counts as that is missing or no number. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<f64>,
    /// Numbers below count as this one. Default: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Numbers above count as this one. Default: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// Only `check` and `train` know its parts; everything else reads a model as a plain value.
#[cfg(not(feature = "native"))]
pub type Model = Value;

#[cfg(not(feature = "native"))]
crate::readable!(Scoring { dimensions, grades, tags, stages, qualification, value, model, note });
#[cfg(feature = "native")]
crate::readable!(Scoring { preset, funnel, without, dimensions, grades, tags, stages, qualification, value, model, note });
#[cfg(feature = "native")]
crate::readable!(Model { intercept, weights, trained, note });
#[cfg(feature = "native")]
crate::readable!(Weight { fact, is, weight, missing, min, max });
crate::readable!(Dimension { min, max, decay, rules, groups, note });
crate::readable!(Group { min, max, note });
crate::readable!(Rule { id, on, condition = "where", points, cap, group, limit, decay, note });
crate::readable!(Limit { times, per });
crate::readable!(Tag { tag, when, keep });
crate::readable!(Stage { id, when, expires });
crate::readable!(Level { level, when, reason, qualified });
crate::readable!(ValueOfLead { currency, by_grade });

impl Read for Decay {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        type Kind = fn(f64) -> Decay;
        let kinds: [(&str, Kind); 3] =
            [("half_life_days", Self::HalfLifeDays), ("linear_days", Self::LinearDays), ("expires_days", Self::ExpiresDays)];
        let only = value.as_object().filter(|object| object.len() == 1);
        let written = only.and_then(|object| kinds.iter().find_map(|(key, kind)| Some((object.get(key)?, kind))));
        if let Some((days, kind)) = written {
            kind(f64::read(days, reading))
        } else {
            reading.misfit("half_life_days, linear_days or expires_days");
            Self::ExpiresDays(0.0)
        }
    }
}
