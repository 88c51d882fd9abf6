//! A campaign file on disk: read, checked in one pass, and every problem told with its line and column.
//!
//! Native only. The browser reads campaigns that were checked here.

pub(crate) mod positions;
mod schema;
pub(crate) mod shape;

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::check::check;
use super::complete::complete;
use super::problem::{Problem, Severity};
use super::{Campaign, digest, written};
use positions::Tree;

pub use schema::schema;

/// A campaign file that could be read, with everything that is wrong with it.
pub struct Read {
    pub path: PathBuf,
    /// The checked campaign, unless there is an error.
    pub campaign: Option<Campaign>,
    /// The file as it will be published: without notes, with `version` stamped. `Null` when it is not valid JSON.
    pub published: Value,
    pub findings: Vec<Finding>,
}

/// A problem and where it stands, both from 1.
#[derive(Debug)]
pub struct Finding {
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
    let source = std::fs::read_to_string(path).map_err(|source| Unreadable::Io { path: path.to_owned(), source })?;
    Ok(read_text(path, &source, overrides))
}

/// The checked campaign of a file without errors.
///
/// # Errors
/// When the file cannot be read or has errors.
pub fn load(path: &Path) -> Result<Campaign, Unreadable> {
    read(path, &Overrides::default())?.campaign.ok_or_else(|| Unreadable::Errors { path: path.to_owned() })
}

fn read_text(path: &Path, source: &str, overrides: &Overrides) -> Read {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let unpublishable = |findings| Read { path: path.to_owned(), campaign: None, published: Value::Null, findings };
    let tree = match Tree::parse(source) {
        Ok(tree) => tree,
        Err(finding) => return unpublishable(vec![finding]),
    };
    let misshapen = shape::check(&tree);
    if !misshapen.is_empty() {
        return unpublishable(in_order(misshapen));
    }
    let mut published = tree.value();
    overrides.apply(&mut published);
    stamp(&mut published);
    match serde_path_to_error::deserialize::<_, written::Campaign>(&published) {
        Ok(written) => {
            let problems = check(&written);
            let publishable = problems.iter().all(|problem| problem.severity < Severity::Error);
            let campaign = publishable.then(|| complete(written));
            let findings = in_order(problems.into_iter().map(|problem| tree.locate(problem)).collect());
            Read { path: path.to_owned(), campaign, published, findings }
        }
        // The schema and the types are one source; should they ever differ, the author still gets a sentence.
        Err(error) => unpublishable(vec![tree.locate(Problem::error(error.path().to_string(), error.inner().to_string()))]),
    }
}

/// From the top of the file to its end, however the checks went through it.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| (finding.line, finding.column));
    findings
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
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.problem.severity == severity).count()
    }

    /// One line per finding: `campaign.json:41:15: error: pages[0].blocks[2].form: no form named "demmo"; did you mean "demo"?`
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.findings.iter().map(|finding| finding.line(&self.path)).collect()
    }
}

impl Finding {
    #[must_use]
    pub fn line(&self, path: &Path) -> String {
        let Self { line, column, problem } = self;
        let place = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
        format!("{}:{line}:{column}: {}: {place}{}", path.display(), problem.severity, problem.message)
    }
}
