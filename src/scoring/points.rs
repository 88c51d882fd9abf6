//! From occurrences to points: decay, rounding, bounds, and the rows that explain them.
//!
//! Counts in milli-points, as integers, so that rows add up to the score exactly.

use super::ledger::Ledger;
use crate::campaign::written::Decay;
use crate::campaign::{Bounds, Rule, Scoring};
use crate::condition::{Scope, value_at};
use crate::digits::push_digits;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::Named;

/// More occurrences of one rule than this never count.
pub const MOST_OCCURRENCES: u32 = 50;

/// The score at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Milli-points by dimension.
    pub dimensions: Named<i64>,
    pub rows: Vec<Row>,
    /// How often each of the campaign's rules counts and what it gives in milli-points, in their order.
    pub rules: Vec<(u32, i64)>,
    /// Dimensions of which nothing is known yet.
    pub unknown: Vec<String>,
}

/// One reason for points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub dimension: String,
    /// The rule's id, or `cap` where a bound cut.
    pub rule: String,
    /// Of a cut, the rule or group that was bounded; empty for the dimension's own bounds, and for rules.
    pub of: String,
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

    /// What bounds leave of a sum; a row tells what they cut, and of which rule or group.
    #[inline(never)]
    fn bound(&mut self, sum: i64, bounds: Bounds, dimension: &str, of: &str) -> i64 {
        let bounded = sum.max(bounds.min.unwrap_or(i64::MIN)).min(bounds.max.unwrap_or(i64::MAX));
        if bounded != sum {
            let milli = bounded.saturating_sub(sum);
            self.rows.push(Row { dimension: dimension.into(), rule: "cap".into(), of: of.into(), milli, count: 1, at: Vec::new() });
        }
        bounded
    }
}

/// The score of what the ledger and the facts hold at `now`.
pub fn score(scoring: &Scoring, ledger: &Ledger, scope: &Scope, now: Timestamp) -> Score {
    let mut score = Score { rules: vec![(0, 0); scoring.rules.len()], ..Score::default() };
    for (name, dimension) in &scoring.dimensions {
        let (mut sum, mut is_known_of) = (0_i64, false);
        // By group, in the order of the file; what belongs to none is bounded by the dimension alone.
        let mut together = vec![0_i64; dimension.groups.len()];
        for (index, rule) in scoring.rules.iter().enumerate() {
            if rule.dimension != *name {
                continue;
            }
            let Some(row) = row(rule, ledger, scope, now) else {
                is_known_of |= is_known(rule, scope);
                continue;
            };
            is_known_of = true;
            let milli = row.milli;
            if let Some(given) = score.rules.get_mut(index) {
                *given = (row.count, milli);
            }
            score.rows.push(row);
            // A cap below nothing bounds what a rule takes.
            let bounds = Bounds { min: rule.cap.filter(|cap| *cap < 0), max: rule.cap.filter(|cap| *cap >= 0) };
            let given = score.bound(milli, bounds, name, &rule.id);
            let group = dimension.groups.keys().position(|group| rule.group.as_ref() == Some(group));
            let sum = group.and_then(|group| together.get_mut(group)).unwrap_or(&mut sum);
            *sum = sum.saturating_add(given);
        }
        for ((group, bounds), given) in dimension.groups.iter().zip(together) {
            sum = sum.saturating_add(score.bound(given, *bounds, name, group));
        }
        let bounded = score.bound(sum, Bounds { min: dimension.min, max: dimension.max }, name, "");
        if !is_known_of {
            score.unknown.push(name.clone());
        }
        score.dimensions.insert(name.clone(), bounded);
    }
    score
}

fn row(rule: &Rule, ledger: &Ledger, scope: &Scope, now: Timestamp) -> Option<Row> {
    let row = |milli, count, at| Row { dimension: rule.dimension.clone(), rule: rule.id.clone(), of: String::new(), milli, count, at };
    if rule.on.is_none() {
        let holds = crate::condition::holds(rule.condition.as_ref(), scope);
        return holds.then(|| row(to_milli(rule.points), 1, Vec::new()));
    }
    let (mut count, mut points, mut at) = (0_u32, 0.0, Vec::new());
    for entry in ledger.counted(rule, now) {
        count = count.saturating_add(entry.count);
        points += rule.points * f64::from(entry.count) * left_of(rule.decay, entry.at, now);
        for _ in 0..entry.count.min(MOST_OCCURRENCES) {
            at.push(entry.at);
        }
    }
    (count > 0).then(|| row(to_milli(points), count, at))
}

/// How much of a point is left at `now`: 1 at first, never below 0.
fn left_of(decay: Option<Decay>, at: Timestamp, now: Timestamp) -> f64 {
    // A clock set back counts as no time gone by.
    let days = now.0.saturating_sub(at.0).max(0) as f64 / SECONDS_PER_DAY as f64;
    match decay {
        None => 1.0,
        Some(Decay::HalfLifeDays(half)) if half > 0.0 => left_after(days / half),
        Some(Decay::LinearDays(whole)) if whole > 0.0 => (1.0 - days / whole).max(0.0),
        Some(Decay::ExpiresDays(whole)) if days < whole => 1.0,
        Some(_) => 0.0,
    }
}

/// What is left after so many half-lives: exactly the half after one. By `exp`, since `exp2` looks powers up in a table that nothing
/// compresses: 3.9 KB that every visitor would download.
fn left_after(halvings: f64) -> f64 {
    let whole = libm::floor(halvings);
    libm::exp((whole - halvings) * std::f64::consts::LN_2) * libm::scalbn(1.0, -(whole as i32))
}

/// Milli-points, rounded half away from zero.
#[must_use]
pub fn to_milli(points: f64) -> i64 {
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
    if let (None, Some(condition)) = (&rule.on, &rule.condition) {
        for name in condition.fact_names() {
            if !value_at(scope.facts, name).is_null() {
                return true;
            }
        }
    }
    false
}
