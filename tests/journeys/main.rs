//! The whole product, as a visitor meets it: a real Chromium on the built `dist/`, with the real inbox and the real site server.
//!
//! A journey is judged by what reached the inbox and by what is on screen, and by what the browser itself complained about; never
//! by what our own code says of itself. One behaviour to a file. `scripts/dist.sh` comes first: nothing here builds wasm.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a journey that cannot go on stops")]

mod accessibility;
mod accessible_names;
mod aids;
mod analytics;
mod attribution;
mod blocks;
mod connectors;
mod consent_matrix;
mod consent_modes;
mod delivery;
mod experiments;
mod faults;
mod flipped_byte;
mod foreign_page;
mod form_is_sent;
mod forms;
mod harness;
mod host_pages;
mod hostile_texts;
mod hosts;
mod lighthouse;
mod outbox;
mod panel;
mod pinned_tag;
mod popups;
mod privacy;
mod real_receivers;
mod receivers;
mod returning;
mod runtime_missing;
mod screenshots;
mod scripts_off;
mod single_page_app;
mod trusted_types;
mod typing_early;
mod upgrades;
mod validation;
mod wasm_refused;
mod weight;

#[allow(dead_code, reason = "shared with the tests of the command, which use more of it")]
#[path = "../command/program.rs"]
mod program;

#[allow(dead_code, reason = "shared with the tests of the command, which use less of it and some of it otherwise")]
#[path = "../command/server.rs"]
mod server;

#[allow(dead_code, unused_imports, reason = "shared with the native tests of what is published, which use more of it")]
#[path = "../hostile/corpus/mod.rs"]
mod corpus;
