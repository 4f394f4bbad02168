//! What is checked: a catalogue with the lines of its tracks and their vectors.

use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
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

/// The tracks with equal feature vectors, two or more together, each in the order of the catalogue; the groups by their first track.
pub(crate) fn equal_vectors(catalogue: &Catalogue, features: &Features) -> Vec<Vec<TrackIndex>> {
    let numbers = |at: TrackIndex| {
        let own = features.row(at)?;
        // The values are kept as f32, so nothing is lost.
        Some(own.iter().map(|(d, v)| (d as u32, (v as f32).to_bits())).collect::<Box<[_]>>())
    };
    let mut vectors: Vec<_> = catalogue.places().filter_map(|at| Some((numbers(at)?, at))).collect();
    vectors.sort();
    let alike = vectors.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1);
    let mut groups: Vec<Vec<TrackIndex>> = alike.map(|group| group.iter().map(|(_, at)| *at).collect()).collect();
    groups.sort_by_key(|group| group[0]);
    groups
}
