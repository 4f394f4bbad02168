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

use crate::catalogue::affect::Affect;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::storage::Section;
use affect::{AffectSource, TrackAffect};
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

/// The moods of a catalogue's tracks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Affects {
    /// Valence, then arousal, of each track; 0 where nothing is known.
    pub(crate) points: Section<f64>,
    /// For each track [`KNOWN`] and what of it was measured; 0 where nothing is known.
    pub(crate) sources: Section<u8>,
}

const KNOWN: u8 = 1;
const VALENCE_MEASURED: u8 = 2;
const AROUSAL_MEASURED: u8 = 4;

impl Affects {
    fn push(&mut self, own: Option<TrackAffect>) {
        let measured = |source, bit| if source == AffectSource::Measured { bit } else { 0 };
        let (point, source) = own.map_or(([0.0; 2], 0), |own| {
            let sources =
                measured(own.valence_source, VALENCE_MEASURED) | measured(own.arousal_source, AROUSAL_MEASURED);
            ([own.affect.valence.value(), own.affect.arousal.value()], KNOWN | sources)
        });
        self.points.extend_from_slice(&point);
        self.sources.push(source);
    }

    fn one(&self, at: usize) -> Option<TrackAffect> {
        let sources = self.sources.one(at);
        let source = |bit: u8| if sources & bit != 0 { AffectSource::Measured } else { AffectSource::Tags };
        (sources & KNOWN != 0).then(|| TrackAffect {
            affect: Affect::clamped(self.points.one(2 * at), self.points.one(2 * at + 1)),
            valence_source: source(VALENCE_MEASURED),
            arousal_source: source(AROUSAL_MEASURED),
        })
    }
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

    /// Features that were encoded before.
    pub(crate) fn restored(encoder: Encoder, rows: Rows, affects: Affects) -> Self {
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

    /// All moods.
    pub(crate) fn affects(&self) -> &Affects {
        &self.affects
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
