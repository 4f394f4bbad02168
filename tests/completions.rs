//! `ost completions`, and what the command says of itself.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{ost, widest};

const COMMANDS: [&str; 11] =
    ["mood", "similar", "explain", "show", "list", "tags", "moods", "validate", "evaluate", "index", "completions"];

/// The commands, as the command lists them.
fn commands() -> Vec<String> {
    let help = ost(["--help"]).run().found();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What a description is broken into is indented further.
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<String> = names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect();
    assert_eq!(names, COMMANDS, "{help}");
    names
}

#[test]
fn every_shell_gets_every_command() {
    let commands = commands();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ost(["completions", shell]).run().found();
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} lacks {command}");
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
fn every_help_fits_the_terminal_and_tells_the_defaults() {
    for command in commands() {
        let help = ost([command.as_str(), "--help"]).run().found();
        assert!(widest(&help) <= 100, "{command}:\n{help}");
    }
    let help = ost(["similar", "--help"]).run().found();
    let weights = ost::Settings::default().weighting.facets;
    let defaults = ost::catalogue::facet::Facet::ALL.map(|facet| format!("{facet}={}", weights.of(facet)));
    assert!(help.contains(&defaults.join(",")), "the default weights: {help}");
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
