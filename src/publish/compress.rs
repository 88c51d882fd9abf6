//! Compressed neighbours: `.br` and `.gz` beside text and wasm, for hosts that serve them as they are.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Error;
use super::folder::Folder;

/// What gains from compression.
const ENDINGS: [&str; 8] = ["html", "css", "js", "json", "wasm", "svg", "txt", "xml"];

/// Brotli at its slowest and smallest (quality 11, window 2^22): done once, downloaded often.
pub fn brotli(content: &[u8]) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    // Writing to memory does not fail; should it, nothing is better than half.
    if brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).is_err() {
        compressed.clear();
    }
    compressed
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// Compresses every file of this build whose neighbours are older than it, on all cores.
pub fn compress(folder: &Folder) -> Result<(), Error> {
    let files: Vec<&str> = folder.files().filter(|name| ENDINGS.iter().any(|ending| name.ends_with(&format!(".{ending}")))).collect();
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = compress_one(&folder.path(file)) {
                failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).map_or(Ok(()), Err)
}

fn compress_one(path: &Path) -> Result<(), Error> {
    let neighbours = [("br", brotli as fn(&[u8]) -> Vec<u8>), ("gz", gzip)];
    for (ending, compressed) in neighbours {
        let neighbour = path.with_added_extension(ending);
        if is_current(path, &neighbour) {
            continue;
        }
        let io = |source| Error::Io { path: neighbour.clone(), source };
        let content = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let small = compressed(&content);
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
