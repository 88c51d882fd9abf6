//! Presets: starter sets of scoring and the stages of well-known funnels, each a file in `data/` with the text that an author would
//! write under `scoring`. A file more there is a preset more.
//!
//! Native only: what is published has them expanded, so that a lead is worked out again by the rules it was scored by, whatever a
//! later version's presets say.

mod asked;
mod lay;
mod told;

use include_dir::{Dir, include_dir};
use serde_json::{Value, json};

pub use lay::expand;
pub use told::Laid;

/// The keys of `scoring` that say what to lay under the author's own; none of them is published.
pub const KEYS: [&str; 3] = [PRESET, FUNNEL, WITHOUT];
pub const PRESET: &str = "preset";
pub const FUNNEL: &str = "funnel";
pub const WITHOUT: &str = "without";

static SETS: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/presets");
static FUNNELS: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/funnels");

/// The names of starter sets, or of funnels.
#[must_use]
pub fn names(key: &str) -> Vec<String> {
    let mut names: Vec<String> = folder(key).files().filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

/// What a preset lays under the author's `scoring`.
#[must_use]
pub fn content(key: &str, name: &str) -> Option<Value> {
    let file = folder(key).get_file(format!("{name}.json"))?;
    serde_json::from_slice(file.contents()).ok()
}

fn folder(key: &str) -> &'static Dir<'static> {
    if key == FUNNEL { &FUNNELS } else { &SETS }
}

/// In the JSON Schema a choice of the names there are, each described by its own note.
pub fn sets(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    choice(PRESET)
}

pub fn funnels(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    choice(FUNNEL)
}

fn choice(key: &str) -> schemars::Schema {
    let note = |name: &str| content(key, name).and_then(|content| content.get("note").cloned()).unwrap_or_default();
    let choices = names(key).into_iter().map(|name| json!({ "const": name, "description": note(&name) }));
    schemars::json_schema!({ "oneOf": choices.chain([json!({ "type": "null" })]).collect::<Vec<_>>() })
}
