//! Tagged tracks with what the engine does not look at: albums, and which part of the data a track is in.

use std::collections::HashMap;

use crate::catalogue::fold::identity;
use crate::catalogue::track::Label;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::{Error, ErrorKind};
use crate::evaluation::bags::chance;

/// A catalogue with albums and splits, each in the order of the catalogue.
#[derive(Debug, Clone)]
pub struct DataSet {
    /// The tracks.
    pub catalogue: Catalogue,
    /// The album of each track; none where it is unknown.
    pub albums: Vec<Option<Label>>,
    /// The part each track is in, such as `train`; none where the data are not split.
    pub splits: Vec<Option<Label>>,
}

/// What two tracks may share that no tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A catalogue without albums, not split.
    pub fn whole(catalogue: Catalogue) -> Self {
        let n = catalogue.len();
        Self { catalogue, albums: vec![None; n], splits: vec![None; n] }
    }

    /// The tracks of a split, by track id.
    pub fn of_split(&self, name: &str) -> Vec<TrackIndex> {
        let is = |at: &TrackIndex| self.splits[at.index()].as_ref().is_some_and(|split| split.as_str() == name);
        self.catalogue.places().filter(is).collect()
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
        let pick = |from: &[Option<Label>]| tracks.iter().map(|at| from[at.index()].clone()).collect();
        Ok(Self { catalogue, albums: pick(&self.albums), splits: pick(&self.splits) })
    }

    /// For each track the numbers of the groups it is in, from 0 in the order in which they are met; several artists make several.
    pub fn groups(&self, group: Group) -> Vec<Vec<usize>> {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut number = |name: String| {
            let next = numbers.len();
            *numbers.entry(name).or_insert(next)
        };
        let names = |(at, track): (TrackIndex, &crate::catalogue::track::Track)| -> Vec<String> {
            match group {
                Group::Album => self.albums[at.index()].iter().map(|album| identity(album.as_str())).collect(),
                Group::Artist => track.artists.iter().map(|artist| identity(artist.as_str())).collect(),
                Group::Drama => track.drama.iter().map(|drama| identity(drama.as_str())).collect(),
            }
        };
        self.catalogue.iter().map(|entry| names(entry).into_iter().map(&mut number).collect()).collect()
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
