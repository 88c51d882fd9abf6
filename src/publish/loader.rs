//! The loader with the names of this build's files in it, and the same pinned with the glue for tags with `integrity`.

use serde_json::{Map, Value, json};

use super::Error;
use super::aids::{Aids, carried_as_expression};
use super::folder::Folder;
use super::program::short_hash;
use super::runtime_files::RuntimeFiles;
use super::script::small_classic;

const SOURCE: &str = include_str!("../loader/leadwell.js");
/// The optional first line of a host page, for calls made before the tag has loaded.
pub const STUB: &str = "window.leadwell=window.leadwell||function(){(leadwell.q=leadwell.q||[]).push(arguments)}";
const FILES: &str = "/*FILES*/{}";
/// What a pinned loader carries besides.
const OWN: &str = "/*OWN*/{}";
/// What gives the glue, and the name it has while the loader around it is made small.
const IMPORT: &str = "import(base + files.glue)";
const CARRIED: &str = "leadwellGlue";
/// Around what gives the glue. They stay in the pinned file, by which a later build finds there what it carries.
const GLUE_START: &str = "/*GLUE*/";
const GLUE_END: &str = "/*END*/";
/// The variable that a classic glue sets, as scripts/complete-dist.sh calls it.
const GLUE: &str = "glue";

/// Writes `leadwell.js` and `leadwell.VERSION.js`. The pinned one knows every aid, needed today or not: a form that comes to need
/// another does not change the file that host pages have pinned.
pub fn write(folder: &mut Folder, runtime: &RuntimeFiles, aids: &Aids) -> Result<(), Error> {
    folder.write("leadwell.js", small_classic(&naming(runtime, aids, &aids.needed)))?;
    let own = naming(runtime, aids, &aids.all).replace(OWN, &carried_as_expression());
    let pinned = pinned(&own, &runtime.carried).ok_or(Error::Unexpected { what: "the loader" })?;
    let version = format!("{}-{}", env!("CARGO_PKG_VERSION"), short_hash(pinned.as_bytes()));
    folder.write(&format!("leadwell.{version}.js"), &pinned)
}

/// The loader with the names of files in it.
fn naming(runtime: &RuntimeFiles, published: &Aids, aids: &Map<String, Value>) -> String {
    let RuntimeFiles { glue, wasm, integrity, styles, .. } = runtime;
    let files = json!({ "glue": glue, "wasm": wasm, "integrity": integrity, "styles": styles, "sources": published.sources, "aids": aids });
    SOURCE.replace(FILES, &files.to_string())
}

/// Loader and glue in one classic script.
fn pinned(loader: &str, carried: &str) -> Option<String> {
    let small = small_classic(&loader.replace(IMPORT, CARRIED));
    let (before, after) = small.split_once(CARRIED)?;
    Some(format!("{before}{GLUE_START}{carried}{GLUE_END}{after}"))
}

/// A classic glue as an expression that takes the place of the module's `import()`: a promise of what it exports.
pub fn carried(classic: &str) -> String {
    format!("Promise.resolve(function(){{{}return {GLUE}}}())", classic.trim_end())
}

/// What a pinned loader carries.
pub fn carried_by(pinned: &str) -> Option<&str> {
    let (_, rest) = pinned.split_once(GLUE_START)?;
    rest.split_once(GLUE_END).map(|(carried, _)| carried)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_has_the_places_that_the_build_fills() {
        assert!(SOURCE.contains(FILES) && SOURCE.contains(OWN) && SOURCE.matches(IMPORT).count() == 1);
        assert!(!small_classic(SOURCE).contains("Leadwell's loader") && !small_classic(SOURCE).contains("  "));
    }

    #[test]
    fn a_later_build_finds_again_what_the_pinned_loader_carries() {
        let carried = carried("var glue=(()=>({start(){}}))();\n");
        assert_eq!(carried, "Promise.resolve(function(){var glue=(()=>({start(){}}))();return glue}())");
        let pinned = pinned(SOURCE, &carried).expect("the loader has the marks");
        assert!(!pinned.contains(".glue)"));
        assert_eq!(carried_by(&pinned), Some(carried.as_str()));
        assert_eq!(carried_by("(function () {})()"), None);
    }
}
