//! The compressed neighbour (`site.wasm.br`) that the browser takes.

use std::path::{Path, PathBuf};

/// The best first.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

pub struct Chosen {
    pub path: PathBuf,
    /// What `Content-Encoding` says.
    pub name: Option<&'static str>,
    /// Whether another browser would get another file.
    pub varies: bool,
}

pub fn choose(path: &Path, accepted: &str) -> Chosen {
    let neighbours = ENCODINGS.map(|(name, ending)| (name, neighbour(path, ending)));
    let varies = neighbours.iter().any(|(_, path)| path.is_some());
    let taken = neighbours.into_iter().find_map(|(name, path)| path.filter(|_| accepts(accepted, name)).map(|path| (name, path)));
    match taken {
        Some((name, path)) => Chosen { path, name: Some(name), varies },
        None => Chosen { path: path.to_owned(), name: None, varies },
    }
}

/// A link is no neighbour: it could lead out of the folder.
fn neighbour(path: &Path, ending: &str) -> Option<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    let path = PathBuf::from(name);
    path.symlink_metadata().is_ok_and(|found| found.is_file()).then_some(path)
}

fn accepts(header: &str, name: &str) -> bool {
    header.split(',').any(|entry| {
        let (encoding, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.trim().parse() == Ok(0.0));
        encoding.trim().eq_ignore_ascii_case(name) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_when_it_is_named_and_not_refused() {
        for (header, taken) in [("gzip, br", true), ("br;q=0.1", true), ("BR", true), ("br;q=0", false), ("gzip", false), ("", false)] {
            assert_eq!(accepts(header, "br"), taken, "{header}");
        }
    }
}
