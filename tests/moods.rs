//! `ost moods` as it is used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{ost, satisfies, widest};

#[test]
fn all_of_them() {
    let text = ost(["moods"]).run().found();
    assert!(widest(&text) <= 80);
    let json = ost(["moods", "--format", "json"]).run().json();
    satisfies("urn:ost:output#/$defs/moods", &json);
    let csv = ost(["moods", "--format", "csv"]).run().found();
    assert!(csv.starts_with("mood,kind,en,ko,valence,arousal\n"), "{}", &csv[..80]);
    assert!(json.as_array().unwrap().len() >= 150);
}

#[test]
fn what_one_word_is_understood_as() {
    for word in ["happy", "행복하다"] {
        let json = ost(["moods", word, "--format", "json"]).run().json();
        let named: Vec<&str> = json.as_array().unwrap().iter().map(|mood| mood["mood"].as_str().unwrap()).collect();
        assert_eq!(named, ["happy"], "{word}");
    }
}

#[test]
fn a_word_that_is_none() {
    let ran = ost(["moods", "qqqq"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(ran.stderr, "note: this is no word of mood; `ost moods` lists them\n");
}

#[test]
fn one_word_with_its_neighbours() {
    let json = ost(["moods", "lonely", "--format", "json"]).run().json();
    satisfies("urn:ost:output#/$defs/moods", &json);
    assert!(json[0]["near"].as_array().unwrap().len() >= 3, "{json}");
    let text = ost(["moods", "lonely"]).run().found();
    assert!(text.contains("feels like") && text.contains("외롭다") && widest(&text) <= 80, "{text}");
    let whole = ost(["moods", "flutter"]).run().found();
    assert!(whole.contains("fluttering heart") && !whole.contains('…') && widest(&whole) <= 80, "{whole}");
    let tag = ost(["moods", "daegeum", "--format", "json"]).run().json();
    assert_eq!((&tag[0]["kind"], &tag[0]["mood"]), (&"tag".into(), &"daegeum".into()));
}
