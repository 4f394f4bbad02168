//! The plain scan: what a program without an index does at best.

use std::collections::HashSet;

use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::Features;
use ost::ranking::top_k::Ranked;
use ost::scoring::Scorer;
use ost::scoring::score::Score;

/// All rows in plain arrays (compressed sparse rows), taken out of the features before anything is timed.
pub(crate) struct Scan {
    tracks: Vec<TrackIndex>,
    starts: Vec<usize>,
    dimensions: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl Scan {
    pub(crate) fn new(catalogue: &Catalogue, features: &Features) -> Self {
        let tracks = catalogue.places().collect();
        let mut scan =
            Self { tracks, starts: vec![0], dimensions: Vec::new(), values: Vec::new(), width: features.width() };
        for row in scan.tracks.iter().map(|track| features.row(*track)) {
            for (d, v) in row.iter().flat_map(|row| row.iter()) {
                scan.dimensions.push(d as u32);
                scan.values.push(v as f32);
            }
            scan.starts.push(scan.values.len());
        }
        scan
    }

    /// How many numbers all rows have.
    pub(crate) fn filled(&self) -> usize {
        self.values.len()
    }

    /// The part of the rows that no earlier row is equal to.
    pub(crate) fn distinct(&self) -> f64 {
        let row = |range: &[usize]| {
            let range = range[0]..range[1];
            (&self.dimensions[range.clone()], bytemuck::cast_slice::<f32, u8>(&self.values[range]))
        };
        let rows: HashSet<(&[u32], &[u8])> = self.starts.windows(2).map(row).collect();
        rows.len() as f64 / self.tracks.len() as f64
    }

    /// The starts, dimensions and values of the rows.
    pub(crate) fn rows(&self) -> (&[usize], &[u32], &[f32]) {
        (&self.starts, &self.dimensions, &self.values)
    }

    /// The best `k` for favourites alone, given tracks left out: a dot product a track, in the precision and the order in which the engine adds up,
    /// so that scores are the same to the last bit.
    pub(crate) fn best(&self, scorer: &Scorer<'_>, given: &[TrackIndex], k: usize) -> Vec<Ranked> {
        let mut question = vec![0.0; self.width];
        scorer.favourites().iter().flat_map(|(row, _)| row.iter()).for_each(|(d, v)| question[d] = v);
        let keep = k + given.len();
        let mut best: Vec<(f64, usize)> = Vec::with_capacity(keep + 1);
        let mut bar = 0.0;
        for (i, range) in self.starts.windows(2).enumerate() {
            let (dimensions, values) = (&self.dimensions[range[0]..range[1]], &self.values[range[0]..range[1]]);
            let dot = |(d, v): (&u32, &f32)| f64::from(*v) * question[*d as usize];
            let score: f64 = dimensions.iter().zip(values).map(dot).sum();
            // Tracks come in the order of their ids, so of equal scores the first stays.
            if score > bar {
                let score = Score::clamped(score).value();
                best.insert(best.partition_point(|(other, _)| *other >= score), (score, i));
                best.truncate(keep);
                bar = if best.len() == keep { best[keep - 1].0 } else { 0.0 };
            }
        }
        let ranked = |(score, i): (f64, usize)| Ranked { track: self.tracks[i], score: Score::clamped(score) };
        best.into_iter().map(ranked).filter(|ranked| !given.contains(&ranked.track)).take(k).collect()
    }
}
