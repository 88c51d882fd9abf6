//! The demonstration campaign and the schema that editors complete campaigns with.

use std::path::{Path, PathBuf};

use leadwell::campaign::file::{self, Overrides, schema};

pub fn public(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(file)
}

#[test]
fn the_demo_has_neither_errors_nor_warnings() {
    let read = file::read(&public("campaign.json"), &Overrides::default()).expect("the demo can be read");
    assert!(read.lines().is_empty(), "{:#?}", read.lines());
    assert!(read.campaign.is_some());
}

/// `LEADWELL_BLESS=1 cargo test --features native --test rules schema` writes it anew.
#[test]
fn the_schema_in_public_is_the_one_the_types_give() {
    let path = public("campaign.schema.json");
    let found = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if std::env::var_os("LEADWELL_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the schema can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{} is not what `leadwell schema` gives; write it with LEADWELL_BLESS=1", path.display());
}
