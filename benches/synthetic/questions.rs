//! Random questions to a synthetic catalogue.

use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::Facet;
use ost::catalogue::track::Track;
use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::vocabulary::Vocabulary;
use ost::query::Query;
use ost::query::filter::Filter;
use ost::query::mood::wish::{Mood, Wish};

use super::Random;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One favourite.
    Seeds,
    /// Two or three favourites and one or two tracks to stay away from.
    Dislikes,
    /// A point, tags, or both, and at times unwanted tags.
    Moods,
    /// A favourite, among the tracks of some years that carry some tag.
    Filtered,
    /// Favourites and a mood together.
    Both,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Seeds, Self::Dislikes, Self::Moods, Self::Filtered, Self::Both];
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
                Kind::Filtered => {
                    let mut filter = Filter::default();
                    let from = random.between(2000, 2024) as u16;
                    filter.years = Some(from..=from + random.below(2) as u16);
                    if let Some(tagged) = catalogue.track(pick(&mut random)).genre.first() {
                        filter.tags.push((Facet::Genre, tagged.tag.clone()));
                    }
                    query = query.filter(filter);
                }
            }
            query
        })
        .collect()
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
