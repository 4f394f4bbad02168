//! `ost mood` as it is used; how words are understood is tested elsewhere.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{golden, ost, ost_on_fixture, satisfies, widest};

const SCHEMA: &str = "urn:ost:output#/$defs/mood";

#[test]
fn text_json_and_csv() {
    let text = ost_on_fixture(["mood", "rain"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    golden("mood.txt", &text);
    golden("mood.csv", &ost_on_fixture(["mood", "rain", "-k", "3", "--format", "csv"]).run().found());
    let json = ost_on_fixture(["mood", "rain", "-k", "2", "--format", "json"]).run().found();
    golden("mood.json", &json);
    satisfies(SCHEMA, &serde_json::from_str(&json).unwrap());
}

#[test]
fn words_may_be_one_argument_or_several() {
    let one = ost_on_fixture(["mood", "a rainy night"]).run().found();
    assert_eq!(ost_on_fixture(["mood", "a", "rainy", "night"]).run().found(), one);
}

#[test]
fn the_axes_may_be_numbers() {
    golden("mood_axes.txt", &ost_on_fixture(["mood", "--valence", "-0.7", "--arousal", "-0.4"]).run().found());
    let json = ost_on_fixture(["mood", "--valence", "-0.7", "--format", "json"]).run().json();
    satisfies(SCHEMA, &json);
    assert_eq!(json["query"]["valence"], serde_json::json!(-0.7));
    assert_eq!(json["query"]["arousal"], serde_json::Value::Null);
    assert_eq!(json["results"][0]["track"]["id"], "keepsake", "the one that was measured at just that valence");
}

#[test]
fn words_that_mean_nothing_are_named() {
    let ran = ost_on_fixture(["mood", "qqqq xyzzy"]).run();
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stderr, "note: none of these words is known as a mood; `ost moods` lists those that are\n");
    assert!(ran.stdout.contains("qqqq") && ran.stdout.contains("xyzzy"), "{}", ran.stdout);
    let json = ost_on_fixture(["mood", "qqqq", "--format", "json"]).run();
    let value: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    satisfies(SCHEMA, &value);
    assert_eq!(
        (json.code, &value["query"]["ignored"], &value["results"]),
        (1, &serde_json::json!(["qqqq"]), &serde_json::json!([]))
    );
}

/// Somebody's name among the words of a mood is nothing to the mood, and what to do about it is said.
#[test]
fn what_a_filter_could_ask_for_is_said() {
    let notes = |words: &[&str]| ost(["mood", "-k", "1"].into_iter().chain(words.iter().copied())).run().stderr;
    assert_eq!(notes(&["sad IU song"]), "note: IU is an artist: add --artist IU\n");
    assert_eq!(notes(&["sad IU song", "--artist", "iu"]), "");
    assert_eq!(notes(&["Hotel del Luna, sad"]), "note: Hotel del Luna is a drama: add --drama \"Hotel del Luna\"\n");
    assert_eq!(
        notes(&["80 bpm ballad 2016"]),
        "note: 80 is a tempo: add --tempo 80\nnote: 2016 is a year: add --year 2016\n"
    );
    assert_eq!(
        notes(&["sad song from hotel dell luna"]),
        "note: hotel dell luna may be the drama Hotel Del Luna: add --drama \"Hotel Del Luna\"\n"
    );
    assert_eq!(notes(&["a sad song by Taeyon"]), "note: Taeyon may be the artist TAEYEON: add --artist TAEYEON\n");
    let alone = notes(&["IU"]);
    assert!(alone.ends_with("note: IU is an artist: try ost list --artist IU\n"), "{alone}");
}

#[test]
fn the_embedded_catalogue_answers_and_fits_the_schema() {
    for mood in ["rainy, heartbroken", "energetic neon city night", "비 오는 밤 이별", "no drums"] {
        let json = ost(["mood", mood, "--format", "json", "-k", "20"]).run().json();
        satisfies(SCHEMA, &json);
        assert_eq!(json["results"].as_array().unwrap().len(), 20, "{mood}");
    }
}

#[test]
fn what_the_catalogue_lacks_is_said() {
    let bagpipes = ost(["mood", "death metal screaming with bagpipes", "-k", "3"]).run();
    assert!(
        bagpipes.stderr.contains("not met by any of these: ") && bagpipes.stderr.contains("bagpipes"),
        "{}",
        bagpipes.stderr
    );
    let polka = ost(["mood", "polka sitar", "-k", "3"]).run();
    assert!(!polka.stderr.is_empty() && polka.code == 0, "{}", polka.stderr);
    let met = ost(["mood", "calm piano"]).run();
    assert_eq!(met.stderr, "", "nothing is missing");
}

#[test]
fn two_runs_are_byte_equal() {
    let run = || ost(["mood", "비 오는 새벽 감성", "--format", "json"]).run().found();
    assert_eq!(run(), run());
}
