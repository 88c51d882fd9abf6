//! The `leadwell` command as its users run it: started as a program, spoken to over TCP.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in tests a panic is how a failure is told"
)]

mod author;
mod build;
mod connectors;
mod inbox;
mod keeping;
mod new_form;
mod program;
mod relay;
mod replay;
mod serve;
#[allow(dead_code, reason = "shared with the journeys, which use more of it")]
mod server;
mod texts;
mod train;
mod viewer;
