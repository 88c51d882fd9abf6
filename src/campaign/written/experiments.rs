//! Experiments: which visitors see which variant.
//!
//! Read by the command alone: visitors' browsers carry `experiments` along as they stand.

use schemars::JsonSchema;

use super::Status;
use crate::condition::Condition;

/// Several variants of one thing, each for its share of the visitors.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Experiment {
    /// What the fact `experiment.ID` is named after. It seeds the draw: with another id, visitors are drawn anew.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))]
    pub id: String,
    #[schemars(length(min = 2))]
    pub variants: Vec<Arm>,
    /// The share of visitors who take part at all. Default: 1, everybody.
    #[schemars(default = "everybody", range(min = 0, max = 1))]
    pub coverage: f64,
    /// The share of visitors who are kept out of it, to compare with. Default: 0.
    #[schemars(default, range(min = 0, max = 1))]
    pub holdout: f64,
    /// The id of the goal it is judged by.
    pub goal: String,
    /// Only visitors for whom this holds take part.
    pub when: Option<Condition>,
    /// For people; never published.
    pub note: Option<String>,
    /// Only `live` experiments draw visitors.
    #[schemars(default)]
    pub status: Status,
}

/// One variant of an experiment; the first is the one without a change.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Arm {
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))]
    pub id: String,
    /// Its share of the visitors who take part; those of all variants add up to 1.
    #[schemars(range(min = 0, max = 1), example = &0.5)]
    pub weight: f64,
    /// For people; never published.
    pub note: Option<String>,
}

fn everybody() -> f64 {
    1.0
}

crate::readable!(Experiment { id, variants, coverage or everybody(), holdout or 0.0, goal, when, note, status });
crate::readable!(Arm { id, weight, note });
