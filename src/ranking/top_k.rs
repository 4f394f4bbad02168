//! The best k, in a total order: higher scores first, equal scores by track id.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::catalogue::TrackIndex;
use crate::scoring::score::Score;

/// A track with its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The track.
    pub track: TrackIndex,
    /// Its score.
    pub score: Score,
}

impl Ranked {
    /// Larger is better. Places follow ids, so the smaller place wins a tie.
    fn key(&self) -> (Score, Reverse<TrackIndex>) {
        (self.score, Reverse(self.track))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    /// The better is the greater.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// The best so far.
#[derive(Debug, Clone)]
pub(crate) struct Best {
    k: usize,
    kept: BinaryHeap<Reverse<Ranked>>,
}

impl Best {
    /// Keeps the best `k` of what will be offered.
    pub(crate) fn new(k: usize) -> Self {
        Self { k, kept: BinaryHeap::with_capacity(k.min(1024) + 1) }
    }

    /// Takes a candidate if it is among the best; one with a score of 0 does not answer.
    pub(crate) fn offer(&mut self, candidate: Ranked) {
        if candidate.score.value() <= 0.0 {
            return;
        }
        if self.kept.len() < self.k {
            self.kept.push(Reverse(candidate));
        } else if let Some(mut worst) = self.kept.peek_mut()
            && candidate > worst.0
        {
            *worst = Reverse(candidate);
        }
    }

    /// The one that the next has to beat; none as long as there is room.
    pub(crate) fn to_beat(&self) -> Option<Ranked> {
        self.kept.peek().filter(|_| self.kept.len() >= self.k).map(|Reverse(worst)| *worst)
    }

    /// The best, best first.
    pub(crate) fn into_ranking(self) -> Vec<Ranked> {
        let mut best: Vec<Ranked> = self.kept.into_iter().map(|Reverse(ranked)| ranked).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        best
    }
}

/// The best `k` of the candidates, best first; those with a score of 0 do not answer.
pub fn top_k(candidates: impl Iterator<Item = Ranked>, k: usize) -> Vec<Ranked> {
    let mut best = Best::new(k);
    candidates.for_each(|candidate| best.offer(candidate));
    best.into_ranking()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The oracle is a full sort; few distinct scores, so that ties are common.
        #[test]
        fn equals_a_full_sort(scores in proptest::collection::vec(0_u8..6, 0..200), k in 0_usize..40) {
            let all: Vec<Ranked> = scores
                .iter()
                .enumerate()
                .map(|(i, s)| Ranked { track: TrackIndex(i as u32), score: Score::clamped(f64::from(*s) / 5.0) })
                .collect();
            let mut sorted: Vec<Ranked> = all.iter().copied().filter(|r| r.score.value() > 0.0).collect();
            sorted.sort_by(|a, b| b.score.cmp(&a.score).then(a.track.cmp(&b.track)));
            sorted.truncate(k);
            prop_assert_eq!(top_k(all.into_iter().rev(), k), sorted);
        }
    }
}
