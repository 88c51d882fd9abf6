//! One of trunk's wasm programs, made smaller and put under names that tell its content, so that it may be cached for good.

use sha2::{Digest, Sha256};

use super::folder::Folder;
use super::{Error, import_names};

/// The published names of a program.
pub struct Program {
    pub glue: String,
    pub wasm: String,
}

/// Takes what trunk wrote under these names and publishes it as `PREFIX-HASH.js` and `PREFIX-HASH.wasm`.
pub fn publish(folder: &mut Folder, prefix: &str, trunk_glue: &str, trunk_wasm: &str) -> Result<Program, Error> {
    let wasm = folder.read(trunk_wasm)?;
    let glue = String::from_utf8(folder.read(trunk_glue)?).map_err(|_| Error::Unexpected { what: "wasm-bindgen's glue" })?;
    let (wasm, glue) = import_names::shorten(&wasm, &glue).unwrap_or((wasm, glue));
    let glue = without_comments(&glue);
    let program =
        Program { glue: format!("{prefix}-{}.js", short_hash(glue.as_bytes())), wasm: format!("{prefix}-{}.wasm", short_hash(&wasm)) };
    folder.remove(trunk_glue)?;
    folder.remove(trunk_wasm)?;
    folder.write(&program.glue, &glue)?;
    folder.write(&program.wasm, &wasm)?;
    Ok(program)
}

/// Sixteen hexadecimal digits of the content's SHA-256.
pub fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// wasm-bindgen's glue without its doc comments and indentation. It has no text over several lines, and a `/**` opens a line.
fn without_comments(glue: &str) -> String {
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
