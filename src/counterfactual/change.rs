//! One change to what a track is.

use crate::catalogue::facet::{Facet, Tag, Tagged};
use crate::catalogue::track::{Bpm, Track};
use crate::features::vocabulary::Vocabulary;

/// One change to a track's tags or to its tempo.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// It has this tag as well, for certain; one that it has already stays as sure as it is, and a tempo is set by [`Change::Tempo`] instead.
    Add(Facet, Tag),
    /// It does not have this tag.
    Remove(Facet, Tag),
    /// It is of this tempo, whatever was known before.
    Tempo {
        /// How fast it feels.
        term: Option<Tag>,
        /// Measured beats per minute.
        bpm: Option<Bpm>,
    },
}

impl Change {
    /// The facet it changes.
    pub fn facet(&self) -> Facet {
        match self {
            Self::Add(facet, _) | Self::Remove(facet, _) => *facet,
            Self::Tempo { .. } => Facet::Tempo,
        }
    }

    /// The track as it would be. A tag is taken away by any of its names; adding one it has, or a tempo as a tag, changes nothing.
    #[must_use]
    pub fn applied(&self, track: &Track, vocabulary: &Vocabulary) -> Track {
        let mut changed = track.clone();
        match self {
            Self::Add(facet, tag) => {
                if let Some(tags) = tags_of(&mut changed, *facet)
                    && !tags.iter().any(|own| same(vocabulary, *facet, &own.tag, tag))
                {
                    tags.push(tag.clone().into());
                }
            }
            Self::Remove(facet, tag) => {
                if let Some(tags) = tags_of(&mut changed, *facet) {
                    tags.retain(|own| !same(vocabulary, *facet, &own.tag, tag));
                }
            }
            Self::Tempo { term, bpm } => {
                changed.tempo.clone_from(term);
                changed.bpm = *bpm;
            }
        }
        changed
    }
}

fn same(vocabulary: &Vocabulary, facet: Facet, a: &Tag, b: &Tag) -> bool {
    let (first, second) = (vocabulary.resolve(facet, a), vocabulary.resolve(facet, b));
    a == b || (first.is_some() && first == second)
}

fn tags_of(track: &mut Track, facet: Facet) -> Option<&mut Vec<Tagged>> {
    match facet {
        Facet::Genre => Some(&mut track.genre),
        Facet::Instrumentation => Some(&mut track.instrumentation),
        Facet::Theme => Some(&mut track.theme),
        Facet::Tempo => None,
    }
}
