//! The loops that touch every block.
//!
//! All numbers are at least 0, so a sum of `n` products in `f32` is below the true one by a factor of at most `1 - (n + 1) * 2^-24` and nothing can
//! overflow; whoever compares allows for more than that ([`crate::index::question::Question::slack`]).

use crate::index::wide::Kernel;

/// Adds one dimension's largest values, weighted, for every block.
pub(crate) struct AddMaxima<'a> {
    pub(crate) sums: &'a mut [f32],
    pub(crate) maxima: &'a [u8],
    pub(crate) weight: f32,
}

impl Kernel for AddMaxima<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (sum, largest) in self.sums.iter_mut().zip(self.maxima) {
            *sum += self.weight * f32::from(*largest);
        }
    }
}

/// Adds a facet's sums times the longest part in each block to the totals, no sum more than what Cauchy and Schwarz allow: the length of the question's
/// part.
pub(crate) struct AddCapped<'a> {
    pub(crate) totals: &'a mut [f32],
    /// Gets what is cut off.
    pub(crate) beyond: &'a mut [f32],
    pub(crate) sums: &'a [f32],
    pub(crate) longest: &'a [u8],
    pub(crate) length: f32,
}

impl Kernel for AddCapped<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let all = self.totals.iter_mut().zip(self.beyond).zip(self.sums).zip(self.longest);
        for (((total, beyond), sum), longest) in all {
            let capped = if *sum < self.length { *sum } else { self.length };
            *total += capped * f32::from(*longest);
            *beyond += (*sum - capped) * f32::from(*longest);
        }
    }
}

/// Notes for every block how well a dimension answers a wish, where it occurs and answers best so far.
pub(crate) struct NoteBest<'a> {
    pub(crate) best: &'a mut [f32],
    pub(crate) maxima: &'a [u8],
    /// The unit of the maxima.
    pub(crate) unit: f32,
    /// How near the dimension is to what is wanted.
    pub(crate) near: f32,
    /// How much counts for being there; the rest for the share.
    pub(crate) presence: f32,
}

impl Kernel for NoteBest<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (best, largest) in self.best.iter_mut().zip(self.maxima) {
            let share = self.unit * f32::from(*largest);
            let share = if share < 1.0 { share } else { 1.0 };
            let worth = self.near * (self.presence + (1.0 - self.presence) * share);
            let worth = if *largest > 0 { worth } else { 0.0 };
            *best = if *best > worth { *best } else { worth };
        }
    }
}

/// Adds what was noted, weighted.
pub(crate) struct AddBest<'a> {
    pub(crate) bounds: &'a mut [f32],
    pub(crate) best: &'a [f32],
    pub(crate) weight: f32,
}

impl Kernel for AddBest<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (bound, best) in self.bounds.iter_mut().zip(self.best) {
            *bound += self.weight * best;
        }
    }
}
