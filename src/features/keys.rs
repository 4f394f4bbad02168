//! The tags of a catalogue, each looked up in the vocabulary once, with what else its vectors are made of.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::catalogue::Catalogue;
use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::{Bpm, Track};
use crate::features::vocabulary::{TermIndex, Vocabulary};

/// Tags that only a catalogue knows, ascending.
pub(crate) type Unlisted = BTreeSet<(Facet, Tag)>;

/// A tag of a track, looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    /// A term of the vocabulary.
    Term(TermIndex),
    /// A tag that only the catalogue knows, by its place among those.
    Unlisted(usize),
}

/// What is measured of a track, and the term of its tempo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) tempo: Option<Key>,
    pub(crate) bpm: Option<Bpm>,
    pub(crate) valence: Option<Valence>,
    pub(crate) arousal: Option<Arousal>,
}

impl Measured {
    /// What is measured of a track, with the term of its tempo if the vocabulary knows it.
    pub(crate) fn of(vocabulary: &Vocabulary, track: &Track) -> Self {
        let term = |tag| vocabulary.resolve(Facet::Tempo, tag).map(Key::Term);
        let tempo = track.tempo.as_ref().and_then(term);
        Self { tempo, bpm: track.bpm, valence: track.valence, arousal: track.arousal }
    }

    /// The slowest and the fastest tempo that the term stands for, if there is one that does.
    pub(crate) fn stands_for(&self, vocabulary: &Vocabulary) -> Option<(Bpm, Bpm)> {
        match self.tempo? {
            Key::Term(at) => vocabulary.term(at).bpm,
            Key::Unlisted(_) => None,
        }
    }
}

/// The tags of every track, each with its confidence; tempo terms among them, with full confidence.
#[derive(Debug)]
pub(crate) struct Keys {
    starts: Vec<usize>,
    keys: Vec<(Key, f64)>,
    measured: Vec<Measured>,
    /// The tags that only the catalogue knows, by their places.
    unlisted: Vec<(Facet, Tag)>,
}

/// Looks up the tags of one track; those that the vocabulary does not know are left out.
pub(crate) fn of_track(vocabulary: &Vocabulary, track: &Track) -> (Vec<(Key, f64)>, Measured) {
    let term = |facet: Facet, tag: &Tag| vocabulary.resolve(facet, tag).map(Key::Term);
    let measured = Measured::of(vocabulary, track);
    let mut keys = Vec::with_capacity(16);
    for facet in Facet::ALL {
        if facet == Facet::Tempo {
            keys.extend(measured.tempo.map(|key| (key, 1.0)));
        }
        let tags = track.tags(facet).iter();
        keys.extend(tags.filter_map(|tagged| Some((term(facet, &tagged.tag)?, tagged.confidence.value()))));
    }
    (keys, measured)
}

impl Keys {
    /// Looks up every tag of a catalogue.
    pub(crate) fn read(vocabulary: &Vocabulary, catalogue: &Catalogue) -> Self {
        let mut keys = Self {
            starts: vec![0],
            keys: Vec::with_capacity(catalogue.len() * 12),
            measured: Vec::with_capacity(catalogue.len()),
            unlisted: Vec::new(),
        };
        let mut known: [FxHashMap<Tag, Key>; 4] = Default::default();
        let mut key = |unlisted: &mut Vec<(Facet, Tag)>, facet: Facet, tag: &Tag| {
            let known = &mut known[facet.index()];
            if let Some(key) = known.get(tag) {
                return *key;
            }
            let key = vocabulary.resolve(facet, tag).map(Key::Term).unwrap_or_else(|| {
                unlisted.push((facet, tag.clone()));
                Key::Unlisted(unlisted.len() - 1)
            });
            known.insert(tag.clone(), key);
            key
        };
        for track in catalogue.walk() {
            let mut tempo = None;
            for facet in Facet::ALL {
                if facet == Facet::Tempo {
                    tempo = track.tempo.as_ref().map(|tag| key(&mut keys.unlisted, facet, tag));
                    keys.keys.extend(tempo.map(|key| (key, 1.0)));
                }
                for tagged in track.tags(facet) {
                    let key = key(&mut keys.unlisted, facet, &tagged.tag);
                    keys.keys.push((key, tagged.confidence.value()));
                }
            }
            keys.measured.push(Measured { tempo, bpm: track.bpm, valence: track.valence, arousal: track.arousal });
            keys.starts.push(keys.keys.len());
        }
        keys
    }

    /// The tags of each track and what is measured of it, in the order of the catalogue.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[(Key, f64)], &Measured)> {
        self.starts.windows(2).map(|pair| &self.keys[pair[0]..pair[1]]).zip(&self.measured)
    }

    /// The tags that only the catalogue knows, each with its place, ordered so that dimensions come out the same every time.
    pub(crate) fn unlisted(&self) -> BTreeMap<(Facet, &Tag), usize> {
        self.unlisted.iter().enumerate().map(|(i, (facet, tag))| ((*facet, tag), i)).collect()
    }
}
