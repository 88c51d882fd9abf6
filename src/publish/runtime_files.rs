//! The runtime's files, and what the loader has to know of them.
//!
//! trunk hashes the files of the page's own program but not those of a worker, which the runtime is to it.

use super::folder::Folder;
use super::program::{self, Built, short_hash};
use super::{Error, loader, sheets};
use crate::campaign::digest;

/// The published names, and what the loader has to know of their content.
pub struct RuntimeFiles {
    pub glue: String,
    pub wasm: String,
    /// Of the wasm, in SRI form.
    pub integrity: String,
    pub styles: String,
    /// The glue as an expression of a classic script.
    pub carried: String,
}

const TRUNK: Built = Built { wasm: "embed_bg.wasm", glue: "embed.js", classic: Some("embed.classic.js") };

impl RuntimeFiles {
    /// Renames what trunk just built, or finds what an earlier build renamed.
    pub fn take(folder: &mut Folder) -> Result<Self, Error> {
        let styles = sheets::embed_sheets();
        let styles_name = format!("embed-{}.css", short_hash(styles.as_bytes()));
        folder.write(&styles_name, &styles)?;
        if !folder.path(TRUNK.wasm).is_file() {
            return Self::find(folder, styles_name);
        }
        let program = program::publish(folder, "embed", &TRUNK)?;
        let carried = loader::carried(&program.classic.unwrap_or_default());
        Self::of(folder, program.glue, program.wasm, styles_name, carried)
    }

    fn find(folder: &mut Folder, styles: String) -> Result<Self, Error> {
        let names = folder.names();
        let built = |ending: &str| names.iter().find(|name| name.starts_with("embed-") && name.ends_with(ending)).cloned();
        let found = built(".js").zip(built(".wasm")).and_then(|(glue, wasm)| {
            let carried = carried_for(folder, &names, &wasm)?;
            Some((glue, wasm, carried))
        });
        match found {
            Some((glue, wasm, carried)) => Self::of(folder, glue, wasm, styles, carried),
            None => Err(Error::NoRuntime { dir: folder.root().to_owned() }),
        }
    }

    fn of(folder: &mut Folder, glue: String, wasm: String, styles: String, carried: String) -> Result<Self, Error> {
        folder.keep(&glue);
        folder.keep(&wasm);
        let integrity = digest::sri(&folder.read(&wasm)?);
        Ok(Self { glue, wasm, integrity, styles, carried })
    }
}

/// What the earlier build's pinned loader carries. One of another program may lie beside it, so it has to name this wasm.
fn carried_for(folder: &Folder, names: &[String], wasm: &str) -> Option<String> {
    let pinned = names.iter().filter(|name| name.starts_with("leadwell.") && name.ends_with(".js"));
    let texts = pinned.filter_map(|name| String::from_utf8(folder.read(name).ok()?).ok());
    texts.filter(|text| text.contains(wasm)).find_map(|text| loader::carried_by(&text).map(str::to_owned))
}
