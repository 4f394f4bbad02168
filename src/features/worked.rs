//! Vectors and moods that are not kept but worked out of a track's tags when they are asked for: what a large catalogue saves most room by.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::packed::{Packed, Tags};
use crate::catalogue::profile::Profile;
use crate::features::affect::{self, TrackAffect};
use crate::features::encoder::Encoder;
use crate::features::keys::{Key, Measured, Unlisted};
use crate::features::lit::Lit;
use crate::features::vector::{FeatureVector, Row};
use crate::features::vocabulary::{TermIndex, Vocabulary};

/// A track's vector, kept or worked out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Encoded<'a> {
    /// One of the rows that are kept.
    Kept(Row<'a>),
    /// Worked out of the track's tags.
    Worked(FeatureVector),
}

impl Encoded<'_> {
    /// The vector as a row.
    pub fn row(&self) -> Row<'_> {
        match self {
            Self::Kept(row) => *row,
            Self::Worked(vector) => vector.row(),
        }
    }

    /// The dimensions with their values, by dimension.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (usize, f64)> + Clone + '_ {
        self.row().iter()
    }
}

/// The tracks of a packed catalogue with what each number of a tag means.
#[derive(Debug, Clone)]
pub(crate) struct Worked {
    tracks: Packed,
    codes: Codes,
}

/// What each number of a tag means.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes(Vec<Option<Key>>);

impl Codes {
    /// Looks up the tags of a packed catalogue; `unlisted` are those that only it knows, in the order in which the encoder counts them.
    pub(crate) fn new(vocabulary: &Vocabulary, tags: &Tags, unlisted: &Unlisted) -> Self {
        let places: FxHashMap<(Facet, &Tag), usize> =
            unlisted.iter().enumerate().map(|(i, (facet, tag))| ((*facet, tag), i)).collect();
        let key = |(facet, tag): (Facet, Option<Tag>)| {
            let tag = tag?;
            let own = || places.get(&(facet, &tag)).copied().map(Key::Unlisted);
            vocabulary.resolve(facet, &tag).map(Key::Term).or_else(own)
        };
        Self(tags.iter().map(key).collect())
    }

    /// As numbers: 0 for none, then the terms of a vocabulary of so many, then the tags that only the catalogue knows.
    pub(crate) fn to_numbers(&self, terms: usize) -> Vec<u32> {
        let number = |key: &Option<Key>| match key {
            None => 0,
            Some(Key::Term(at)) => 1 + at.index() as u32,
            Some(Key::Unlisted(at)) => 1 + (terms + at) as u32,
        };
        self.0.iter().map(number).collect()
    }

    /// The same from numbers; none where one is too high.
    pub(crate) fn of_numbers(numbers: &[u32], terms: usize, unlisted: usize) -> Option<Self> {
        let key = |number: &u32| match (*number as usize).checked_sub(1) {
            None => Some(None),
            Some(at) if at < terms => Some(Some(Key::Term(TermIndex(at)))),
            Some(at) => (at - terms < unlisted).then(|| Some(Key::Unlisted(at - terms))),
        };
        numbers.iter().map(key).collect::<Option<_>>().map(Self)
    }

    /// The keys of a profile's tags, in place of what was there, and what is measured.
    fn read(&self, profile: &Profile, keys: &mut Vec<(Key, f64)>) -> Measured {
        let key = |number: usize| self.0.get(number).copied().flatten();
        let tempo = profile.tempo.and_then(key);
        keys.clear();
        let of = |facets: &'static [Facet]| profile.tags.iter().filter(move |(facet, ..)| facets.contains(facet));
        let tag = |(_, number, confidence): &(Facet, usize, f64)| Some((key(*number)?, *confidence));
        // In the order in which a catalogue is read, so that sums come out the same.
        keys.extend(of(&[Facet::Genre]).filter_map(tag));
        keys.extend(tempo.map(|key| (key, 1.0)));
        keys.extend(of(&[Facet::Instrumentation, Facet::Theme]).filter_map(tag));
        Measured { tempo, bpm: profile.bpm, valence: profile.valence, arousal: profile.arousal }
    }
}

impl Worked {
    pub(crate) fn new(tracks: Packed, codes: Codes) -> Self {
        Self { tracks, codes }
    }

    /// The number of tracks.
    pub(crate) fn len(&self) -> usize {
        self.tracks.parts.len
    }

    /// A track's vector.
    pub(crate) fn vector(&self, encoder: &Encoder, at: TrackIndex) -> Option<FeatureVector> {
        self.with(at, |keys, measured, lit| encoder.encode_keys(keys, measured, lit))
    }

    /// A track's mood.
    pub(crate) fn affect(&self, vocabulary: &Vocabulary, at: TrackIndex) -> Option<TrackAffect> {
        self.with_tags(at, |keys, measured| affect::of_track(keys, measured, vocabulary))
    }

    /// What is made of a track's tags and of what is measured of it.
    pub(crate) fn with_tags<T>(
        &self,
        at: TrackIndex,
        run: impl FnOnce(&[(Key, f64)], &Measured) -> Option<T>,
    ) -> Option<T> {
        self.with(at, |keys, measured, _| run(keys, measured))
    }

    fn with<T>(&self, at: TrackIndex, run: impl FnOnce(&[(Key, f64)], &Measured, &mut Lit) -> Option<T>) -> Option<T> {
        if at.index() >= self.len() {
            return None;
        }
        ROOM.with_borrow_mut(|Room { profile, keys, lit }| {
            self.tracks.profile(at.index(), profile);
            let measured = self.codes.read(profile, keys);
            run(keys, &measured, lit)
        })
    }
}

/// Room to work a vector out in, kept from one to the next.
#[derive(Default)]
struct Room {
    profile: Profile,
    keys: Vec<(Key, f64)>,
    lit: Lit,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::catalogue::affect::{Arousal, Valence};
    use crate::catalogue::facet::{Confidence, Tagged};
    use crate::catalogue::track::{Bpm, Label, Track, TrackId};
    use crate::features::Features;
    use crate::features::weighting::Weighting;
    use crate::interchange::embedded;

    fn tags() -> impl Strategy<Value = Vec<Tagged>> {
        let names =
            prop::sample::select(vec!["ballad", "piano", "rain", "haegeum", "slow", "own one", "own two", "folk"]);
        let tagged = (names, prop_oneof![Just(1.0), 0.01_f64..1.0]).prop_map(|(tag, confidence)| Tagged {
            tag: Tag::new(tag).unwrap(),
            confidence: Confidence::new(confidence).unwrap(),
        });
        proptest::collection::vec(tagged, 0..5)
    }

    proptest! {
        /// Vectors and moods that are worked out are those that would have been kept, to the last bit.
        #[test]
        fn worked_out_as_it_would_be_kept(
            all in proptest::collection::vec(([tags(), tags(), tags(), tags()], proptest::option::of(20.0_f64..400.0)), 1..20),
        ) {
            let tracks = all.into_iter().enumerate().map(|(i, ([genre, tempo, instruments, themes], bpm))| {
                let mut track = Track::new(TrackId::new(&format!("t{i}")).unwrap(), Label::new("T").unwrap());
                track.tempo = tempo.first().map(|tagged| tagged.tag.clone());
                (track.genre, track.instrumentation, track.theme) = (genre, instruments, themes);
                track.bpm = bpm.map(|bpm| Bpm::new(bpm).unwrap());
                track.valence = bpm.filter(|bpm| *bpm < 100.0).map(|bpm| Valence::clamped(bpm / 100.0));
                track.arousal = bpm.filter(|bpm| *bpm > 300.0).map(|bpm| Arousal::clamped(bpm / 400.0));
                track
            });
            let catalogue = Catalogue::new(tracks.collect()).unwrap();
            let kept = Features::new(Arc::new(embedded::vocabulary()), &catalogue, Weighting::default());
            let packed = Packed::new(catalogue.to_parts().unwrap());
            let unlisted = kept.encoder().unlisted().into_iter().cloned().collect();
            let idf = (0..kept.width()).map(|d| kept.encoder().idf(d)).collect();
            let vocabulary = Arc::new(embedded::vocabulary());
            let encoder =
                Encoder::restored(Arc::clone(&vocabulary), Weighting::default(), catalogue.len(), &unlisted, idf).unwrap();
            let worked = Worked::new(packed.clone(), Codes::new(&vocabulary, &packed.parts.tags, &unlisted));
            for at in catalogue.places() {
                let row = |own: &Encoded<'_>| own.iter().collect::<Vec<_>>();
                let own = worked.vector(&encoder, at).map(Encoded::Worked);
                prop_assert_eq!(own.as_ref().map(row), kept.row(at).as_ref().map(row));
                prop_assert_eq!(worked.affect(&vocabulary, at), kept.affect(at));
                let told = |keys: &[(Key, f64)], measured: &Measured| {
                    let terms = keys.iter().filter_map(|(key, confidence)| match key {
                        Key::Term(at) => Some((*at, *confidence)),
                        Key::Unlisted(_) => None,
                    });
                    Some((terms.collect::<Vec<_>>(), measured.bpm, measured.stands_for(&vocabulary)))
                };
                prop_assert_eq!(worked.with_tags(at, told), kept.with_tags(&catalogue, at, told));
            }
        }
    }
}
