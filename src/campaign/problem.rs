//! What is wrong with a campaign file, where, and what would be right.

use std::fmt::Write;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Published, but probably not meant.
    Warning,
    /// Nothing is published.
    Error,
}

/// One finding. Its place is a path into the file such as `pages[0].blocks[2].form`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    pub path: String,
    /// A sentence that names what was found and what is accepted.
    pub message: String,
    /// Whether it is the key at the end of the path that is wrong, rather than its value.
    pub is_of_key: bool,
    /// Lines that say more, for a person.
    pub explanation: Vec<String>,
}

impl Problem {
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, path, message)
    }

    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, path, message)
    }

    fn new(severity: Severity, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity, path: path.into(), message: message.into(), is_of_key: false, explanation: Vec::new() }
    }

    #[must_use]
    pub fn of_key(self) -> Self {
        Self { is_of_key: true, ..self }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// `destinations[0]`, `forms.demo`: how paths are built.
#[must_use]
pub fn under(path: &str, key: impl Into<Key>) -> String {
    let mut path = path.to_owned();
    match key.into() {
        Key::Index(index) => write!(path, "[{index}]").unwrap_or_default(),
        Key::Name(name) if path.is_empty() => path = name,
        Key::Name(name) => write!(path, ".{name}").unwrap_or_default(),
    }
    path
}

/// A step of a path.
pub enum Key {
    Name(String),
    Index(usize),
}

impl From<&str> for Key {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<&String> for Key {
    fn from(name: &String) -> Self {
        Self::Name(name.clone())
    }
}

impl From<usize> for Key {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}
