//! `ost explain` as it is used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{golden, ost, ost_on_fixture, satisfies, widest};

const SCHEMA: &str = "urn:ost:output#/$defs/explain";

#[test]
fn two_tracks() {
    let text = ost_on_fixture(["explain", "glass rain", "amber dawn"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    golden("explain.txt", &text);
    golden("explain.csv", &ost_on_fixture(["explain", "glass-rain", "amber-dawn", "--format", "csv"]).run().found());
    satisfies(SCHEMA, &ost_on_fixture(["explain", "glass-rain", "amber-dawn", "--format", "json"]).run().json());
}

#[test]
fn a_mood_and_a_track() {
    let text = ost_on_fixture(["explain", "--mood", "rain", "bare branches"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    golden("explain_mood.txt", &text);
    satisfies(SCHEMA, &ost_on_fixture(["explain", "--mood", "rain", "ice rink", "--format", "json"]).run().json());
}

#[test]
fn it_is_the_answer_of_similar_for_one_pair() {
    let similar = ost_on_fixture(["similar", "glass-rain", "-k", "1", "--format", "json"]).run().json();
    let best = similar["results"][0]["track"]["id"].as_str().unwrap();
    let explained = ost_on_fixture(["explain", "glass-rain", best, "--format", "json"]).run().json();
    assert_eq!(explained["results"], similar["results"]);
}

#[test]
fn it_does_not_matter_which_comes_first() {
    let score = |a, b| ost(["explain", a, b, "--format", "json"]).run().json()["results"][0]["score"].clone();
    let (a, b) = ("Whispers in the Rain", "Fleeting Moments");
    assert_eq!(score(a, b), score(b, a));
}

#[test]
fn what_cannot_be_explained_says_why() {
    let ran = ost_on_fixture(["explain", "glass-rain", "just-a-name"]).run();
    let note = "note: of one of these songs no tag is known; `ost show` says what is missing\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "", note));
    ost_on_fixture(["explain", "glass-rain"]).run().fails_with("TRACK: two songs are needed, or one with --mood");
    ost_on_fixture(["explain", "--mood", "rain", "glass-rain", "keepsake"])
        .run()
        .fails_with("TRACK: one song is held against a mood; leave the other out");
}

/// Whoever types titles on a command line leaves the quotes out.
#[test]
fn titles_without_quotes_are_put_together() {
    let explained = ost(["explain", "my", "destiny", "start", "over"]).run().found();
    assert_eq!(explained, ost(["explain", "my destiny", "start over"]).run().found());
    assert_eq!(
        ost(["explain", "--mood", "rain", "spring", "rain"]).run().found(),
        ost(["explain", "--mood", "rain", "spring rain"]).run().found()
    );
    for command in ["similar", "show"] {
        assert_eq!(ost([command, "my", "destiny"]).run().found(), ost([command, "my destiny"]).run().found());
    }
    ost(["explain", "my", "destiny", "begin"])
        .run()
        .fails_with("TRACK: which two songs? put each title in quotes, as in: ost explain \"my\" \"destiny begin\"");
}

#[test]
fn what_is_said_beside_fits_the_screen() {
    for args in [&["similar", "start over", "--less", "rap", "--happier", "--sadder"][..], &["show", "눈의 꽃 박효신"]]
    {
        let ran = ost(args.iter().copied()).env("COLUMNS", "60").run();
        assert!(widest(&ran.stderr) <= 60 && ran.stderr.lines().count() > 1, "{}", ran.stderr);
    }
}

#[test]
fn two_favourites_are_no_title() {
    ost(["similar", "my destiny", "start over"]).run().fails_with("TRACK: another favourite goes behind --and");
}
