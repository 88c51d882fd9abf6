//! `leadwell sizes`: the table of artefacts with their budgets.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::campaign::digest::sri;
use crate::publish::loader::STUB;
use crate::publish::weights::{Weight, weigh};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that was built.
    #[arg(default_value = "dist")]
    dir: PathBuf,
}

/// 1 over a budget.
pub fn run(args: &Args) -> ExitCode {
    let weights = match weigh(&args.dir) {
        Ok(weights) => weights,
        Err(error) => {
            eprintln!("error: {}: {error}", args.dir.display());
            return ExitCode::from(super::check::UNREADABLE);
        }
    };
    println!("{:<38} {:>12} {:>12} {:>8}", "artefact", "raw", "brotli -11", "budget");
    for weight in &weights {
        println!("{}", weight.line());
    }
    println!("the tag's optional first line is allowed by '{}' in script-src", sri(STUB.as_bytes()));
    if weights.iter().any(Weight::is_over) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
