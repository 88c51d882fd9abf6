//! `leadwell check`: everything that is wrong with a campaign file, in one run, the tests inside included.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::json;

use crate::campaign::file::{self, Overrides, Read};
use crate::campaign::problem::Severity;
use crate::trial::{self, Outcome};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The campaign file.
    file: PathBuf,
    /// Warnings count as errors.
    #[arg(long)]
    strict: bool,
    /// Prints the whole campaign as it will be published: presets expanded, pages of other files in their places.
    #[arg(long, conflicts_with = "format")]
    expand: bool,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The file could not be read at all.
pub const UNREADABLE: u8 = 2;

pub fn run(args: &Args) -> ExitCode {
    match file::read(&args.file, &Overrides::default()) {
        Ok(mut read) => {
            let tests = run_tests(&mut read);
            match args.format {
                Format::Text => {
                    if args.expand {
                        print_expanded(&read);
                    }
                    print_text(&read);
                    print_tests(&tests);
                }
                Format::Json => println!("{}", as_json(&read, &tests)),
            }
            verdict(&read, args.strict)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(UNREADABLE)
        }
    }
}

/// The campaign of a file without errors, to be kept as a file: `build` stamps its version.
fn print_expanded(read: &Read) {
    let mut expanded = read.published.clone();
    if let Some(keys) = expanded.as_object_mut() {
        keys.shift_remove("version");
        println!("{expanded:#}");
    }
}

/// Runs the tests inside a file without errors, and tells what failed where it stands.
fn run_tests(read: &mut Read) -> Outcome {
    let mut outcome = read.campaign.as_ref().map_or_else(Outcome::default, |campaign| trial::run(campaign, &read.published));
    read.report(std::mem::take(&mut outcome.problems));
    outcome
}

/// `3 tests passed`
fn print_tests(tests: &Outcome) {
    match (tests.passed, tests.failed) {
        (0, 0) => {}
        (passed, 0) => eprintln!("{} passed", count(passed, "test")),
        (passed, failed) => eprintln!("{} passed, {failed} failed", count(passed, "test")),
    }
}

/// 1 with errors, and with warnings too where `strict`.
fn verdict(read: &Read, strict: bool) -> ExitCode {
    let failed = read.count(Severity::Error) > 0 || strict && read.count(Severity::Warning) > 0;
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

pub fn print_text(read: &Read) {
    for line in read.lines() {
        eprintln!("{line}");
    }
    let (errors, warnings) = (read.count(Severity::Error), read.count(Severity::Warning));
    eprintln!("{}: {}, {}", read.path.display(), count(errors, "error"), count(warnings, "warning"));
}

fn count(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn as_json(read: &Read, tests: &Outcome) -> serde_json::Value {
    let finding = |finding: &file::Finding| {
        json!({
            "severity": finding.problem.severity.to_string(), "path": finding.problem.path, "message": finding.problem.message,
            "file": finding.file.display().to_string(), "line": finding.line, "column": finding.column,
            "explanation": finding.problem.explanation,
        })
    };
    json!({
        "file": read.path.display().to_string(), "findings": read.findings.iter().map(finding).collect::<Vec<_>>(),
        "tests": { "passed": tests.passed, "failed": tests.failed },
    })
}
