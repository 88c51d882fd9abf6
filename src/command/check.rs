//! `leadwell check`: everything that is wrong with a campaign file, in one run.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::json;

use crate::campaign::file::{self, Overrides, Read};
use crate::campaign::problem::Severity;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The campaign file.
    file: PathBuf,
    /// Warnings count as errors.
    #[arg(long)]
    strict: bool,
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
        Ok(read) => {
            match args.format {
                Format::Text => print_text(&read),
                Format::Json => println!("{}", as_json(&read)),
            }
            verdict(&read, args.strict)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(UNREADABLE)
        }
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
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    eprintln!("{}: {}, {}", read.path.display(), count(errors, "error"), count(warnings, "warning"));
}

fn as_json(read: &Read) -> serde_json::Value {
    let finding = |finding: &file::Finding| {
        json!({
            "severity": finding.problem.severity.to_string(), "path": finding.problem.path, "message": finding.problem.message,
            "line": finding.line, "column": finding.column,
        })
    };
    json!({ "file": read.path.display().to_string(), "findings": read.findings.iter().map(finding).collect::<Vec<_>>() })
}
