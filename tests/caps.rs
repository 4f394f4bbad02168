//! `--per-drama` and `--per-artist`: one series or one voice does not fill the page.
#![allow(clippy::unwrap_used)]

mod harness;

use std::collections::BTreeMap;

use harness::ost;
use serde_json::Value;

/// The answers to arguments, as id, series and artists.
fn answers(args: &[&str]) -> Vec<(String, String, Vec<String>)> {
    let json = ost(args.iter().copied().chain(["--format", "json"])).run().json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    json["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| &answer["track"])
        .map(|track| {
            let artists = track["artists"].as_array().unwrap().iter().map(text).collect();
            (text(&track["id"]), text(&track["drama"]), artists)
        })
        .collect()
}

/// How many are shown is no part of the question.
#[test]
fn the_first_of_many_are_the_first_of_few() {
    for diversity in ["0.5", "1"] {
        let shown = |k: &str| answers(&["similar", "everytime", "--diversity", diversity, "-k", k]);
        let (few, many) = (shown("10"), shown("150"));
        assert_eq!((few.len(), many.len()), (10, 150));
        assert_eq!(few[..], many[..10]);
    }
}

fn most<K: Ord>(keys: impl Iterator<Item = K>) -> usize {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_insert(0) += 1);
    counts.into_values().max().unwrap_or(0)
}

const ASKED: [&str; 5] = ["mood", "palace romance, longing, moon", "-k", "30", "--per-drama"];

#[test]
fn no_series_exceeds_its_share_and_the_order_stays() {
    let free = answers(&ASKED[..4]);
    assert!(most(free.iter().map(|a| &a.1)) > 2, "without a cap one series has more than two: the test can fail");
    for cap in ["1", "2"] {
        let capped = answers(&[&ASKED[..], &[cap]].concat());
        assert_eq!(capped.len(), 30, "others fill the page");
        assert!(most(capped.iter().map(|a| &a.1)) <= cap.parse().unwrap());
        // What stays stands in the order it had: a cap leaves out, it does not re-rank.
        let places: Vec<usize> = capped.iter().filter_map(|a| free.iter().position(|other| other.0 == a.0)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
        assert_eq!(capped[0], free[0], "the best stays the best");
    }
}

#[test]
fn no_artist_exceeds_their_share_in_duets_either() {
    let ask = ["similar", "stay-with-me-goblin", "-k", "40"];
    let free = answers(&ask);
    assert!(most(free.iter().flat_map(|a| &a.2)) > 1, "without a cap one artist comes twice: the test can fail");
    let capped = answers(&[&ask[..], &["--per-artist", "1"]].concat());
    assert_eq!(most(capped.iter().flat_map(|a| &a.2)), 1);
    let both = answers(&[&ask[..], &["--per-artist", "1", "--per-drama", "1", "--diversity", "0.3"]].concat());
    assert_eq!((most(both.iter().flat_map(|a| &a.2)), most(both.iter().map(|a| &a.1))), (1, 1));
}

#[test]
fn a_cap_of_none_is_refused() {
    let ran = ost(["mood", "rain", "--per-drama", "0"]).run();
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("--per-drama"), "{}", ran.stderr);
}
