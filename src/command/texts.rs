//! `leadwell texts`: a campaign's texts out to a CSV for translators, and back.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use super::check::UNREADABLE;
use super::whole_file::write_whole;
use crate::translation::{Change, Manuscript, Table};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes every text of a campaign file as CSV, a column for each language.
    Export {
        /// The campaign file.
        file: PathBuf,
        /// Where to write it; without it, it is printed.
        #[arg(long, value_name = "CSV")]
        out: Option<PathBuf>,
        /// Begins with a byte order mark, so that Excel reads it as UTF-8.
        #[arg(long)]
        excel: bool,
    },
    /// Puts the texts of a CSV back into the campaign file; an empty cell leaves what is there.
    Import {
        /// The campaign file.
        file: PathBuf,
        /// The CSV, as `export` wrote it and a translator filled it in.
        csv: PathBuf,
        /// Only tells what would change.
        #[arg(long)]
        check: bool,
    },
}

/// What ends the command early.
enum Failure {
    /// Every reason for which nothing was done.
    Refused(Vec<String>),
    /// A file could not be read or written.
    Io(PathBuf, io::Error),
}

/// 1 when the files are refused, 2 when one cannot be read or written.
pub fn run(args: &Args) -> ExitCode {
    let done = match &args.command {
        Command::Export { file, out, excel } => export(file, out.as_deref(), *excel),
        Command::Import { file, csv, check } => import(file, csv, *check),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Refused(reasons)) => {
            print_some(&reasons);
            ExitCode::FAILURE
        }
        Err(Failure::Io(path, error)) => {
            eprintln!("error: {}: {error}", path.display());
            ExitCode::from(UNREADABLE)
        }
    }
}

fn export(file: &Path, out: Option<&Path>, excel: bool) -> Result<(), Failure> {
    let source = read(file)?;
    let manuscript = manuscript(file, &source)?;
    let table = manuscript.table();
    let csv = table.to_csv(excel).map_err(|error| Failure::Io(PathBuf::from("CSV"), error))?;
    match out {
        Some(out) => {
            write_whole(out, &csv).map_err(|error| Failure::Io(out.to_owned(), error))?;
            println!("wrote {} texts in {} to {}", table.rows.len(), table.locales.join(", "), out.display());
        }
        None => io::stdout().write_all(&csv).map_err(|error| Failure::Io(PathBuf::from("standard output"), error))?,
    }
    let unlisted = manuscript.unlisted_locales();
    if !unlisted.is_empty() {
        eprintln!("{}: warning: left out, since site.locales does not list them: {}", file.display(), unlisted.join(", "));
    }
    Ok(())
}

fn import(file: &Path, csv: &Path, check: bool) -> Result<(), Failure> {
    let source = read(file)?;
    let manuscript = manuscript(file, &source)?;
    let of_csv =
        |reasons: Vec<String>| Failure::Refused(reasons.into_iter().map(|reason| format!("{}: error: {reason}", csv.display())).collect());
    let bytes = fs::read(csv).map_err(|error| Failure::Io(csv.to_owned(), error))?;
    let table = Table::from_csv(&bytes).map_err(of_csv)?;
    let merged = manuscript.take(&table).map_err(of_csv)?;
    let count = match merged.changes.len() {
        1 => "1 text".to_owned(),
        count => format!("{count} texts"),
    };
    if check {
        for change in &merged.changes {
            println!("{}", line(change));
        }
        println!("{count} would change, {} empty", merged.empty);
        return Ok(());
    }
    if !merged.changes.is_empty() {
        write_whole(file, merged.source.as_bytes()).map_err(|error| Failure::Io(file.to_owned(), error))?;
    }
    println!("{count} changed, {} empty", merged.empty);
    Ok(())
}

/// `pages[0].title ko: "옛 제목" -> "새 제목"`
fn line(change: &Change) -> String {
    let before = change.before.as_ref().map_or_else(|| "nothing".to_owned(), |before| format!("{before:?}"));
    format!("{} {}: {before} -> {:?}", change.path, change.locale, change.after)
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| Failure::Io(file.to_owned(), error))
}

fn manuscript<'a>(file: &Path, source: &'a str) -> Result<Manuscript<'a>, Failure> {
    Manuscript::read(file, source).map_err(|findings| Failure::Refused(findings.iter().map(ToString::to_string).collect()))
}

/// A table of another campaign fits nowhere; its first lines tell that as well as all of them.
fn print_some(reasons: &[String]) {
    const ENOUGH: usize = 20;
    for reason in reasons.iter().take(ENOUGH) {
        eprintln!("{reason}");
    }
    if let Some(more) = reasons.len().checked_sub(ENOUGH).filter(|more| *more > 0) {
        eprintln!("and {more} more");
    }
}
