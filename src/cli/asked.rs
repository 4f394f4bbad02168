//! The command that is asked for.

use std::ffi::OsString;

use clap::{Args, Parser};

use crate::cli::args::{Cli, Command};

/// Reads the arguments of the process.
///
/// Of the usual commands only the one that is named is made ready: to make all of them takes longer than to answer. Where that does not read, all
/// are, so that whatever is to be said of it is said in one way.
pub(crate) fn command() -> Result<Command, clap::Error> {
    let mut args = std::env::args_os().skip(1);
    let named = args.next();
    let command = match named.as_ref().and_then(|name| name.to_str()) {
        Some("mood") => alone(args).map(Command::Mood),
        Some("similar") => alone(args).map(Command::Similar),
        Some("explain") => alone(args).map(Command::Explain),
        Some("show") => alone(args).map(Command::Show),
        Some("list") => alone(args).map(Command::List),
        Some("tags") => alone(args).map(Command::Tags),
        _ => None,
    };
    command.map_or_else(|| Cli::try_parse().map(|cli| cli.command), Ok)
}

/// What follows the name of a command, where it reads.
fn alone<A: Args>(args: impl Iterator<Item = OsString>) -> Option<A> {
    let command = A::augment_args(clap::Command::new("ost").no_binary_name(true));
    A::from_arg_matches(&command.try_get_matches_from(args).ok()?).ok()
}
