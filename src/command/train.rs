//! `leadwell train`: fits the learned score to leads whose outcome is known, and writes it into the campaign.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use super::check::UNREADABLE;
use super::whole_file::write_whole;
use crate::campaign::check::facts_of_no_model;
use crate::campaign::file::{self, Unreadable};
use crate::campaign::written;
use crate::time::Timestamp;
use crate::train::{Sheet, Trained, train, with_model};
use crate::value::{of_json, read_all};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A CSV with one lead a row; columns are named as facts: `score.engagement`, `field.company_size`, `source.channel`.
    #[arg(long, value_name = "CSV")]
    leads: PathBuf,
    /// The column that tells what became of a lead: 1 or 0, true or false, yes or no, won or lost; empty while it is open.
    #[arg(long, value_name = "COLUMN")]
    outcome: String,
    /// The campaign file that the learned score is written into.
    #[arg(long, value_name = "FILE")]
    campaign: PathBuf,
    /// A column not to learn from; may be given several times.
    #[arg(long, value_name = "COLUMN")]
    without: Vec<String>,
    /// Only tells what would be learned.
    #[arg(long)]
    dry_run: bool,
    /// Prints one JSON object instead of words.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Campaign(#[from] Unreadable),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: no table: {why}", path.display())]
    Table { path: PathBuf, why: String },
    /// The data cannot carry a model.
    #[error("{}: {why}", path.display())]
    Refused { path: PathBuf, why: String },
}

/// 1 when the leads cannot carry a model, 2 when a file cannot be read or written.
pub fn run(args: &Args) -> ExitCode {
    match learn(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            if matches!(failure, Failure::Refused { .. }) { ExitCode::FAILURE } else { ExitCode::from(UNREADABLE) }
        }
    }
}

fn learn(args: &Args) -> Result<(), Failure> {
    let campaign = Campaign::read(&args.campaign)?;
    let refused = |why| Failure::Refused { path: args.leads.clone(), why };
    let bytes = std::fs::read(&args.leads).map_err(|source| Failure::Io { path: args.leads.clone(), source })?;
    let sheet = Sheet::from_csv(&bytes).map_err(|why| Failure::Table { path: args.leads.clone(), why })?;
    let table = sheet.with_outcome(&args.outcome, &args.without).map_err(refused)?;
    let no_facts = facts_of_no_model(&campaign.written, table.names.iter().map(String::as_str));
    let private: Vec<&str> = campaign.private.iter().map(String::as_str).collect();
    let trained = train(&table, &no_facts, &private).map_err(refused)?;
    if args.json {
        println!("{:#}", trained.as_json());
    } else {
        print!("{}: {}", args.leads.display(), trained.report());
    }
    for warning in &trained.warnings {
        eprintln!("warning: {warning}");
    }
    if let Some(why) = &trained.refusal {
        return Err(refused(format!("{why}; {} is as it was", args.campaign.display())));
    }
    if !args.dry_run {
        campaign.take(&trained, &args.outcome)?;
        eprintln!("{}: scoring.model was written", args.campaign.display());
    }
    Ok(())
}

/// A campaign file that a model is for.
struct Campaign {
    path: PathBuf,
    text: String,
    written: written::Campaign,
    /// Fields that hold addresses and numbers of people.
    private: Vec<String>,
}

impl Campaign {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|source| Failure::Io { path: path.to_owned(), source })?;
        let read = file::read_text(path, &text);
        let Some(campaign) = read.campaign else { return Err(Unreadable::Errors { path: path.to_owned() }.into()) };
        let (written, _) = read_all(&of_json(read.published));
        let private = campaign.runtime.contacts().into_iter().map(str::to_owned).collect();
        Ok(Self { path: path.to_owned(), text, written, private })
    }

    /// The file with the model in it; nothing else of it changes.
    fn take(&self, trained: &Trained, outcome: &str) -> Result<(), Failure> {
        let errors = || Unreadable::Errors { path: self.path.clone() };
        let text = with_model(&self.text, &trained.model(), &trained.record(outcome, &today())).ok_or_else(errors)?;
        // An author's file is not the place to find out about a mistake of ours.
        if file::read_text(&self.path, &text).campaign.is_none() {
            return Err(errors().into());
        }
        write_whole(&self.path, text.as_bytes()).map_err(|source| Failure::Io { path: self.path.clone(), source })
    }
}

/// `2026-11-22`, in UTC.
fn today() -> String {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(since_1970.as_millis() as f64).text().chars().take(10).collect()
}
