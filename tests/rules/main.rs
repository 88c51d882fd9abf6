//! The rules, held against tables of named cases. A bug report becomes one more row in `cases/`.

#![allow(
    clippy::cast_possible_wrap,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in tests a panic is how a failure is told, and the numbers compared are exact"
)]

/// A plain value, written as JSON: `plain!({ "id": 1 })`.
macro_rules! plain {
    ($($json:tt)+) => {
        leadwell::value::Value::from(serde_json::json!($($json)+))
    };
}

mod analytics;
mod attribution;
mod campaign;
mod chance;
mod complete;
mod condition;
mod connectors;
mod delivery;
mod demo;
mod diagnostics;
mod embeds;
mod experiments;
mod form;
mod histories;
mod locale;
mod message;
mod model;
mod presets;
mod reading;
mod relay;
mod released;
mod replay;
mod scoring;
mod split;
mod table;
mod train;
mod translation;
mod trial;
mod visitor;
