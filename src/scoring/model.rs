//! The learned score: how likely a lead is to become what the campaign's model was trained on, and what each fact adds to that.
//!
//! A logistic regression, counted in millionths of log odds, so that contributions add up exactly. It learns nothing:
//! `leadwell train` does, and writes down what is read here.

use crate::campaign::Part;
use crate::condition::{Scope, value_at};
use crate::value::{Object, Value, Write, put};

/// What a model says of a visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// To a millionth; never 0 and never 1.
    pub probability: f64,
    /// As messages tell them: `fact`, `is` where the model says so, and `log_odds`. The intercept first, then each fact that adds or takes
    /// something, in the order of the model.
    pub contributions: Value,
}

const MILLION: f64 = 1e6;
/// More than any model says; below it whole millionths are told apart, and thousands of them added up.
pub const MOST_LOG_ODDS: f64 = 1e6;

/// The probability by what is known, with its reasons. `model` has the shape of `written::Model`; what has not counts nothing.
#[must_use]
#[inline(never)]
pub fn learned(model: &Value, scope: &Scope) -> Learned {
    let model = Part(model);
    let intercept = to_micro(number(model, "intercept"));
    let mut sum = intercept;
    let mut contributions = vec![contribution("intercept", None, intercept)];
    for weight in model.list("weights") {
        let micro = to_micro(number(weight, "weight") * reading(weight, scope));
        if micro == 0.0 {
            continue;
        }
        sum += micro;
        contributions.push(contribution(weight.word("fact"), weight.get("is"), micro));
    }
    let against = libm::exp(-sum / MILLION);
    let share = libm::round(MILLION / (1.0 + against));
    // Nothing that was learned from examples is certain, whatever the facts say.
    Learned { probability: share.clamp(1.0, MILLION - 1.0) / MILLION, contributions: Value::Array(contributions) }
}

fn contribution(fact: &str, is: Option<&Value>, micro: f64) -> Value {
    let mut row = Object::new();
    put(&mut row, "fact", fact.write());
    if let Some(is) = is {
        put(&mut row, "is", is.write());
    }
    put(&mut row, "log_odds", Value::Number(micro / MILLION));
    Value::Object(row)
}

/// Whole millionths, rounded half away from zero.
fn to_micro(log_odds: f64) -> f64 {
    libm::round(log_odds.clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS) * MILLION)
}

/// What a weight is multiplied by.
fn reading(weight: Part, scope: &Scope) -> f64 {
    let fact = value_at(scope.facts, weight.word("fact"));
    if let Some(is) = weight.get("is") {
        return f64::from(u8::from(scope.is_or_holds(fact, is)));
    }
    let found = if fact.is_null() { f64::NAN } else { scope.number(fact) };
    if !found.is_finite() {
        return number(weight, "missing");
    }
    // NaN, which a missing bound is, is nothing that a number could be below or above.
    let bound = |key| weight.number(key).unwrap_or(f64::NAN);
    let (least, most) = (bound("min"), bound("max"));
    if found < least {
        least
    } else if found > most {
        most
    } else {
        found
    }
}

fn number(of: Part, key: &str) -> f64 {
    of.number(key).unwrap_or_default()
}
