//! `leadwell new`: a complete campaign to start from, beside its pictures. Never over a file that exists.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use include_dir::{Dir, DirEntry, include_dir};

use super::check::UNREADABLE;
use crate::campaign::file::schema;

/// One folder for each kind, with its `campaign.json`.
static CAMPAIGNS: Dir = include_dir!("$CARGO_MANIFEST_DIR/campaigns");
const CAMPAIGN: &str = "campaign.json";
const SCHEMA: &str = "campaign.schema.json";
/// Where a campaign of this repository finds the schema, and where one that was written finds it.
const REFERENCES: (&str, &str) = ("\"../../public/campaign.schema.json\"", "\"./campaign.schema.json\"");

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What the campaign is for.
    #[arg(value_parser = PossibleValuesParser::new(kinds()))]
    kind: String,
    /// Where to write it; pictures and whatever else belongs to it go beside it.
    #[arg(default_value = CAMPAIGN)]
    file: PathBuf,
}

fn kinds() -> Vec<&'static str> {
    CAMPAIGNS.dirs().filter_map(|kind| kind.path().to_str()).collect()
}

pub fn run(args: &Args) -> ExitCode {
    match write(&args.kind, &args.file) {
        Ok(written) => {
            for path in written {
                println!("wrote {}", path.display());
            }
            let file = args.file.display();
            println!("\nnext:\n  leadwell check {file}\n  LEADWELL_CAMPAIGN={file} make serve    (in Leadwell's folder)");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::from(UNREADABLE)
        }
    }
}

/// Writes every file of a kind, the campaign first, or none if one of them exists.
fn write(kind: &str, file: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (path, content) in files_of(kind) {
        if path == Path::new(CAMPAIGN) {
            files.insert(0, (file.to_owned(), String::from_utf8_lossy(content).replace(REFERENCES.0, REFERENCES.1).into_bytes()));
        } else {
            files.push((folder.join(path), content.to_owned()));
        }
    }
    if let Some((taken, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(format!("{}: exists already; nothing was written. Name another file: leadwell new {kind} FILE", taken.display()));
    }
    let schema_file = folder.join(SCHEMA);
    if !schema_file.exists() {
        files.push((schema_file, format!("{:#}\n", schema()).into_bytes()));
    }
    for (path, content) in &files {
        create(path, content).map_err(|error| format!("{}: cannot be written: {error}", path.display()))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Every file of a kind, by its path in the kind's folder.
fn files_of(kind: &str) -> Vec<(&'static Path, &'static [u8])> {
    let mut files = Vec::new();
    let mut folders: Vec<&'static Dir> = CAMPAIGNS.get_dir(kind).into_iter().collect();
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(inner) => folders.push(inner),
                DirEntry::File(file) => files.extend(file.path().strip_prefix(kind).ok().map(|path| (path, file.contents()))),
            }
        }
    }
    files.sort();
    files
}

fn create(path: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    // Whatever appeared there since it was looked for stays.
    File::create_new(path)?.write_all(content)
}
