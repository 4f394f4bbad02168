//! Tracks that may be among the best, kept back until those with higher bounds are scored.

use crate::index::totals::HIGHEST;

/// A track by its place, with its bound in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pending {
    /// The highest total less the bound, so that they sort by bound, the highest first, then by place.
    below: u32,
    pub(crate) place: u32,
    /// Whether the bound is that of the whole score, nothing taken off for what is unwanted.
    pub(crate) whole: bool,
}

impl Pending {
    pub(crate) fn new(total: u32, place: usize, whole: bool) -> Self {
        Self { below: HIGHEST - total, place: place as u32, whole }
    }

    pub(crate) fn total(self) -> u32 {
        HIGHEST - self.below
    }
}

/// Tells which of the tracks met so far are worth a look at once: those with one of the `k` highest bounds. To score others is mostly in vain, as those
/// raise the bar.
#[derive(Debug)]
pub(crate) struct Promise {
    k: usize,
    counts: Vec<u32>,
    /// The `k`-th highest bound, 0 as long as there are fewer.
    kth: u32,
    /// How many bounds are at least that.
    reached: usize,
}

impl Promise {
    pub(crate) fn new(k: usize) -> Self {
        Self { k, counts: vec![0; HIGHEST as usize + 1], kth: 0, reached: 0 }
    }

    /// The `k`-th highest bound so far, 0 as long as there are fewer.
    pub(crate) fn kth(&self) -> u32 {
        self.kth
    }

    /// Whether a bound is among the highest.
    pub(crate) fn holds(&self, total: u32) -> bool {
        total >= self.kth
    }

    /// Whether a bound is above the `k`-th highest.
    pub(crate) fn raised_by(&self, total: u32) -> bool {
        total > self.kth
    }

    /// Counts a bound that is among the highest.
    pub(crate) fn note(&mut self, total: u32) {
        let count = |counts: &[u32], at: u32| counts[at as usize] as usize;
        self.counts[total as usize] += 1;
        self.reached += usize::from(total >= self.kth);
        while self.reached - count(&self.counts, self.kth) >= self.k {
            self.reached -= count(&self.counts, self.kth);
            self.kth += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_kth_highest_of_all_so_far(totals in proptest::collection::vec(0..=HIGHEST, 0..60), k in 1_usize..12) {
            let mut promise = Promise::new(k);
            for n in 0..totals.len() {
                promise.note(totals[n]);
                let mut sorted = totals[..=n].to_vec();
                sorted.sort_unstable_by(|a, b| b.cmp(a));
                let kth = sorted.get(k - 1).copied().unwrap_or(0);
                prop_assert!(promise.holds(kth) && (kth == 0 || !promise.holds(kth - 1)));
            }
        }
    }
}
