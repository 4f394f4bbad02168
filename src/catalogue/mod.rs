//! The catalogue: every track, each id once, in the order of their ids.

pub mod affect;
pub(crate) mod bits;
mod condensing;
pub mod facet;
pub mod fold;
pub(crate) mod hangul;
mod ids;
pub(crate) mod known;
mod learning;
pub(crate) mod packed;
pub(crate) mod packing;
pub(crate) mod profile;
pub(crate) mod shared;
mod stored;
pub(crate) mod texts;
pub mod track;
pub(crate) mod varint;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Range, RangeInclusive};

use crate::error::{Error, ErrorKind};
use facet::{Facet, Tag};
use fold::unspaced;
use packed::{Packed, Parts};
use packing::Packing;
use shared::{Named, Shared};
use track::{Track, TrackId, Year};

/// The place of a track in one catalogue; smaller means an earlier id.
///
/// It holds for the catalogue that gave it only: in another, or in the same with a track more, the place is another track's, or nobody's. What to keep of a
/// track is its [`TrackId`], which [`Catalogue::find`] finds again. A place that a catalogue does not have is nothing: whoever asks a
/// [`crate::Recommender`] for it gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackIndex(pub(crate) u32);

impl TrackIndex {
    /// The place as a number from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A catalogue of so few tracks keeps all that were ever looked at: they are soon looked at again.
const KEPT: usize = 1 << 14;

/// All tracks, in the order of their ids, each id once.
#[derive(Clone)]
pub struct Catalogue {
    tracks: Tracks,
}

#[derive(Clone)]
enum Tracks {
    Whole(Vec<Track>),
    Packed(Packed),
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("tracks", &self.len()).finish_non_exhaustive()
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self { tracks: Tracks::Whole(Vec::new()) }
    }
}

impl PartialEq for Catalogue {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.walk().eq(other.walk())
    }
}

impl Catalogue {
    /// Makes a catalogue of tracks in any order.
    ///
    /// # Errors
    /// [`ErrorKind::Duplicate`] when two tracks share an id; [`ErrorKind::Argument`] beyond 4,294,967,295 tracks.
    pub fn new(mut tracks: Vec<Track>) -> Result<Self, Error> {
        if u32::try_from(tracks.len()).is_err() {
            return Err(Error::new(ErrorKind::Argument, "more than 4,294,967,295 tracks"));
        }
        tracks.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = tracks.windows(2).find(|pair| pair[0].id == pair[1].id) {
            let message = format!("two tracks have the id {:?}", pair[0].id.as_str());
            return Err(Error::new(ErrorKind::Duplicate, message).in_field("id"));
        }
        Ok(Self { tracks: Tracks::Whole(tracks) })
    }

    /// A catalogue whose tracks are made out when they are asked for.
    pub(crate) fn packed(tracks: Packed) -> Self {
        Self { tracks: Tracks::Packed(tracks) }
    }

    /// The tracks in bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when the names and tags of all tracks together are beyond 4 GiB.
    pub(crate) fn to_parts(&self) -> Result<Parts, Error> {
        if let Tracks::Packed(tracks) = &self.tracks {
            return Ok(Parts::clone(&tracks.parts));
        }
        let mut packing = Packing::default();
        self.walk().enumerate().try_for_each(|(i, track)| packing.push(&track, i + 1))?;
        packing.finish()
    }

    /// The number of tracks.
    pub fn len(&self) -> usize {
        match &self.tracks {
            Tracks::Whole(tracks) => tracks.len(),
            Tracks::Packed(tracks) => tracks.parts.len,
        }
    }

    /// Whether there is no track.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The track at a place; none where this catalogue has no such place. It is kept once it was asked for.
    ///
    /// ```
    /// let recommender = ost::Recommender::embedded();
    /// let stale = recommender.find("whispers in the rain")?;
    /// assert_eq!(ost::Catalogue::default().get(stale), None);
    /// # Ok::<(), ost::Error>(())
    /// ```
    pub fn get(&self, at: TrackIndex) -> Option<&Track> {
        match &self.tracks {
            Tracks::Whole(tracks) => tracks.get(at.index()),
            Tracks::Packed(tracks) => (at.index() < tracks.parts.len).then(|| tracks.track(at.index())),
        }
    }

    /// The track at a place that this catalogue gave: [`Catalogue::get`] for whoever knows that.
    ///
    /// # Panics
    /// When the place is of another, larger catalogue.
    pub fn track(&self, at: TrackIndex) -> &Track {
        match self.get(at) {
            Some(track) => track,
            None => panic!("place {} is of another catalogue than this one of {} tracks", at.index(), self.len()),
        }
    }

    /// The track at a place, for the moment only: whoever looks at very many tracks to take few of them does not keep them all.
    ///
    /// # Panics
    /// As [`Catalogue::track`].
    pub fn glance(&self, at: TrackIndex) -> Cow<'_, Track> {
        match &self.tracks {
            Tracks::Packed(tracks) if tracks.parts.len > KEPT && at.index() < self.len() => tracks.glance(at.index()),
            _ => Cow::Borrowed(self.track(at)),
        }
    }

    /// The place of the track with that id.
    pub fn find(&self, id: &TrackId) -> Option<TrackIndex> {
        let at = match &self.tracks {
            Tracks::Whole(tracks) => tracks.binary_search_by(|track| track.id.cmp(id)).ok(),
            Tracks::Packed(tracks) => tracks.find(id.as_str()),
        };
        at.map(index)
    }

    /// All places, in the order of their tracks' ids.
    pub fn places(&self) -> impl ExactSizeIterator<Item = TrackIndex> + Clone + use<> {
        (0..self.len()).map(index)
    }

    /// All tracks with their places, in the order of their ids. Each is kept; who goes through a large catalogue once takes [`Catalogue::walk`].
    pub fn iter(&self) -> Iter<'_> {
        Iter { catalogue: self, left: 0..self.len() }
    }

    /// Every tag that a track has, with its facet.
    pub fn tags(&self) -> BTreeSet<(Facet, Tag)> {
        match &self.tracks {
            Tracks::Whole(tracks) => tracks.iter().flat_map(Track::all_tags).collect(),
            Tracks::Packed(tracks) => tracks.parts.tags.iter().filter_map(|(facet, tag)| Some((facet, tag?))).collect(),
        }
    }

    /// The year of a track; none where this catalogue has no such place.
    pub(crate) fn year(&self, at: TrackIndex) -> Option<Year> {
        match &self.tracks {
            Tracks::Whole(tracks) => tracks.get(at.index())?.year,
            Tracks::Packed(tracks) => (at.index() < tracks.parts.len).then(|| tracks.year(at.index()))?,
        }
    }

    /// The year of every track, in the order of their ids.
    pub(crate) fn years(&self) -> Vec<Option<Year>> {
        match &self.tracks {
            Tracks::Whole(tracks) => tracks.iter().map(|track| track.year).collect(),
            Tracks::Packed(tracks) => tracks.years(),
        }
    }

    /// The first and the last year of release; none is known where the range is empty.
    pub(crate) fn released(&self) -> RangeInclusive<u16> {
        let (first, last) = match &self.tracks {
            Tracks::Whole(tracks) => {
                let years = || tracks.iter().filter_map(|track| track.year).map(Year::value);
                (years().min().unwrap_or(1), years().max().unwrap_or(0))
            }
            Tracks::Packed(tracks) => tracks.released(),
        };
        first..=last
    }

    /// The names of a kind, and whose they are, in the order of the tracks' ids.
    pub(crate) fn shared(&self, named: Named) -> Shared {
        match &self.tracks {
            Tracks::Whole(tracks) => Shared::of(tracks, named),
            Tracks::Packed(tracks) => Shared::of_packed(tracks, named),
        }
    }

    /// The tracks with a name of a kind that is called something, each with the least that any of them is called; in the order of their ids.
    pub(crate) fn named_so<T: Copy + Ord>(
        &self,
        named: Named,
        mut called: impl FnMut(&str) -> Option<T>,
    ) -> Vec<(T, TrackIndex)> {
        let places: Vec<(T, usize)> = match &self.tracks {
            Tracks::Whole(tracks) => {
                let mut least = |track| named.names(track).filter_map(&mut called).min();
                tracks.iter().enumerate().filter_map(|(at, track)| Some((least(track)?, at))).collect()
            }
            Tracks::Packed(tracks) => shared::named_so(tracks, named, called),
        };
        places.into_iter().map(|(called, at)| (called, index(at))).collect()
    }

    /// Calls for every name of a kind; where tracks are kept by what they share, once for each.
    pub(crate) fn each_name(&self, named: Named, mut call: impl FnMut(&str)) {
        match &self.tracks {
            Tracks::Whole(tracks) => tracks.iter().flat_map(|track| named.names(track)).for_each(call),
            Tracks::Packed(tracks) => shared::each_name(tracks, named, &mut call),
        }
    }

    /// Every name of a kind, folded and without spaces.
    pub(crate) fn folded_names(&self, named: Named) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.each_name(named, |name| {
            names.insert(unspaced(name));
        });
        names
    }

    /// All tracks in the order of their ids, each for the moment only.
    pub fn walk(&self) -> impl Iterator<Item = Cow<'_, Track>> {
        let (whole, packed) = match &self.tracks {
            Tracks::Whole(tracks) => (Some(tracks.iter().map(Cow::Borrowed)), None),
            Tracks::Packed(tracks) => (None, Some(tracks.walk().map(Cow::Owned))),
        };
        whole.into_iter().flatten().chain(packed.into_iter().flatten())
    }
}

/// The tracks of a catalogue with their places: [`Catalogue::iter`].
#[derive(Debug, Clone)]
pub struct Iter<'c> {
    catalogue: &'c Catalogue,
    left: Range<usize>,
}

impl<'c> Iterator for Iter<'c> {
    type Item = (TrackIndex, &'c Track);

    fn next(&mut self) -> Option<Self::Item> {
        let at = index(self.left.next()?);
        Some((at, self.catalogue.get(at)?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'c> IntoIterator for &'c Catalogue {
    type Item = (TrackIndex, &'c Track);
    type IntoIter = Iter<'c>;

    fn into_iter(self) -> Iter<'c> {
        self.iter()
    }
}

fn index(i: usize) -> TrackIndex {
    // `new` has checked that every place fits.
    TrackIndex(u32::try_from(i).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use track::Label;

    fn track(id: &str) -> Track {
        Track::new(TrackId::new(id).unwrap(), Label::new(id).unwrap())
    }

    #[test]
    fn places_follow_ids() {
        let catalogue = Catalogue::new(vec![track("b"), track("a"), track("c")]).unwrap();
        assert_eq!(catalogue.find(&TrackId::new("bb").unwrap()), None);
        let ids: Vec<_> = (&catalogue).into_iter().map(|(_, t)| t.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        let b = catalogue.find(&TrackId::new("b").unwrap()).unwrap();
        assert_eq!(catalogue.track(b).id.as_str(), "b");
        assert_eq!(Catalogue::new(vec![track("a"), track("a")]).unwrap_err().kind(), ErrorKind::Duplicate);
    }
}
