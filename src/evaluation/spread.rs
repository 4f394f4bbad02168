//! Beyond accuracy: who is ever recommended, how often, and how different the answers are.

use crate::catalogue::TrackIndex;
use crate::features::Features;

/// How evenly a catalogue is recommended.
///
/// The k-occurrence `N_k` of a track is how many lists of `k` it stands in. Sources: Radovanović et al., "Hubs in space", JMLR 2010 (skewness);
/// Feldbauer et al., "Fast approximate hubness reduction", 2018 (Robin Hood index).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hubness {
    /// The skewness of `N_k`: the third central moment over the cubed standard deviation; 0 where all are alike.
    pub skewness: f64,
    /// The share of places that would have to move for all tracks to stand in equally many lists, 0 to 1.
    pub robin_hood: f64,
    /// The share of tracks that stand in no list.
    pub anti_hubs: f64,
    /// The most lists one track stands in.
    pub most: usize,
}

impl Hubness {
    /// Measures the k-occurrences of a catalogue, one a track.
    pub fn of(occurrences: &[usize]) -> Self {
        let n = occurrences.len().max(1) as f64;
        let mean = occurrences.iter().sum::<usize>() as f64 / n;
        let moment = |power: i32| occurrences.iter().map(|o| (*o as f64 - mean).powi(power)).sum::<f64>() / n;
        let deviation = moment(2).sqrt();
        let apart: f64 = occurrences.iter().map(|o| (*o as f64 - mean).abs()).sum();
        Self {
            skewness: if deviation > 0.0 { moment(3) / deviation.powi(3) } else { 0.0 },
            robin_hood: if mean > 0.0 { apart / (2.0 * n * mean) } else { 0.0 },
            anti_hubs: occurrences.iter().filter(|o| **o == 0).count() as f64 / n,
            most: occurrences.iter().copied().max().unwrap_or(0),
        }
    }
}

/// How often each of `n` tracks stands in the lists.
pub fn occurrences(n: usize, lists: &[Vec<TrackIndex>]) -> Vec<usize> {
    let mut counts = vec![0; n];
    lists.iter().flatten().for_each(|at| counts[at.index()] += 1);
    counts
}

/// The share of the tracks that stand in some list.
pub fn coverage(occurrences: &[usize]) -> f64 {
    occurrences.iter().filter(|o| **o > 0).count() as f64 / occurrences.len().max(1) as f64
}

/// The mean over the pairs of a list of `1 - cosine`, 0 to 1; 0 for a list of fewer than two.
///
/// Source: Ziegler et al., "Improving recommendation lists through topic diversification", WWW 2005.
pub fn intra_list_diversity(features: &Features, list: &[TrackIndex]) -> f64 {
    if list.len() < 2 {
        return 0.0;
    }
    let dense = features.to_dense(list);
    let cosines = dense.dot(&dense.t());
    let n = list.len() as f64;
    let off_diagonal = cosines.sum() - cosines.diag().sum();
    (1.0 - off_diagonal / (n * (n - 1.0))).max(0.0)
}

/// The mean self-information of a list, in bits: `log2(lists / N_k)`, of tracks by how often they stand in the lists.
///
/// Source: Vargas and Castells, "Rank and relevance in novelty and diversity metrics", RecSys 2011; with lists in place of listeners.
pub fn novelty(occurrences: &[usize], lists: usize, list: &[TrackIndex]) -> f64 {
    let bits = |at: &TrackIndex| (lists.max(1) as f64 / occurrences[at.index()].max(1) as f64).log2();
    list.iter().map(bits).sum::<f64>() / list.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    /// `scipy.stats.skew([0, 0, 1, 2, 7])`; the rest by hand: the mean is 2, and 5 of the 10 places would have to move.
    #[test]
    fn hubness_by_hand_and_by_scipy() {
        let hubness = Hubness::of(&[0, 0, 1, 2, 7]);
        assert_relative_eq!(hubness.skewness, 1.218_120_864_639_941_5, epsilon = 1e-12);
        assert_relative_eq!(hubness.robin_hood, 0.5, epsilon = 1e-12);
        assert_relative_eq!(hubness.anti_hubs, 0.4, epsilon = 1e-12);
        assert_eq!(hubness.most, 7);
        let even = Hubness::of(&[3, 3, 3]);
        assert_relative_eq!(even.skewness + even.robin_hood + even.anti_hubs, 0.0);
        assert_relative_eq!(coverage(&[0, 0, 1, 2, 7]), 0.6, epsilon = 1e-12);
    }

    #[test]
    fn what_stands_in_every_list_is_no_news() {
        let lists = vec![vec![TrackIndex(0), TrackIndex(1)], vec![TrackIndex(0), TrackIndex(2)]];
        let counts = occurrences(4, &lists);
        assert_eq!(counts, [2, 1, 1, 0]);
        assert_relative_eq!(novelty(&counts, 2, &lists[0]), 0.5, epsilon = 1e-12);
    }
}
