//! The regression itself: columns standardised, fitted by `smartcore` with a penalty on the square of the weights (the intercept is
//! free), and the weights brought back to the columns' own units.

use smartcore::linalg::basic::arrays::Array;
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linear::logistic_regression::{LogisticRegression, LogisticRegressionParameters};

/// Log odds: the intercept, and one weight for each column in its own units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fitted {
    pub intercept: f64,
    pub weights: Vec<f64>,
    /// The mean of each column.
    pub means: Vec<f64>,
    /// How far each column strays, one standard deviation: by it weights of different units are compared.
    pub spread: Vec<f64>,
}

/// Fits `columns` to the outcomes. Minimises the sum of log losses and half the penalty times the squared weights of standardised columns.
#[must_use]
pub fn fit(columns: &[Vec<f64>], outcomes: &[bool], penalty: f64) -> Fitted {
    let rows = outcomes.len();
    let (means, spread): (Vec<f64>, Vec<f64>) = columns.iter().map(|column| mean_and_spread(column)).unzip();
    // A column that says the same of every lead says nothing.
    let unit = |spread: f64| if spread > 0.0 { spread } else { 1.0 };
    let standardised = columns.iter().zip(means.iter().zip(&spread));
    let values = standardised.flat_map(|(column, (mean, spread))| column.iter().map(move |value| (value - mean) / unit(*spread))).collect();
    let won: Vec<u32> = outcomes.iter().map(|won| u32::from(*won)).collect();
    let parameters = LogisticRegressionParameters::default().with_alpha(penalty);
    let fitted = DenseMatrix::new(rows, columns.len(), values, true).and_then(|values| LogisticRegression::fit(&values, &won, parameters));
    let Ok(fitted) = fitted else {
        // Only where all outcomes are the same, and then no column has a say.
        return Fitted { intercept: 0.0, weights: vec![0.0; columns.len()], means, spread };
    };
    let weights: Vec<f64> = fitted.coefficients().iterator(0).zip(&spread).map(|(weight, spread)| weight / unit(*spread)).collect();
    let shift: f64 = weights.iter().zip(&means).map(|(weight, mean)| weight * mean).sum();
    let intercept = fitted.intercept().iterator(0).next().copied().unwrap_or_default() - shift;
    Fitted { intercept, weights, means, spread }
}

fn mean_and_spread(column: &[f64]) -> (f64, f64) {
    let count = column.len().max(1) as f64;
    let mean = column.iter().sum::<f64>() / count;
    let variance = column.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

impl Fitted {
    /// The probability of one row.
    pub fn probability(&self, row: impl Iterator<Item = f64>) -> f64 {
        let log_odds = self.intercept + self.weights.iter().zip(row).map(|(weight, value)| weight * value).sum::<f64>();
        1.0 / (1.0 + (-log_odds).exp())
    }

    /// As a file carries it: what a person may read, and no digit more than the data could bear. What a weight loses over the mean of
    /// its column the intercept takes up, or columns far from 0 would move every lead.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        for (weight, mean) in self.weights.iter_mut().zip(&self.means) {
            let rounded = significant(*weight, 6);
            self.intercept += (*weight - rounded) * mean;
            *weight = rounded;
        }
        // Pages count in millionths.
        self.intercept = (self.intercept * 1e6).round() / 1e6;
        self
    }
}

/// A number to so many significant digits.
pub fn significant(number: f64, digits: usize) -> f64 {
    format!("{number:.*e}", digits.saturating_sub(1)).parse().unwrap_or(number)
}
