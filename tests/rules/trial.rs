//! The tests inside campaign files: which pass, and every word that is told of the others.

use leadwell::trial;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::campaign::campaign;
use crate::table::{Outcome, Table};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    campaign: Value,
    tests: Vec<Value>,
    passed: usize,
    lines: Vec<String>,
}

#[test]
fn tests_inside_a_file_pass_and_fail_as_the_table_says() {
    let table = Table::<Case>::read("trial.json");
    table.run(|case| {
        let mut fragment = table.common.clone();
        if let Some(own) = case.campaign.as_object() {
            fragment.as_object_mut().expect("an object").extend(own.clone());
        }
        let outcome = trial::run(&campaign(&fragment), &json!({ "tests": case.tests }));
        assert_eq!(outcome.passed + outcome.failed, case.tests.len(), "{}", case.name);
        Outcome { name: &case.name, expected: (case.passed, case.lines.clone()), found: (outcome.passed, lines(&outcome)) }
    });
}

/// Without the place in a file, and the explanation of a test's expectations once.
fn lines(outcome: &trial::Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, problem) in outcome.problems.iter().enumerate() {
        lines.push(format!("{}: {}: {}", problem.severity, problem.path, problem.message));
        let told_below = outcome.problems.get(index + 1).is_some_and(|next| next.explanation == problem.explanation);
        lines.extend(problem.explanation.iter().filter(|_| !told_below).map(|line| format!("    {line}")));
    }
    lines
}

#[test]
fn every_campaign_to_start_from_is_without_problems_and_passes_its_own_tests() {
    use leadwell::campaign::file::{self, Overrides};
    for path in crate::demo::demos() {
        let read = file::read(&path, &Overrides::default()).expect("text");
        assert!(read.lines().is_empty(), "{:#?}", read.lines());
        let outcome = trial::run(read.campaign.as_ref().expect("a campaign"), &read.published);
        assert!(outcome.problems.is_empty() && outcome.passed > 0, "{}: {:#?}", path.display(), lines(&outcome));
    }
}
