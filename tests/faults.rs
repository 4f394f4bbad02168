//! What `ost validate` says of what is wrong, and that `ost list` and `ost index build` say the same.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{TempFile, ost, satisfies};
use serde_json::Value;

/// The findings of a file, each as severity, line, field, message and fix.
fn findings(args: &[&str]) -> Vec<(String, u64, String, String, String)> {
    let ran = ost(["validate", "--format", "json"].iter().chain(args).copied()).run();
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    satisfies("urn:ost:output#/$defs/validate", &report);
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let all = report.as_array().unwrap().iter().flat_map(|report| report["findings"].as_array().unwrap());
    let one = |f: &Value| {
        let line = f["line"].as_u64().unwrap_or(0);
        (text(f, "severity"), line, text(f, "field"), text(f, "message"), text(f, "fix"))
    };
    all.map(one).collect()
}

/// The errors alone, each as `line: field: message → fix`.
fn errors(args: &[&str]) -> Vec<String> {
    let errors = findings(args).into_iter().filter(|(severity, ..)| severity == "error");
    errors.map(|(_, line, field, message, fix)| format!("{line}: {field}: {message} → {fix}")).collect()
}

fn errors_of(text: impl AsRef<[u8]>) -> Vec<String> {
    errors(&[TempFile::new(".json", text).path()])
}

const GOOD: &str = r#"{"id": "a", "title": "A", "genre": ["pop"]}"#;

fn with(field: &str) -> String {
    format!(r#"{{"id": "b", "title": "B", {field}}}"#)
}

/// A value may hold whatever parts a message from its fix elsewhere.
#[test]
fn a_fix_says_how_the_value_is_written() {
    for (field, said) in [
        (r#""genre": "ballad; pop""#, r#"1: genre: "ballad; pop" is not an array → write ["ballad", "pop"]"#),
        (r#""artists": "X, Y""#, r#"1: artists: "X, Y" is not an array → write ["X", "Y"]"#),
        (r#""year": "2016""#, r#"1: year: "2016" is not a whole number → write 2016 without quotes"#),
        (r#""bpm": "92.5""#, r#"1: bpm: "92.5" is not a number → write 92.5 without quotes"#),
        (
            r#""year": "in; 2016""#,
            r#"1: year: "in; 2016" is not a whole number → write a value of that kind, or leave the field out"#,
        ),
        (r#""album": 5"#, "1: album: 5 is not a text → write a value of that kind, or leave the field out"),
        (r#""split": {}"#, "1: split: an object is not a text → write a value of that kind, or leave the field out"),
        (r#""album": " ""#, "1: album: is blank → write a text or leave the field out"),
    ] {
        assert_eq!(errors_of(with(field)), [said]);
    }
    let long = format!(r#""theme": ["{}"]"#, "x".repeat(70));
    assert_eq!(errors_of(with(&long)), ["1: theme[0]: a tag is at most 64 characters long → shorten it"]);
}

/// On a line with others a track is told by its number and its name.
#[test]
fn a_track_of_many_on_a_line_is_named() {
    let text = r#"[{"title": "T1"}, {"id": "b"}, {"bpm": 0}]"#;
    let needed = "a track needs an id and a title";
    let named = [r#"is missing (track 1, "T1")"#, "is missing (track 3)", r#"is missing (track 2, "b")"#];
    let wanted: Vec<String> = ["id", "id", "title"]
        .iter()
        .zip(named)
        .map(|(field, message)| format!("1: {field}: {message} → {needed}"))
        .collect();
    assert_eq!(errors_of(text), wanted);
    let file = TempFile::new(".json", text);
    let said = format!("{}:1: id: {}; {needed}", file.path(), named[0]);
    ost(["list", "--catalogue", file.path()]).run().fails_with(&said);
    ost(["index", "build", file.path(), "-o", "/tmp/never.ost"]).run().fails_with(&said);
}

/// Whoever reads a file, its first fault is the same.
#[test]
fn every_reader_says_the_same() {
    let two = GOOD.replace("\"a\"", "\"b\"");
    for text in [
        format!("[\n{GOOD},\n{{\"id\": \"b\", \"title\": \"B"),
        format!("[\n{GOOD},\n{two}\n]\n{GOOD}"),
        format!("[{GOOD}]{{}}"),
        format!("[{GOOD},{two},]"),
        format!("[\n{GOOD},\n{{\"id\": \"b\" \"title\": \"B\"}},\n{{\"id\": \"c\"\n]"),
        format!("[{GOOD} {two}]"),
    ] {
        let file = TempFile::new(".json", &text);
        let listed = ost(["list", "--catalogue", file.path()]).run().stderr;
        let found: Vec<_> = findings(&[file.path()]).into_iter().filter(|(severity, ..)| severity == "error").collect();
        let said = |(_, line, field, message, fix): &(String, u64, String, String, String)| {
            let field = if field.is_empty() { String::new() } else { format!("{field}: ") };
            let known = !fix.starts_with("look for");
            let fix = if known { format!("; {fix}") } else { String::new() };
            format!("error: {}:{line}: {field}{message}{fix}\n", file.path())
        };
        assert!(found.iter().any(|finding| said(finding) == listed), "{text}: {listed} {found:?}");
    }
}

/// A file that is something else has one fault, which says what.
#[test]
fn files_that_are_something_else() {
    let two = GOOD.replace("\"a\"", "\"b\"");
    let utf_16: Vec<u8> = "[{}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, said) in [
        (b"id,title\na,A\nb,B\n".to_vec(), "a table, its values apart by commas (CSV)"),
        ("이름;제목\n가;나\n다;라\n".as_bytes().to_vec(), "a table, its values apart by semicolons (CSV)"),
        (b"\x1f\x8b\x08\x00\x00".to_vec(), "is compressed (gzip)"),
        (utf_16, "is UTF-16"),
        (format!("{{\"tracks\": [{GOOD}]}}").into_bytes(), "one object whose field \"tracks\" holds the tracks"),
        (b"{\n\"id\": \"a\",\n\"title\": \"A\"\n}\n".to_vec(), "a track over several lines"),
        (format!("{GOOD},\n{two},\n").into_bytes(), "a track a line with a comma at the end of each"),
        (b"one\ntwo\nthree\n".to_vec(), "not a track"),
    ] {
        let file = TempFile::new(".json", bytes);
        let found = errors(&[file.path()]);
        assert!(found.len() == 1 && found[0].contains(said), "{found:?}");
        for args in [&["list", "--catalogue", file.path()][..], &["index", "build", file.path(), "-o", "never.ost"]] {
            let ran = ost(args).run();
            assert!(ran.code == 2 && ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
        }
    }
}

/// Fields that no track has are named, counted, and told what may be meant.
#[test]
fn fields_that_no_track_has() {
    let text = format!(
        "{}\n{}\n",
        with(r#""bmp": 90, "Year": 2016"#),
        with(r#""bmp": 80, "colour": 1"#).replace("\"b\"", "\"c\"")
    );
    let file = TempFile::new(".jsonl", text);
    let found: Vec<_> =
        findings(&[file.path()]).into_iter().filter(|(.., message, _)| message.contains("field")).collect();
    let told: Vec<String> =
        found.iter().map(|(_, _, field, message, fix)| format!("{field}: {message} → {fix}")).collect();
    let none = "no track has such a field; it is ignored";
    assert_eq!(
        told[..2],
        [
            format!("bmp: {none} (2 tracks) → write \"bpm\" if that is meant"),
            format!("Year: {none} (one track) → write \"year\" if that is meant"),
        ]
    );
    assert!(told[2].ends_with("valence, arousal, album, split"), "{told:?}");
    let ran = ost(["list", "--catalogue", file.path()]).run();
    let named = "fields that no song has, ignored: Year (near: year), bmp (near: bpm), colour\n";
    assert_eq!(ran.stderr, format!("note: {}: {named}", file.path()));
}

/// A vocabulary is told of in plain words too, each fault on its line.
#[test]
fn faults_of_a_vocabulary() {
    let term = |more: &str| format!(r#"{{"facet": "theme", "tag": "x", {more}}}"#);
    let means = r#""means": "a test""#;
    for (more, said) in [
        (r#""ko": "엑스""#.to_owned(), "2: means: is missing → a term needs a facet, a tag and what it means"),
        (
            format!(r#"{means}, "valence": "high""#),
            "2: valence: \"high\" is not a number → write a value of that kind, or leave the field out",
        ),
        (format!(r#"{means}, "valence": 3"#), "2: valence: 3 is out of range → valence is from -1 to 1"),
        (
            format!(r#"{means}, "bpm": [60]"#),
            "2: bpm: an array of 1 is not an array of two numbers → write a value of that kind, or leave the field out",
        ),
        (format!(r#"{means}, "aliases": "a, b""#), r#"2: aliases: "a, b" is not an array → write ["a", "b"]"#),
    ] {
        let file = TempFile::new(".json", format!("[\n{}\n]\n", term(&more)));
        assert_eq!(errors(&["--vocabulary", file.path()]), [said]);
    }
    let file = TempFile::new(
        ".json",
        format!("[\n{},\n{}\n]\n", term(&format!(r#"{means}, "colour": 1"#)), term(r#""ko": 1"#)),
    );
    let found = errors(&["--vocabulary", file.path()]);
    assert!(
        found.len() == 2
            && found[0].starts_with("2: colour: no term has such a field → leave it out; the fields are facet, tag"),
        "{found:?}"
    );
    assert!(found[1].starts_with("3: ko: 1 is not a text"), "{found:?}");
    for (facet, said) in [
        ("mood", "2: facet: \"mood\" is not a facet → there are genre, tempo, instrumentation and theme"),
        (
            "tempo",
            "0: bpm: the tempo term \"x\" says no beats per minute → write the slowest and the fastest, such as [60, 90]",
        ),
    ] {
        let file =
            TempFile::new(".json", format!("[\n{}\n]\n", term(means).replace("\"theme\"", &format!("{facet:?}"))));
        assert_eq!(errors(&["--vocabulary", file.path()]), [said]);
    }
    assert_eq!(
        errors(&["--vocabulary", TempFile::new(".json", "").path()]),
        ["1: : is empty → write an array of terms, one a line"]
    );
}

/// A table that does not hold every finding says so.
#[test]
fn findings_that_are_left_out_of_csv_are_told() {
    let lines: String = (0..1200)
        .map(|i| {
            format!(
                "{{\"id\": \"t{i}\", \"title\": \"T{i}\", \"year\": 1950, \"theme\": [\"rain\"], \"bpm\": {}}}\n",
                40 + i % 200
            )
        })
        .collect();
    let file = TempFile::new(".jsonl", lines);
    let ran = ost(["validate", file.path(), "--format", "csv"]).run();
    let said = format!("note: {}: year: the first 1000 of 1200 findings are listed\n", file.path());
    assert!(ran.stderr.contains(&said), "{}", ran.stderr);
}
