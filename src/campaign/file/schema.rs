//! The JSON Schema of a campaign file, generated from the types that read it.

use serde_json::Value;

use crate::campaign::written::Campaign;

/// JSON Schema, draft 2020-12.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(Campaign).to_value()
}
