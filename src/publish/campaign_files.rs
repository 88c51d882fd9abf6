//! Pictures, films and downloads that the campaign names: copied from where it stands.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Error;
use super::folder::Folder;
use crate::campaign::file::named;

/// Copies every file that the campaign names.
pub fn copy(folder: &mut Folder, campaign: &Value, home: &Path) -> Result<(), Error> {
    for named::Named { file, .. } in named::files(campaign) {
        let inside = file.trim_start_matches('/');
        let content = fs::read(home.join(inside)).map_err(|source| Error::NoFile { file: file.clone(), source })?;
        folder.write(inside, content)?;
    }
    Ok(())
}
