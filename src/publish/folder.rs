//! The folder that is being completed: what is written to it, and what earlier builds left.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Error;

/// `dist/`, or trunk's staging folder.
pub struct Folder {
    root: PathBuf,
    /// Everything that belongs to this build, relative to the root.
    ours: BTreeSet<String>,
}

/// The list of what a build wrote, so that the next can take away what it no longer makes.
const LIST: &str = ".leadwell-files";

impl Folder {
    pub fn open(root: &Path) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(|source| Error::Io { path: root.to_owned(), source })?;
        Ok(Self { root: root.to_owned(), ours: BTreeSet::new() })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file, unless it holds just that already: its compressed neighbours then stay as they are.
    pub fn write(&mut self, name: &str, content: impl AsRef<[u8]>) -> Result<(), Error> {
        let path = self.path(name);
        self.ours.insert(name.to_owned());
        if fs::read(&path).is_ok_and(|there| there == content.as_ref()) {
            return Ok(());
        }
        let write = || {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&path, content.as_ref())
        };
        write().map_err(|source| Error::Io { path: path.clone(), source })
    }

    pub fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        let path = self.path(name);
        fs::read(&path).map_err(|source| Error::Io { path, source })
    }

    pub fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Error::Io { path, source }),
            _ => Ok(()),
        }
    }

    /// Counts a file that somebody else wrote among those of this build.
    pub fn keep(&mut self, name: &str) {
        self.ours.insert(name.to_owned());
    }

    /// The names of the files at the root, in order.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// The files of this build, in order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.ours.iter().map(String::as_str)
    }

    pub fn count(&self) -> usize {
        self.ours.len()
    }

    /// Removes what an earlier build of another campaign wrote and this one does not; files of other origin stay.
    pub fn remove_what_earlier_builds_left(&mut self) -> Result<(), Error> {
        let earlier = fs::read_to_string(self.path(LIST)).unwrap_or_default();
        for stale in earlier.lines().filter(|name| !self.ours.contains(*name) && !name.contains("..")) {
            for ending in ["", ".br", ".gz"] {
                self.remove(&format!("{stale}{ending}"))?;
            }
        }
        let list: Vec<&str> = self.files().collect();
        let path = self.path(LIST);
        fs::write(&path, list.join("\n")).map_err(|source| Error::Io { path, source })
    }
}
