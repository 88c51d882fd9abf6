//! The native command.

use std::process::ExitCode;

fn main() -> ExitCode {
    leadwell::command::main()
}
