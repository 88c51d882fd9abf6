//! The runtime's files, and what the loader has to know of them.
//!
//! trunk hashes the files of the page's own program but not those of a worker, which the runtime is to it.

use super::folder::Folder;
use super::program::{self, Program, short_hash};
use super::{Error, sheets};
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
        let Program { glue, wasm } = program::publish(folder, "embed", TRUNK_GLUE, TRUNK_WASM)?;
        Self::of(folder, glue, wasm, styles_name)
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
