//! `ost show` as it is used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{TempFile, golden, ost, ost_on_fixture, satisfies, widest};

const SCHEMA: &str = "urn:ost:output#/$defs/show";

#[test]
fn all_that_is_known() {
    for (name, track) in
        [("show.txt", "glass-rain"), ("show_long.txt", "hwanggeum-road"), ("show_measured.txt", "crosswalk")]
    {
        let text = ost_on_fixture(["show", track]).run().found();
        assert!(widest(&text) <= 80, "{text}");
        golden(name, &text);
    }
    let json = ost_on_fixture(["show", "glass-rain", "--format", "json"]).run().found();
    golden("show.json", &json);
    golden("show.csv", &ost_on_fixture(["show", "glass-rain", "--format", "csv"]).run().found());
}

#[test]
fn it_fits_whatever_there_is() {
    for columns in ["40", "60", "80", "120"] {
        for args in [
            &["show", "glass-rain"][..],
            &["list"],
            &["similar", "glass-rain", "--explain"],
            &["tags"],
            &["mood", "rain"],
        ] {
            let text = ost_on_fixture(args).env("COLUMNS", columns).run().found();
            assert!(widest(&text) <= columns.parse().unwrap(), "{columns} {args:?}\n{text}");
        }
    }
}

#[test]
fn colours_only_where_they_are_seen() {
    assert!(!ost_on_fixture(["show", "glass-rain"]).run().found().contains('\u{1b}'), "not off a terminal");
    let forced = ost_on_fixture(["show", "glass-rain"]).env("CLICOLOR_FORCE", "1").run().found();
    assert!(forced.contains('\u{1b}'), "where they are asked for");
    let never = ost_on_fixture(["show", "glass-rain"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").run();
    assert!(!never.stdout.contains('\u{1b}'), "NO_COLOR");
}

#[test]
fn a_track_without_tags_says_why_it_is_never_recommended() {
    golden("show_untagged.txt", &ost_on_fixture(["show", "just-a-name"]).run().found());
    let json = ost_on_fixture(["show", "just-a-name", "--format", "json"]).run().json();
    satisfies(SCHEMA, &json);
    assert_eq!((&json["mood"], &json["vector"]), (&serde_json::Value::Null, &serde_json::json!([])));
}

#[test]
fn every_track_fits_the_schema_and_has_unit_length() {
    let all = ost_on_fixture(["list", "--format", "json"]).run().json();
    for track in all.as_array().unwrap() {
        let shown = ost_on_fixture(["show", track["id"].as_str().unwrap(), "--format", "json"]).run().json();
        satisfies(SCHEMA, &shown);
        assert_eq!(&shown["track"], track);
        let squares: f64 =
            shown["vector"].as_array().unwrap().iter().map(|entry| entry["value"].as_f64().unwrap().powi(2)).sum();
        let tagged = track["id"] != "just-a-name";
        assert!((squares - if tagged { 1.0 } else { 0.0 }).abs() < 1e-6, "{track}");
    }
    satisfies(SCHEMA, &ost(["show", "whispers in the rain", "--format", "json"]).run().json());
}

#[test]
fn nothing_typed_or_written_acts_on_the_terminal() {
    let ran = ost_on_fixture(["show", "zzzz\u{1b}[2J\u{202e}👨\u{200d}👩"]).run();
    let said = "error: no track is called \"zzzz\\u{1b}[2J\\u{202e}👨\u{200d}👩\"\n";
    assert!(ran.code == 2 && ran.stderr.starts_with(said), "{}", ran.stderr);
    let two = r#"[{"id": "a", "title": "Rain\u202e"}, {"id": "b\u200b", "title": "Rain"}]"#;
    let ran = ost(["show", "rain", "--catalogue", "-"]).stdin(two).run();
    assert!(ran.stderr.contains("\n  a  (Rain\\u{202e})\n  b\\u{200b}  (Rain)\n"), "{}", ran.stderr);
}

/// A judgement is told where there is one.
#[test]
fn a_song_without_tags_is_not_judged() {
    let song = TempFile::new(".json", r#"[{"id": "a", "title": "A", "bpm": 90}]"#);
    let shown = ost(["show", "a", "--catalogue", song.path()]).run().found();
    assert!(shown.contains("feature vector") && !shown.contains("judgement"), "{shown}");
}
