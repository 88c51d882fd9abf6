//! Every input that was kept from fuzzing (`fuzz/corpus/`), thrown again at what it was thrown at. A crash that was found becomes one
//! more file there, under a name that says what it was.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "in tests a panic is how a failure is told")]

mod targets;

use std::fs;
use std::path::PathBuf;

/// What other tests keep, by target.
const BESIDES: [(&str, &str); 2] = [("campaign", "tests/rules/broken"), ("embed_code", "tests/rules/embeds")];

#[test]
fn nothing_that_was_kept_from_fuzzing_breaks_a_promise() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in targets::TARGETS {
        let folders = [format!("fuzz/corpus/{name}")].into_iter();
        let folders = folders.chain(BESIDES.iter().filter(|(target, _)| *target == name).map(|(_, folder)| (*folder).to_owned()));
        let files = folders.flat_map(|folder| fs::read_dir(root.join(&folder)).unwrap_or_else(|error| panic!("{folder}: {error}")));
        let mut thrown = 0;
        for file in files.flatten() {
            let input = fs::read(file.path()).expect("a file");
            // Its name, where the target panics and says nothing of it.
            let result = std::panic::catch_unwind(|| target(&input));
            assert!(result.is_ok(), "{}: see above", file.path().display());
            thrown += 1;
        }
        assert!(thrown > 3, "{name}: only {thrown} inputs");
    }
}
