//! From a request's path to a file of the folder, or to nothing.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

/// What lies at a path.
pub enum Found {
    File(PathBuf),
    /// A folder with a page, asked for without its closing slash.
    Folder,
    Nothing,
}

/// `root` must be canonical: links may only lead to places below it.
pub fn locate(root: &Path, path: &str) -> Found {
    let Some(segments) = segments(path) else { return Found::Nothing };
    let wanted = segments.iter().fold(root.to_owned(), |path, segment| path.join(segment));
    let folder = path.ends_with('/');
    let file = if folder { wanted.join("index.html") } else { wanted.clone() };
    match inside(root, &file) {
        Some(file) if file.is_file() => Found::File(file),
        Some(folder) if folder.is_dir() && inside(root, &folder.join("index.html")).is_some() => Found::Folder,
        _ => Found::Nothing,
    }
}

/// Names of folders and the file, each harmless by itself; None when one is not, or is not for the public.
fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    let segments: Option<Vec<_>> = path.split('/').map(segment).collect();
    let segments = segments?;
    let public = |name: &String| !["br", "gz"].iter().any(|ending| Path::new(name).extension().is_some_and(|found| found == *ending));
    let first = segments.first()?;
    (segments.last().is_some_and(public) && !(segments.len() == 1 && matches!(first.as_str(), "_headers" | "_redirects")))
        .then_some(segments)
}

fn segment(encoded: &str) -> Option<String> {
    let name = percent_decode_str(encoded).decode_utf8().ok()?.into_owned();
    // Dot files, `..` among them, and everything that some system reads as a separator, a drive or an end.
    let harmless = !name.is_empty() && !name.starts_with('.') && !name.chars().any(|c| matches!(c, '/' | '\\' | ':') || c.is_control());
    harmless.then_some(name)
}

fn inside(root: &Path, path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().filter(|path| path.starts_with(root))
}
