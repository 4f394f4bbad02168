//! Tagged tracks with what the engine does not look at: albums, and which part of the data a track is in.

use std::collections::HashMap;

use crate::catalogue::fold::identity;
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::{Error, ErrorKind};
use crate::evaluation::bags::chance;

/// A catalogue whose tracks may say their albums and the parts of the data they are in.
#[derive(Debug, Clone)]
pub struct DataSet {
    /// The tracks.
    pub catalogue: Catalogue,
}

/// What two tracks may share that no tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Group {
    /// The album.
    Album,
    /// An artist.
    Artist,
    /// The series.
    Drama,
}

impl Group {
    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Album => "album",
            Self::Artist => "artist",
            Self::Drama => "drama",
        }
    }
}

impl DataSet {
    /// The tracks of a split, by track id.
    pub fn of_split(&self, name: &str) -> Vec<TrackIndex> {
        let is = |track: &Track| track.split.as_ref().is_some_and(|split| split.as_str() == name);
        self.catalogue.iter().filter(|(_, track)| is(track)).map(|(at, _)| at).collect()
    }

    /// The tracks of a split as data of their own.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when no track is in it.
    pub fn part(&self, name: &str) -> Result<Self, Error> {
        let tracks = self.of_split(name);
        if tracks.is_empty() {
            return Err(Error::new(ErrorKind::NotFound, format!("no track is in the split {name:?}")));
        }
        self.only(&tracks)
    }

    /// Some tracks, by track id, as data of their own.
    ///
    /// # Errors
    /// Those of [`Catalogue::new`], which tracks of one catalogue cannot bring about.
    pub fn only(&self, tracks: &[TrackIndex]) -> Result<Self, Error> {
        let catalogue = Catalogue::new(tracks.iter().map(|at| self.catalogue.track(*at).clone()).collect())?;
        Ok(Self { catalogue })
    }

    /// For each track the numbers of the groups it is in, from 0 in the order in which they are met; several artists make several.
    pub fn groups(&self, group: Group) -> Vec<Vec<usize>> {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut number = |name: String| {
            let next = numbers.len();
            *numbers.entry(name).or_insert(next)
        };
        let names = |track: &Track| -> Vec<String> {
            match group {
                Group::Album => track.album.iter().map(|album| identity(album.as_str())).collect(),
                Group::Artist => track.artists.iter().map(|artist| identity(artist.as_str())).collect(),
                Group::Drama => track.drama.iter().map(|drama| identity(drama.as_str())).collect(),
            }
        };
        self.catalogue.iter().map(|(_, track)| names(track).into_iter().map(&mut number).collect()).collect()
    }

    /// Cuts tracks into parts, each held out once against all others, artists kept whole: what is learned from, and what is held out.
    pub fn folds(&self, tracks: &[TrackIndex], count: usize, seed: u64) -> Vec<(Vec<TrackIndex>, Vec<TrackIndex>)> {
        let artists = self.groups(Group::Artist);
        let fold = |at: &TrackIndex| {
            let artist = artists[at.index()].first().copied().unwrap_or(at.index());
            ((chance(seed, artist as u64) * count as f64) as usize).min(count - 1)
        };
        (0..count).map(|own| tracks.iter().copied().partition(|at| fold(at) != own)).collect()
    }

    /// For each track the cluster it is drawn with in a bootstrap: its first artist's, else one of its own.
    pub fn clusters(&self) -> Vec<usize> {
        let artists = self.groups(Group::Artist);
        let mut next = artists.iter().flatten().max().map_or(0, |most| most + 1);
        let cluster = |own: &Vec<usize>| {
            own.first().copied().unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        };
        artists.iter().map(cluster).collect()
    }
}

/// Clusters numbered anew from 0, without gaps, in the order in which they are met.
pub(crate) fn renumbered(clusters: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers = HashMap::new();
    clusters
        .map(|cluster| {
            let next = numbers.len();
            *numbers.entry(cluster).or_insert(next)
        })
        .collect()
}
