//! What is checked: a catalogue with the lines of its tracks and their vectors.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::features::worked::Encoded;
use crate::validation::finding::{Finding, Rule};

/// A catalogue that was read from a file, with its vectors.
pub(crate) struct Subject<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The line each track begins on, in the order of the catalogue.
    pub(crate) lines: &'a [usize],
    pub(crate) features: &'a Features,
}

impl<'a> Subject<'a> {
    pub(crate) fn vocabulary(&self) -> &'a Vocabulary {
        self.features.encoder().vocabulary()
    }

    pub(crate) fn track(&self, at: TrackIndex) -> &'a Track {
        self.catalogue.track(at)
    }

    pub(crate) fn line(&self, at: TrackIndex) -> usize {
        self.lines[at.index()]
    }

    /// All tracks by the lines they stand on: the order in which a reader finds them.
    pub(crate) fn by_line(&self) -> Vec<(TrackIndex, &'a Track)> {
        let mut tracks: Vec<(TrackIndex, &Track)> = self.catalogue.iter().collect();
        tracks.sort_by_key(|(at, _)| (self.line(*at), *at));
        tracks
    }

    /// What was found of a track, on its line.
    pub(crate) fn finding(&self, at: TrackIndex, rule: Rule, message: String, fix: impl Into<String>) -> Finding {
        Finding::new(rule, message, fix).on(self.line(at)).of(self.track(at).id.as_str())
    }

    /// A track as a message names it: its id and its line.
    pub(crate) fn named(&self, at: TrackIndex) -> String {
        format!("{:?} on line {}", self.track(at).id.as_str(), self.line(at))
    }
}

/// The tracks that no question can tell apart, since their vectors and their moods are equal, two or more together, each in the order of the catalogue; the
/// groups by their first track.
pub(crate) fn equal_vectors(catalogue: &Catalogue, features: &Features) -> Vec<Vec<TrackIndex>> {
    // The values are kept as f32, so nothing is lost.
    let values = |row: &Encoded<'_>| row.iter().map(|(d, v)| (d as u32, (v as f32).to_bits())).collect::<Vec<_>>();
    let numbers = |at: TrackIndex| {
        let row = features.row(at).map(|row| values(&row));
        let mood = features.affect(at).map(|own| [own.affect.valence.value(), own.affect.arousal.value()]);
        (row.is_some() || mood.is_some()).then(|| (row, mood.map(|axes| axes.map(f64::to_bits))))
    };
    let hash = |at: TrackIndex| Some(FxBuildHasher.hash_one(numbers(at)?));
    let mut hashes: Vec<(u64, TrackIndex)> = catalogue.places().filter_map(|at| Some((hash(at)?, at))).collect();
    hashes.sort_unstable();
    let mut groups = Vec::new();
    // Only those whose hashes are equal are held against each other, so that not all vectors are kept at once.
    for run in hashes.chunk_by(|(a, _), (b, _)| a == b).filter(|run| run.len() > 1) {
        let mut vectors: Vec<_> = run.iter().filter_map(|(_, at)| Some((numbers(*at)?, *at))).collect();
        vectors.sort();
        let alike = vectors.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1);
        groups.extend(alike.map(|group| group.iter().map(|(_, at)| *at).collect::<Vec<_>>()));
    }
    groups.sort_by_key(|group| group[0]);
    groups
}
