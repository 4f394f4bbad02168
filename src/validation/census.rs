//! What a catalogue holds, counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalogue::facet::{Facet, Tag, Tagged};
use crate::catalogue::fold::identity;
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::query::filter::carries;
use crate::validation::subject::equal_vectors;

/// A catalogue, or what filters let pass of it, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Census {
    /// How many tracks.
    pub tracks: usize,
    /// How many different artists.
    pub artists: usize,
    /// How many tracks of each year, by year; those whose year is unknown are not among them.
    pub years: Vec<(u16, usize)>,
    /// How many tracks carry each genre tag itself, by whichever of its names, most first.
    pub genres: Vec<(String, usize)>,
    /// How many tracks each series has, most first; of its spellings the one that most of them have.
    pub dramas: Vec<(String, usize)>,
    /// Of how many tracks each facet is known, in the order of [`Facet::ALL`].
    pub coverage: [usize; 4],
    /// How many tracks are plain ballads: `ballad`, or a tag that is nothing but a kind of it such as `power ballad`, and beside it at most `pop`.
    pub plain_ballads: usize,
    /// How many tracks are tagged `instrumental`.
    pub instrumentals: usize,
    /// How many tracks have a feature vector that no other track of the whole catalogue has.
    pub own_vectors: usize,
    /// How many tracks share the most shared vector; 1 where each has its own, 0 where none has any.
    pub largest_group: usize,
}

impl Census {
    /// Counts the tracks that pass. Vectors are compared with those of the whole catalogue.
    pub fn of(catalogue: &Catalogue, features: &Features, passes: impl Fn(&Track) -> bool) -> Self {
        let vocabulary = features.encoder().vocabulary();
        let shared: Vec<Vec<TrackIndex>> = equal_vectors(catalogue, features);
        let alike: FxHashSet<TrackIndex> = shared.iter().flatten().copied().collect();
        let mut census = Self::default();
        let (mut years, mut genres, mut dramas) = (BTreeMap::new(), Counts::default(), Counts::default());
        let mut artists = Counts::default();
        let mut passing = FxHashSet::default();
        for (at, track) in catalogue.places().zip(catalogue.walk()).filter(|(_, track)| passes(track)) {
            let track = track.as_ref();
            passing.insert(at);
            census.tracks += 1;
            track.year.iter().for_each(|year| *years.entry(year.value()).or_insert(0) += 1);
            // One tag by two of its names is one.
            let own: BTreeSet<&str> = track.genre.iter().map(|genre| main_name(vocabulary, &genre.tag)).collect();
            own.into_iter().for_each(|genre| count(&mut genres, genre));
            track.drama.iter().for_each(|drama| count(&mut dramas, drama.as_str()));
            track.artists.iter().for_each(|artist| count(&mut artists, artist.as_str()));
            for facet in Facet::ALL {
                census.coverage[facet.index()] += usize::from(knows(track, facet));
            }
            census.plain_ballads += usize::from(is_plain_ballad(track, vocabulary));
            let instrumental = |tag: &Tagged| tag.tag.as_str() == "instrumental";
            census.instrumentals += usize::from(track.instrumentation.iter().any(instrumental));
            census.own_vectors += usize::from(features.row(at).is_some() && !alike.contains(&at));
        }
        census.artists = spelled_one_way(artists).len();
        census.years = years.into_iter().collect();
        census.genres = most_first(genres);
        census.dramas = most_first(spelled_one_way(dramas));
        let groups = shared.iter().filter(|group| group.iter().any(|at| passing.contains(at))).map(Vec::len).max();
        census.largest_group = groups.unwrap_or(usize::from(census.own_vectors > 0));
        census
    }
}

fn knows(track: &Track, facet: Facet) -> bool {
    match facet {
        Facet::Tempo => track.tempo.is_some() || track.bpm.is_some(),
        _ => !track.tags(facet).is_empty(),
    }
}

/// Whether a track's genre says that it is a ballad and nothing that would set it apart from others.
fn is_plain_ballad(track: &Track, vocabulary: &Vocabulary) -> bool {
    let Ok(ballad) = Tag::new("ballad") else { return false };
    let root = vocabulary.resolve(Facet::Genre, &ballad);
    let plain = |tag: &Tag| {
        let own = vocabulary.resolve(Facet::Genre, tag);
        let only_a_kind = own.is_some_and(|own| {
            let broader = vocabulary.broader(own);
            !broader.is_empty() && broader.iter().all(|(up, _)| Some(*up) == root)
        });
        tag == &ballad || only_a_kind || tag.as_str() == "pop"
    };
    carries(track, Facet::Genre, &ballad, vocabulary) && track.genre.iter().all(|tagged| plain(&tagged.tag))
}

/// What the vocabulary calls a genre, by any of its names.
fn main_name<'t>(vocabulary: &'t Vocabulary, genre: &'t Tag) -> &'t str {
    vocabulary.resolve(Facet::Genre, genre).map_or(genre, |at| &vocabulary.term(at).tag).as_str()
}

/// Names that are one counted as one, by the spelling that is met most often, of equal ones the first by letters.
fn spelled_one_way(counts: Counts) -> Counts {
    let mut folded: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (name, count) in most_first(counts) {
        folded.entry(identity(&name)).or_insert((name, 0)).1 += count;
    }
    folded.into_values().collect()
}

/// How often each name was met.
type Counts = FxHashMap<String, usize>;

fn count(counts: &mut Counts, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}

/// The names with their counts, the highest first, equal ones by name.
fn most_first(counts: Counts) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, n), (b, m)| (Reverse(n), a).cmp(&(Reverse(m), b)));
    counts
}
