//! What was learned, in words for a person and as data for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::regression::significant;
use super::{Feature, Trained};

impl Trained {
    /// The report of a training, in plain lines.
    #[must_use]
    pub fn report(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{} leads, {} with the outcome ({})",
            self.rows,
            self.positives,
            percent(self.positives as f64 / self.rows as f64)
        );
        if self.undecided > 0 {
            let _ = writeln!(text, "{} without an outcome yet: left out", self.undecided);
        }
        if self.without_score > 0 {
            let _ = writeln!(text, "{} without a score: left out", self.without_score);
        }
        for left_out in &self.left_out {
            let _ = writeln!(text, "left out: {}: {}", left_out.column, left_out.why);
        }
        let measures = &self.measures;
        let _ = writeln!(
            text,
            "\nOn leads the model had not seen (cross-validated, {} folds, penalty {}):\n",
            super::folds::COUNT,
            self.penalty
        );
        let _ = writeln!(text, "  AUC       {:.3} ± {:.3}  0.5 says nothing, 1 everything", measures.auc, measures.auc_error);
        let _ = writeln!(text, "  log loss  {:.3}          {:.3} by telling everybody the mean", measures.log_loss, measures.base_log_loss);
        let _ = writeln!(text, "  Brier     {:.3}          {:.3} likewise", measures.brier, measures.base_brier);
        text.push_str("\n  leads  predicted  observed\n");
        for bin in &measures.calibration {
            let _ = writeln!(text, "  {:>5}  {:>9}  {:>8}", bin.count, percent(bin.predicted), percent(bin.observed));
        }
        text.push_str("\nWeights, the strongest first (odds are multiplied by):\n\n");
        for (feature, weight, spread) in self.by_effect() {
            let _ = writeln!(text, "  {}", line(feature, weight, spread));
        }
        text
    }

    /// The same for programs.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let measures = &self.measures;
        let bin = |bin: &super::Bin| json!({ "count": bin.count, "predicted": bin.predicted, "observed": bin.observed });
        json!({
            "rows": self.rows, "positives": self.positives, "undecided": self.undecided,
            "without_score": self.without_score, "folds": super::folds::COUNT, "penalty": self.penalty,
            "auc": measures.auc, "auc_error": measures.auc_error, "log_loss": measures.log_loss, "base_log_loss": measures.base_log_loss,
            "brier": measures.brier, "base_brier": measures.base_brier, "calibration": measures.calibration.iter().map(bin).collect::<Value>(),
            "left_out": self.left_out.iter().map(|it| json!({ "column": it.column, "why": it.why })).collect::<Value>(),
            "warnings": self.warnings, "refused": self.refusal, "model": self.model(),
        })
    }

    /// What the campaign keeps of how its model came about.
    #[must_use]
    pub fn record(&self, outcome: &str, date: &str) -> Value {
        let measures = &self.measures;
        json!({
            "on": date, "outcome": outcome, "rows": self.rows, "positives": self.positives, "penalty": self.penalty,
            "auc": significant(measures.auc, 3), "auc_error": significant(measures.auc_error, 2),
            "log_loss": significant(measures.log_loss, 3), "base_log_loss": significant(measures.base_log_loss, 3), "brier": significant(measures.brier, 3),
        })
    }

    fn by_effect(&self) -> Vec<(&Feature, f64, f64)> {
        let fitted = self.fitted.weights.iter().zip(&self.fitted.spread);
        let mut all: Vec<_> = self.features.iter().zip(fitted).map(|(feature, (weight, spread))| (feature, *weight, *spread)).collect();
        let effect = |(_, weight, spread): &(&Feature, f64, f64)| (weight * spread).abs();
        all.sort_by(|one, other| effect(other).total_cmp(&effect(one)));
        all
    }
}

/// `× 2.29  field.company_size is 51-200 (+0.83)`
fn line(feature: &Feature, weight: f64, spread: f64) -> String {
    let fact = &feature.fact;
    match &feature.is {
        Some(is) => format!("× {:<6.3} {fact} is {is} ({weight:+})", weight.exp()),
        None => format!("× {:<6.3} {fact}, for {} more ({weight:+} each)", (weight * spread).exp(), significant(spread, 2)),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
