//! What came from presets, so that problems of theirs are told at the keys that name them: what they are of stands in no file of the
//! author's.

use super::WITHOUT;
use crate::campaign::check::{hint, nearest};
use crate::campaign::problem::{Problem, is_within, under};

/// What came from presets, and what is to be told of it.
#[derive(Default)]
pub struct Laid {
    parts: Vec<Part>,
    pub(super) problems: Vec<Problem>,
    /// Whether a preset was named that is none: what seems to be missing may be what it was to bring.
    pub unknown: bool,
}

/// A place in the expanded file and the preset it came from.
struct Part {
    path: String,
    name: String,
    /// The key of `scoring` by which it came.
    told_at: &'static str,
}

impl Laid {
    /// Problems of what presets brought, told at their keys, and those of presets themselves.
    pub fn retell(self, problems: Vec<Problem>) -> Vec<Problem> {
        let retold = problems.into_iter().map(|problem| {
            let Some(part) = self.parts.iter().find(|part| is_within(&problem.path, &part.path)) else { return problem };
            let message = format!("in \"{}\", {}: {}", part.name, problem.path, problem.message);
            Problem { path: under("scoring", part.told_at), message, is_of_key: false, ..problem }
        });
        self.problems.iter().cloned().chain(retold).collect()
    }

    /// Remembers that what stands at `path` came from a preset, by a key of `scoring`.
    pub(super) fn note(&mut self, path: String, name: &str, told_at: &'static str) {
        self.parts.push(Part { path, name: name.to_owned(), told_at });
    }

    pub(super) fn count(&self) -> usize {
        self.parts.len()
    }

    /// Names in `without` that are none of what presets here `offered`.
    pub(super) fn check_without(&mut self, without: &[String], offered: &[String]) {
        for (index, name) in without.iter().enumerate().filter(|(_, name)| !offered.contains(name)) {
            let known: Vec<&str> = offered.iter().map(String::as_str).collect();
            let hint = match nearest(name, &known) {
                None if !known.is_empty() => String::new(),
                _ => hint(name, known),
            };
            let message = format!("no preset here has a rule or tag named \"{name}\"{hint}");
            self.problems.push(Problem::error(under(&under("scoring", WITHOUT), index), message));
        }
    }
}
