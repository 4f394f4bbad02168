//! Reach: can every track be found, and does one stand in everybody's way?

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::evaluation::judged::first;
use crate::evaluation::spread::{Hubness, coverage, intra_list_diversity, novelty, occurrences};
use crate::evaluation::system::{Contest, System};
use crate::query::Query;
use crate::query::mood::wish::{Mood, Wish};

/// How one system spreads its answers over the catalogue, asked with every track.
#[derive(Debug, Clone)]
pub struct Spread {
    /// How evenly.
    pub hubness: Hubness,
    /// The share of tracks that stand in some list.
    pub coverage: f64,
    /// Of each list, the mean of `1 - cosine` over its pairs.
    pub diversity: Vec<f64>,
    /// Of each list, the mean self-information in bits.
    pub novelty: Vec<f64>,
    /// The tracks that stand in the most lists, with how many, the most first.
    pub hubs: Vec<(TrackIndex, usize)>,
    occurrences: Vec<usize>,
}

/// Asks a system with every tagged track; `asked` is called after each.
pub fn spread(contest: &Contest<'_>, system: System, k: usize, mut asked: impl FnMut()) -> Spread {
    let recommender = contest.recommender();
    let catalogue = recommender.catalogue();
    let tagged = catalogue.iter().filter(|(_, track)| track.is_tagged()).map(|(at, _)| at);
    let list = |at: TrackIndex| {
        let list = first(contest, system, &Query::new().like(at), k);
        asked();
        list
    };
    let lists: Vec<Vec<TrackIndex>> = tagged.map(list).collect();
    let occurrences = occurrences(catalogue.len(), &lists);
    let mut hubs: Vec<(TrackIndex, usize)> = catalogue.iter().map(|(at, _)| (at, occurrences[at.index()])).collect();
    hubs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    hubs.truncate(5);
    Spread {
        hubness: Hubness::of(&occurrences),
        coverage: coverage(&occurrences),
        diversity: lists.iter().map(|list| intra_list_diversity(recommender.features(), list)).collect(),
        novelty: lists.iter().map(|list| novelty(&occurrences, lists.len(), list)).collect(),
        hubs,
        occurrences,
    }
}

/// Which tracks are answered to anything at all.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The share of tracks within the first k for some favourite.
    pub by_favourite: f64,
    /// The share within the first k for some favourite or some of the mood words given.
    pub by_word: f64,
    /// The share within the first k for either or for a mood that names the track's own tags.
    pub by_tags: f64,
    /// The tagged tracks that nothing reaches.
    pub unreached: Vec<TrackIndex>,
}

/// Asks the engine with every track, with every word, and for what is left with its own tags; `asked` is called after each word.
pub fn reach(contest: &Contest<'_>, spread: &Spread, words: &[&str], k: usize, mut asked: impl FnMut()) -> Reach {
    let recommender = contest.recommender();
    let catalogue = recommender.catalogue();
    let tagged: Vec<TrackIndex> = catalogue.iter().filter(|(_, track)| track.is_tagged()).map(|(at, _)| at).collect();
    let mut reached: Vec<bool> = spread.occurrences.iter().map(|o| *o > 0).collect();
    let share =
        |reached: &[bool]| tagged.iter().filter(|at| reached[at.index()]).count() as f64 / tagged.len().max(1) as f64;
    let by_favourite = share(&reached);
    for word in words {
        let query = Query::new().mood(recommender.read_mood(word));
        first(contest, System::Ours, &query, k).iter().for_each(|at| reached[at.index()] = true);
        asked();
    }
    let by_word = share(&reached);
    for at in &tagged {
        if !reached[at.index()] {
            let query = Query::new().mood(own_tags(catalogue.track(*at)));
            first(contest, System::Ours, &query, k).iter().for_each(|at| reached[at.index()] = true);
        }
    }
    let unreached = tagged.iter().copied().filter(|at| !reached[at.index()]).collect();
    Reach { by_favourite, by_word, by_tags: share(&reached), unreached }
}

/// A mood that wants what a track has.
fn own_tags(track: &Track) -> Mood {
    let tagged = Facet::ALL.into_iter().flat_map(|facet| track.tags(facet).iter().map(move |t| (facet, &t.tag)));
    let tempo = track.tempo.iter().map(|tag| (Facet::Tempo, tag));
    let mut mood = Mood::default();
    let wish = |(phrase, (facet, tag)): (usize, (Facet, &Tag))| Wish { facet, tag: tag.clone(), degree: 1.0, phrase };
    mood.wanted = tagged.chain(tempo).enumerate().map(wish).collect();
    mood
}
