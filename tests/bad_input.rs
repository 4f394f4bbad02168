//! Whatever is put in: one line that names file, line and field, exit code 2, nothing half written, no panic.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Ran, TempFile, ost, ost_on_fixture};

/// Lists a catalogue of these bytes.
fn list(bytes: impl AsRef<[u8]>) -> (Ran, String) {
    let file = TempFile::new(".json", bytes);
    (ost(["list", "--catalogue", file.path()]).run(), file.path().to_owned())
}

/// Asserts that a catalogue of these bytes is refused with `FILE` and this behind it.
#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, message: &str) {
    let (ran, path) = list(bytes);
    ran.fails_with(&format!("{path}{message}"));
}

/// Asserts that a catalogue of one track with this field is refused, whether in an array, in JSON Lines, or spread over many lines.
#[track_caller]
fn field_refused(field: &str, message: &str) {
    refused(
        format!("[\n{{\"id\": \"a\", \"title\": \"A\"}},\n{{\"id\": \"b\", \"title\": \"B\", {field}}}\n]"),
        &format!(":3: {message}"),
    );
    refused(
        format!("{{\"id\": \"a\", \"title\": \"A\"}}\n\n{{\"id\": \"b\", \"title\": \"B\", {field}}}\n"),
        &format!(":3: {message}"),
    );
    refused(
        format!("[\n  {{\n    \"id\": \"b\",\n    \"title\": \"B\",\n    {field}\n  }}\n]\n"),
        &format!(":5: {message}"),
    );
}

#[test]
fn files_that_are_not_there() {
    ost(["list", "--catalogue", "no/such.json"]).run().fails_with("no/such.json: cannot be read: no such file");
    let directory = env!("CARGO_MANIFEST_DIR");
    ost(["list", "--catalogue", directory])
        .run()
        .fails_with(&format!("{directory}: cannot be read: it is a directory"));
    ost(["list", "--catalogue", "-"])
        .run()
        .fails_with("stdin: is empty; an array of tracks, or a track a line, is needed");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let file = TempFile::new(".json", "[]");
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(file.path()).is_ok() {
        eprintln!("skipped: whoever runs this may read everything");
        return;
    }
    let path = file.path();
    ost(["list", "--catalogue", path]).run().fails_with(&format!("{path}: cannot be read: no permission"));
}

#[test]
fn files_that_are_no_catalogue() {
    for empty in ["", " \n\t\r\n", "\u{feff}"] {
        refused(empty, ": is empty; an array of tracks, or a track a line, is needed");
    }
    refused(b"[\n{\"id\": \"a\", \"title\": \"\xff\"}]", ":2: not UTF-8; save the file as UTF-8");
    refused([0xff, 0xfe, b'[', 0], ": is UTF-16; save the file as UTF-8");
    let not_a_track = "not a track; a track is an object such as {\"id\": \"..\", \"title\": \"..\"}";
    for other in ["hello", "null", "[1]", "[[]]", "[[\"id\", \"title\"]]"] {
        refused(other, &format!(":1: {not_a_track}"));
    }
}

#[test]
fn a_byte_order_mark_and_crlf_are_accepted() {
    let text = "\u{feff}[\r\n{\"id\": \"a\", \"title\": \"A\"},\r\n{\"id\": \"b\", \"title\": \"B\"}\r\n]\r\n";
    assert_eq!(list(text).0.found(), "A\nB\n");
    assert_eq!(
        list("\u{feff}{\"id\": \"a\", \"title\": \"A\"}\r\n{\"id\": \"b\", \"title\": \"B\"}\r\n").0.found(),
        "A\nB\n"
    );
    refused(
        "[\r\n{\"id\": \"a\", \"title\": \"A\"},\r\n{\"id\": \"b\", \"title\": 7}\r\n]",
        ":3: title: 7 is not a text",
    );
}

#[test]
fn truncated() {
    let cut = "the file ends too early; is it cut off?";
    refused("[{\"id\": \"a\", \"title\": \"A\"},\n{\"id\": \"b\", \"title\": \"B", &format!(":2: title: {cut}"));
    refused("[{\"id\": \"a\", \"title\": \"A\"},\n", &format!(":2: {cut}"));
    refused("[{\"id\": \"a\", \"title\": \"A\"}\n", &format!(":2: {cut}"));
    let cut = "the line ends in the middle of a track; write each track on one line, or all in an array";
    refused("{\"id\": \"a\", \"title\": \"A\"}\n{\"id\": \"b\", \"title\": \"B", &format!(":2: title: {cut}"));
    let spread = "a track over several lines; write each track on one line, or all in an array";
    refused("{\n  \"id\": \"a\",\n  \"title\": \"A\"\n}\n", &format!(":1: {spread}"));
}

#[test]
fn not_well_formed() {
    refused("[{\"id\": \"a\" \"title\": \"A\"}]", ":1: not well-formed JSON: expected `,` or `}`");
    refused(
        "[{\"id\": \"a\", \"title\": \"A\"}]\n[]",
        ":2: something stands behind the end of the array; write all tracks in one array",
    );
    refused(
        "{\"id\": \"a\", \"title\": \"A\"} {\"id\": \"b\", \"title\": \"B\"}",
        ":1: more than one JSON value on the line; write one track a line, or an array",
    );
    refused(
        "[\n{\n\"id\": \"a\",\n\"title\": \"A\",\n}\n]",
        ":5: a field's name in quotes is needed here, or there is a comma too many before",
    );
}

#[test]
fn ids() {
    refused("[{\"title\": \"A\"}]", ":1: id: is missing; a track needs an id and a title");
    refused("{\"id\": \"a\"}", ":1: title: is missing; a track needs an id and a title");
    refused("[{\"id\": \"two words\", \"title\": \"A\"}]", ":1: id: an id has no spaces; use hyphens");
    refused(
        "[\n{\"id\": \"a\", \"title\": \"A\"},\n{\"id\": \"b\", \"title\": \"B\"},\n{\"id\": \"a\", \"title\": \"C\"}\n]",
        ":4: id: track 3 has the id \"a\" of track 1 on line 2; give one another",
    );
    refused(
        "[{\"id\": \"a\", \"title\": \"A\"}, {\"id\": \"a\", \"title\": \"A\"}]",
        ":1: id: track 2 has the id \"a\" of track 1 on line 1; give one another",
    );
}

#[test]
fn values_that_cannot_be() {
    let bpm = "is not a tempo; beats per minute are from 20 to 400";
    field_refused("\"bpm\": NaN", "bpm: not a JSON value (NaN, Infinity and bare words are not)");
    field_refused("\"bpm\": 0", &format!("bpm: 0 {bpm}"));
    field_refused("\"bpm\": -60.5", &format!("bpm: -60.5 {bpm}"));
    field_refused("\"bpm\": 1e9", &format!("bpm: 1000000000 {bpm}"));
    field_refused("\"bpm\": \"fast\"", "bpm: \"fast\" is not a number");
    field_refused("\"bpm\": 1e999", "bpm: not well-formed JSON: number out of range");
    field_refused("\"year\": \"abc\"", "year: \"abc\" is not a whole number");
    field_refused("\"year\": 2016.5", "year: 2016.5 is not a whole number");
    field_refused("\"year\": 20166", "year: 20166 is not a year; years are from 1900 to 2100");
    field_refused("\"valence\": 1.5", "valence: 1.5 is out of range; valence is from -1 to 1");
    field_refused("\"arousal\": [0]", "arousal: an array is not a number");
    field_refused("\"drama\": \" \"", "drama: is blank; write a text or leave the field out");
    field_refused("\"artists\": \"IU\"", "artists: \"IU\" is not an array; write [\"IU\"]");
    field_refused("\"artists\": [\"IU\", \"\"]", "artists[1]: is blank; write a text or leave the field out");
    field_refused("\"theme\": [\"rain\", \"\"]", "theme[1]: an empty tag; leave it out");
    field_refused(
        "\"theme\": [{\"tag\": \"rain\", \"confidence\": 2}]",
        "theme[0]: 2 is not a confidence; it is at least 0.000001 and at most 1",
    );
    field_refused(
        "\"theme\": [{\"confidence\": 1}]",
        "theme[0]: \"tag\" is missing; a tag is a text or has a tag and a confidence",
    );
    field_refused("\"bpm\": 70, \"bpm\": 80", "bpm: is given twice; leave one of them out");
}

#[test]
fn too_long_and_too_deep() {
    let long = "가".repeat(1_000_000);
    field_refused(&format!("\"title_ko\": \"{long}\""), "title_ko: 1000000 characters are too many; at most 300");
    field_refused(&format!("\"theme\": [\"{long}\"]"), "theme[0]: a tag is at most 64 characters long; shorten it");
    let (ran, _) = list(format!("[{{\"id\": \"a\", \"title\": \"A\", \"year\": \"{long}\"}}]"));
    assert!(ran.code == 2 && ran.stderr.len() < 500, "what is repeated of a file is short: {} bytes", ran.stderr.len());
    for depth in [200, 100_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        field_refused(
            &format!("\"genre\": {open}{close}"),
            "genre[0]: an array is not a text, or an object such as {\"tag\": \"rain\", \"confidence\": 0.6}",
        );
        field_refused(&format!("\"title_ko\": {open}{close}"), "title_ko: an array is not a text");
        field_refused(&format!("\"notes\": {open}{close}"), "notes: nested too deeply for a track");
        refused(
            format!("{open}{close}"),
            ":1: not a track; a track is an object such as {\"id\": \"..\", \"title\": \"..\"}",
        );
        refused(&open, ":1: the file ends too early; is it cut off?");
        let objects = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        field_refused(&format!("\"notes\": {objects}"), "notes: nested too deeply for a track");
        assert_eq!(list(objects).0.code, 2);
    }
}

#[test]
fn characters_that_act_on_a_terminal() {
    let title = "\u{1b}[31mred\u{202e}der";
    let track = serde_json::json!([{"id": "a", "title": title, "artists": [title], "drama": title, "theme": ["rain", title]},
        {"id": "b", "title": "B", "theme": ["rain"]}]);
    let file = TempFile::new(".json", track.to_string());
    let on = |args: &[&str]| ost(args.iter().copied().chain(["--catalogue", file.path()])).run();
    for args in [
        &["list"][..],
        &["show", "a"],
        &["similar", "b", "--explain"],
        &["explain", "a", "b"],
        &["list", "--format", "csv"],
    ] {
        let ran = on(args);
        for text in [&ran.stdout, &ran.stderr] {
            assert!(!text.contains(['\u{1b}', '\u{202e}']), "{args:?}: {text:?}");
        }
        assert!(ran.stdout.contains("\\u{1b}[31m"), "{args:?}: {}", ran.stdout);
    }
    let json: serde_json::Value = serde_json::from_str(&on(&["list", "--format", "json"]).stdout).unwrap();
    assert_eq!(json[0]["title"], title, "JSON holds it as it came");
    let missing = ost(["show", "\u{1b}[31mqqqqqqqq", "--catalogue", file.path()]).run();
    assert!(missing.code == 2 && !missing.stderr.contains('\u{1b}'), "{:?}", missing.stderr);
}

#[test]
fn a_track_without_any_tag() {
    let text = "[{\"id\": \"a\", \"title\": \"A\"}, {\"id\": \"b\", \"title\": \"B\", \"theme\": [\"rain\"]}, {\"id\": \"c\", \"title\": \"C\", \"theme\": [\"rain\"]}]";
    let file = TempFile::new(".json", text);
    let on = |args: &[&str]| ost(args.iter().copied().chain(["--catalogue", file.path()])).run();
    assert_eq!(on(&["list"]).found(), "A\nB\nC\n");
    assert!(on(&["show", "a"]).found().contains("never recommended"));
    for args in [&["similar", "b"][..], &["mood", "rain"], &["mood", "no rain"]] {
        assert!(!on(args).stdout.lines().any(|line| line.ends_with(" A")), "{args:?}");
    }
    let ran = on(&["similar", "a"]);
    let note = "note: of this song no tag is known, so nothing is like it; `ost show` says what is missing\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (1, note));
}

/// What cannot be meant is refused, and told where.
#[test]
fn contradictions() {
    let settings = TempFile::new(".json", "[]");
    for (args, said) in [
        (
            &["explain", "glass-rain", "keepsake", "--over", "glass-rain"][..],
            "--over: a song is not ranked among those",
        ),
        (&["similar", "glass-rain", "--not", "glass-rain"], "--not: a song cannot be liked and not be liked"),
        (&["mood", "sad", "--settings", settings.path()], "settings are one object in braces"),
    ] {
        let ran = ost_on_fixture(args.iter().copied()).run();
        assert!(ran.code == 2 && ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}

/// Whose mood was measured answers moods by it, in a file and in its index; and nothing else.
#[test]
fn a_track_with_nothing_but_a_mood() {
    let mut text = "{\"id\": \"sad\", \"title\": \"Sad\", \"valence\": -0.8, \"arousal\": -0.4}\n\
                    {\"id\": \"b\", \"title\": \"B\", \"theme\": [\"party\"], \"valence\": 0.9, \"arousal\": 0.8}\n"
        .to_owned();
    (0..5000).for_each(|i| {
        let valence = 0.5 + f64::from(i) * 1e-5;
        text += &format!("{{\"id\": \"t{i}\", \"title\": \"T{i}\", \"valence\": {valence}, \"arousal\": 0.2}}\n");
    });
    let (file, index) = (TempFile::new(".jsonl", &text), TempFile::new(".ost", ""));
    let built = ost(["index", "build", file.path(), "-o", index.path()]).run();
    assert_eq!(built.code, 0, "{}", built.stderr);
    for catalogue in [&file, &index] {
        let on = |args: &[&str]| ost(args.iter().copied().chain(["--catalogue", catalogue.path()])).run();
        let found = on(&["mood", "sad and hopeless", "-k", "1"]).found();
        assert!(found.contains("Sad"), "{found}");
        let json = on(&["mood", "sad, rain", "-k", "2", "--format", "json"]).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let best = &json["results"][0];
        assert_eq!(best["track"]["id"], "sad", "{json}");
        let sum = |side: &str| -> f64 {
            best[side].as_array().unwrap().iter().map(|share| share["share"].as_f64().unwrap()).sum()
        };
        let score = best["score"].as_f64().unwrap();
        assert!((sum("because") - score).abs() < 1e-6 && (sum("despite") - 1.0 + score).abs() < 1e-6, "{best}");
        assert!(on(&["show", "sad"]).found().replace('\n', " ").contains("it answers moods alone"));
        assert_eq!(on(&["similar", "sad"]).code, 1);
        assert!(!on(&["similar", "b"]).stdout.contains("Sad"));
        assert!(on(&["explain", "--mood", "sad", "sad"]).found().contains("Sad"));
    }
    let said = ost(["validate", file.path()]).run();
    assert!(!said.stdout.contains("unreached"), "{}", said.stdout);
}

#[test]
fn arguments() {
    for (args, message) in [
        (&["mood", "rain", "--top", "0"][..], "invalid value '0' for '--top <N>': 0 is not in 1..=1000000"),
        (&["mood", "rain", "-k", "many"], "invalid value 'many' for '--top <N>': invalid digit found in string"),
        (
            &["mood", "rain", "--diversity", "2"],
            "invalid value '2' for '--diversity <0..1>': a number from 0 to 1 is needed",
        ),
        (
            &["mood", "rain", "--diversity", "NaN"],
            "invalid value 'NaN' for '--diversity <0..1>': a number from 0 to 1 is needed",
        ),
        (&["mood", "--valence", "-3"], "invalid value '-3' for '--valence <-1..1>': a number from -1 to 1 is needed"),
        (
            &["list", "--year", "soon"],
            "invalid value 'soon' for '--year <YEARS>': \"soon\" is not a year; write 2016..2020, 2016.. or 2016",
        ),
        (
            &["list", "--year", "2020..2016"],
            "invalid value '2020..2016' for '--year <YEARS>': the years run backwards; write 2016..2020",
        ),
        (
            &["list", "--weights", "much"],
            "invalid value 'much' for '--weights <WEIGHTS>': \"much\" is not a weight such as theme=2",
        ),
        (
            &["list", "--weights", "colour=1"],
            "invalid value 'colour=1' for '--weights <WEIGHTS>': \"colour\" is not a facet; there are genre, tempo, instrumentation and theme",
        ),
        (
            &["list", "--weights", "genre=1,genre=2"],
            "invalid value 'genre=1,genre=2' for '--weights <WEIGHTS>': genre is given twice; leave one of them out",
        ),
        (
            &["list", "--weights", "theme=NaN"],
            "invalid value 'theme=NaN' for '--weights <WEIGHTS>': a facet's weight is from 0 to 1,000,000",
        ),
        (
            &["list", "--weights", "genre=0,tempo=0,instrumentation=0,theme=0"],
            "invalid value 'genre=0,tempo=0,instrumentation=0,theme=0' for '--weights <WEIGHTS>': at least one facet needs a weight above 0",
        ),
        (&["list", "--tempo", "90..60"], "--tempo: \"90..60\" runs backwards; write the slower tempo first"),
        (&["list", "--tempo", "NaN"], "--tempo: \"NaN\" is not a tempo; write 60..90, 60.., or a term such as slow"),
        (&["list", "--genre", " "], "--genre: an empty tag; leave it out"),
        (
            &["list", "--genre", "balllad"],
            "--genre: \"balllad\" is no genre tag; `ost tags genre` lists them\n  ballad",
        ),
    ] {
        ost_on_fixture(args).run().fails_with(message);
    }
    let ran = ost(["mood", "rain", "--weights", ""]).run();
    assert!(ran.code == 2 && ran.stdout.is_empty() && !ran.stderr.contains("panicked"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_be_written() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: there is no /dev/full");
        return;
    };
    for args in [
        &["list"][..],
        &["list", "--format", "json"],
        &["list", "--format", "csv"],
        &["tags"],
        &["completions", "zsh"],
        &["--help"],
        &["--version"],
    ] {
        let ran = ost(args).run_into(full.try_clone().unwrap());
        let said = "error: the output cannot be written: No space left on device (os error 28)\n";
        assert_eq!((ran.code, ran.stderr.as_str()), (2, said), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::Read;
    for args in [
        &["list"][..],
        &["list", "--format", "json"],
        &["tags", "--format", "csv"],
        &["completions", "zsh"],
        &["moods"],
    ] {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let first = std::thread::spawn(move || {
            // As `head -1` does: a little is read, then nobody listens.
            let mut byte = [0];
            reader.read_exact(&mut byte).unwrap();
            byte[0]
        });
        let ran = ost(args).run_into(writer);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
        assert_ne!(first.join().unwrap(), 0);
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ran = ost(["list"]).run_into(writer);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "nobody ever listened");
}

#[test]
fn no_fault_comes_after_output() {
    let bad = TempFile::new(".json", "[{\"id\": \"a\", \"title\": \"A\"}, {\"id\": \"b\"}]");
    for args in [&["list"][..], &["mood", "rain"], &["similar", "a"], &["explain", "a", "b"], &["show", "a"], &["tags"]]
    {
        for format in ["text", "json", "csv"] {
            let ran = ost(args.iter().copied().chain(["--format", format, "--catalogue", bad.path()])).run();
            assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.lines().count()), (2, "", 1), "{args:?}");
        }
    }
}
