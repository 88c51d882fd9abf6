//! The `leadwell` command: reads its arguments and hands over to the room that does the work.

mod inbox;
mod listen;
mod serve;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "leadwell", version, about = "Lead capture without a server")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves a built site, and the inbox beside it.
    Serve(serve::Args),
    /// Runs the inbox alone.
    Inbox(inbox::Args),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "leadwell=info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match Cli::parse().command {
        Command::Serve(args) => listen::run(serve::start(args)),
        Command::Inbox(args) => listen::run(inbox::start(args)),
    }
}
