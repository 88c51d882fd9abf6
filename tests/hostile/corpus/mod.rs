//! Hostile strings, and campaigns that hold them wherever a text may stand.
//!
//! Shared by the native test, which parses what is published, and by the journey, which opens it. It knows no block and no key by
//! name: what may stand in a campaign is read from its schema, and `check` says what may not.

mod maximal;
mod places;
mod planting;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use leadwell::campaign::file::{self, Overrides, Read};
use leadwell::campaign::problem::Severity;
use leadwell::campaign::written::Page;
use leadwell::time::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

pub use maximal::{maximal, texts_for_visitors};
pub use places::texts_of;
pub use planting::plant;

/// What people have put into fields to break out of them.
pub fn strings() -> Vec<String> {
    serde_json::from_str(include_str!("strings.json")).expect("a list of strings")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The demonstration campaigns: the one in `public/`, then those in `campaigns/`.
fn demos() -> Vec<Value> {
    let kinds = std::fs::read_dir(root().join("campaigns")).into_iter().flatten();
    let mut folders: Vec<PathBuf> = kinds.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders.insert(0, root().join("public"));
    let files = folders.into_iter().map(|folder| folder.join("campaign.json")).filter(|file| file.is_file());
    files.map(|file| serde_json::from_str(&std::fs::read_to_string(file).expect("text")).expect("JSON")).collect()
}

/// Some day; pages that are due at another time are left out.
pub const TODAY: Timestamp = Timestamp(1_790_000_000);

/// Reads campaigns as the command does: from a file, beside the pictures that the demos refer to.
pub struct Desk {
    folder: TempDir,
    /// Texts whose errors named another place than their own.
    culprits: RefCell<BTreeSet<String>>,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder"), culprits: RefCell::default() };
        let kinds = std::fs::read_dir(root().join("campaigns")).into_iter().flatten().map(|entry| entry.expect("an entry").path());
        for folder in kinds.chain([root().join("public")]) {
            let entries = std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
            for entry in entries.filter(|entry| entry.extension().is_none_or(|ending| ending != "json")) {
                let copied = std::process::Command::new("cp").arg("-a").arg(&entry).arg(desk.folder.path()).status().expect("cp");
                assert!(copied.success(), "{} could not be copied", entry.display());
            }
        }
        desk
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("campaign.json")
    }

    pub fn read(&self, campaign: &Value) -> Read {
        std::fs::write(self.file(), campaign.to_string()).expect("written");
        file::read(&self.file(), &Overrides::default()).expect("text")
    }

    /// The places of all errors.
    fn errors(&self, campaign: &Value) -> Vec<String> {
        let read = self.read(campaign);
        let errors = read.findings.into_iter().filter(|finding| finding.problem.severity == Severity::Error);
        errors.map(|finding| finding.problem.path).collect()
    }

    fn accepts(&self, campaign: &Value) -> bool {
        self.read(campaign).campaign.is_some()
    }

    /// Accepted, and every page is due: one whose window is over would not be put to any test.
    fn shows(&self, campaign: &Value) -> bool {
        let due = |page: &Page| page.publish.as_ref().is_none_or(|window| window.holds(TODAY));
        self.read(campaign).campaign.is_some_and(|campaign| campaign.pages.iter().all(due))
    }
}
