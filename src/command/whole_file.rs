//! Writing a file so that whatever happens meanwhile, it is the old one or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes beside the file and then takes its place.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    // Where the name is a link, the file it leads to is meant.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut beside = path.clone().into_os_string();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(content)?;
        if let Ok(there) = fs::metadata(&path) {
            file.set_permissions(there.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
