//! `ost list --stats`, and what the built-in catalogue has to hold.
#![allow(clippy::unwrap_used)]

mod harness;

use std::collections::{BTreeMap, BTreeSet};

use harness::{TempFile, ost, satisfies, widest};
use ost::catalogue::facet::Facet;
use ost::interchange::embedded;
use serde_json::Value;

fn stats(args: &[&str]) -> Value {
    ost(["list", "--stats", "--format", "json"].iter().chain(args).copied()).run().json()
}

#[test]
fn the_built_in_catalogue_holds_what_was_promised() {
    let stats = stats(&[]);
    satisfies("urn:ost:output#/$defs/stats", &stats);
    let count = |key: &str| stats[key].as_u64().unwrap();
    let tracks = count("tracks");
    assert!(tracks >= 705, "{tracks}");
    let dramas = stats["dramas"].as_array().unwrap();
    assert!(dramas.len() >= 150, "{}", dramas.len());
    assert!(dramas.iter().all(|drama| drama["tracks"].as_u64().unwrap() <= 15), "{}", dramas[0]);
    assert!((tracks - count("plain_ballads")) * 10 >= tracks * 3, "{} plain ballads", count("plain_ballads"));
    assert!(count("instrumentals") >= 20, "{}", count("instrumentals"));
    for facet in Facet::ALL {
        assert_eq!(stats["coverage"][facet.name()].as_u64(), Some(tracks), "{facet}");
    }
    assert!(count("own_vectors") * 100 >= tracks * 95, "{}", count("own_vectors"));
    assert!(count("largest_group") <= 4);
    let recent = |year: &&Value| (2023..=2025).contains(&year["year"].as_u64().unwrap());
    let recent: u64 =
        stats["years"].as_array().unwrap().iter().filter(recent).map(|year| year["tracks"].as_u64().unwrap()).sum();
    assert!(recent >= 40, "{recent}");
}

/// Whoever sings is called the same wherever they sing: alone, or with others whose names stand there too.
#[test]
fn artists_are_called_the_same_everywhere() {
    let catalogue = ost::Recommender::embedded();
    let catalogue = catalogue.catalogue();
    let mut alone = BTreeMap::new();
    for (_, track) in catalogue.iter().filter(|(_, track)| track.artists.len() == 1) {
        let names = alone.entry(&track.artists[0]).or_insert(&track.artist_aliases);
        assert_eq!(*names, &track.artist_aliases, "{}", track.id);
    }
    for (_, track) in catalogue.iter().filter(|(_, track)| track.artists.len() > 1) {
        let known: Vec<_> = track.artists.iter().filter_map(|artist| alone.get(artist)).copied().flatten().collect();
        assert!(known.iter().all(|name| track.artist_aliases.contains(name)), "{}", track.id);
    }
    let hangul = |name: &&str| name.chars().any(|c| ('가'..='힣').contains(&c));
    let sung: Vec<_> = catalogue.iter().filter(|(_, track)| !track.artists.is_empty()).collect();
    let named = sung.iter().filter(|(_, track)| track.performers().any(|name| hangul(&name))).count();
    assert!(named * 100 >= sung.len() * 95, "{named} of {} are found in Hangul", sung.len());
}

/// Every tag is carried by three tracks, or the tagging guide says why it is there; and the guide lists no other.
#[test]
fn every_tag_is_used_or_explained() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/TAGGING.md")).unwrap();
    let section = guide.split("### Tags that few tracks carry").nth(1).unwrap().split("\n## ").next().unwrap();
    let explained: BTreeSet<&str> = section.split('`').skip(1).step_by(2).collect();
    let mut counts: BTreeMap<(Facet, String), usize> = BTreeMap::new();
    for (_, track) in embedded::catalogue().iter() {
        for facet in Facet::ALL {
            let tags = track.tags(facet).iter().map(|tagged| &tagged.tag);
            for tag in tags.chain(track.tempo.iter().filter(|_| facet == Facet::Tempo)) {
                *counts.entry((facet, tag.as_str().to_owned())).or_default() += 1;
            }
        }
    }
    let vocabulary = embedded::vocabulary();
    let rare: BTreeSet<&str> = vocabulary
        .iter()
        .map(|(_, term)| term)
        .filter(|term| counts.get(&(term.facet, term.tag.as_str().to_owned())).is_none_or(|count| *count < 3))
        .map(|term| term.tag.as_str())
        .collect();
    assert_eq!(rare, explained, "left: carried by fewer than three tracks; right: explained in data/TAGGING.md");
}

#[test]
fn counts_are_those_of_what_passes() {
    let catalogue = r#"[
{"id": "a", "title": "A", "artists": ["X"], "drama": "One", "year": 2016, "genre": ["ballad", "pop"], "tempo": "slow", "instrumentation": ["male vocal"], "theme": ["rain"]},
{"id": "b", "title": "B", "artists": ["X", "Y"], "drama": "One", "year": 2016, "genre": ["power ballad"], "theme": ["snow"]},
{"id": "c", "title": "C", "artists": ["Z"], "drama": "Two", "year": 2020, "genre": ["r&b ballad"], "bpm": 90, "instrumentation": ["instrumental"]},
{"id": "d", "title": "D", "artists": ["Z"], "drama": "Two", "genre": ["r&b ballad"], "bpm": 90, "instrumentation": ["instrumental"]},
{"id": "e", "title": "E"}
]"#;
    let file = TempFile::new(".json", catalogue);
    let all = stats(&["--catalogue", file.path()]);
    let wanted = serde_json::json!({
        "tracks": 5, "artists": 3,
        "dramas": [{"drama": "One", "tracks": 2}, {"drama": "Two", "tracks": 2}],
        "years": [{"year": 2016, "tracks": 2}, {"year": 2020, "tracks": 1}],
        "genres": [{"genre": "r&b ballad", "tracks": 2}, {"genre": "ballad", "tracks": 1}, {"genre": "pop", "tracks": 1}, {"genre": "power ballad", "tracks": 1}],
        "coverage": {"genre": 4, "tempo": 3, "instrumentation": 3, "theme": 2},
        "plain_ballads": 2, "instrumentals": 2, "own_vectors": 2, "largest_group": 2
    });
    assert_eq!(all, wanted, "a ballad of a kind of its own is no plain one; an untagged track has no vector");
    let two = stats(&["--catalogue", file.path(), "--drama", "two"]);
    assert_eq!((&two["tracks"], &two["own_vectors"], &two["largest_group"]), (&2.into(), &0.into(), &2.into()));
    let csv = ost(["list", "--stats", "--format", "csv", "--catalogue", file.path()]).run().found();
    assert!(csv.starts_with("what,name,tracks\ntotal,tracks,5\n") && csv.contains("\nyear,2016,2\n"), "{csv}");
}

/// A tag, a series and an artist are one by whichever of their names.
#[test]
fn names_of_one_are_counted_as_one() {
    let line = |id: &str, genre: &str, drama: &str, artist: &str| {
        format!(r#"{{"id": "{id}", "title": "{id}", "genre": [{genre}], "drama": "{drama}", "artists": ["{artist}"]}}"#)
            + "\n"
    };
    let file = TempFile::new(
        ".jsonl",
        line("a", "\"ballad\", \"발라드\"", "Goblin", "IU")
            + &line("b", "\"발라드\"", "goblin", "iu")
            + &line("c", "\"korean ballad\"", "Goblin", "IU")
            + &line("d", "\"ballade\", \"pop\"", "Other", "IU"),
    );
    let stats = stats(&["--catalogue", "-"].map(|arg| if arg == "-" { file.path() } else { arg }));
    assert_eq!(stats["genres"], serde_json::json!([{"genre": "ballad", "tracks": 4}, {"genre": "pop", "tracks": 1}]));
    assert_eq!(stats["dramas"], serde_json::json!([{"drama": "Goblin", "tracks": 3}, {"drama": "Other", "tracks": 1}]));
    assert_eq!(stats["artists"], 1);
}

#[test]
fn the_text_fits_and_nothing_passing_exits_with_1() {
    let text = ost(["list", "--stats"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    for heading in ["coverage", "kinds", "years", "genres", "dramas"] {
        assert!(text.lines().any(|line| line.starts_with(heading)), "{heading}");
    }
    assert!(text.contains('█'), "bars");
    let none = ost(["list", "--stats", "--drama", "no such drama"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (1, "note: no drama is called no such drama\n"));
    let none = ost(["list", "--stats", "--year", "1950"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (1, "note: no song passes; fewer filters may help\n"));
}
