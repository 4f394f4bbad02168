//! Features: every track of a catalogue as a unit vector and a mood.

pub mod acoustic;
pub mod affect;
pub mod encoder;
pub(crate) mod keys;
pub(crate) mod lit;
pub(crate) mod names;
pub(crate) mod stored;
pub mod tempo;
pub(crate) mod terms;
pub mod vector;
pub mod vocabulary;
pub mod weighting;
pub mod worked;

use std::io;
use std::sync::Arc;

use ndarray::Array2;

use crate::catalogue::facet::Facet;
use crate::catalogue::packed::{Packed, Tags};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::storage::{Image, Writer};
use affect::{Affects, TrackAffect};
use encoder::Encoder;
use keys::{Key, Keys, Measured};
use vector::Rows;
use vocabulary::Vocabulary;
use weighting::Weighting;
use worked::{Encoded, Worked};

/// A catalogue's feature vectors and moods, with the encoder that made them.
#[derive(Debug, Clone)]
pub struct Features {
    encoder: Encoder,
    vectors: Vectors,
}

#[derive(Debug, Clone)]
enum Vectors {
    Kept(Rows, Affects),
    Worked(Worked),
}

impl Features {
    /// Encodes a catalogue.
    pub fn new(vocabulary: Arc<Vocabulary>, catalogue: &Catalogue, weighting: Weighting) -> Self {
        let keys = Keys::read(&vocabulary, catalogue);
        let mut affects = Affects::default();
        keys.iter().for_each(|(keys, measured)| affects.push(affect::of_track(keys, measured, &vocabulary)));
        let (encoder, rows) = Encoder::fit_and_encode(vocabulary, &keys, weighting);
        Self { encoder, vectors: Vectors::Kept(rows, affects) }
    }

    /// The features of a catalogue in a file; none where they were made by another vocabulary or with other settings.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(
        image: &Image,
        tracks: &Packed,
        vocabulary: &Arc<Vocabulary>,
        weighting: Weighting,
    ) -> Result<Option<Self>, Error> {
        let Some(encoder) = stored::encoder(image, tracks.parts.len, vocabulary, weighting)? else {
            return Ok(None);
        };
        let width = encoder.dimensions().len();
        let vectors = match stored::rows(image, tracks.parts.len, width)? {
            Some((rows, affects)) => Vectors::Kept(rows, affects),
            None => {
                let codes = stored::codes(image, &encoder, &tracks.parts.tags)?;
                Vectors::Worked(Worked::new(tracks.clone(), codes))
            }
        };
        Ok(Some(Self { encoder, vectors }))
    }

    /// Writes the features; the vectors and moods of a large catalogue are left out, to be worked out of its tags.
    pub(crate) fn store(&self, tags: &Tags, writer: &mut Writer<'_>) -> io::Result<()> {
        terms::store(self.encoder.vocabulary(), writer)?;
        stored::store_encoder(&self.encoder, tags, writer)?;
        match &self.vectors {
            Vectors::Kept(rows, affects) if rows.len() <= stored::KEPT => stored::store_rows(rows, affects, writer),
            _ => Ok(()),
        }
    }

    /// The encoder that made them.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// The number of tracks.
    pub fn len(&self) -> usize {
        match &self.vectors {
            Vectors::Kept(rows, _) => rows.len(),
            Vectors::Worked(worked) => worked.len(),
        }
    }

    /// Whether there is no track.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads what tracks are about to be scored by, their vectors, their moods, or both, as far as it is kept: memory is then waited for once for all of
    /// them rather than for each in turn.
    pub(crate) fn warm(&self, tracks: &[TrackIndex], vectors: bool, moods: bool) {
        if let Vectors::Kept(rows, affects) = &self.vectors {
            // First where the vectors begin, or whoever waits for one would not ask for the next.
            let starts = tracks.iter().map(|track| rows.starts.one(track.index())).fold(0, u64::wrapping_add);
            let some = |asked: bool| if asked { tracks } else { &[] };
            let of_moods: f64 = some(moods).iter().map(|track| affects.sum(track.index())).sum();
            let of_vectors: f32 = some(vectors).iter().filter_map(|track| rows.ends(*track)).sum();
            std::hint::black_box((starts, of_moods, of_vectors));
        }
    }

    /// The number of dimensions.
    pub fn width(&self) -> usize {
        self.encoder.dimensions().len()
    }

    /// A track's vector; none for a track of which no tag is known: it answers no more than a mood, and that only where its own is known.
    pub fn row(&self, at: TrackIndex) -> Option<Encoded<'_>> {
        match &self.vectors {
            Vectors::Kept(rows, _) => rows.row(at).map(Encoded::Kept),
            Vectors::Worked(worked) => worked.vector(&self.encoder, at).map(Encoded::Worked),
        }
    }

    /// The mood that a track would have, were it in the catalogue.
    pub(crate) fn affect_of(&self, track: &Track) -> Option<TrackAffect> {
        let vocabulary = self.encoder.vocabulary();
        let (keys, measured) = keys::of_track(vocabulary, track);
        affect::of_track(&keys, &measured, vocabulary)
    }

    /// Between which values a track's valence and arousal would lie, were some tags of a facet known as well.
    pub(crate) fn affect_range(&self, track: &Track, facet: Facet) -> [(f64, f64); 2] {
        let vocabulary = self.encoder.vocabulary();
        let (keys, measured) = keys::of_track(vocabulary, track);
        affect::range(&keys, &measured, vocabulary, facet)
    }

    /// A track's mood; none where nothing says anything of it.
    pub fn affect(&self, at: TrackIndex) -> Option<TrackAffect> {
        match &self.vectors {
            Vectors::Kept(_, affects) => affects.one(at.index()),
            Vectors::Worked(worked) => worked.affect(self.encoder.vocabulary(), at),
        }
    }

    /// What is made of the tags of a track of their catalogue, those that the vocabulary knows, and of what is measured of it; of a large catalogue in a
    /// file nothing else is made out.
    pub(crate) fn with_tags<T>(
        &self,
        catalogue: &Catalogue,
        at: TrackIndex,
        run: impl FnOnce(&[(Key, f64)], &Measured) -> Option<T>,
    ) -> Option<T> {
        match &self.vectors {
            Vectors::Kept(rows, _) if at.index() >= rows.len() => None,
            Vectors::Kept(..) => {
                let (keys, measured) = keys::of_track(self.encoder.vocabulary(), &catalogue.glance(at));
                run(&keys, &measured)
            }
            Vectors::Worked(worked) => worked.with_tags(at, run),
        }
    }

    /// The vectors of some tracks in full, shape `(tracks.len(), width)`; a track of which no tag is known is a row of zeros.
    pub fn to_dense(&self, tracks: &[TrackIndex]) -> Array2<f64> {
        let mut dense = Array2::zeros((tracks.len(), self.width()));
        for (i, at) in tracks.iter().enumerate() {
            for (d, v) in self.row(*at).iter().flat_map(Encoded::iter) {
                dense[[i, d]] = v;
            }
        }
        dense
    }
}
