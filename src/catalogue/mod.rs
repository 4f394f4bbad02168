//! The catalogue: every track, each id once, in the order of their ids.

pub mod affect;
pub mod facet;
pub mod fold;
pub mod track;

use crate::error::{Error, ErrorKind};
use track::{Track, TrackId};

/// The place of a track in its catalogue; smaller means an earlier id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackIndex(pub(crate) u32);

impl TrackIndex {
    /// The place as a number from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All tracks, in the order of their ids, each id once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    tracks: Vec<Track>,
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
        Ok(Self { tracks })
    }

    /// The number of tracks.
    pub fn len(&self) -> usize {
        self.tracks.len()
    }

    /// Whether there is no track.
    pub fn is_empty(&self) -> bool {
        self.tracks.is_empty()
    }

    /// The track at a place.
    ///
    /// # Panics
    /// When the place is of another, larger catalogue.
    pub fn track(&self, at: TrackIndex) -> &Track {
        &self.tracks[at.index()]
    }

    /// The place of the track with that id.
    pub fn find(&self, id: &TrackId) -> Option<TrackIndex> {
        self.tracks.binary_search_by(|track| track.id.cmp(id)).ok().map(index)
    }

    /// All tracks with their places, in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (TrackIndex, &Track)> + Clone {
        self.tracks.iter().enumerate().map(|(i, track)| (index(i), track))
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
        let ids: Vec<_> = catalogue.iter().map(|(_, t)| t.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        let b = catalogue.find(&TrackId::new("b").unwrap()).unwrap();
        assert_eq!(catalogue.track(b).id.as_str(), "b");
        assert_eq!(Catalogue::new(vec![track("a"), track("a")]).unwrap_err().kind(), ErrorKind::Duplicate);
    }
}
