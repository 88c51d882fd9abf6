//! The `leadwell` command: reads its arguments and hands over to the room that does the work.

mod build;
mod check;
mod connectors;
mod inbox;
mod listen;
mod new;
mod new_form;
mod replay;
mod send_test;
mod serve;
mod sizes;
mod texts;
mod train;
mod whole_file;

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
    /// Tells everything that is wrong with a campaign file, and runs the tests inside.
    Check(check::Args),
    /// Completes dist/ from a campaign.
    Build(build::Args),
    /// Moves a campaign's texts through a CSV, for translators.
    Texts(texts::Args),
    /// Writes a complete campaign to start from.
    New(new::Args),
    /// Turns a vendor's embed code into a form and a destination; exit 1 when that cannot be, 2 when a file cannot be read or written.
    NewForm(new_form::Args),
    /// Prints the JSON Schema of campaign files.
    Schema,
    /// Prints what every artefact of a build weighs; exit 1 over a budget.
    Sizes(sizes::Args),
    /// Serves a built site, and the inbox beside it.
    Serve(serve::Args),
    /// Runs the inbox alone.
    Inbox(inbox::Args),
    /// Works the scores of leads out again from their evidence, and shows what an edited campaign would change; exit 1 on a mismatch.
    Replay(replay::Args),
    /// Posts one marked sample lead to a destination and prints request and answer; exit 1 not accepted, 2 not sent.
    SendTest(send_test::Args),
    /// Lists connectors: mode, what confirms delivery, double opt-in, what a lead starts, how sure we are.
    Connectors(connectors::Args),
    /// Fits the learned score to leads whose outcome is known and writes it into the campaign; exit 1 when they cannot carry it.
    Train(train::Args),
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
    let command = Cli::parse().command;
    // Whoever reads only the beginning of what is printed ends the command, as with any other; what serves lives on.
    if !matches!(command, Command::Serve(_) | Command::Inbox(_)) {
        sigpipe::reset();
    }
    match command {
        Command::Check(args) => check::run(&args),
        Command::Build(args) => build::run(args),
        Command::New(args) => new::run(&args),
        Command::NewForm(args) => new_form::run(&args),
        Command::Schema => {
            println!("{:#}", crate::campaign::file::schema());
            ExitCode::SUCCESS
        }
        Command::Texts(args) => texts::run(&args),
        Command::Sizes(args) => sizes::run(&args),
        Command::Serve(args) => listen::run(serve::start(args)),
        Command::Inbox(args) => listen::run(inbox::start(args)),
        Command::Replay(args) => replay::run(&args),
        Command::SendTest(args) => send_test::run(&args),
        Command::Connectors(args) => connectors::run(&args),
        Command::Train(args) => train::run(&args),
    }
}
