//! Pages in files of their own: `"pages": ["pages/*.json"]`.
//!
//! Finds and reads them; a path never leads out of the campaign's folder, since a campaign may come from anybody.

use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use glob::{MatchOptions, Pattern};
use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;

use super::Finding;
use super::positions::{Source, Tree};
use super::whole::{PAGES, Part};
use crate::campaign::problem::{Problem, under};

/// The files that the pages of a campaign stand in, in order of the pages.
pub struct Files {
    /// For each entry of `pages`: the files it names, or nothing for a page that stands there.
    by_entry: Vec<Option<Vec<Rc<Source>>>>,
}

/// Reads the files that `pages` names.
pub fn read(main: &Tree, findings: &mut Vec<Finding>) -> Files {
    let folder = main.source.path.parent().unwrap_or(Path::new(""));
    let by_entry = entries(main).iter().enumerate().map(|(index, entry)| {
        let pattern = entry.as_string_lit()?;
        let found = matching(folder, &pattern.value).and_then(|paths| paths.into_iter().map(read_one).collect());
        Some(found.unwrap_or_else(|why: String| {
            findings.push(main.source.at(entry.start(), Problem::error(under(PAGES, index), why)));
            Vec::new()
        }))
    });
    Files { by_entry: by_entry.collect() }
}

fn read_one(path: PathBuf) -> Result<Rc<Source>, String> {
    let shown = path.display().to_string();
    Source::read(path).map(Rc::new).map_err(|error| format!("{shown} cannot be read: {error}"))
}

/// The files of `folder` that a path, perhaps with `*`, names; sorted by name.
fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
    const BY_SEGMENT: MatchOptions =
        MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
    let leads_out = || format!("\"{pattern}\" leads out of the campaign's folder; write a path below it, such as \"pages/*.json\"");
    let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if pattern.contains('\\') || !Path::new(pattern).components().all(plain) {
        return Err(leads_out());
    }
    let whole = Path::new(&Pattern::escape(&folder.to_string_lossy())).join(pattern);
    let found = glob::glob_with(&whole.to_string_lossy(), BY_SEGMENT).map_err(|error| format!("\"{pattern}\" is not a path: {error}"))?;
    let mut files: Vec<PathBuf> = found.flatten().filter(|path| path.is_file()).collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("no file matches \"{pattern}\""));
    }
    // A link may lead anywhere.
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.canonicalize().map_err(|error| error.to_string())?;
    let inside = |path: &PathBuf| path.canonicalize().is_ok_and(|real| real.starts_with(&root));
    if files.iter().all(inside) { Ok(files) } else { Err(leads_out()) }
}

impl Files {
    /// Every file, parsed; one that is not JSON is a finding.
    pub fn parse(&self, findings: &mut Vec<Finding>) -> Vec<Vec<Tree<'_>>> {
        let mut parse = |source| Tree::parse(source).map_err(|finding| findings.push(*finding)).ok();
        let trees = self.by_entry.iter().map(|files| files.iter().flatten().filter_map(&mut parse).collect());
        trees.collect()
    }
}

/// Every page, in order: those that stand in the main file, and those of the files that `trees` holds by entry.
pub fn pages<'a>(main: &'a Tree<'a>, trees: &'a [Vec<Tree<'a>>]) -> Vec<Part<'a>> {
    let mut pages = Vec::new();
    for (entry, trees) in entries(main).iter().zip(trees) {
        if entry.as_string_lit().is_none() {
            pages.push(Part { tree: main, node: entry });
        }
        for tree in trees {
            let nodes = tree.root.as_array().map_or(std::slice::from_ref(&tree.root), |list| list.elements.as_slice());
            pages.extend(nodes.iter().map(|node| Part { tree, node }));
        }
    }
    pages
}

fn entries<'a>(main: &'a Tree) -> &'a [Node<'a>] {
    let pages = main.root.as_object().and_then(|campaign| campaign.get_array(PAGES));
    pages.map_or(&[], |pages| pages.elements.as_slice())
}
