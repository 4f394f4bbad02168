//! The names that tracks share, each text once.

use rustc_hash::FxHashMap;

use crate::catalogue::fold::unspaced;
use crate::catalogue::packed::{Packed, Parts};
use crate::catalogue::track::{Label, Track};

/// Whose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// Everybody who performs a track.
    Artists,
    /// Its series, in every language.
    Series,
}

/// The names of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    /// The names of some tracks, each folded, without spaces and with a line break behind it. Those of other tracks may be the same text.
    pub(crate) texts: Vec<String>,
    /// By track: the number of its text, or [`Shared::NONE`].
    pub(crate) of: Vec<u32>,
}

impl Shared {
    /// The number of the text of a track without names.
    pub(crate) const NONE: u32 = u32::MAX;

    /// The names of tracks in a row.
    pub(crate) fn of(tracks: &[Track], named: Named) -> Self {
        let mut shared = Self { texts: Vec::new(), of: Vec::with_capacity(tracks.len()) };
        let mut numbers: FxHashMap<(Option<&Label>, &[Label]), u32> = FxHashMap::default();
        for track in tracks {
            let names = match named {
                Named::Artists => (None, track.artists.as_slice()),
                Named::Series => (track.drama.as_ref(), track.drama_aliases.as_slice()),
            };
            shared.of.push(match names {
                (None, []) => Self::NONE,
                (first, others) => *numbers.entry(names).or_insert_with(|| {
                    shared.texts.push(text(first.into_iter().chain(others)));
                    shared.texts.len() as u32 - 1
                }),
            });
        }
        shared
    }

    /// The names of tracks in bytes, which are kept once already.
    pub(crate) fn of_packed(tracks: &Packed, named: Named) -> Self {
        let Parts { credits, series, facts, .. } = &*tracks.parts;
        let (names, len) = match named {
            Named::Artists => (credits, facts.credits),
            Named::Series => (series, facts.series),
        };
        // Numbers count from 1, 0 is for none.
        let text_of = |number| tracks.parts.names(names, number).map(|names| text(names.iter().flatten()));
        let number = |[credit, series, _]: [usize; 3]| match named {
            Named::Artists => credit,
            Named::Series => series,
        };
        let number = |facts: Option<[usize; 3]>| {
            facts.map(number).filter(|number| *number <= len).unwrap_or_else(|| tracks.not_made_out())
        };
        Self {
            texts: (1..=len).map(|number| text_of(number).unwrap_or_else(|| tracks.not_made_out())).collect(),
            of: tracks.facts().map(|facts| (number(facts) as u32).wrapping_sub(1)).collect(),
        }
    }
}

/// Some names in one text.
fn text<'n>(names: impl Iterator<Item = &'n Label>) -> String {
    let mut text = String::new();
    for name in names {
        text += &unspaced(name.as_str());
        text.push('\n');
    }
    text
}
