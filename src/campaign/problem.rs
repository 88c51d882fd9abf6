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
    /// What else has to be readable for this to be true, as places where `*` is any step: `destinations[*].id`.
    pub rests_on: Vec<String>,
}

impl Problem {
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, path, message)
    }

    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, path, message)
    }

    fn new(severity: Severity, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity, path: path.into(), message: message.into(), is_of_key: false, explanation: Vec::new(), rests_on: Vec::new() }
    }

    #[must_use]
    pub fn of_key(self) -> Self {
        Self { is_of_key: true, ..self }
    }

    #[must_use]
    pub fn resting_on<'a>(self, places: impl IntoIterator<Item = &'a str>) -> Self {
        Self { rests_on: places.into_iter().map(str::to_owned).collect(), ..self }
    }

    /// Whether it only follows from what could not be read at `spoiled`.
    #[must_use]
    pub fn is_echo_of(&self, spoiled: &str) -> bool {
        is_within(&self.path, spoiled) || self.rests_on.iter().any(|place| begins_with(&steps(place), &steps(spoiled)))
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

/// Whether a path is the place itself or below it.
#[must_use]
pub fn is_within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Whether `path` is a place such as `forms.*.consent[*]`.
#[must_use]
pub fn matches(place: &str, path: &str) -> bool {
    let (place, path) = (steps(place), steps(path));
    place.len() == path.len() && begins_with(&place, &path)
}

/// Whether `start` is the place or something around it.
fn begins_with(place: &[&str], start: &[&str]) -> bool {
    start.len() <= place.len() && place.iter().zip(start).all(|(known, step)| *known == "*" || known == step)
}

/// `pages`, `0` and `path` of `pages[0].path`.
#[must_use]
pub fn steps(path: &str) -> Vec<&str> {
    path.split(['.', '[']).map(|step| step.trim_end_matches(']')).filter(|step| !step.is_empty()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_within_a_place_by_whole_steps() {
        for (path, place, expected) in [
            ("forms.demo.submit", "forms.demo", true),
            ("forms.demo", "forms.demo", true),
            ("forms.demo2", "forms.demo", false),
            ("pages[1].title", "pages[1]", true),
            ("pages[11].title", "pages[1]", false),
            ("forms", "forms.demo", false),
            ("anything", "", true),
        ] {
            assert_eq!(is_within(path, place), expected, "{path} {place}");
        }
    }

    #[test]
    fn a_problem_follows_from_what_it_rests_on_or_what_is_around_that() {
        let problem = Problem::error("pages[0].blocks[1].form", "no form named \"demo\"").resting_on(["forms", "popups[*].id"]);
        for (spoiled, expected) in [
            ("forms", true),
            ("forms.demo.submit", false),
            ("popups[3].id", true),
            ("popups", true),
            ("popups[3].title", false),
            ("pages[0].blocks[1]", true),
            ("pages[0].blocks[0]", false),
        ] {
            assert_eq!(problem.is_echo_of(spoiled), expected, "{spoiled}");
        }
    }

    #[test]
    fn a_place_is_matched_step_by_step() {
        assert!(matches("forms.*.consent[*]", "forms.demo.consent[12]"));
        assert!(!matches("forms.*.consent[*]", "forms.demo.consent[12].text"));
        assert!(!matches("forms.*.consent[*]", "forms.demo.steps[0]"));
    }
}
