//! The command `ost`: it parses, opens files, makes one library call a command, and sets the exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
