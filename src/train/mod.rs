//! Learning a score from leads whose outcome is known: from a table to the `scoring.model` of a campaign, with an honest word on how
//! good it is.
//!
//! A penalised logistic regression, fitted by a crate; what is ours is which columns may be learned from, how they become facts, and
//! what the result is worth on leads it has not seen. Deterministic: the same table gives the same model. Reads no file and asks no
//! clock. Native only.

mod columns;
mod folds;
mod manuscript;
mod measures;
mod regression;
mod sheet;
mod told;

pub use columns::{Feature, LeftOut};
pub use manuscript::with_model;
pub use measures::{Bin, Measures, auc};
pub use regression::{Fitted, fit};
pub use sheet::{Sheet, Table};

use rayon::prelude::*;

use crate::campaign::check::HEAVIEST;
use crate::campaign::written::{Model, Weight};
use crate::scoring::MOST_LOG_ODDS;
use columns::Columns;

/// Below so many leads of either outcome nothing can be learned that would hold for the next lead.
pub const FEWEST_OF_EITHER: usize = 20;
/// Fewer leads than this are too few to trust what was learned, however it looks.
const FEW_LEADS: usize = 100;
/// Events per weight below which weights are known to be off: Peduzzi et al., "A simulation study of the number of events per variable
/// in logistic regression analysis", J Clin Epidemiol 49 (1996).
const EVENTS_PER_WEIGHT: usize = 10;
/// A single column that orders leads this well was most likely filled in after the outcome was known.
const TOO_GOOD: f64 = 0.98;
/// Of the normal distribution, two-sided 95 %.
const Z95: f64 = 1.96;
/// Penalties that cross-validation chooses from, half a power of ten apart; on weights of standardised columns. Never 0, so that a column
/// which tells the outcome by itself still gets a finite weight.
const PENALTIES: [f64; 9] = [0.1, 0.316, 1.0, 3.16, 10.0, 31.6, 100.0, 316.0, 1000.0];

/// What was learned, and what it is worth.
#[derive(Debug)]
pub struct Trained {
    pub rows: usize,
    pub positives: usize,
    /// Leads without an outcome yet.
    pub undecided: usize,
    /// Leads that have an outcome and no score, where a score is learned from.
    pub without_score: usize,
    pub left_out: Vec<LeftOut>,
    pub features: Vec<Feature>,
    /// Of each feature, what it was for every lead.
    pub values: Vec<Vec<f64>>,
    pub fitted: Fitted,
    pub penalty: f64,
    /// On leads that the model had not seen when it judged them.
    pub measures: Measures,
    pub warnings: Vec<String>,
    /// Why the campaign is not to have this model.
    pub refusal: Option<String>,
}

/// Learns from leads. `refused` says which facts no model of the campaign may read, and why; `private` names fields that hold addresses.
///
/// # Errors
/// Why nothing can be learned at all, in a sentence.
pub fn train(table: &Table, refused: &[(&str, String)], private: &[&str]) -> Result<Trained, String> {
    enough(table, 0)?;
    let all = table.outcomes.len();
    let (table, Columns { features, values, left_out }) = columns::of_scored(table, refused, private);
    let (table, without_score) = (&table, all - table.outcomes.len());
    let (positives, rarer) = enough(table, without_score)?;
    if features.is_empty() {
        let why: Vec<String> = left_out.iter().map(|it| format!("{} ({})", it.column, it.why)).collect();
        return Err(format!("no column can be learned from; left out: {}", why.join(", ")));
    }
    let folds = folds::of(table);
    let (penalty, held_out) = best_penalty(&values, &table.outcomes, &folds);
    let measures = Measures::of(&held_out, &table.outcomes);
    let fitted = fit(&values, &table.outcomes, penalty).rounded();
    let is_a_coin = (measures.auc - Z95 * measures.auc_error <= 0.5).then(|| {
        format!(
            "on leads it had not seen the model does no better than a coin: an AUC of {:.3} ± {:.3} cannot be told from 0.5",
            measures.auc, measures.auc_error
        )
    });
    let refusal = is_a_coin.or_else(|| too_heavy(&features, &fitted));
    Ok(Trained {
        rows: table.outcomes.len(),
        positives,
        undecided: table.undecided,
        without_score,
        warnings: warnings(table, rarer, &features, &values),
        left_out,
        features,
        values,
        fitted,
        penalty,
        measures,
        refusal,
    })
}

/// How many leads have the outcome, and how many are of the rarer one.
fn enough(table: &Table, without_score: usize) -> Result<(usize, usize), String> {
    let positives = table.outcomes.iter().filter(|won| **won).count();
    let others = table.outcomes.len() - positives;
    let rarer = positives.min(others);
    if rarer < FEWEST_OF_EITHER {
        let besides =
            if without_score > 0 { format!(" ({without_score} more carry no score and say nothing of it)") } else { String::new() };
        return Err(format!(
            "{positives} leads with the outcome and {others} without it{besides}: at least {FEWEST_OF_EITHER} of each are needed, and some \
             hundreds are better"
        ));
    }
    Ok((positives, rarer))
}

/// Why a campaign cannot carry what was learned: numbers so narrow, or so far from 0, that pages would not count them to a millionth.
fn too_heavy(features: &[Feature], fitted: &Fitted) -> Option<String> {
    for (feature, weight) in features.iter().zip(&fitted.weights) {
        let fact = &feature.fact;
        if weight.abs() > HEAVIEST {
            return Some(format!(
                "a weight of {weight} for {fact} is more than a campaign takes, from -{HEAVIEST} to {HEAVIEST}: its values lie too close \
                 together; tell it in a smaller unit, on the page and in the table, or leave it out: --without {fact}"
            ));
        }
    }
    let far = |(feature, weight): (&Feature, &f64)| weight.abs() * feature.bounds.map_or(1.0, |(min, max)| min.abs().max(max.abs()));
    let heights: Vec<f64> = features.iter().zip(&fitted.weights).map(far).collect();
    let (feature, highest) = features.iter().zip(&heights).max_by(|one, other| one.1.total_cmp(other.1))?;
    (highest.max(fitted.intercept.abs()) > MOST_LOG_ODDS).then(|| {
        let fact = &feature.fact;
        format!(
            "{fact} lies so far from 0, for how little it varies, that log odds would go beyond {MOST_LOG_ODDS}; count it from a nearer \
             point, on the page and in the table (years since 2020, not seconds since 1970), or leave it out: --without {fact}"
        )
    })
}

/// The penalty with the least log loss on held-out leads, of equals the heavier, with what was said of those leads.
fn best_penalty(values: &[Vec<f64>], outcomes: &[bool], folds: &[usize]) -> (f64, Vec<f64>) {
    let judged: Vec<(f64, Vec<f64>)> =
        PENALTIES.par_iter().map(|penalty| (*penalty, held_out(values, outcomes, folds, *penalty))).collect();
    let loss = |(_, predicted): &(f64, Vec<f64>)| measures::log_loss(predicted, outcomes);
    judged.into_iter().rev().min_by(|one, other| loss(one).total_cmp(&loss(other))).unwrap_or_default()
}

/// Every lead judged by a model that was fitted without its fold.
fn held_out(values: &[Vec<f64>], outcomes: &[bool], folds: &[usize], penalty: f64) -> Vec<f64> {
    let mut predicted = vec![0.0; outcomes.len()];
    for fold in 0..folds::COUNT {
        let others = |values: &Vec<f64>| values.iter().zip(folds).filter(|(_, of)| **of != fold).map(|(value, _)| *value).collect();
        let seen: Vec<Vec<f64>> = values.iter().map(others).collect();
        let known: Vec<bool> = outcomes.iter().zip(folds).filter(|(_, of)| **of != fold).map(|(won, _)| *won).collect();
        let fitted = fit(&seen, &known, penalty);
        for (row, (of, predicted)) in folds.iter().zip(&mut predicted).enumerate() {
            if *of == fold {
                *predicted = fitted.probability(values.iter().map(|column| column.get(row).copied().unwrap_or_default()));
            }
        }
    }
    predicted
}

fn warnings(table: &Table, rarer: usize, features: &[Feature], values: &[Vec<f64>]) -> Vec<String> {
    let mut warnings = Vec::new();
    if table.outcomes.len() < FEW_LEADS {
        warnings
            .push(format!("only {} leads: take this for a first guess, and train again with at least {FEW_LEADS}", table.outcomes.len()));
    }
    if rarer < EVENTS_PER_WEIGHT * features.len() {
        warnings.push(format!(
            "{rarer} leads of the rarer outcome for {} weights, {:.1} each: below {EVENTS_PER_WEIGHT} for each, weights are unreliable; bring more leads, or fewer columns (--without)",
            features.len(),
            rarer as f64 / features.len() as f64
        ));
    }
    let mut facts: Vec<&str> = features.iter().map(|feature| feature.fact.as_str()).collect();
    facts.dedup();
    for fact in facts {
        let alone = columns::alone(fact, features, values, &table.outcomes);
        if alone >= TOO_GOOD {
            warnings.push(format!(
                "{fact} tells the outcome almost by itself (AUC {alone:.3}): was it filled in only once the outcome was known? Then leave it out: --without {fact}"
            ));
        }
    }
    warnings
}

impl Trained {
    /// As a campaign carries it; `trained` is the record of how it came about.
    #[must_use]
    pub fn model(&self) -> Model {
        let weight = |(feature, weight): (&Feature, &f64)| Weight {
            fact: feature.fact.clone(),
            is: feature.is.as_deref().map(Into::into),
            weight: *weight,
            missing: feature.missing,
            min: feature.bounds.map(|(min, _)| min),
            max: feature.bounds.map(|(_, max)| max),
        };
        Model {
            intercept: self.fitted.intercept,
            weights: self.features.iter().zip(&self.fitted.weights).map(weight).collect(),
            trained: None,
            note: None,
        }
    }
}
