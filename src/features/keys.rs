//! The tags of a catalogue, each looked up in the vocabulary once.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::features::vocabulary::{TermIndex, Vocabulary};

/// A tag of a track, looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key<'c> {
    /// A term of the vocabulary.
    Term(TermIndex),
    /// A tag that only the catalogue knows.
    Unlisted(Facet, &'c Tag),
}

/// The tags of every track, each with its confidence; tempo terms among them, with full confidence.
#[derive(Debug)]
pub(crate) struct Keys<'c> {
    starts: Vec<usize>,
    keys: Vec<(Key<'c>, f64)>,
}

impl<'c> Keys<'c> {
    /// Looks up every tag of a catalogue.
    pub(crate) fn read(vocabulary: &Vocabulary, catalogue: &'c Catalogue) -> Self {
        let mut starts = Vec::with_capacity(catalogue.len() + 1);
        let mut keys = Vec::with_capacity(catalogue.len() * 12);
        starts.push(0);
        for (_, track) in catalogue.iter() {
            keys.extend(Self::of(vocabulary, track));
            starts.push(keys.len());
        }
        Self { starts, keys }
    }

    /// Looks up the tags of one track.
    pub(crate) fn of(vocabulary: &Vocabulary, track: &'c Track) -> impl Iterator<Item = (Key<'c>, f64)> {
        Facet::ALL.into_iter().flat_map(move |facet| {
            let tempo = track.tempo.iter().filter(move |_| facet == Facet::Tempo).map(|tag| (tag, 1.0));
            let tags = track.tags(facet).iter().map(|tagged| (&tagged.tag, tagged.confidence.value()));
            tags.chain(tempo).map(move |(tag, confidence)| {
                let key = vocabulary.resolve(facet, tag).map_or(Key::Unlisted(facet, tag), Key::Term);
                (key, confidence)
            })
        })
    }

    /// The tags of each track, in the order of the catalogue.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[(Key<'c>, f64)]> {
        self.starts.windows(2).map(|pair| &self.keys[pair[0]..pair[1]])
    }

    /// The tags that only the catalogue knows, ordered so that dimensions come out the same every time.
    pub(crate) fn unlisted(&self) -> BTreeSet<(Facet, &'c Tag)> {
        let unlisted = self.keys.iter().filter_map(|(key, _)| match key {
            Key::Term(_) => None,
            Key::Unlisted(facet, tag) => Some((*facet, *tag)),
        });
        unlisted.collect()
    }
}
