//! From occurrences to points: decay, rounding, bounds, and the rows that explain them.
//!
//! Counts in milli-points, as integers, so that rows add up to the score exactly.

use super::ledger::{Entry, Ledger};
use crate::campaign::written::Decay;
use crate::campaign::{Rule, Scoring};
use crate::condition::{Scope, value_at};
use crate::digits::push_digits;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::{Named, Value};

/// More occurrences of one rule than this never count.
pub const MOST_OCCURRENCES: u32 = 50;

/// The score at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Milli-points by dimension.
    pub dimensions: Named<i64>,
    pub rows: Vec<Row>,
    /// Dimensions of which nothing is known yet.
    pub unknown: Vec<String>,
}

/// One reason for points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub dimension: String,
    /// The rule's id, or `cap` where a bound of the dimension cut.
    pub rule: String,
    pub milli: i64,
    pub count: u32,
    /// One time per occurrence; empty for rules that read answers and facts.
    pub at: Vec<Timestamp>,
}

impl Score {
    /// Milli-points over all dimensions.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.dimensions.values().fold(0, |sum, milli| sum.saturating_add(*milli))
    }
}

/// The score of what the ledger and the facts hold at `now`.
pub fn score(scoring: &Scoring, ledger: &Ledger, scope: &Scope, now: Timestamp) -> Score {
    let mut score = Score::default();
    for (name, bounds) in &scoring.dimensions {
        let rules = || scoring.rules.iter().filter(|rule| rule.dimension == *name);
        let rows: Vec<Row> = rules().filter_map(|rule| row(rule, ledger, scope, now)).collect();
        let sum = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.milli));
        let bounded = sum.max(bounds.min.unwrap_or(i64::MIN)).min(bounds.max.unwrap_or(i64::MAX));
        if rows.is_empty() && !rules().any(|rule| is_known(rule, scope)) {
            score.unknown.push(name.clone());
        }
        score.rows.extend(rows);
        if bounded != sum {
            let cut = bounded.saturating_sub(sum);
            score.rows.push(Row { dimension: name.clone(), rule: "cap".into(), milli: cut, count: 1, at: Vec::new() });
        }
        score.dimensions.insert(name.clone(), bounded);
    }
    score
}

fn row(rule: &Rule, ledger: &Ledger, scope: &Scope, now: Timestamp) -> Option<Row> {
    let row = |milli, count, at| Row { dimension: rule.dimension.clone(), rule: rule.id.clone(), milli, count, at };
    if rule.on.is_none() {
        let holds = crate::condition::holds(rule.condition.as_ref(), scope);
        return holds.then(|| row(to_milli(rule.points), 1, Vec::new()));
    }
    let entries: Vec<Entry> = ledger.counted(rule, now).collect();
    let count = entries.iter().fold(0_u32, |count, entry| count.saturating_add(entry.count));
    let points = entries.iter().fold(0.0, |sum, entry| sum + rule.points * f64::from(entry.count) * left_of(rule.decay, entry.at, now));
    let at = entries.iter().flat_map(|entry| std::iter::repeat_n(entry.at, entry.count.min(MOST_OCCURRENCES) as usize)).collect();
    (count > 0).then(|| row(to_milli(points), count, at))
}

/// How much of a point is left at `now`: 1 at first, never below 0.
fn left_of(decay: Option<Decay>, at: Timestamp, now: Timestamp) -> f64 {
    // A clock set back counts as no time gone by.
    let days = now.0.saturating_sub(at.0).max(0) as f64 / SECONDS_PER_DAY as f64;
    match decay {
        None => 1.0,
        Some(Decay::HalfLifeDays(half)) if half > 0.0 => libm::exp2(-days / half),
        Some(Decay::LinearDays(whole)) if whole > 0.0 => (1.0 - days / whole).max(0.0),
        Some(Decay::ExpiresDays(whole)) if days < whole => 1.0,
        Some(_) => 0.0,
    }
}

/// Milli-points, rounded half away from zero.
fn to_milli(points: f64) -> i64 {
    libm::round(points * 1000.0) as i64
}

/// Points as JSON writes them.
#[must_use]
pub fn points(milli: i64) -> f64 {
    milli as f64 / 1000.0
}

/// Points as a person reads them: `20`, `-3.5`. By whole numbers alone, so that no code for floats is needed.
#[must_use]
pub fn points_text(milli: i64) -> String {
    let mut text = String::new();
    if milli < 0 {
        text.push('-');
    }
    let size = milli.unsigned_abs();
    push_digits(&mut text, size / 1000, 1);
    if !size.is_multiple_of(1000) {
        text.push('.');
        push_digits(&mut text, size % 1000, 3);
        text.truncate(text.trim_end_matches('0').len());
    }
    text
}

// Facts that hold something for every visitor tell nothing about this one.
fn is_known(rule: &Rule, scope: &Scope) -> bool {
    let names = rule.condition.iter().flat_map(|condition| condition.fact_names());
    rule.on.is_none() && names.into_iter().any(|name| !matches!(value_at(scope.facts, name), Value::Null))
}
