//! What the tracks of a catalogue are called, folded once and kept together.

use std::sync::OnceLock;

use crate::catalogue::fold::fold;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::lookup::hangul::Syllable;
use crate::lookup::romanisation::{Reading, romanise};

/// Names and the tracks they belong to, one text after the other: a million tracks would be millions of `String`s.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<usize>,
    tracks: Vec<TrackIndex>,
}

impl Names {
    /// All names with their tracks, those of one track in a row.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TrackIndex, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let texts = starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end]);
        self.tracks.iter().copied().zip(texts)
    }

    fn push(&mut self, track: TrackIndex, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
        self.tracks.push(track);
    }
}

/// What is worked out at the first text that names no track as it stands.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    /// The number of tracks it was worked out for.
    pub(super) tracks: usize,
    /// Titles, folded, without repetitions within a track.
    pub(super) titles: Names,
    /// Ids, folded, where that gives no title.
    pub(super) ids: Names,
    romanised: OnceLock<Names>,
}

impl Tables {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let (mut titles, mut ids) = (Names::default(), Names::default());
        let mut own: Vec<String> = Vec::new();
        for (at, track) in catalogue.iter() {
            own.clear();
            for title in track.titles().map(fold) {
                if !title.is_empty() && !own.contains(&title) {
                    titles.push(at, &title);
                    own.push(title);
                }
            }
            let id = fold(track.id.as_str());
            if !id.is_empty() && !own.contains(&id) {
                ids.push(at, &id);
            }
        }
        Self { tracks: catalogue.len(), titles, ids, romanised: OnceLock::new() }
    }

    /// Titles, then ids.
    pub(super) fn spelled(&self) -> impl Iterator<Item = (TrackIndex, &str)> {
        self.titles.iter().chain(self.ids.iter())
    }

    /// The titles that hold Hangul, in Latin letters: as spoken and, where it differs, as written.
    pub(super) fn romanised(&self) -> &Names {
        self.romanised.get_or_init(|| {
            let mut romanised = Names::default();
            let mut latin = [String::new(), String::new()];
            for (at, name) in self.titles.iter() {
                if readings(name, &mut latin) {
                    romanised.push(at, &latin[0]);
                    if latin[0] != latin[1] {
                        romanised.push(at, &latin[1]);
                    }
                }
            }
            romanised
        })
    }
}

/// Writes both readings of a folded name that holds Hangul; says whether it does.
pub(super) fn readings(folded: &str, latin: &mut [String; 2]) -> bool {
    if folded.is_ascii() || !folded.chars().any(|c| Syllable::of(c).is_some()) {
        return false;
    }
    for (latin, reading) in latin.iter_mut().zip([Reading::Spoken, Reading::Written]) {
        latin.clear();
        romanise(folded, reading, latin);
    }
    true
}

/// Whether a name may fold to something that begins with `first`; quick, and true where in doubt.
pub(super) fn may_begin(name: &str, first: char) -> bool {
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            return c.to_ascii_lowercase() == first;
        }
        if let Some(syllable) = Syllable::of(c) {
            // A letter typed behind a syllable may join it, but never as its onset.
            return Syllable::of(first).is_some_and(|first| first.onset == syllable.onset);
        }
        if !c.is_ascii() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The quick test must not lose a name, whatever folding does to it.
        #[test]
        fn a_name_may_begin_as_it_does(name in "\\PC{0,6}|[가-각\u{1100}-\u{11c2}A-z'\\. \u{300}]{0,6}") {
            if let Some(first) = fold(&name).chars().next() {
                prop_assert!(may_begin(&name, first));
            }
        }
    }
}
