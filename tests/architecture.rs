//! The arrows of the crate run one way.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every source file: its path below `src`, and its lines before the unit tests, without comments.
fn files() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned);
            (name, lines.collect())
        })
        .collect()
}

fn forbid(offends: impl Fn(&str, &str) -> bool, why: &str) {
    let mut faults = Vec::new();
    for (file, lines) in files() {
        faults.extend(lines.iter().filter(|line| offends(&file, line)).map(|line| format!("{file}: {}", line.trim())));
    }
    assert!(faults.is_empty(), "{why}:\n{}", faults.join("\n"));
}

fn in_cli(file: &str) -> bool {
    file.starts_with("cli/") || file == "main.rs"
}

#[test]
fn only_the_command_line_touches_the_outside() {
    let outside =
        ["std::fs", "println!", "print!(", "eprintln!", "eprint!(", "use clap", "clap::", "std::env", "std::process"];
    forbid(
        |file, line| !in_cli(file) && outside.iter().any(|word| line.contains(word)),
        "the library neither opens files nor prints nor parses arguments",
    );
}

#[test]
fn arrows_run_one_way() {
    // What each room must not know of.
    let walls: [(&str, &[&str]); 15] = [
        ("error.rs", &["crate::"]),
        (
            "storage/",
            &[
                "catalogue",
                "features",
                "query",
                "scoring",
                "ranking",
                "explanation",
                "recommender",
                "interchange",
                "output",
            ],
        ),
        (
            "catalogue/",
            &[
                "features",
                "query",
                "scoring",
                "ranking",
                "explanation",
                "recommender",
                "interchange",
                "output",
                "lookup",
            ],
        ),
        (
            "features/",
            &["query", "scoring", "ranking", "explanation", "recommender", "interchange", "output", "lookup"],
        ),
        ("query/", &["scoring", "ranking", "explanation", "recommender", "interchange", "output", "lookup"]),
        ("scoring/", &["ranking", "explanation", "recommender", "interchange", "output", "lookup"]),
        ("ranking/", &["explanation", "recommender", "interchange", "output", "lookup", "query"]),
        ("explanation/", &["ranking", "recommender", "interchange", "output", "lookup"]),
        ("output/", &["scoring", "ranking", "lookup", "index"]),
        ("scoring/", &["index"]),
        ("ranking/", &["index"]),
        ("index/", &["explanation", "recommender", "interchange", "output", "lookup", "validation"]),
        ("interchange/", &["scoring", "ranking", "explanation", "recommender", "output", "lookup", "validation"]),
        ("evaluation/", &["explanation", "interchange", "output", "lookup", "validation"]),
        ("validation/", &["explanation", "recommender", "output", "lookup"]),
    ];
    forbid(
        |file, line| {
            walls.iter().filter(|(room, _)| file.starts_with(room)).any(|(_, barred)| {
                barred.iter().any(|other| line.contains(&format!("crate::{}", other.trim_start_matches("crate::"))))
            })
        },
        "an arrow runs backwards",
    );
}

#[test]
fn no_file_asks_its_own_mod() {
    forbid(
        |file, line| {
            let Some((room, name)) = file.rsplit_once('/') else { return false };
            let own = format!("crate::{}::", room.replace('/', "::"));
            // What follows the room is either a sibling's path or, in upper case, an item of mod.rs itself.
            let rest = line.split(&own).nth(1).unwrap_or_default();
            let mut items = rest.trim_start_matches('{').split(", ").take(if rest.starts_with('{') { 9 } else { 1 });
            let deeper = items.any(|item| item.starts_with(char::is_uppercase));
            name != "mod.rs" && !in_cli(file) && (deeper || line.contains("super::"))
        },
        "a file imports from the mod.rs above it",
    );
}

#[test]
fn nobody_inside_uses_the_re_exports() {
    forbid(
        |file, line| {
            file != "lib.rs"
                && !in_cli(file)
                && line
                    .match_indices("crate::")
                    .any(|(at, word)| line[at + word.len()..].starts_with(char::is_uppercase))
        },
        "a file inside imports what lib.rs re-exports for others",
    );
}

#[test]
fn files_stay_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for room in ["src", "tests", "benches"] {
        for path in sources(&root.join(room)) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 400, "{} has {lines} lines; a file of more than 400 is two files", path.display());
        }
    }
}
