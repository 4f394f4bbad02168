//! Random questions to a synthetic catalogue.

use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::Facet;
use ost::catalogue::track::Track;
use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::vocabulary::Vocabulary;
use ost::query::Query;
use ost::query::filter::{Called, Filter};
use ost::query::mood::wish::{Mood, Wish};

use super::{Random, YEARS};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One favourite.
    Seeds,
    /// Two or three favourites and one or two tracks to stay away from.
    Dislikes,
    /// A point, tags, or both, and at times unwanted tags.
    Moods,
    /// Favourites and a mood together.
    Both,
    /// A favourite, among the tracks of some years that carry some tag: about one in a hundred.
    Filtered,
    /// A favourite, among the tracks of series of some name: one in a hundred.
    Series,
    /// A favourite, among the tracks of one series or one artist: a handful, and at times none.
    Few,
}

impl Kind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Seeds, Self::Dislikes, Self::Moods, Self::Both, Self::Filtered, Self::Series, Self::Few];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seeds => "seeds",
            Self::Dislikes => "dislikes",
            Self::Moods => "moods",
            Self::Both => "both",
            Self::Filtered => "filtered",
            Self::Series => "series",
            Self::Few => "few",
        }
    }

    /// Whether it is tracks alone that are given, so that a score is a dot product.
    pub(crate) fn is_favourites(self) -> bool {
        matches!(self, Self::Seeds | Self::Dislikes)
    }

    pub(crate) fn is_filtered(self) -> bool {
        matches!(self, Self::Filtered | Self::Series | Self::Few)
    }
}

/// Random questions to a catalogue.
pub(crate) fn questions(catalogue: &Catalogue, vocabulary: &Vocabulary, kind: Kind, n: usize, seed: u64) -> Vec<Query> {
    let mut random = Random::new(seed);
    let tracks: Vec<TrackIndex> = catalogue.iter().filter(|(_, track)| track.is_tagged()).map(|(at, _)| at).collect();
    let pick = |random: &mut Random| tracks[random.below(tracks.len())];
    (0..n)
        .map(|_| {
            let mut query = Query::new().like(pick(&mut random));
            match kind {
                Kind::Seeds => {}
                Kind::Dislikes => {
                    (0..random.between(1, 2)).for_each(|_| query.likes.push(pick(&mut random)));
                    (0..random.between(1, 2)).for_each(|_| query.dislikes.push(pick(&mut random)));
                }
                Kind::Moods | Kind::Both => {
                    let like = pick(&mut random);
                    let mood = mood(&mut random, catalogue.track(like), vocabulary);
                    query = if kind == Kind::Both { query.mood(mood) } else { Query::new().mood(mood) };
                }
                Kind::Filtered | Kind::Series | Kind::Few => {
                    let like = catalogue.track(pick(&mut random));
                    query = query.filter(match kind {
                        Kind::Filtered => tag_and_years(&mut random, like, catalogue, vocabulary),
                        Kind::Series => names(like.drama.iter().map(|name| &name.as_str()[.."Saga 00 Part".len()]), []),
                        _ => match random.below(5) {
                            0 => names(["no such name"], []),
                            1 | 2 => names(like.drama.iter().map(|name| name.as_str()), []),
                            _ => names([], like.artists.iter().map(|name| name.as_str())),
                        },
                    });
                }
            }
            query
        })
        .collect()
}

/// A tag that some track carries, and so many years around its own that about one track in a hundred has both.
fn tag_and_years(random: &mut Random, like: &Track, catalogue: &Catalogue, vocabulary: &Vocabulary) -> Filter {
    const SAMPLE: usize = 1000;
    let of_facet = [Facet::Genre, Facet::Instrumentation, Facet::Theme].map(|facet| (facet, like.tags(facet)));
    let tags: Vec<_> =
        of_facet.iter().flat_map(|(facet, tags)| tags.iter().map(|tagged| (*facet, &tagged.tag))).collect();
    let (facet, tag) = tags[random.below(tags.len())];
    let mut filter = Filter::default();
    filter.tags.push((facet, tag.clone()));
    let sample = catalogue.places().step_by(catalogue.len().div_ceil(SAMPLE));
    let carry = sample.clone().filter(|at| filter.admits(catalogue.track(*at), vocabulary)).count();
    let part = carry.max(1) as f64 / sample.count() as f64;
    let (first, last) = (*YEARS.start(), *YEARS.end());
    let years = (0.01 / part * f64::from(last - first + 1)).round().clamp(1.0, f64::from(last - first + 1)) as u16;
    let year = like.year.map_or(first, |year| year.value());
    let from = year.saturating_sub(random.below(usize::from(years)) as u16).clamp(first, last + 1 - years);
    filter.years = Some(from..=from + years - 1);
    filter
}

/// A filter of names of series and artists.
fn names<'n>(dramas: impl IntoIterator<Item = &'n str>, artists: impl IntoIterator<Item = &'n str>) -> Filter {
    let mut filter = Filter::default();
    filter.dramas.extend(dramas.into_iter().map(Called::part));
    filter.artists.extend(artists.into_iter().map(Called::part));
    filter
}

/// A mood such as words could mean: tags that some track has, a point, and at times something unwanted.
fn mood(random: &mut Random, like: &Track, vocabulary: &Vocabulary) -> Mood {
    let mut axis = || random.fraction() * 2.0 - 1.0;
    let (valence, arousal) = (Valence::clamped(axis()), Arousal::clamped(axis()));
    let shape = random.below(10);
    let mut mood = match shape {
        0 => Mood::at(Some(valence), None),
        1 | 2 => Mood::at(Some(valence), Some(arousal)),
        3 | 4 => Mood::default(),
        _ => Mood::at(Some(valence), Some(arousal)),
    };
    if shape > 2 {
        for facet in [Facet::Theme, Facet::Instrumentation, Facet::Genre] {
            let most = if facet == Facet::Theme { 3 } else { random.below(2) };
            let tags = like.tags(facet).iter().take(most);
            mood.wanted.extend(tags.map(|t| Wish {
                facet,
                tag: t.tag.clone(),
                degree: 0.3 + 0.7 * random.fraction(),
                phrase: random.below(3),
            }));
        }
        if let Some(tag) = like.tempo.clone().filter(|_| random.below(3) == 0) {
            mood.wanted.push(Wish { facet: Facet::Tempo, tag, degree: 0.7, phrase: random.below(3) });
        }
        mood.feeling = if shape < 5 { 0.0 } else { 0.2 + 0.6 * random.fraction() };
    }
    if random.below(4) == 0 {
        let terms = vocabulary.of_facet(Facet::Theme);
        let (_, term) = vocabulary.iter().nth(terms.start + random.below(terms.len())).unwrap();
        mood.unwanted.push(Wish {
            facet: Facet::Theme,
            tag: term.tag.clone(),
            degree: 0.5 + 0.5 * random.fraction(),
            phrase: 0,
        });
    }
    mood
}
