//! The runtime's files under names that tell their content, so that they may be cached for good.
//!
//! trunk hashes the files of the page's own program but not those of a worker, which the runtime is to it.

use sha2::{Digest, Sha256};

use super::folder::Folder;
use super::{Error, import_names, sheets};
use crate::campaign::digest;

/// The published names, and what the loader has to know of their content.
pub struct RuntimeFiles {
    pub glue: String,
    pub wasm: String,
    /// Of the wasm, in SRI form.
    pub integrity: String,
    pub styles: String,
    /// The glue's text.
    pub glue_source: String,
}

const TRUNK_GLUE: &str = "embed.js";
const TRUNK_WASM: &str = "embed_bg.wasm";

impl RuntimeFiles {
    /// Renames what trunk just built, or finds what an earlier build renamed.
    pub fn take(folder: &mut Folder) -> Result<Self, Error> {
        let styles = sheets::embed_sheets();
        let styles_name = format!("embed-{}.css", short_hash(styles.as_bytes()));
        folder.write(&styles_name, &styles)?;
        if !folder.path(TRUNK_WASM).is_file() {
            return Self::find(folder, styles_name);
        }
        let wasm = folder.read(TRUNK_WASM)?;
        let glue = String::from_utf8(folder.read(TRUNK_GLUE)?).map_err(|_| Error::Unexpected { what: TRUNK_GLUE })?;
        let (wasm, glue) = import_names::shorten(&wasm, &glue).unwrap_or((wasm, glue));
        let glue = without_comments(&glue);
        let (glue_name, wasm_name) = (format!("embed-{}.js", short_hash(glue.as_bytes())), format!("embed-{}.wasm", short_hash(&wasm)));
        folder.write(&glue_name, &glue)?;
        folder.write(&wasm_name, &wasm)?;
        folder.remove(TRUNK_GLUE)?;
        folder.remove(TRUNK_WASM)?;
        Self::of(folder, glue_name, wasm_name, styles_name)
    }

    fn find(folder: &mut Folder, styles: String) -> Result<Self, Error> {
        let names = folder.names();
        let newest = |ending: &str| names.iter().find(|name| name.starts_with("embed-") && name.ends_with(ending)).cloned();
        match (newest(".js"), newest(".wasm")) {
            (Some(glue), Some(wasm)) => Self::of(folder, glue, wasm, styles),
            _ => Err(Error::NoRuntime { dir: folder.root().to_owned() }),
        }
    }

    fn of(folder: &mut Folder, glue: String, wasm: String, styles: String) -> Result<Self, Error> {
        folder.keep(&glue);
        folder.keep(&wasm);
        let integrity = digest::sri(&folder.read(&wasm)?);
        let glue_source = String::from_utf8(folder.read(&glue)?).map_err(|_| Error::Unexpected { what: "embed.js" })?;
        Ok(Self { glue, wasm, integrity, styles, glue_source })
    }
}

/// Sixteen hexadecimal digits of the content's SHA-256.
pub fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// wasm-bindgen's glue without its doc comments and indentation. It has no text over several lines, and a `/**` opens a line.
pub fn without_comments(glue: &str) -> String {
    let mut short = String::with_capacity(glue.len());
    let mut in_comment = false;
    for line in glue.lines().map(str::trim) {
        in_comment |= line.starts_with("/**");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            short.push_str(line);
            short.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    short
}
