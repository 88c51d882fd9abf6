//! The files that a campaign names: pictures, films, downloads. They stand beside it and are named from `/`.

use std::path::Path;

use serde_json::Value;

use crate::campaign::address::is_own_path;
use crate::campaign::problem::{Problem, under};

/// A file and the place that names it.
pub struct Named {
    pub path: String,
    pub file: String,
}

/// Every file that is named, in the order of the campaign.
#[must_use]
pub fn files(campaign: &Value) -> Vec<Named> {
    let mut files = Vec::new();
    // What a test's visitor does names no file of the campaign.
    for (key, value) in campaign.as_object().into_iter().flatten().filter(|(key, _)| *key != "tests") {
        collect(value, key, &mut files);
    }
    files
}

/// What is wrong with the names, and which files are not there.
#[must_use]
pub fn check(campaign: &Value, home: &Path) -> Vec<Problem> {
    files(campaign).into_iter().filter_map(|named| problem(named, home)).collect()
}

fn problem(Named { path, file }: Named, home: &Path) -> Option<Problem> {
    if !is_inside(&file) {
        let message = format!("\"{file}\" is not a file beside the campaign; expected a path from / such as \"/pictures/dock.svg\"");
        return Some(Problem::error(path, message));
    }
    let there = home.join(file.trim_start_matches('/'));
    (!there.is_file()).then(|| Problem::error(path, format!("\"{file}\" is not there; expected it at {}", there.display())))
}

/// Whether a name stays inside the campaign's folder.
#[must_use]
pub fn is_inside(file: &str) -> bool {
    is_own_path(file) && !file.ends_with('/') && !file.split('/').any(|part| part.starts_with('.')) && !file.contains(['?', '#'])
}

fn collect(value: &Value, path: &str, files: &mut Vec<Named>) {
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                let path = under(path, key);
                match value.as_str() {
                    Some(file) if names_a_file(key, &path, keys.contains_key("file")) => files.push(Named { path, file: file.to_owned() }),
                    _ => collect(value, &path, files),
                }
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(index, value)| collect(value, &under(path, index), files)),
        _ => {}
    }
}

/// `icon` is a word in blocks, and `dark` a mode in a theme.
fn names_a_file(key: &str, path: &str, beside_a_file: bool) -> bool {
    key == "file" || path == "site.icon" || (key == "dark" && beside_a_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_test_tracks_is_no_file_of_the_campaign() {
        let campaign = serde_json::json!({
            "site": { "icon": "/icon.svg", "logo": { "file": "/logo.svg", "dark": "/logo-dark.svg" } },
            "theme": { "dark": "/no-file" },
            "tests": [{ "given": [{ "track": "file_download", "event": { "file": "/x.pdf" } }] }]
        });
        let named: Vec<String> = files(&campaign).into_iter().map(|named| format!("{} {}", named.path, named.file)).collect();
        assert_eq!(named, ["site.icon /icon.svg", "site.logo.file /logo.svg", "site.logo.dark /logo-dark.svg"]);
    }

    #[test]
    fn a_named_file_stays_inside_the_folder_of_the_campaign() {
        for good in ["/pictures/dock.svg", "/a.pdf"] {
            assert!(is_inside(good), "{good}");
        }
        for bad in [
            "pictures/dock.svg",
            "/../secret",
            "/pictures/../../x",
            "//a.example/x",
            "/.env",
            "/pictures/",
            "https://a.example/x.svg",
            "/x?y",
        ] {
            assert!(!is_inside(bad), "{bad}");
        }
    }
}
