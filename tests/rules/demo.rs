//! The demonstration campaigns and the schema that editors complete campaigns with.

use std::path::{Path, PathBuf};

use leadwell::campaign::file::schema;

/// Every demonstration there is, by name: a new folder in `campaigns/` is one more.
pub fn demos() -> Vec<PathBuf> {
    let kinds = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/campaigns")).expect("a folder");
    let mut files: Vec<PathBuf> = kinds.map(|kind| kind.expect("an entry").path().join("campaign.json")).collect();
    files.sort();
    assert!(files.len() >= 7, "{files:?}");
    files
}

/// `LEADWELL_BLESS=1 cargo test --features native --test rules schema` writes it anew.
#[test]
fn the_schema_in_public_is_the_one_the_types_give() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/campaign.schema.json");
    let found = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if std::env::var_os("LEADWELL_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the schema can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{} is not what `leadwell schema` gives; write it with LEADWELL_BLESS=1", path.display());
}
