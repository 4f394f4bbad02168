//! Which tracks may be answered at all.

use std::ops::RangeInclusive;

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::fold::{identity, is_asked_for, unspaced};
use crate::catalogue::track::{Track, Year};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::keys::{Key, Measured};
use crate::features::vocabulary::Vocabulary;
use crate::features::{Features, tempo};

/// How a series or an artist is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Called {
    /// The name, or a part of it.
    pub text: String,
    /// Whether the whole name is meant; else whatever it asks for ([`is_asked_for`]).
    pub whole: bool,
    /// Who has to be there as well, such as whoever else sings.
    pub beside: Vec<Self>,
}

impl Called {
    /// By the whole name.
    pub fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), whole: true, beside: Vec::new() }
    }

    /// By a part of the name, or all of it.
    pub fn part(text: &str) -> Self {
        Self { text: text.to_owned(), whole: false, beside: Vec::new() }
    }

    /// By several whole names at once; none where there is no name.
    pub fn together(names: &[String]) -> Option<Self> {
        let (first, others) = names.split_first()?;
        Some(Self { beside: others.iter().map(|name| Self::whole(name)).collect(), ..Self::whole(first) })
    }

    /// All that have to be there.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.beside)
    }

    /// Whether a name is asked for; `own` is the text. Both are folded and without spaces.
    pub(crate) fn is_asked_for(&self, name: &str, own: &str) -> bool {
        if self.whole { name == own && !own.is_empty() } else { is_asked_for(name, own) }
    }
}

/// What an answer must satisfy: everything that is set. Nothing is set to begin with.
///
/// ```
/// use ost::{Facet, Filter, Query, Recommender};
/// let recommender = Recommender::embedded();
/// let filter = Filter::new().tag(Facet::Instrumentation, "piano".parse()?).years(2010..=2020).exclude("goblin");
/// let query = Query::new().mood(recommender.read_mood("rainy night")).filter(filter).per_drama(1);
/// for answer in recommender.recommend(&query, 5) {
///     assert!(answer.track.year.is_some_and(|year| (2010..=2020).contains(&year.value())));
/// }
/// # Ok::<(), ost::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Filter {
    /// The series is one whose name, in any language, is asked for by one of these, spaces aside. Empty: any.
    pub dramas: Vec<Called>,
    /// An artist's name is asked for by one of these, spaces aside. Empty: any.
    pub artists: Vec<Called>,
    /// The year of release lies in this range.
    pub years: Option<RangeInclusive<u16>>,
    /// The track carries each of these tags, or a narrower one.
    pub tags: Vec<(Facet, Tag)>,
    /// The tempo, measured or by its term, lies in this range of beats per minute.
    pub tempo: Option<RangeInclusive<f64>>,
    /// The track has none of these as an id, a title, a series, an artist or a tag.
    pub exclude: Vec<String>,
}

impl Filter {
    /// A filter that lets everything pass yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets a series pass that is called so, beside those asked for before: [`crate::Recommender::drama_called`] says how a name is meant.
    #[must_use]
    pub fn drama(mut self, called: Called) -> Self {
        self.dramas.push(called);
        self
    }

    /// Lets an artist pass who is called so, beside those asked for before: [`crate::Recommender::artist_called`] says how a name is meant.
    #[must_use]
    pub fn artist(mut self, called: Called) -> Self {
        self.artists.push(called);
        self
    }

    /// Lets only these years pass.
    #[must_use]
    pub fn years(mut self, years: RangeInclusive<u16>) -> Self {
        self.years = Some(years);
        self
    }

    /// Asks for a tag, or a narrower one, beside those asked for before.
    #[must_use]
    pub fn tag(mut self, facet: Facet, tag: Tag) -> Self {
        self.tags.push((facet, tag));
        self
    }

    /// Lets only these beats per minute pass.
    #[must_use]
    pub fn tempo(mut self, range: RangeInclusive<f64>) -> Self {
        self.tempo = Some(range);
        self
    }

    /// Keeps out what has this as an id, a title, a series, an artist or a tag.
    #[must_use]
    pub fn exclude(mut self, word: &str) -> Self {
        self.exclude.push(word.to_owned());
        self
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the track at a place satisfies everything that is set, as [`Filter::admits`] says, no more of it being made out than that takes.
    pub(crate) fn admits_at(&self, at: TrackIndex, catalogue: &Catalogue, features: &Features) -> bool {
        let vocabulary = features.encoder().vocabulary();
        let in_tempo = |range| {
            features.with_tags(catalogue, at, |_, measured| Some(in_tempo(measured, range, vocabulary))) == Some(true)
        };
        let Self { dramas, artists, tags, exclude, .. } = self;
        let says_no_more = dramas.is_empty() && artists.is_empty() && tags.is_empty() && exclude.is_empty();
        self.years.as_ref().is_none_or(|years| in_years(catalogue.year(at), years))
            && self.tempo.as_ref().is_none_or(in_tempo)
            && (says_no_more || self.admits_words(&catalogue.glance(at), vocabulary))
    }

    /// Whether a track satisfies everything that is set. What is unknown of a track does not satisfy.
    pub fn admits(&self, track: &Track, vocabulary: &Vocabulary) -> bool {
        self.years.as_ref().is_none_or(|years| in_years(track.year, years))
            && self.tempo.as_ref().is_none_or(|range| in_tempo(&Measured::of(vocabulary, track), range, vocabulary))
            && self.admits_words(track, vocabulary)
    }

    /// The same of names and tags alone.
    fn admits_words(&self, track: &Track, vocabulary: &Vocabulary) -> bool {
        (self.dramas.is_empty() || is_any_in(&self.dramas, track.dramas()))
            && (self.artists.is_empty() || is_any_in(&self.artists, track.performers()))
            && self.tags.iter().all(|(facet, tag)| carries(track, *facet, tag, vocabulary))
            && !self.exclude.iter().any(|word| is_or_has(track, word, vocabulary))
    }
}

/// Whether any of some names is asked for by any of some words.
fn is_any_in<'n>(words: &[Called], names: impl Iterator<Item = &'n str>) -> bool {
    let names: Vec<String> = names.map(unspaced).collect();
    let is_there = |called: &Called| {
        let word = unspaced(&called.text);
        names.iter().any(|name| called.is_asked_for(name, &word))
    };
    words.iter().any(|called| called.all().all(is_there))
}

/// Whether a track carries a tag or a narrower one.
pub fn carries(track: &Track, facet: Facet, tag: &Tag, vocabulary: &Vocabulary) -> bool {
    let wanted = vocabulary.resolve(facet, tag);
    let is = |own: &Tag| match (wanted, vocabulary.resolve(facet, own)) {
        (Some(wanted), Some(own)) => own == wanted || vocabulary.broader(own).iter().any(|(up, _)| *up == wanted),
        _ => own == tag,
    };
    match facet {
        Facet::Tempo => track.tempo.as_ref().is_some_and(is),
        _ => track.tags(facet).iter().any(|tagged| is(&tagged.tag)),
    }
}

/// How many tracks carry each term of the vocabulary or a narrower one, in the order of the terms.
pub fn carriers(catalogue: &Catalogue, features: &Features) -> Vec<usize> {
    let vocabulary = features.encoder().vocabulary();
    let mut counts = vec![0; vocabulary.iter().len()];
    // By term: the last track that was counted.
    let mut last = vec![None; counts.len()];
    for at in catalogue.places() {
        let count = |keys: &[(Key, f64)], _: &Measured| {
            for (key, _) in keys {
                let Key::Term(own) = *key else { continue };
                for up in std::iter::once(own).chain(vocabulary.broader(own).iter().map(|(up, _)| *up)) {
                    if last[up.index()].replace(at) != Some(at) {
                        counts[up.index()] += 1;
                    }
                }
            }
            Some(())
        };
        features.with_tags(catalogue, at, count);
    }
    counts
}

fn in_years(year: Option<Year>, years: &RangeInclusive<u16>) -> bool {
    year.is_some_and(|year| years.contains(&year.value()))
}

fn in_tempo(measured: &Measured, range: &RangeInclusive<f64>, vocabulary: &Vocabulary) -> bool {
    match (measured.bpm, measured.stands_for(vocabulary)) {
        (Some(bpm), Some(heard)) => range.contains(&tempo::perceived(bpm, heard).value()),
        (Some(bpm), None) => range.contains(&bpm.value()),
        (None, Some((slowest, fastest))) => slowest.value() < *range.end() && fastest.value() > *range.start(),
        (None, None) => false,
    }
}

fn is_or_has(track: &Track, word: &str, vocabulary: &Vocabulary) -> bool {
    let wanted = identity(word);
    let named = |name: &str| identity(name) == wanted;
    named(track.id.as_str())
        || track.titles().any(named)
        || track.dramas().any(named)
        || track.performers().any(named)
        || Tag::new(word).is_ok_and(|tag| Facet::ALL.into_iter().any(|facet| carries(track, facet, &tag, vocabulary)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Recommender;
    use crate::catalogue::fold::fold;

    /// Each term asked for by itself is the oracle.
    #[test]
    fn carriers_are_those_that_carry() {
        let recommender = Recommender::embedded();
        let (catalogue, vocabulary) = (recommender.catalogue(), recommender.vocabulary());
        let counts = carriers(catalogue, recommender.features());
        assert_eq!(counts.len(), vocabulary.iter().len());
        for (at, term) in vocabulary.iter() {
            let carry = catalogue.iter().filter(|(_, track)| carries(track, term.facet, &term.tag, vocabulary)).count();
            assert_eq!(counts[at.index()], carry, "{}", term.tag);
        }
    }

    proptest! {
        /// Whole words that a name holds are held without the spaces as well, so nothing is lost by looking only there; but few letters stand in too many
        /// names.
        #[test]
        fn spaces_say_nothing_more(name in "[a-cA-C 가나é.'-]{0,12}", word in "[a-cA-C 가나é.'-]{0,5}") {
            let (spaced_name, spaced_word) = (fold(&name), fold(&word));
            let unspaced_name = spaced_name.replace(' ', "");
            let letters = spaced_word.replace(' ', "");
            let weight: usize = letters.chars().map(|c| if c.is_ascii() || c == 'é' { 1 } else { 2 }).sum();
            let holds = match weight {
                0 => false,
                1 | 2 => unspaced_name == letters,
                3 => unspaced_name.starts_with(&letters),
                _ => {
                    // What lacks the last letter alone is a slip.
                    let lacks = letters.is_ascii() && ('a'..='c').any(|last| unspaced_name == format!("{letters}{last}"));
                    !lacks && (spaced_name.contains(&spaced_word) || unspaced_name.contains(&letters))
                }
            };
            let is = |called| is_any_in(&[called], [name.as_str()].into_iter());
            prop_assert_eq!(is(Called::part(&word)), holds);
            prop_assert_eq!(is(Called::whole(&word)), weight > 0 && unspaced_name == letters);
        }
    }
}
