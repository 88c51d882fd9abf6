//! What a test expects, held against what was found.

use serde::Serialize;
use serde_json::json;

use super::explanation;
use super::visitor::Found;
use crate::campaign::check::hint;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{Expect, GivenAnswer};
use crate::condition::value_at;
use crate::scoring::points;
use crate::value::{Named, Value};

/// One problem for every expectation that is not met, with the reasons for what was found.
pub fn unmet(expect: &Expect, found: &Found, path: &str) -> Vec<Problem> {
    let mut unmet = Unmet { path, problems: Vec::new() };
    if *expect == Expect::default() {
        unmet.problems.push(Problem::error(path, "this test expects nothing and cannot fail; name a level, a score or a stage"));
    }
    let verdict = &found.verdict;
    for (dimension, expected) in expect.score.iter().flatten() {
        unmet.compare_score(dimension, *expected, found);
    }
    unmet.compare("grade", expect.grade.as_ref(), &verdict.grade());
    unmet.compare("stage", expect.stage.as_ref(), &verdict.stage);
    unmet.compare_lists("tags", expect.tags.as_ref(), &verdict.tags);
    unmet.compare_lists("segments", expect.segments.as_ref(), &found.segments());
    unmet.compare("level", expect.level.as_ref(), &verdict.level);
    unmet.compare("qualified", expect.qualified.as_ref(), &verdict.qualified);
    let destinations = found.last.as_ref().map_or(&[][..], |last| last.destinations.as_slice());
    unmet.compare_lists("destinations", expect.destinations.as_ref(), destinations);
    unmet.compare_fields(expect.fields.as_ref(), found);
    for (experiment, expected) in expect.variant.iter().flatten() {
        let found = value_at(&verdict.facts, &format!("experiment.{experiment}")).as_str().unwrap_or_default().to_owned();
        unmet.compare(&format!("variant.{experiment}"), Some(expected), &found);
    }
    unmet.compare("popup", expect.popup.as_ref(), &found.popup);
    let why = explanation::of(found);
    unmet.problems.iter_mut().for_each(|problem| problem.explanation.clone_from(&why));
    unmet.problems
}

struct Unmet<'a> {
    path: &'a str,
    problems: Vec<Problem>,
}

impl Unmet<'_> {
    fn compare<T: Serialize + PartialEq>(&mut self, key: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            self.add(under(self.path, key), &json!(expected).into(), &json!(found).into());
        }
    }

    /// The same names in any order.
    fn compare_lists(&mut self, key: &str, expected: Option<&Vec<String>>, found: &[String]) {
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort_unstable();
            names
        };
        if let Some(expected) = expected.filter(|expected| sorted(expected) != sorted(found)) {
            self.add(under(self.path, key), &json!(expected).into(), &json!(found).into());
        }
    }

    fn compare_score(&mut self, name: &str, expected: f64, found: &Found) {
        let score = &found.verdict.score;
        let total = score.total();
        let milli = if name == "total" { Some(&total) } else { score.dimensions.get(name) };
        let path = under(&under(self.path, "score"), name);
        let Some(milli) = milli else {
            let hint = hint(name, score.dimensions.keys().map(String::as_str).chain(["total"]));
            self.problems.push(Problem::error(path, format!("no score named \"{name}\"{hint}")).of_key());
            return;
        };
        // The score is exact to a thousandth; what an author writes is held against just that.
        if libm::round(expected * 1000.0) as i64 != *milli {
            self.add(path, &expected.into(), &points(*milli).into());
        }
    }

    fn compare_fields(&mut self, expected: Option<&Named<Option<GivenAnswer>>>, found: &Found) {
        let sent = found.last.as_ref().map_or(&Value::Null, |last| value_at(&last.message, "fields"));
        for (name, expected) in expected.into_iter().flatten() {
            let found = sent.get(name).unwrap_or(&Value::Null);
            let expected = expected.as_ref().map(GivenAnswer::value).unwrap_or_default();
            if expected != *found {
                self.add(under(&under(self.path, "fields"), name), &expected, found);
            }
        }
    }

    fn add(&mut self, path: String, expected: &Value, found: &Value) {
        self.problems.push(Problem::error(path, format!("expected {expected}, found {found}")));
    }
}
