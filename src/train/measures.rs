//! What a prediction is worth: how well it orders leads, and whether its probabilities mean what they say.

/// Of predictions for leads whose outcome is known.
#[derive(Clone, Debug)]
pub struct Measures {
    /// How often a lead with the outcome is ranked above one without it: 0.5 says nothing, 1 everything.
    pub auc: f64,
    /// Its standard error.
    pub auc_error: f64,
    pub log_loss: f64,
    /// What the share of leads with the outcome, told of every lead, would cost.
    pub base_log_loss: f64,
    /// The mean squared error of probabilities.
    pub brier: f64,
    pub base_brier: f64,
    /// From the least likely leads to the likeliest.
    pub calibration: Vec<Bin>,
}

/// Leads of about the same probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    pub count: usize,
    /// The mean of what was predicted.
    pub predicted: f64,
    /// The share that came to have the outcome.
    pub observed: f64,
}

const MOST_BINS: usize = 10;
/// Leads in a bin, at least: fewer say little of a share.
const LEAST_IN_BIN: usize = 20;

impl Measures {
    #[must_use]
    pub fn of(predicted: &[f64], outcomes: &[bool]) -> Self {
        let base = share(outcomes.iter().copied());
        let base = vec![base; outcomes.len()];
        let (auc, auc_error) = auc(predicted, outcomes);
        Self {
            auc,
            auc_error,
            log_loss: log_loss(predicted, outcomes),
            base_log_loss: log_loss(&base, outcomes),
            brier: brier(predicted, outcomes),
            base_brier: brier(&base, outcomes),
            calibration: calibration(predicted, outcomes),
        }
    }
}

/// The area under the ROC curve with its standard error, after DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), by midranks as
/// Sun and Xu compute it (IEEE Signal Processing Letters 21, 2014). Without both outcomes it is 0.5, and nothing is known.
#[must_use]
pub fn auc(predicted: &[f64], outcomes: &[bool]) -> (f64, f64) {
    let of = |wanted: bool| -> Vec<f64> {
        predicted.iter().zip(outcomes).filter(|(_, won)| **won == wanted).map(|(predicted, _)| *predicted).collect()
    };
    let (won, lost) = (of(true), of(false));
    if won.is_empty() || lost.is_empty() {
        return (0.5, f64::INFINITY);
    }
    let all = midranks(&won.iter().chain(&lost).copied().collect::<Vec<_>>());
    let (above, below) = all.split_at(won.len());
    // Of each lead with the outcome, the share of those without it that it is ranked above; and the other way round.
    let beats: Vec<f64> = above.iter().zip(midranks(&won)).map(|(all, own)| (all - own) / lost.len() as f64).collect();
    let beaten: Vec<f64> = below.iter().zip(midranks(&lost)).map(|(all, own)| 1.0 - (all - own) / won.len() as f64).collect();
    let area = mean(&beats);
    (area, (variance(&beats) / won.len() as f64 + variance(&beaten) / lost.len() as f64).sqrt())
}

/// Ranks from 1; equals share the mean of theirs.
fn midranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equals in order.chunk_by(|one, other| one.0 == other.0) {
        let rank = before as f64 + (equals.len() + 1) as f64 / 2.0;
        for (_, index) in equals {
            if let Some(place) = ranks.get_mut(*index) {
                *place = rank;
            }
        }
        before += equals.len();
    }
    ranks
}

/// The mean negative logarithm of the probability that was given to what came.
#[must_use]
pub fn log_loss(predicted: &[f64], outcomes: &[bool]) -> f64 {
    let given = |(predicted, won): (&f64, &bool)| if *won { *predicted } else { 1.0 - predicted };
    // What was held impossible and came all the same costs much, and not everything.
    let costs: Vec<f64> = predicted.iter().zip(outcomes).map(|pair| -given(pair).max(1e-15).ln()).collect();
    mean(&costs)
}

fn brier(predicted: &[f64], outcomes: &[bool]) -> f64 {
    let errors: Vec<f64> = predicted.iter().zip(outcomes).map(|(predicted, won)| (predicted - f64::from(u8::from(*won))).powi(2)).collect();
    mean(&errors)
}

fn calibration(predicted: &[f64], outcomes: &[bool]) -> Vec<Bin> {
    let mut leads: Vec<(f64, f64)> = predicted.iter().copied().zip(outcomes.iter().map(|won| f64::from(u8::from(*won)))).collect();
    leads.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Where a bin ends among leads of one prediction, which of them come first says nothing: each counts as their mean.
    for equals in leads.chunk_by_mut(|one, other| one.0 == other.0) {
        let observed = mean(&equals.iter().map(|(_, won)| *won).collect::<Vec<_>>());
        for (_, won) in equals {
            *won = observed;
        }
    }
    let bins = (leads.len() / LEAST_IN_BIN).clamp(1, MOST_BINS);
    let bin = |number: usize| {
        let (from, to) = (number * leads.len() / bins, (number + 1) * leads.len() / bins);
        let within = leads.get(from..to).unwrap_or_default();
        let (predicted, observed): (Vec<f64>, Vec<f64>) = within.iter().copied().unzip();
        Bin { count: within.len(), predicted: mean(&predicted), observed: mean(&observed) }
    };
    (0..bins).map(bin).collect()
}

fn share(outcomes: impl Iterator<Item = bool>) -> f64 {
    let outcomes: Vec<f64> = outcomes.map(|won| f64::from(u8::from(won))).collect();
    mean(&outcomes)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Of a sample.
fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len().saturating_sub(1).max(1) as f64
}
