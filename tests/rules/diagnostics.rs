//! What authors are told: every broken campaign in `broken/` beside the lines that `leadwell check` prints for it, read by a
//! person before they were committed. `LEADWELL_BLESS=1 cargo test --features native --test rules` writes them anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use leadwell::campaign::file::{self, Overrides, Unreadable};
use leadwell::campaign::problem::Severity;

use crate::table::here;

fn bless() -> bool {
    std::env::var_os("LEADWELL_BLESS").is_some()
}

#[test]
fn every_broken_campaign_is_told_as_reviewed() {
    let mut report = String::new();
    for path in broken() {
        let found = lines(&path);
        let snapshot = path.with_extension("txt");
        if bless() {
            std::fs::write(&snapshot, &found).expect("a snapshot can be written");
        }
        let expected = std::fs::read_to_string(&snapshot).unwrap_or_default();
        if found != expected {
            write!(report, "\n{}\n  expected\n{expected}\n  found\n{found}", path.display()).expect("memory");
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn nothing_broken_is_published() {
    for path in broken() {
        let read = file::read(&path, &Overrides::default()).expect("text");
        let errors = read.count(Severity::Error);
        let only_warns = path.file_stem().is_some_and(|name| name.to_string_lossy().starts_with("warning_"));
        assert_eq!((errors == 0, read.campaign.is_some()), (only_warns, only_warns), "{}: {errors} errors", path.display());
        assert!(!read.findings.is_empty(), "{}: nothing was found", path.display());
    }
}

#[test]
fn a_file_that_is_missing_or_not_text_cannot_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let binary = folder.path().join("binary.json");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).expect("a file");
    for path in [folder.path().join("missing.json"), binary] {
        let Err(error) = file::read(&path, &Overrides::default()) else { panic!("{}: was read", path.display()) };
        assert!(matches!(error, Unreadable::Io { .. }) && error.to_string().starts_with(&path.display().to_string()), "{error}");
    }
}

#[test]
fn a_campaign_nested_without_end_is_an_error_and_not_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep.json");
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        std::fs::write(&path, format!("{}0{}", open.repeat(200_000), close.repeat(200_000))).expect("a file");
        assert!(file::read(&path, &Overrides::default()).expect("text").campaign.is_none());
    }
}

pub fn broken() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(here().join("broken")).expect("the folder of broken campaigns");
    let mut paths: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|is| is == "json")).collect();
    paths.sort();
    paths
}

/// The lines as printed, from the folder that the file stands in.
fn lines(path: &Path) -> String {
    let folder = format!("{}/", path.parent().expect("a folder").display());
    let read = file::read(path, &Overrides::default()).expect("text");
    read.lines().iter().map(|line| line.replace(&folder, "") + "\n").collect()
}
