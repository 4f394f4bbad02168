//! `ost validate` as it is used: on files in bad order, on the built-in catalogue, on vocabularies.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{TempFile, ost, satisfies, widest};
use serde_json::Value;

/// What `ost validate FILE` finds: exit code and findings.
fn findings(file: &TempFile) -> (i32, Vec<Value>) {
    let ran = ost(["validate", file.path(), "--format", "json"]).run();
    assert_eq!(ran.stderr, "");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    satisfies("urn:ost:output#/$defs/validate", &report);
    let report = &report.as_array().unwrap()[0];
    let findings = report["findings"].as_array().unwrap().clone();
    assert_eq!(report["errors"].as_u64().unwrap() + report["warnings"].as_u64().unwrap(), findings.len() as u64);
    (ran.code, findings)
}

fn of_jsonl(lines: &[&str]) -> (i32, Vec<Value>) {
    findings(&TempFile::new(".jsonl", lines.join("\n")))
}

/// The findings of one rule, as line, field, message and fix.
fn of_rule<'a>(findings: &'a [Value], rule: &str) -> Vec<(u64, &'a str, &'a str, &'a str)> {
    let text = |finding: &'a Value, key: &str| finding[key].as_str().unwrap_or_default();
    findings
        .iter()
        .filter(|finding| finding["rule"] == rule)
        .map(|f| (f["line"].as_u64().unwrap_or(0), text(f, "field"), text(f, "message"), text(f, "fix")))
        .collect()
}

/// A track with all four facets and a theme of its own.
fn track(id: &str, more: &str) -> String {
    format!(
        r#"{{"id": "{id}", "title": "{id}", "genre": ["pop"], "tempo": "fast", "instrumentation": ["drums"], "theme": ["rain", "{id}"]{more}}}"#
    )
}

#[test]
fn the_built_in_catalogue_is_in_order() {
    let ran = ost(["validate"]).run();
    let tracks: Vec<Value> = serde_json::from_str(ost::interchange::embedded::CATALOGUE).unwrap();
    assert_eq!(ran.found(), format!("data/catalogue.json: {} tracks, 0 errors, 0 warnings\n", tracks.len()));
    let vocabulary = concat!(env!("CARGO_MANIFEST_DIR"), "/data/vocabulary.json");
    let ran = ost(["validate", "--vocabulary", vocabulary]).run().found();
    assert!(ran.ends_with("terms, 0 errors, 0 warnings\n"), "{ran}");
}

#[test]
fn every_faulty_line_is_named_and_the_exit_code_is_2() {
    let (code, found) = of_jsonl(&[
        r#"{"id": "a", "title": "A", "bpm": 0}"#,
        "{nonsense",
        r#"{"id": "b", "title": "B", "year": "2016"}"#,
        r#"{"title": "C"}"#,
        r#"{"id": "d", "title": "D"}"#,
        r#"{"id": "d", "title": "D again"}"#,
    ]);
    assert_eq!(code, 2);
    let errors: Vec<(u64, &str)> = found
        .iter()
        .filter(|f| f["severity"] == "error")
        .map(|f| (f["line"].as_u64().unwrap(), f["rule"].as_str().unwrap()))
        .collect();
    assert_eq!(errors, [(1, "field"), (2, "syntax"), (3, "field"), (4, "field"), (6, "duplicate-id")]);
    assert_eq!(of_rule(&found, "field")[0].1, "bpm");
    assert!(
        found.iter().all(|finding| !finding["fix"].as_str().unwrap().is_empty()),
        "every finding says what mends it"
    );
}

#[test]
fn an_array_names_its_faulty_lines_too() {
    let file = TempFile::new(
        ".json",
        "[\n{\"id\": \"a\", \"title\": \"A\"},\n{\"id\": \"b\" \"title\": \"B\"},\n{\"id\": \"c\", \"title\": null}\n]\n",
    );
    let (code, found) = findings(&file);
    let errors: Vec<u64> =
        found.iter().filter(|f| f["severity"] == "error").map(|f| f["line"].as_u64().unwrap()).collect();
    assert_eq!((code, errors), (2, vec![3, 4]));
}

/// All of an array may stand on one line, where only ids tell the tracks apart; and the array is what is wrong, not its line.
#[test]
fn an_array_on_one_line() {
    let of = |text: String| findings(&TempFile::new(".json", text)).1;
    let (good, more) = (track("a", r#", "album": "one", "split": "train""#), track("b", ""));
    let faults = of(format!(r#"[{good},{{"id": "s5", "title": "B", "year": 2016.5}},{{"id": "a", "title": ""}}]"#));
    let errors = faults.iter().filter(|f| f["severity"] == "error");
    let named: Vec<_> = errors.map(|f| (f["track"].as_str(), f["field"].as_str())).collect();
    assert_eq!(named, [(Some("a"), Some("title")), (Some("s5"), Some("year"))]);
    assert_eq!(of_rule(&faults, "field")[0].3, "write a text", "a title cannot be left out");
    for (text, said) in [
        (format!("[{good},{more},]"), "there is a comma too many"),
        (format!("[{good},{more}"), "the file ends too early"),
    ] {
        let faults = of(text);
        assert!(of_rule(&faults, "syntax")[0].2.contains(said), "{faults:?}");
    }
    // A whole number is one however it is written, as JSON's schemas have it.
    let whole = of(format!("[{},{more}]", track("a", r#", "year": 2.016e3"#)));
    assert!(of_rule(&whole, "field").is_empty() && of_rule(&whole, "unknown-field").is_empty(), "{whole:?}");
}

#[test]
fn warnings_alone_exit_with_0() {
    let (code, found) = of_jsonl(&[&track("rain-check", r#", "yaer": 2016"#)]);
    assert_eq!(code, 0);
    let unknown = of_rule(&found, "unknown-field");
    assert_eq!(
        unknown,
        [(1, "yaer", "no track has such a field; it is ignored (one track)", "write \"year\" if that is meant")]
    );
    let unknown = of_rule(&found, "unknown-tag");
    assert_eq!((unknown[0].0, unknown[0].1), (1, "theme[1]"));
    assert!(found.iter().all(|finding| finding["severity"] == "warning"));
}

#[test]
fn tags_are_checked() {
    let (_, found) = of_jsonl(&[
        r#"{"id": "a", "title": "A", "genre": ["k-pop", "pop"], "instrumentation": ["haegeum", "strings", "paino"], "theme": ["slow", "snow", "winter"]}"#,
        r#"{"id": "b", "title": "B", "instrumentation": ["paino"]}"#,
        r#"{"id": "c", "title": "C"}"#,
    ]);
    let repeated = of_rule(&found, "repeated-tag");
    assert_eq!(
        (repeated.len(), repeated[0].1, repeated[0].2),
        (1, "genre[1]", r#""pop" is there already, as "k-pop""#)
    );
    let redundant: Vec<(&str, &str)> = of_rule(&found, "redundant-tag").iter().map(|f| (f.1, f.3)).collect();
    assert_eq!(redundant, [("instrumentation[1]", r#"leave "strings" out"#), ("theme[2]", r#"leave "winter" out"#)]);
    let unknown: Vec<(u64, &str, &str)> = of_rule(&found, "unknown-tag").iter().map(|f| (f.0, f.2, f.3)).collect();
    assert_eq!(
        unknown,
        [
            (
                1,
                r#""paino" is no instrumentation tag of the vocabulary (2 tracks)"#,
                r#"write "piano" if that is meant"#
            ),
            (1, r#""slow" is no theme tag of the vocabulary (one track)"#, "it is a tempo tag; write it there"),
        ]
    );
    let missing: Vec<(u64, &str)> = of_rule(&found, "missing-facet").iter().map(|f| (f.0, f.2)).collect();
    assert_eq!(missing, [(1, "no tempo is known"), (2, "no genre and no tempo and no theme is known")]);
    let unreached: Vec<u64> = of_rule(&found, "unreached").iter().map(|f| f.0).collect();
    assert_eq!(unreached, [3], "nothing is known of it");
}

#[test]
fn twins_years_and_spellings() {
    let (code, found) = of_jsonl(&[
        &track(
            "one",
            r#", "title_ko": "하나", "artists": ["Baek Ji Young"], "drama": "The Goblin Road", "drama_aliases": ["도깨비 길"], "year": 1970"#,
        ),
        &track("two", r#", "title_ko": "하나!", "artists": ["baek ji-young"], "drama": "Goblin Road", "year": 2030"#),
        &track("three", r#", "artists": ["Other"], "drama": "Goblin Raod", "year": 1990"#),
        &track("four", r#", "artists": ["Other"], "drama": "도깨비 길", "year": 2026"#),
        &track("five", r#", "artists": ["Other"], "drama": "School 2013""#),
        &track("six", r#", "artists": ["Other"], "drama": "School 2017""#),
    ]);
    assert_eq!(code, 0);
    let twins = of_rule(&found, "twin");
    assert_eq!((twins.len(), twins[0].0, twins[0].2), (1, 2, r#"has the title and the artists of "one" on line 1"#));
    let years: Vec<(u64, &str)> = of_rule(&found, "year").iter().map(|f| (f.0, f.2)).collect();
    assert_eq!(years, [(1, "1970 is before 1990")]);
    let artists: Vec<(u64, &str)> = of_rule(&found, "artist-spelling").iter().map(|f| (f.0, f.2)).collect();
    assert_eq!(artists, [(2, r#""baek ji-young" is spelled "Baek Ji Young" on line 1"#)]);
    let dramas: Vec<(u64, &str)> = of_rule(&found, "drama-spelling").iter().map(|f| (f.0, f.2)).collect();
    assert_eq!(
        dramas,
        [
            (2, r#""Goblin Road" is spelled "The Goblin Road" on line 1"#),
            (3, r#""Goblin Raod" is nearly "The Goblin Road" on line 1"#),
            (4, r#""도깨비 길" and "The Goblin Road" on line 1 share a name (도깨비길)"#),
        ]
    );
}

#[test]
fn tracks_that_cannot_be_told_apart() {
    let same = |id: &str| {
        track("x", "")
            .replace(r#""id": "x""#, &format!(r#""id": "{id}""#))
            .replace(r#""title": "x""#, &format!(r#""title": "{id}""#))
    };
    let lines: Vec<String> = (0..103).map(|i| same(&format!("t{i:03}"))).collect();
    let (_, found) = of_jsonl(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let equal = of_rule(&found, "equal-vectors");
    assert_eq!(equal.len(), 1, "a group is one finding");
    assert!(equal[0].2.ends_with("and 98 more"), "{}", equal[0].2);
    let unreached: Vec<&str> =
        found.iter().filter(|f| f["rule"] == "unreached").map(|f| f["track"].as_str().unwrap()).collect();
    assert_eq!(unreached, ["t100", "t101", "t102"], "they always come after a hundred others");
}

/// JSON may write a letter as an escape, and begin with a mark.
/// What is measured tells tracks apart as well, and where it is the same of too many nothing does.
#[test]
fn moods_tell_tracks_apart() {
    let moods = |of: fn(usize) -> f64, tags: &str| {
        let line =
            |i: usize| format!(r#"{{"id": "t{i:03}", "title": "T{i}", "valence": {}, "arousal": 0.1{tags}}}"#, of(i));
        let found = findings(&TempFile::new(".jsonl", (0..130).map(line).collect::<Vec<_>>().join("\n"))).1;
        ["equal-vectors", "unreached"].map(|rule| of_rule(&found, rule).len())
    };
    let apart = |i| i as f64 / 130.0;
    for tags in ["", r#", "genre": ["pop"]"#] {
        assert_eq!(moods(apart, tags)[0], 0, "{tags}");
        assert_eq!(moods(|_| 0.5, tags), [1, 30], "{tags}");
    }
}

#[test]
fn a_vocabulary_may_have_escapes() {
    let plain = include_str!("../data/vocabulary.json");
    let escaped = plain.replacen("\"tag\": \"ballad\"", "\"tag\": \"b\\u0061llad\"", 1);
    assert_ne!(plain, escaped);
    let file = TempFile::new(".json", format!("\u{feff}{escaped}"));
    ost(["validate", "--vocabulary", file.path()]).run().found();
}

#[test]
fn a_vocabulary_that_goes_round_in_circles() {
    let term = |tag: &str, broader: &str| {
        format!(r#"{{"facet": "theme", "tag": "{tag}", "broader": [{broader}], "means": "a test"}}"#)
    };
    let terms = [term("a", "\"b\""), term("b", "\"c\""), term("c", "\"a\""), term("d", "\"e\""), term("a", "")];
    let file = TempFile::new(".json", format!("[\n{}\n]\n", terms.join(",\n")));
    let ran = ost(["validate", "--vocabulary", file.path(), "--format", "json"]).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (2, ""));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = report[0]["findings"].as_array().unwrap();
    let cycles = of_rule(found, "broader-cycle");
    assert_eq!((cycles.len(), cycles[0].0, cycles[0].2), (1, 2, "a tag is broader than itself: a < b < c < a"));
    let unknown: Vec<(u64, &str)> = of_rule(found, "broader-unknown").iter().map(|f| (f.0, f.2)).collect();
    assert_eq!(unknown, [(5, r#""e" is no theme tag"#)]);
    let twice: Vec<(u64, &str)> = of_rule(found, "duplicate-name").iter().map(|f| (f.0, f.2)).collect();
    assert_eq!(twice, [(6, r#""a" is a name of "a" on line 2 too"#)]);
}

#[test]
fn text_fits_and_csv_has_a_row_a_finding() {
    let long = track("long", &format!(r#", "{}": 1, "drama": "{}""#, "f".repeat(120), "긴 제목 ".repeat(20)));
    let file = TempFile::new(".jsonl", format!("{long}\n{{\"id\": \"b\", \"title\": \"B\", \"bpm\": -1}}\n"));
    let ran = ost(["validate", file.path()]).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (2, ""));
    let ours: String =
        ran.stdout.lines().filter(|line| !line.contains(file.path())).map(|line| format!("{line}\n")).collect();
    assert!(widest(&ours) <= 80, "{ours}");
    assert!(ran.stdout.ends_with("1 track, 1 error, 2 warnings\n"), "{}", ran.stdout);
    let csv = ost(["validate", file.path(), "--format", "csv"]).run().stdout;
    assert_eq!(csv.lines().next(), Some("file,line,severity,rule,track,field,message,fix"));
    assert_eq!(csv.lines().count(), 4, "{csv}");
}

#[test]
fn what_is_no_catalogue_at_all() {
    for (bytes, rule) in
        [(&b""[..], "syntax"), (&b"\xff\xfe\x00"[..], "syntax"), (&b"[1, 2]"[..], "field"), (&b"{}"[..], "field")]
    {
        let (code, found) = findings(&TempFile::new(".json", bytes));
        assert_eq!((code, found[0]["rule"].as_str().unwrap()), (2, rule), "{bytes:?}");
    }
    ost(["validate", "/no/such/file"]).run().fails_with("/no/such/file: cannot be read: no such file");
    let ran = ost(["validate", "-"]).stdin(track("rain", "")).run().found();
    assert!(ran.ends_with("stdin: 1 track, 0 errors, 1 warning\n"), "{ran}");
}

#[test]
fn a_large_file_in_bad_order_is_still_reported_on() {
    let lines: String = (0..20_000)
        .map(|i| format!("{{\"id\": \"t{i}\", \"title\": \"T\", \"year\": 1950, \"theme\": [\"own {i}\"]}}\n"))
        .collect();
    let file = TempFile::new(".jsonl", lines);
    let ran = ost(["validate", file.path(), "--format", "json"]).run();
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, report[0]["counts"]["year"].as_u64()), (0, Some(20_000)));
    let kept = report[0]["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "year").count();
    assert_eq!(kept, 1000, "the rest is counted");
}
