//! Features: every track of a catalogue as a unit vector and a mood.

pub mod acoustic;
pub mod affect;
pub mod encoder;
pub(crate) mod keys;
pub mod tempo;
pub mod vector;
pub mod vocabulary;
pub mod weighting;

use std::sync::Arc;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use affect::TrackAffect;
use encoder::Encoder;
use keys::Keys;
use vector::{Row, Rows};
use vocabulary::Vocabulary;
use weighting::Weighting;

/// A catalogue's feature vectors and moods, with the encoder that made them.
#[derive(Debug, Clone)]
pub struct Features {
    encoder: Encoder,
    rows: Rows,
    affects: Vec<Option<TrackAffect>>,
}

impl Features {
    /// Encodes a catalogue.
    pub fn new(vocabulary: Arc<Vocabulary>, catalogue: &Catalogue, weighting: Weighting) -> Self {
        let keys = Keys::read(&vocabulary, catalogue);
        let affects =
            catalogue.iter().zip(keys.iter()).map(|((_, track), keys)| affect::of_track(track, keys, &vocabulary));
        let affects = affects.collect();
        let (encoder, rows) = Encoder::fit_and_encode(vocabulary, catalogue, &keys, weighting);
        Self { encoder, rows, affects }
    }

    /// The encoder that made them.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// All vectors.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// A track's vector; none for a track of which no tag is known: it is never recommended.
    pub fn row(&self, at: TrackIndex) -> Option<Row<'_>> {
        self.rows.row(at)
    }

    /// The mood that a track would have, were it in the catalogue.
    pub(crate) fn affect_of(&self, track: &Track) -> Option<TrackAffect> {
        let vocabulary = self.encoder.vocabulary();
        affect::of_track(track, &Keys::of(vocabulary, track).collect::<Vec<_>>(), vocabulary)
    }

    /// Between which values a track's valence and arousal would lie, were some tags of a facet known as well.
    pub(crate) fn affect_range(&self, track: &Track, facet: Facet) -> [(f64, f64); 2] {
        let vocabulary = self.encoder.vocabulary();
        affect::range(track, &Keys::of(vocabulary, track).collect::<Vec<_>>(), vocabulary, facet)
    }

    /// A track's mood; none where nothing says anything of it.
    pub fn affect(&self, at: TrackIndex) -> Option<&TrackAffect> {
        self.affects[at.index()].as_ref()
    }
}
