//! `leadwell new-form`: a vendor's embed code as a form and a destination, printed or written into a campaign. A file that would not
//! pass `leadwell check` afterwards is not written.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::check::UNREADABLE;
use super::whole_file::write_whole;
use crate::campaign::file;
use crate::campaign::problem::Severity;
use crate::embed_code::{Reading, Wishes, read, spread, with_form};
use crate::visitor::consent::RESERVED;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file with the embed code as it was copied: of ActiveCampaign, Mailchimp, Mautic, a Pardot form handler, Salesforce Web-to-Lead or
    /// Zoho CRM.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The campaign file that form and destination are added to; without it they are printed.
    #[arg(long, value_name = "FILE")]
    campaign: Option<PathBuf>,
    /// What form and destination are called; the connector's name unless said.
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<String>,
    /// The purpose that visitors must agree to before anything is sent; `marketing` where the vendor puts people on a list.
    #[arg(long, value_name = "PURPOSE", value_parser = purpose)]
    purpose: Option<String>,
}

fn id(written: &str) -> Result<String, String> {
    let starts_well = written.starts_with(|first: char| first.is_ascii_lowercase());
    if starts_well && written.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        Ok(written.to_owned())
    } else {
        Err("small letters, digits and _, a letter first".to_owned())
    }
}

fn purpose(written: &str) -> Result<String, String> {
    if RESERVED.contains(&written) {
        return Err(format!("{} are what the page itself asks for; name one of the form's own, such as marketing", RESERVED.join(", ")));
    }
    id(written)
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Unreadable(#[from] file::Unreadable),
    /// The code, or the campaign, cannot take it.
    #[error("{0}")]
    Refused(String),
}

pub fn run(args: &Args) -> ExitCode {
    match make(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            if matches!(failure, Failure::Refused(_)) { ExitCode::FAILURE } else { ExitCode::from(UNREADABLE) }
        }
    }
}

fn make(args: &Args) -> Result<(), Failure> {
    let code = text(&args.from)?;
    let wishes = Wishes { id: args.id.as_deref(), purpose: args.purpose.as_deref() };
    let reading = read(&code, wishes).map_err(|why| Failure::Refused(format!("{}: {why}", args.from.display())))?;
    match &args.campaign {
        None => println!("{}", spread(&reading.pieces())),
        Some(campaign) => add(&reading, campaign)?,
    }
    for note in &reading.notes {
        eprintln!("note: {note}");
    }
    if let Some(campaign) = &args.campaign {
        let (file, id) = (campaign.display(), &reading.id);
        eprintln!("{file}: forms.{id} and the destination \"{id}\" were written");
        eprintln!("\nnext: show it by a block {{ \"kind\": \"form\", \"id\": \"{id}\", \"form\": \"{id}\" }}, and see what would be sent:");
        eprintln!("  leadwell send-test --campaign {file} --destination {id} --form {id} --dry-run");
    }
    Ok(())
}

fn text(path: &Path) -> Result<String, Failure> {
    let io = |source| Failure::Io { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(io)?;
    String::from_utf8(bytes).map_err(|_| io(std::io::Error::other("not UTF-8; save it as that")))
}

/// Writes a campaign with the form in it, if it is one that passes its check.
fn add(reading: &Reading, campaign: &Path) -> Result<(), Failure> {
    let before = text(campaign)?;
    let errors = || file::Unreadable::Errors { path: campaign.to_owned() };
    if file::read_text(campaign, &before).campaign.is_none() {
        return Err(errors().into());
    }
    let after = with_form(campaign, &before, reading).map_err(|finding| Failure::Refused(finding.to_string()))?;
    let read = file::read_text(campaign, &after);
    if read.campaign.is_none() {
        let wrong = read.findings.iter().filter(|finding| finding.problem.severity == Severity::Error);
        let wrong: Vec<String> = wrong.map(|finding| format!("{}: {}", finding.problem.path, finding.problem.message)).collect();
        return Err(Failure::Refused(format!(
            "{}: with this form it would not pass its check, and is as it was:\n  {}",
            campaign.display(),
            wrong.join("\n  ")
        )));
    }
    write_whole(campaign, after.as_bytes()).map_err(|source| Failure::Io { path: campaign.to_owned(), source })
}
