//! The names that tracks share, each text once.

use rustc_hash::FxHashMap;

use crate::catalogue::fold::unspaced;
use crate::catalogue::packed::{Packed, Parts};
use crate::catalogue::track::{Label, Track};

/// Whose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// Everybody who performs a track, by every name.
    Artists,
    /// Its series, in every language.
    Series,
}

impl Named {
    /// The names of a track.
    pub(crate) fn names(self, track: &Track) -> impl Iterator<Item = &str> {
        let (artists, series) = match self {
            Self::Artists => (Some(track.performers()), None),
            Self::Series => (None, Some(track.dramas())),
        };
        artists.into_iter().flatten().chain(series.into_iter().flatten())
    }
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
        let mut numbers: FxHashMap<[&[Label]; 2], u32> = FxHashMap::default();
        for track in tracks {
            let names = match named {
                Named::Artists => [track.artists.as_slice(), &track.artist_aliases],
                Named::Series => [track.drama.as_slice(), &track.drama_aliases],
            };
            shared.of.push(match names {
                [[], []] => Self::NONE,
                names => *numbers.entry(names).or_insert_with(|| {
                    shared.texts.push(text(names.into_iter().flatten()));
                    shared.texts.len() as u32 - 1
                }),
            });
        }
        shared
    }

    /// The names of tracks in bytes, which are kept once already.
    pub(crate) fn of_packed(tracks: &Packed, named: Named) -> Self {
        Self {
            texts: each_once(tracks, named, |names| text(names.iter().flatten())).collect(),
            of: numbers(tracks, named).map(|number| (number as u32).wrapping_sub(1)).collect(),
        }
    }
}

/// The places of tracks in bytes with a name of a kind that is called something, each with the least that any of them is called. Names are asked about once
/// each, and tracks are looked at only if any is.
pub(crate) fn named_so<T: Copy + Ord>(
    tracks: &Packed,
    named: Named,
    mut called: impl FnMut(&str) -> Option<T>,
) -> Vec<(T, usize)> {
    let least = |names: Vec<Option<Label>>| names.iter().flatten().filter_map(|name| called(name.as_str())).min();
    // Numbers count from 1, 0 is for none.
    let so: Vec<Option<T>> = std::iter::once(None).chain(each_once(tracks, named, least)).collect();
    let tracks = so.iter().any(Option::is_some).then(|| numbers(tracks, named));
    tracks.into_iter().flatten().enumerate().filter_map(|(at, number)| Some((so[number]?, at))).collect()
}

/// Calls for every name of a kind of tracks in bytes, once each.
pub(crate) fn each_name(tracks: &Packed, named: Named, call: &mut impl FnMut(&str)) {
    let each = |names: Vec<Option<Label>>| names.iter().flatten().for_each(|name| call(name.as_str()));
    each_once(tracks, named, each).for_each(drop);
}

/// What is made of the names of each number, from 1.
fn each_once<T: Default>(
    tracks: &Packed,
    named: Named,
    mut make: impl FnMut(Vec<Option<Label>>) -> T,
) -> impl Iterator<Item = T> {
    let Parts { credits, series, .. } = &*tracks.parts;
    let names = match named {
        Named::Artists => credits,
        Named::Series => series,
    };
    let mut of_number = move |number| tracks.parts.names(names, number).map(&mut make);
    (1..=len(tracks, named)).map(move |number| of_number(number).unwrap_or_else(|| tracks.not_made_out()))
}

/// The highest number of names.
fn len(tracks: &Packed, named: Named) -> usize {
    match named {
        Named::Artists => tracks.parts.facts.credits,
        Named::Series => tracks.parts.facts.series,
    }
}

/// The number of the names of each track, 0 for none.
fn numbers(tracks: &Packed, named: Named) -> impl Iterator<Item = usize> {
    let len = len(tracks, named);
    let number = move |[credit, series, _]: [usize; 3]| match named {
        Named::Artists => credit,
        Named::Series => series,
    };
    let known = move |facts: Option<[usize; 3]>| facts.map(number).filter(|number| *number <= len);
    tracks.facts().map(move |facts| known(facts).unwrap_or_else(|| tracks.not_made_out()))
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
