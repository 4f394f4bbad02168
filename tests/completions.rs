//! `ost completions`, and what the command says of itself.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{ost, widest};

const COMMANDS: [&str; 9] = ["mood", "similar", "explain", "show", "list", "tags", "moods", "validate", "completions"];

#[test]
fn every_shell_gets_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ost(["completions", shell]).run().found();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} lacks {command}");
        }
    }
}

#[test]
fn bash_takes_the_script() {
    let script = harness::TempFile::new(".bash", ost(["completions", "bash"]).run().found());
    // Where there is no bash there is nothing to check.
    let Ok(status) = std::process::Command::new("bash").args(["-n", script.path()]).status() else { return };
    assert!(status.success());
}

#[test]
fn help_fits_the_terminal_and_names_every_command() {
    let help = ost(["--help"]).run().found();
    assert!(COMMANDS.iter().all(|command| help.contains(command)), "{help}");
    for command in COMMANDS {
        let help = ost([command, "--help"]).run().found();
        assert!(widest(&help) <= 100, "{command}:\n{help}");
    }
    assert_eq!(ost(["--version"]).run().found(), format!("ost {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn no_command_and_a_wrong_one() {
    let ran = ost::<&str>([]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Usage: ost <COMMAND>"), "{}", ran.stderr);
    let ran = ost(["simlar", "glass rain"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("'similar'"), "{}", ran.stderr);
}
