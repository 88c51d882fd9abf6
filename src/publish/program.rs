//! One of trunk's wasm programs, made smaller and put under names that tell its content, so that it may be cached for good.

use sha2::{Digest, Sha256};

use super::folder::Folder;
use super::{Error, import_names};

/// What trunk wrote of a program, and its hook made smaller.
pub struct Built<'a> {
    pub wasm: &'a str,
    pub glue: &'a str,
    /// The glue once more as a classic script, for a loader to carry.
    pub classic: Option<&'a str>,
}

/// The published names of a program.
pub struct Program {
    pub glue: String,
    pub wasm: String,
    /// The text of the classic glue, which is published inside another file.
    pub classic: Option<String>,
}

/// Publishes a program as `PREFIX-HASH.js` and `PREFIX-HASH.wasm`, and takes away what trunk wrote.
pub fn publish(folder: &mut Folder, prefix: &str, built: &Built) -> Result<Program, Error> {
    let wasm = folder.read(built.wasm)?;
    let mut glue = text(folder, built.glue)?;
    let mut classic = built.classic.map(|name| text(folder, name)).transpose()?;
    let mut glues: Vec<&mut String> = [Some(&mut glue), classic.as_mut()].into_iter().flatten().collect();
    let wasm = import_names::shorten(&wasm, &mut glues).unwrap_or(wasm);
    for taken in [Some(built.wasm), Some(built.glue), built.classic].into_iter().flatten() {
        folder.remove(taken)?;
    }
    let name = |content: &[u8], ending: &str| format!("{prefix}-{}.{ending}", short_hash(content));
    let program = Program { glue: name(glue.as_bytes(), "js"), wasm: name(&wasm, "wasm"), classic };
    folder.write(&program.glue, &glue)?;
    folder.write(&program.wasm, &wasm)?;
    Ok(program)
}

fn text(folder: &Folder, name: &str) -> Result<String, Error> {
    String::from_utf8(folder.read(name)?).map_err(|_| Error::Unexpected { what: "wasm-bindgen's glue" })
}

/// Sixteen hexadecimal digits of the content's SHA-256.
pub fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
