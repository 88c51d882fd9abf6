//! A JSON file of named cases, and the one way to run it: every case, then all that failed at once.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// `{ "version": 1, "note": …, "common": …, "cases": […] }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table<Case> {
    version: u32,
    #[serde(default)]
    #[allow(dead_code, reason = "for people")]
    note: String,
    /// What all cases share.
    #[serde(default)]
    pub common: Value,
    pub cases: Vec<Case>,
}

/// What came of one case.
pub struct Outcome<'a, T> {
    pub name: &'a str,
    pub expected: T,
    pub found: T,
}

impl<Case: DeserializeOwned> Table<Case> {
    /// Reads `cases/FILE`.
    pub fn read(file: &str) -> Self {
        let path = here().join("cases").join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let table: Self = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(table.version, 1, "{file}: this test reads version 1 of its table");
        table
    }
}

impl<Case> Table<Case> {
    /// Runs every case and fails with all that are not as expected.
    pub fn run<'a, T: PartialEq + Debug>(&'a self, outcome: impl Fn(&'a Case) -> Outcome<'a, T>) {
        let mut report = String::new();
        let mut names = BTreeSet::new();
        for case in &self.cases {
            let Outcome { name, expected, found } = outcome(case);
            assert!(names.insert(name), "two cases are named \"{name}\"");
            if expected != found {
                write!(report, "\n{name}\n  expected {expected:?}\n  found    {found:?}\n").expect("memory");
            }
        }
        assert!(report.is_empty(), "{report}");
    }
}

/// The folder of these tests.
pub fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}
