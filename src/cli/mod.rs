//! The command line.

mod args;
mod asked;
mod evaluate;
mod evaluate_args;
mod explain;
mod files;
mod index;
mod list;
mod mood;
mod moods;
mod open;
mod pool;
mod progress;
mod replace;
mod show;
mod similar;
mod tags;
mod validate;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use ost::Error;
use ost::output::plain::{cut, plain, wrapped};

use args::{Cli, Command};

/// How a command ends when nothing went wrong.
pub(crate) enum Outcome {
    /// There was something to say.
    Found,
    /// Nothing matched.
    Nothing,
    /// What was asked for is an account of errors, and there are some.
    Faulty,
}

/// Why a command stops early.
pub(crate) enum Stop {
    /// Something is wrong with the input.
    Fault(Error),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    if let Some(code) = replace::finish() {
        return code;
    }
    let command = match asked::command() {
        Ok(command) => command,
        Err(said) => return refuse(&said),
    };
    // Colours are stripped off a terminal and under NO_COLOR; what is left is written in large pieces.
    let colours = anstream::AutoStream::choice(&io::stdout());
    let buffered: Box<dyn Write> = Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock()));
    let mut out = anstream::AutoStream::new(buffered, colours);
    let ended = dispatch(command, &mut out).and_then(|outcome| Ok(out.flush().map(|()| outcome)?));
    match ended {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Faulty) => ExitCode::from(2),
        Err(Stop::Output(error)) => {
            std::mem::forget(out);
            unwritten(&error)
        }
        Err(Stop::Fault(error)) => {
            // Commands check everything before they write; should one not, what is buffered is not shown.
            std::mem::forget(out);
            complain(&error.to_string(), error.candidates());
            ExitCode::from(2)
        }
    }
}

/// Ends where the arguments are refused, or where they ask for help.
fn refuse(said: &clap::Error) -> ExitCode {
    if said.kind() == clap::error::ErrorKind::ValueValidation {
        // One line that names the option, as for every other bad input.
        let said = said.to_string();
        let line = said.lines().next().unwrap_or_default();
        complain(line.strip_prefix("error: ").unwrap_or(line), &[]);
        return ExitCode::from(2);
    }
    if said.kind() == clap::error::ErrorKind::InvalidUtf8 {
        complain(
            "an argument is not UTF-8; rename the file, or give its content to stdin and write - for its name",
            &[],
        );
        return ExitCode::from(2);
    }
    match said.print() {
        Err(error) if !said.use_stderr() => unwritten(&error),
        _ => ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(2)),
    }
}

/// Ends where the output cannot be written.
fn unwritten(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // Whoever read has seen enough.
        return ExitCode::SUCCESS;
    }
    complain(&format!("the output cannot be written: {error}"), &[]);
    ExitCode::from(2)
}

fn dispatch(command: Command, out: &mut dyn Write) -> Result<Outcome, Stop> {
    match command {
        Command::Mood(args) => open::answered(&args, &args.source, out, mood::run),
        Command::Similar(args) => open::answered(&args, &args.source, out, similar::run),
        Command::Explain(args) => open::answered(&args, &args.source, out, explain::run),
        Command::Show(args) => open::answered(&args, &args.source, out, show::run),
        Command::List(args) => open::answered(&args, &args.source, out, list::run),
        Command::Tags(args) => open::answered(&args, &args.source, out, tags::run),
        Command::Moods(args) => moods::run(&args, out),
        Command::Validate(args) => validate::run(&args, out),
        Command::Index { command } => index::run(&command, out),
        Command::Evaluate(args) => evaluate::run(&args, out),
        Command::Completions { shell } => {
            // It panics where it cannot write, so it writes to memory.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "ost", &mut script);
            out.write_all(&script)?;
            Ok(Outcome::Found)
        }
    }
}

/// Says on stderr what went wrong, with what may have been meant below it.
fn complain(message: &str, candidates: &[String]) {
    let mut err = anstream::stderr().lock();
    say(&mut err, anstyle::AnsiColor::Red.on_default().bold(), "error:", message);
    // Whoever looks has the ids, which come first, in a column; a program has everything.
    let width = if somebody_looks() { columns() - 2 } else { usize::MAX };
    for candidate in candidates {
        let _ = writeln!(err, "  {}", cut(&plain(candidate), width));
    }
}

/// Whether stderr is read as it comes, so that lines are as wide as there is room.
fn somebody_looks() -> bool {
    io::stderr().is_terminal() || std::env::var_os("COLUMNS").is_some()
}

/// Says what a message is, and the message.
fn say(err: &mut impl Write, style: anstyle::Style, what: &str, message: &str) {
    let line = format!("{what} {}", plain(message));
    let line = if somebody_looks() { wrapped(&line, columns(), 2) } else { line };
    // Nobody is left to tell when stderr fails too.
    let _ = writeln!(err, "{style}{what}{style:#}{}", line.strip_prefix(what).unwrap_or(&line));
}

/// Says something on stderr that is not an error.
pub(crate) fn note(message: &str) {
    say(&mut anstream::stderr().lock(), anstyle::AnsiColor::Yellow.on_default(), "note:", message);
}

/// How many columns there are: what COLUMNS says, else the terminal's, from 40 to 120; 80 where nobody says.
pub(crate) fn columns() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let seen = terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| usize::from(columns));
    asked.or(seen).unwrap_or(80).clamp(40, 120)
}
