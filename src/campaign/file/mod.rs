//! A campaign file on disk: read, checked in one pass, and every problem told with its line and column.
//!
//! Native only. The browser reads campaigns that were checked here.

pub mod named;
pub(crate) mod positions;
mod schema;
pub(crate) mod shape;
mod split;
pub(crate) mod whole;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use super::check::check;
use super::complete::complete;
use super::problem::{Problem, Severity};
use super::{Campaign, digest, written};
use positions::{Source, Tree};
use whole::{Places, Whole};

pub use schema::schema;

/// A campaign file that could be read, with everything that is wrong with it.
pub struct Read {
    pub path: PathBuf,
    /// The checked campaign, unless there is an error.
    pub campaign: Option<Campaign>,
    /// The file as it will be published: with the pages of other files, and `version` stamped. `Null` when it is not valid JSON.
    pub published: Value,
    pub findings: Vec<Finding>,
    places: Places,
}

/// A problem and where it stands, line and column from 1.
#[derive(Debug)]
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
            findings.extend(shape::check(&whole));
            if findings.is_empty() {
                read.fill(&whole, overrides);
            }
        }
        Err(finding) => findings.push(finding),
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

/// Writes the file's fingerprint into `version`: SHA-256 of its canonical form (RFC 8785) without that key.
fn stamp(campaign: &mut Value) {
    let Value::Object(keys) = campaign else { return };
    keys.remove("version");
    let canonical = serde_json_canonicalizer::to_vec(keys).unwrap_or_default();
    keys.insert("version".into(), digest::sri(&canonical).into());
}

impl Read {
    /// From files that have the shape of a campaign.
    fn fill(&mut self, whole: &Whole, overrides: &Overrides) {
        self.places = Places::of(whole);
        self.published = whole.value();
        overrides.apply(&mut self.published);
        stamp(&mut self.published);
        let problems = match serde_path_to_error::deserialize::<_, written::Campaign>(&self.published) {
            Ok(written) => {
                let mut problems = check(&written);
                problems.extend(named::check(&self.published, self.path.parent().unwrap_or(Path::new(""))));
                let publishable = problems.iter().all(|problem| problem.severity < Severity::Error);
                self.campaign = publishable.then(|| complete(written));
                problems
            }
            // The schema and the types are one source; should they ever differ, the author still gets a sentence.
            Err(error) => vec![Problem::error(error.path().to_string(), error.inner().to_string())],
        };
        self.report(problems);
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
