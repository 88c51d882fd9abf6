//! Pictures, films and downloads that the campaign names: copied from where it stands.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Error;
use super::folder::Folder;
use crate::campaign::address::is_own_path;

/// The keys under which a campaign names its files.
pub const KEYS: [&str; 3] = ["file", "dark", "icon"];

/// Copies every file that the campaign names. They are named from `/`, and stand beside the campaign.
pub fn copy(folder: &mut Folder, campaign: &Value, home: &Path) -> Result<(), Error> {
    for file in named(campaign) {
        let inside = file.trim_start_matches('/');
        let content = fs::read(home.join(inside)).map_err(|source| Error::NoFile { file: file.clone(), source })?;
        folder.write(inside, content)?;
    }
    Ok(())
}

/// The files a campaign names, each once. A built-in icon is a word, and no path.
#[must_use]
pub fn named(campaign: &Value) -> Vec<String> {
    let mut files = Vec::new();
    collect(campaign, &mut files);
    files.sort();
    files.dedup();
    files
}

fn collect(value: &Value, files: &mut Vec<String>) {
    match value {
        Value::Object(keys) => {
            let named = keys.iter().filter(|(key, _)| KEYS.contains(&key.as_str())).filter_map(|(_, value)| value.as_str());
            files.extend(named.filter(|file| is_own_path(file) && !file.contains("..")).map(str::to_owned));
            keys.values().for_each(|value| collect(value, files));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, files)),
        _ => {}
    }
}
