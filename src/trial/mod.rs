//! The tests inside a campaign file: a visitor is played through the very rules that run on a page, and what comes of it is held
//! against what the author expects.
//!
//! Pure: no file, no browser, and the clock is the test's own. Nothing is scored here, and nothing is sent.

mod expectations;
mod explanation;
mod filling;
mod popups;
mod sample;
mod showing;
mod visitor;

pub use sample::sample;

use serde_json::Value;

use crate::campaign::Campaign;
use crate::campaign::problem::{Problem, Severity, under};
use crate::campaign::written::Test;
use visitor::Visitor;

/// What came of all tests of a file.
#[derive(Debug, Default)]
pub struct Outcome {
    pub passed: usize,
    pub failed: usize,
    pub problems: Vec<Problem>,
}

/// Plays the tests of a campaign file, given as it is published.
#[must_use]
pub fn run(campaign: &Campaign, published: &Value) -> Outcome {
    let mut outcome = Outcome::default();
    let tests = published.get("tests").and_then(Value::as_array).into_iter().flatten();
    for (index, test) in tests.enumerate() {
        let path = under("tests", index);
        let problems = match serde_json::from_value::<Test>(test.clone()) {
            Ok(test) => play(campaign, &test, &path),
            // The file has the shape of its schema; should schema and types ever differ, the author still gets a sentence.
            Err(error) => vec![Problem::error(path, error.to_string())],
        };
        let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
        *(if failed { &mut outcome.failed } else { &mut outcome.passed }) += 1;
        outcome.problems.extend(problems.into_iter().map(|mut problem| {
            problem.explanation.insert(0, format!("in the test \"{}\"", name_of(test)));
            problem
        }));
    }
    outcome
}

fn name_of(test: &Value) -> &str {
    test.get("name").and_then(Value::as_str).unwrap_or_default()
}

/// Everything that went otherwise than the test says.
fn play(campaign: &Campaign, test: &Test, path: &str) -> Vec<Problem> {
    let mut visitor = Visitor::new(campaign);
    let mut problems = Vec::new();
    for (index, step) in test.given.iter().enumerate() {
        let Err(problem) = visitor.take(step, &under(&under(path, "given"), index)) else { continue };
        let is_end = problem.severity == Severity::Error;
        problems.push(problem);
        // What a visitor cannot do leaves nothing to judge.
        if is_end {
            return problems;
        }
    }
    problems.extend(visitor.waits_for_a_page());
    let found = visitor.found();
    problems.extend(expectations::unmet(&test.expect, &found, &under(path, "expect")));
    problems
}
