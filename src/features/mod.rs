//! Features: every track of a catalogue as a unit vector and a mood.

pub mod acoustic;
pub mod affect;
pub mod encoder;
pub(crate) mod keys;
pub(crate) mod stored;
pub mod tempo;
pub mod vector;
pub mod vocabulary;
pub mod weighting;

use std::io;
use std::sync::Arc;

use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::storage::{Image, Writer};
use affect::{Affects, TrackAffect};
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
    affects: Affects,
}

impl Features {
    /// Encodes a catalogue.
    pub fn new(vocabulary: Arc<Vocabulary>, catalogue: &Catalogue, weighting: Weighting) -> Self {
        let keys = Keys::read(&vocabulary, catalogue);
        let mut affects = Affects::default();
        keys.iter().for_each(|(keys, measured)| affects.push(affect::of_track(keys, measured, &vocabulary)));
        let (encoder, rows) = Encoder::fit_and_encode(vocabulary, &keys, weighting);
        Self { encoder, rows, affects }
    }

    /// The features of a catalogue of so many tracks in a file; none where they were made by another vocabulary or with other settings.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(
        image: &Image,
        tracks: usize,
        vocabulary: &Arc<Vocabulary>,
        weighting: Weighting,
    ) -> Result<Option<Self>, Error> {
        let restored = stored::restore(image, tracks, vocabulary, weighting)?;
        Ok(restored.map(|(encoder, rows, affects)| Self { encoder, rows, affects }))
    }

    /// Writes the features.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        stored::store(&self.encoder, &self.rows, &self.affects, writer)
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

    /// A track's mood; none where nothing says anything of it.
    pub fn affect(&self, at: TrackIndex) -> Option<TrackAffect> {
        self.affects.one(at.index())
    }
}
