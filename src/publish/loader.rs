//! The loader with the names of this build's files in it, and the same pinned with the glue for tags with `integrity`.

use serde_json::json;

use super::Error;
use super::folder::Folder;
use super::program::short_hash;
use super::runtime_files::RuntimeFiles;

const SOURCE: &str = include_str!("../loader/leadwell.js");
/// The optional first line of a host page, for calls made before the tag has loaded.
pub const STUB: &str = "window.leadwell=window.leadwell||function(){(leadwell.q=leadwell.q||[]).push(arguments)}";
const FILES: &str = "/*FILES*/{}";
const IMPORT_START: &str = "/*GLUE*/";
const IMPORT_END: &str = "/*END*/";

/// Writes `leadwell.js` and `leadwell.VERSION.js`.
pub fn write(folder: &mut Folder, runtime: &RuntimeFiles) -> Result<(), Error> {
    let files = json!({ "glue": runtime.glue, "wasm": runtime.wasm, "integrity": runtime.integrity, "styles": runtime.styles });
    let named = without_comments(&SOURCE.replace(FILES, &files.to_string()));
    let plain = named.replace(IMPORT_START, "").replace(IMPORT_END, "");
    folder.write("leadwell.js", &plain)?;
    let pinned = pinned(&named, &runtime.glue_source).ok_or(Error::Unexpected { what: "the loader or the glue" })?;
    let version = format!("{}-{}", env!("CARGO_PKG_VERSION"), short_hash(pinned.as_bytes()));
    folder.write(&format!("leadwell.{version}.js"), &pinned)
}

/// Loader and glue in one classic script: the module's `import()` becomes a promise of the glue's own exports.
fn pinned(loader: &str, glue: &str) -> Option<String> {
    let (before, rest) = loader.split_once(IMPORT_START)?;
    let (_, after) = rest.split_once(IMPORT_END)?;
    let glue = as_function(glue)?;
    Some(format!("{before}Promise.resolve(({glue})()){after}"))
}

/// The module as an expression: a function that gives what the module exports.
fn as_function(glue: &str) -> Option<String> {
    let (body, exports) = glue.rsplit_once("export {")?;
    let exported = exports.split_once('}')?.0;
    let renamed = exported.split(',').filter_map(|export| {
        let mut words = export.split_whitespace();
        let local = words.next()?;
        Some(format!("{}: {local}", words.last().unwrap_or(local)))
    });
    let functions =
        body.lines().filter_map(|line| line.strip_prefix("export function ").or_else(|| line.strip_prefix("export async function ")));
    let functions = functions.filter_map(|line| line.split('(').next()).map(str::to_owned);
    let exports: Vec<String> = renamed.chain(functions).collect();
    // A classic script has no address of its own; the loader always says where the wasm is.
    let body = body.replace("import.meta.url", "''");
    let body: Vec<&str> = body.lines().map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    let is_module = body.iter().any(|line| line.starts_with("import ") || line.starts_with("export "));
    (!is_module).then(|| format!("function () {{\n{}\nreturn {{ {} }};\n}}", body.join("\n"), exports.join(", ")))
}

/// Comments that fill a line, and indentation: the loader's source has no other kind, and no text over several lines.
fn without_comments(source: &str) -> String {
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glue_becomes_a_function_that_gives_its_exports() {
        let glue = "let wasm;\nexport function start(options) {\n    return wasm.start(options);\n}\nasync function __wbg_init(path) {\n    path = new URL('embed_bg.wasm', import.meta.url);\n}\nexport { initSync, __wbg_init as default };\n";
        let function = as_function(glue).expect("this is what wasm-bindgen writes");
        assert!(function.contains("return { initSync: initSync, default: __wbg_init, start };"), "{function}");
        assert!(!function.contains("import.meta") && !function.contains("export "), "{function}");
    }

    #[test]
    fn a_glue_of_another_kind_is_refused_rather_than_broken() {
        assert_eq!(as_function("import { x } from './snippets/y.js';\nexport { x as default };"), None);
        assert_eq!(as_function("module.exports = {}"), None);
    }

    #[test]
    fn the_loader_has_the_marks_that_the_build_fills() {
        assert!(SOURCE.contains(FILES) && SOURCE.contains(IMPORT_START) && SOURCE.contains(IMPORT_END));
        assert!(!without_comments(SOURCE).contains("Leadwell's loader"));
    }
}
