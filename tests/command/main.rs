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
mod program;
mod replay;
mod serve;
mod texts;
mod train;
mod viewer;
