//! The catalogue's facts held against published ones, where a folder with them is at hand: `OST_REFERENCE=/folder cargo test --test reference`.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ost::catalogue::fold::fold;
use ost::catalogue::track::Track;
use ost::interchange::embedded;

/// Tracks whose year is not the one of the charts, and why.
const EXPLAINED: [(&str, &str); 1] =
    [("fate-full-house", "the charts list a later issue; the series and its soundtrack are of 2004")];

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("OST_REFERENCE").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: OST_REFERENCE names no folder with kdrama_ost_facts.csv; no fact was checked");
    }
    folder
}

fn squeezed(name: &str) -> String {
    fold(name).replace(' ', "")
}

/// A title with and without what stands in brackets, and what stands there.
fn titles(title: &str) -> BTreeSet<String> {
    let mut parts: Vec<&str> = title.split(['(', ')', '[', ']']).collect();
    parts.push(title);
    parts.into_iter().map(squeezed).filter(|part| part.chars().count() > 1).collect()
}

struct Fact {
    titles: BTreeSet<String>,
    album: String,
    year: u16,
}

fn facts(folder: &std::path::Path) -> Vec<Fact> {
    let mut reader = csv::Reader::from_path(folder.join("kdrama_ost_facts.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let of_dramas = rows.into_iter().filter(|row| row["kind"] == "drama" || row["kind"] == "ost_unspecified");
    of_dramas
        .map(|row| Fact {
            titles: titles(&row["title"]),
            album: squeezed(&format!("{} {}", row["album"], row["drama_guess"])),
            year: row["year"].parse().unwrap(),
        })
        .collect()
}

/// The years in which the facts have a track.
fn years(track: &Track, facts: &[Fact]) -> BTreeSet<u16> {
    let own: BTreeSet<String> = track.titles().flat_map(titles).collect();
    let dramas: Vec<String> = track.dramas().map(squeezed).filter(|name| !name.is_empty()).collect();
    let is_of = |fact: &&Fact| {
        own.intersection(&fact.titles).next().is_some() && dramas.iter().any(|name| fact.album.contains(name))
    };
    facts.iter().filter(is_of).map(|fact| fact.year).collect()
}

#[test]
fn years_agree_with_the_charts() {
    let Some(folder) = folder() else { return };
    let facts = facts(&folder);
    let catalogue = embedded::catalogue();
    let (mut found, mut differing) = (0, BTreeSet::new());
    for (_, track) in catalogue.iter() {
        let years = years(track, &facts);
        if let (Some(year), false) = (track.year, years.is_empty()) {
            found += 1;
            if !years.contains(&year.value()) {
                differing.insert(track.id.as_str().to_owned());
            }
        }
    }
    let explained: BTreeSet<String> = EXPLAINED.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(differing, explained, "of {found} tracks that the charts have");
    assert!(found > 400, "only {found} tracks were found in the charts");
}
