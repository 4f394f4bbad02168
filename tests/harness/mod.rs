//! Runs the command as a person or a script would: arguments, stdin and environment in; stdout, stderr and exit code out.
//!
//! A golden output is compared byte by byte; `OST_BLESS=1 cargo test` writes them anew, to be read before they are committed.
#![allow(dead_code, clippy::unwrap_used)] // Every test binary uses its own part of this.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The catalogue of a dozen invented tracks, so that golden outputs do not change with the embedded one.
pub(crate) const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/catalogue.json");

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The exit code; -1 where a signal ended it.
    pub(crate) code: i32,
}

impl Ran {
    /// The stdout of a command that found something and had nothing to add on stderr.
    #[track_caller]
    pub(crate) fn found(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "stdout was:\n{}", self.stdout);
        self.stdout
    }

    /// The stdout of [`Ran::found`] as JSON.
    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.found()).unwrap()
    }

    /// Asserts that it failed with exit code 2, nothing on stdout and exactly this on stderr after `error: `, without a panic.
    #[track_caller]
    pub(crate) fn fails_with(self, message: &str) {
        let wanted = Self { stdout: String::new(), stderr: format!("error: {message}\n"), code: 2 };
        assert_eq!(self, wanted);
    }
}

/// A command that is about to be run.
pub(crate) struct Ost {
    command: Command,
    stdin: Vec<u8>,
}

/// `ost` with arguments, in an environment that holds nothing that could change its output.
pub(crate) fn ost<S: AsRef<str>>(args: impl IntoIterator<Item = S>) -> Ost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ost"));
    command.args(args.into_iter().map(|arg| arg.as_ref().to_owned()));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    Ost { command, stdin: Vec::new() }
}

/// `ost` with arguments on the catalogue of the fixtures.
pub(crate) fn ost_on_fixture<S: AsRef<str>>(args: impl IntoIterator<Item = S>) -> Ost {
    let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
    ost(args.chain(["--catalogue".to_owned(), FIXTURE.to_owned()]))
}

impl Ost {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// What it reads from stdin; nothing otherwise.
    pub(crate) fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = bytes.as_ref().to_owned();
        self
    }

    /// Runs it with stdout going elsewhere; what comes back has an empty stdout.
    pub(crate) fn run_into(mut self, stdout: impl Into<Stdio>) -> Ran {
        let mut child = self.command.stdin(Stdio::piped()).stdout(stdout).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that does not read its stdin closes it; a thread, because one that does may write before it has read everything.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(&self.stdin)));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
    }

    pub(crate) fn run(self) -> Ran {
        self.run_into(Stdio::piped())
    }
}

/// A file that is removed when it goes out of scope.
pub(crate) struct TempFile(PathBuf);

impl TempFile {
    pub(crate) fn new(ending: &str, bytes: impl AsRef<[u8]>) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let unique = MADE.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{unique}{ending}", std::process::id()));
        fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Compares a text with `tests/golden/{name}`, or writes it there under `OST_BLESS=1`.
#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("OST_BLESS").is_some_and(|bless| bless == "1") {
        fs::write(&path, text).unwrap();
        return;
    }
    let wanted = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}; OST_BLESS=1 writes it", path.display()));
    assert!(
        wanted == text,
        "{name} differs; OST_BLESS=1 writes it anew\n--- wanted ---\n{wanted}\n--- came ---\n{text}"
    );
}

/// How many columns the widest line takes, with Hangul two columns wide.
pub(crate) fn widest(text: &str) -> usize {
    text.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Asserts that a value satisfies a schema of `data/`, such as `urn:ost:catalogue` or `urn:ost:output#/$defs/mood`.
#[track_caller]
pub(crate) fn satisfies(schema: &str, value: &serde_json::Value) {
    let read = |file: &str| -> serde_json::Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    // All in one document, where each is found by its `$id`. The validator is made by a function that is not generic: of what is, every test file would
    // have its own, which takes half a minute to compile.
    let all = serde_json::json!({
        "$ref": schema,
        "$defs": { "catalogue": read("catalogue.schema.json"), "output": read("output.schema.json") },
    });
    let validator = jsonschema::validator_for(&all).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(value).take(5).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{schema}: {}", faults.join("\n"));
}
