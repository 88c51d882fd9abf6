//! Compressed neighbours: `.br` and `.gz` beside text and wasm, for hosts that serve them as they are.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use rayon::prelude::*;

use super::Error;
use super::folder::Folder;

/// What gains from compression.
const ENDINGS: [&str; 8] = ["html", "css", "js", "json", "wasm", "svg", "txt", "xml"];

/// Brotli at its slowest and smallest (window 2^22): done once, downloaded often.
pub fn brotli(content: &[u8]) -> Vec<u8> {
    brotli_at(11, content)
}

fn brotli_at(quality: i32, content: &[u8]) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    // Writing to memory does not fail; should it, nothing is better than half.
    if brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).is_err() {
        compressed.clear();
    }
    compressed
}

fn gzip(content: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// With more pages than this, they are compressed for speed: brotli's quality 5 took a fortieth of the time for an eighth more bytes
/// on the demo's first page.
const MANY_PAGES: usize = 100;

/// Compresses every file of this build whose neighbours are older than it, on all cores.
pub fn compress(folder: &Folder) -> Result<(), Error> {
    let files: Vec<&str> = folder.files().filter(|name| ENDINGS.iter().any(|ending| name.ends_with(&format!(".{ending}")))).collect();
    let is_page = |name: &str| name.ends_with(".html");
    let many_pages = files.iter().filter(|name| is_page(name)).count() > MANY_PAGES;
    files.par_iter().try_for_each(|file| compress_one(&folder.path(file), if many_pages && is_page(file) { 5 } else { 11 }))
}

fn compress_one(path: &Path, quality: i32) -> Result<(), Error> {
    for ending in ["br", "gz"] {
        let neighbour = path.with_added_extension(ending);
        if is_current(path, &neighbour) {
            continue;
        }
        let io = |source| Error::Io { path: neighbour.clone(), source };
        let content = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let small = match ending {
            "br" => brotli_at(quality, &content),
            _ => gzip(&content, if quality < 11 { Compression::fast() } else { Compression::best() }),
        };
        if small.is_empty() || small.len() >= content.len() {
            let _ = fs::remove_file(&neighbour);
        } else {
            fs::write(&neighbour, small).map_err(io)?;
        }
    }
    Ok(())
}

fn is_current(path: &Path, neighbour: &Path) -> bool {
    let written = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    written(path).zip(written(neighbour)).is_some_and(|(original, copy)| copy >= original)
}
