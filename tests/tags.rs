//! `ost tags` as it is used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{TempFile, golden, ost, ost_on_fixture, satisfies, widest};

#[test]
fn one_facet_and_one_tag() {
    for (name, asked) in [("tags_tempo.txt", "tempo"), ("tags_rain.txt", "rain"), ("tags_korean.txt", "대금")] {
        let text = ost_on_fixture(["tags", asked]).run().found();
        assert!(widest(&text) <= 80, "{text}");
        golden(name, &text);
    }
    golden("tags_tempo.csv", &ost_on_fixture(["tags", "tempo", "--format", "csv"]).run().found());
}

#[test]
fn a_facet_by_its_other_names() {
    let told = |name: &str| ost(["tags", name]).run().found();
    for (name, facet) in [
        ("장르", "genre"),
        ("템포", "tempo"),
        ("빠르기", "tempo"),
        ("악기", "instrumentation"),
        ("instruments", "instrumentation"),
        ("테마", "theme"),
        ("주제", "theme"),
    ] {
        assert_eq!(told(name), told(facet), "{name}");
    }
}

#[test]
fn all_of_them() {
    let text = ost(["tags"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    for facet in ["genre", "tempo", "instrumentation", "theme"] {
        assert!(text.lines().any(|line| line == facet), "{facet} has a heading");
    }
    let json = ost(["tags", "--format", "json"]).run().json();
    satisfies("urn:ost:output#/$defs/tags", &json);
    assert_eq!(json.as_array().unwrap().len(), text.lines().filter(|line| line.starts_with("  ")).count());
}

#[test]
fn the_count_includes_narrower_tags() {
    let json = ost_on_fixture(["tags", "ballad", "--format", "json"]).run().json();
    assert_eq!((&json[0]["tag"], &json[0]["tracks"]), (&serde_json::json!("ballad"), &serde_json::json!(4)));
}

#[test]
fn a_misspelling_is_answered_with_what_is_near() {
    ost(["tags", "ballladd"])
        .run()
        .fails_with("\"ballladd\" is neither a facet nor a tag; `ost tags` lists them all\n  ballad");
}

/// Korean writes words on to each other.
#[test]
fn spaces_do_not_matter() {
    let ballads = ost(["list", "--genre", "power ballad"]).run().found();
    for typed in ["파워발라드", "PowerBallad", "power-ballad"] {
        assert_eq!(ost(["list", "--genre", typed]).run().found(), ballads, "{typed}");
    }
    assert_eq!(ost(["tags", "파워발라드"]).run().found(), ost(["tags", "power ballad"]).run().found());
    let without = |tag| ost(["list", "--exclude", tag]).run().found();
    assert_eq!(without("acousticguitar"), without("acoustic guitar"));
    let more = |tag| ost(["similar", "everytime", "--more", tag]).run().found();
    assert_eq!(more("여자목소리"), more("female vocal"));
}

/// A tag that only the catalogue knows is one; and a tag that is asked for as another facet's is told whose it is.
#[test]
fn tags_of_ones_own_and_of_another_facet() {
    let songs = TempFile::new(".jsonl", "{\"id\": \"a\", \"title\": \"A\", \"genre\": [\"My Genre\"]}\n");
    let ran = ost(["tags", "my genre", "--catalogue", songs.path()]).run();
    assert!(ran.code == 2 && ran.stderr.contains("`ost list --genre \"my genre\"` lists its songs"), "{}", ran.stderr);
    let of_all = ost(["tags", "--format", "csv", "--catalogue", songs.path()]).run();
    let own = "genre,my genre,,1,\"a tag of this catalogue alone, of which no more is known\"\n";
    assert!(of_all.stdout.contains(own), "{}", of_all.stdout);
    for (facet, has) in [("genre", true), ("theme", false)] {
        let ran = ost(["tags", facet, "--catalogue", songs.path()]).run();
        assert_eq!(ran.stdout.contains("my genre"), has, "{}", ran.stdout);
    }
    let songs = TempFile::new(".jsonl", "{\"id\": \"a\", \"title\": \"A\", \"instrumentation\": [\"saw\"]}\n");
    let ran = ost(["tags", "saw", "--catalogue", songs.path()]).run();
    assert!(ran.stderr.contains("is an instrumentation tag of this catalogue"), "{}", ran.stderr);
    for (args, said) in [
        (["list", "--instrument", "rain"], "\"rain\" is a tag of another facet: --theme rain"),
        (["list", "--genre", "피아노"], "is a tag of another facet: --instrument"),
        (["list", "--tempo", "90..60"], "runs backwards"),
    ] {
        let ran = ost(args).run();
        assert!(ran.code == 2 && ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}
