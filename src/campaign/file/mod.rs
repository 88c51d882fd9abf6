//! A campaign file on disk: read, checked in one pass, and every problem told with its line and column.
//!
//! Native only. The browser reads campaigns that were checked here.

pub(crate) mod layout;
pub mod named;
pub(crate) mod positions;
mod schema;
pub(crate) mod shape;
mod slips;
mod split;
pub(crate) mod whole;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use super::check::check;
use super::complete::complete;
use super::preset;
use super::problem::{Problem, Severity, is_within};
use super::{Campaign, digest, written};
use crate::value;
use positions::{Source, Tree};
use shape::Shape;
use whole::{PAGES, Places, Whole};

pub use schema::schema;

/// A campaign file that could be read, with everything that is wrong with it.
pub struct Read {
    pub path: PathBuf,
    /// The checked campaign, unless there is an error.
    pub campaign: Option<Campaign>,
    /// The file as it will be published: with the pages of other files, presets expanded, and `version` stamped. `Null` where there is
    /// an error.
    pub published: Value,
    pub findings: Vec<Finding>,
    places: Places,
}

/// A problem and where it stands, line and column from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub file: PathBuf,
    pub line: usize,
    pub column: usize,
    pub problem: Problem,
}

#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("{}: cannot be read: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: has errors; `leadwell check` lists them", path.display())]
    Errors { path: PathBuf },
}

/// Changes made to a file before it is checked, so that one file serves several places.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Another address for a destination, by its id.
    pub destinations: Vec<(String, String)>,
    /// Another address for the site.
    pub site_url: Option<String>,
}

/// Reads and checks a file.
///
/// # Errors
/// When the file cannot be opened or is not UTF-8; everything else is a finding.
pub fn read(path: &Path, overrides: &Overrides) -> Result<Read, Unreadable> {
    let source = Source::read(path.to_owned()).map_err(|source| Unreadable::Io { path: path.to_owned(), source })?;
    Ok(read_source(&Rc::new(source), overrides))
}

/// Checks a text as if it stood in a file; pages of other files are read from beside it.
#[must_use]
pub fn read_text(path: &Path, text: &str) -> Read {
    read_source(&Rc::new(Source::of(path.to_owned(), text)), &Overrides::default())
}

/// The checked campaign of a file without errors.
///
/// # Errors
/// When the file cannot be read or has errors.
pub fn load(path: &Path) -> Result<Campaign, Unreadable> {
    read(path, &Overrides::default())?.campaign.ok_or_else(|| Unreadable::Errors { path: path.to_owned() })
}

fn read_source(source: &Rc<Source>, overrides: &Overrides) -> Read {
    let mut findings = Vec::new();
    let mut read =
        Read { path: source.path.clone(), campaign: None, published: Value::Null, findings: Vec::new(), places: Places::default() };
    match Tree::parse(source) {
        Ok(main) => {
            let files = split::read(&main, &mut findings);
            let trees = files.parse(&mut findings);
            let whole = Whole { main: &main, pages: split::pages(&main, &trees) };
            let unread = !findings.is_empty();
            let shape = shape::check(&whole);
            read.fill(&whole, shape, unread, overrides);
        }
        Err(finding) => findings.push(*finding),
    }
    read.add(findings);
    read
}

impl Overrides {
    fn apply(&self, campaign: &mut Value) {
        if let (Some(url), Some(site)) = (&self.site_url, campaign.get_mut("site").and_then(Value::as_object_mut)) {
            site.insert("url".into(), url.clone().into());
        }
        let destinations = campaign.get_mut("destinations").and_then(Value::as_array_mut);
        for destination in destinations.into_iter().flatten().filter_map(Value::as_object_mut) {
            let id = destination.get("id").and_then(Value::as_str);
            if let Some((_, url)) = self.destinations.iter().find(|(overridden, _)| Some(overridden.as_str()) == id) {
                destination.insert("url".into(), url.clone().into());
            }
        }
    }
}

/// Writes the file's fingerprint into `version`: SHA-256 of its canonical form (RFC 8785) without that key. With presets expanded, since
/// leads are worked out again by what a preset said then.
fn stamp(campaign: &mut Value) {
    let Value::Object(keys) = campaign else { return };
    keys.shift_remove("version");
    let canonical = serde_json_canonicalizer::to_vec(keys).unwrap_or_default();
    keys.insert("version".into(), digest::sri(&canonical).into());
}

impl Read {
    /// From what could be read. Everything is looked at in one run: what is misshapen does not hide what else is wrong, and
    /// what only follows from it is not told. `unread` says that there are pages nobody could read.
    fn fill(&mut self, whole: &Whole, shape: Shape, unread: bool, overrides: &Overrides) {
        self.places = Places::of(whole);
        let mut file = whole.value();
        shape.slips.mend(&mut file);
        let laid = preset::expand(&mut file);
        let lacks_preset = laid.unknown;
        overrides.apply(&mut file);
        stamp(&mut file);
        let (written, misfit) = value::read_all::<written::Campaign>(&value::of_json(file.clone()));
        let mut problems = laid.retell(check(&written, &shape.parts, &file));
        problems.extend(named::check(&file, self.path.parent().unwrap_or(Path::new(""))));
        // The schema and the types are one source; should they ever differ, the author still gets a sentence.
        problems.extend(misfit.filter(|_| shape.findings.is_empty()).map(|misfit| Problem::error("", misfit)));
        let rests_on = |problem: &Problem, place: &str| problem.rests_on.iter().any(|rest| is_within(rest, place));
        let is_echo = |problem: &Problem| {
            shape.spoiled.iter().any(|place| problem.is_echo_of(place))
                || unread && rests_on(problem, PAGES)
                || lacks_preset && rests_on(problem, "scoring")
        };
        let told = problems.into_iter().map(|problem| Problem { path: shape.slips.as_written(problem.path), ..problem });
        let told: Vec<Problem> = told.filter(|problem| !is_echo(problem)).collect();
        let fine = !unread && shape.findings.is_empty() && told.iter().all(|problem| problem.severity < Severity::Error);
        if fine {
            self.campaign = Some(complete(written));
            self.published = file;
        }
        self.add(shape.findings);
        self.report(told);
    }

    /// Adds problems that were found in what was read.
    pub fn report(&mut self, problems: Vec<Problem>) {
        let located = problems.into_iter().filter_map(|problem| self.places.locate(problem)).collect();
        self.add(located);
    }

    /// Keeps findings in the order of a reader: from the top of the main file to its end, then through the others.
    fn add(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
        let main = &self.path;
        self.findings.sort_by_cached_key(|finding| (finding.file != *main, finding.file.clone(), finding.line, finding.column));
        self.findings.dedup();
    }

    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.problem.severity == severity).count()
    }

    /// One line per finding: `campaign.json:41:15: error: pages[0].blocks[2].form: no form named "demmo"; did you mean "demo"?`, and below
    /// it, indented, what explains it; once, where several findings in a row have the same explanation.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let next = self.findings.iter().skip(1).map(Some).chain([None]);
        let lines = self.findings.iter().zip(next).flat_map(|(finding, next)| {
            let told_below = next.is_some_and(|next| next.problem.explanation == finding.problem.explanation);
            let explanation = finding.problem.explanation.iter().filter(move |_| !told_below);
            std::iter::once(finding.to_string()).chain(explanation.map(|line| format!("    {line}")))
        });
        lines.collect()
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self { file, line, column, problem } = self;
        let place = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
        write!(f, "{}:{line}:{column}: {}: {place}{}", file.display(), problem.severity, problem.message)
    }
}
