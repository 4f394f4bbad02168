//! `ost similar` as it is used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{golden, ost, ost_on_fixture, satisfies, widest};

const SCHEMA: &str = "urn:ost:output#/$defs/similar";

fn ids(answer: &serde_json::Value) -> Vec<&str> {
    answer["results"].as_array().unwrap().iter().map(|result| result["track"]["id"].as_str().unwrap()).collect()
}

#[test]
fn text_json_and_csv() {
    let text = ost_on_fixture(["similar", "Glass Rain"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    golden("similar.txt", &text);
    golden("similar.csv", &ost_on_fixture(["similar", "glass-rain", "--format", "csv", "-k", "3"]).run().found());
    let json = ost_on_fixture(["similar", "glass-rain", "--format", "json", "-k", "2"]).run().found();
    golden("similar.json", &json);
    satisfies(SCHEMA, &serde_json::from_str(&json).unwrap());
}

#[test]
fn every_reason_under_every_song() {
    let text = ost_on_fixture(["similar", "glass-rain", "--explain", "-k", "2"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    golden("similar_explain.txt", &text);
}

#[test]
fn several_favourites_and_one_that_is_not() {
    let asked = ["similar", "glass-rain", "--and", "유품", "--not", "bare-branches"];
    golden("similar_and_not.txt", &ost_on_fixture(asked).run().found());
    let json = ost_on_fixture(asked.into_iter().chain(["--format", "json"])).run().json();
    satisfies(SCHEMA, &json);
    assert_eq!(json["query"]["likes"], serde_json::json!(["glass-rain", "keepsake"]));
    assert_eq!(json["query"]["dislikes"], serde_json::json!(["bare-branches"]));
    let answered = ids(&json);
    for given in ["glass-rain", "keepsake", "bare-branches"] {
        assert!(!answered.contains(&given), "{given} was given, so it is no answer");
    }
    let reasons = json["results"][0]["because"].as_array().unwrap();
    for reason in reasons {
        let seeds: f64 = reason["seeds"].as_array().unwrap().iter().map(|seed| seed["share"].as_f64().unwrap()).sum();
        assert!((seeds - reason["share"].as_f64().unwrap()).abs() < 1e-6, "{reason}");
    }
}

#[test]
fn a_favourite_that_is_given_twice_is_one() {
    for (once, twice) in [
        (&["glass-rain"][..], &["glass-rain", "--and", "Glass Rain"][..]),
        (&["glass-rain", "--and", "keepsake"], &["glass-rain", "--and", "keepsake", "--and", "유품"]),
        (&["glass-rain", "--not", "keepsake"], &["glass-rain", "--not", "keepsake", "--not", "유품"]),
    ] {
        let ask = |args: &[&str]| ost_on_fixture([&["similar"], args].concat()).run().found();
        assert_eq!(ask(once), ask(twice));
    }
}

#[test]
fn shares_add_up() {
    for track in ["glass-rain", "ice-rink", "loop-pedal", "keepsake"] {
        let json = ost_on_fixture(["similar", track, "--format", "json", "-k", "100"]).run().json();
        for result in json["results"].as_array().unwrap() {
            let sum = |side: &str| -> f64 {
                result[side].as_array().unwrap().iter().map(|reason| reason["share"].as_f64().unwrap()).sum()
            };
            let score = result["score"].as_f64().unwrap();
            assert!((sum("because") - score).abs() < 1e-6 && (sum("despite") - (1.0 - score)).abs() < 1e-6, "{result}");
        }
    }
}

#[test]
fn filters_hold() {
    let json = ost_on_fixture(["similar", "glass-rain", "--year", "2016..2020", "--format", "json"]).run().json();
    assert!(!ids(&json).is_empty());
    for result in json["results"].as_array().unwrap() {
        assert!((2016..=2020).contains(&result["track"]["year"].as_u64().unwrap()), "{result}");
    }
    let one_each = ost_on_fixture(["similar", "glass-rain", "--per-drama", "1", "--format", "json"]).run().json();
    let mut dramas: Vec<&str> =
        one_each["results"].as_array().unwrap().iter().filter_map(|result| result["track"]["drama"].as_str()).collect();
    let all = dramas.len();
    dramas.sort_unstable();
    dramas.dedup();
    assert_eq!(dramas.len(), all, "one of each drama");
    let none = ost_on_fixture(["similar", "glass-rain", "--drama", "no such drama"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (1, "note: no drama is called no such drama\n"));
    let none = ost_on_fixture(["similar", "glass-rain", "--year", "1999"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (1, "note: no song answers; fewer filters may help\n"));
}

#[test]
fn the_embedded_catalogue_answers_and_fits_the_schema() {
    for track in ["Whispers in the Rain", "fleeting moments", "Echoes of Eternity"] {
        let json = ost(["similar", track, "--format", "json", "-k", "20"]).run().json();
        satisfies(SCHEMA, &json);
        assert_eq!(ids(&json).len(), 20);
    }
}

#[test]
fn two_runs_are_byte_equal() {
    for format in ["text", "json", "csv"] {
        let run = || ost(["similar", "urban serenade", "--diversity", "0.4", "--format", format]).run().found();
        assert_eq!(run(), run(), "{format}");
    }
}

/// The heading says which of several songs of one title it is, and says no more of a title that only one has.
#[test]
fn the_heading_tells_songs_of_one_title_apart() {
    for (track, heading) in [
        ("stay-with-me-goblin", "Like Stay With Me – CHANYEOL, Punch\n"),
        ("whispers-in-the-rain", "Like Whispers in the Rain\n"),
    ] {
        let text = ost(["similar", track, "-k", "1"]).run().found();
        assert!(text.starts_with(heading), "{text}");
    }
}
