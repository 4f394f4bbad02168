//! What a question asks of the dimensions, and the bounds of a group's members that follow from its record.
//!
//! All numbers are at least 0, so a sum of `n` products in `f32` is below the true one by a factor of at most `1 - (n + 1) * 2^-24` and nothing can
//! overflow; whoever compares allows for more than that ([`crate::index::search`]).

use crate::index::tree::{Ranks, Record};

/// A sum over some dimensions, which is a part of the bound.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sum {
    /// It counts at most this much.
    pub(crate) most: f32,
    /// The facet whose longest part it is multiplied by, if any.
    pub(crate) facet: Option<usize>,
    /// The dimensions, each with the weight of its value.
    pub(crate) terms: Vec<(usize, f32)>,
}

/// A claim, which the best of some dimensions answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    /// What it counts.
    pub(crate) weight: f32,
    pub(crate) options: Vec<Choice>,
}

/// A dimension that answers a claim: to `base + slope * value`, at most `most`, where it occurs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choice {
    pub(crate) dimension: usize,
    pub(crate) base: f32,
    pub(crate) slope: f32,
    pub(crate) most: f32,
}

/// Everything that is asked of dimensions, each of which has its slot. Every number is rounded up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    /// By slot: the dimension, ascending.
    dimensions: Vec<u32>,
    sums: Vec<Sum>,
    claims: Vec<Claim>,
    /// Sets of members: of those that have any of some dimensions.
    sets: Vec<Vec<usize>>,
}

impl Slots {
    /// Takes what is asked of dimensions.
    pub(crate) fn new(mut sums: Vec<Sum>, mut claims: Vec<Claim>, mut sets: Vec<Vec<usize>>) -> Self {
        let of_sums = sums.iter().flat_map(|sum| sum.terms.iter().map(|(dimension, _)| *dimension));
        let of_claims = claims.iter().flat_map(|claim| claim.options.iter().map(|choice| choice.dimension));
        let mut dimensions: Vec<usize> = of_sums.chain(of_claims).chain(sets.iter().flatten().copied()).collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        let slot = |dimension: &mut usize| *dimension = dimensions.partition_point(|own| own < dimension);
        sums.iter_mut().flat_map(|sum| &mut sum.terms).for_each(|(dimension, _)| slot(dimension));
        claims.iter_mut().flat_map(|claim| &mut claim.options).for_each(|choice| slot(&mut choice.dimension));
        sets.iter_mut().flatten().for_each(slot);
        Self { dimensions: dimensions.iter().map(|d| *d as u32).collect(), sums, claims, sets }
    }

    /// Where the dimensions are among all there are.
    pub(crate) fn ranks(&self) -> &Ranks {
        &self.dimensions
    }

    /// The bounds of a group's members by what is asked for, given where that is in its record.
    #[inline(always)]
    pub(crate) fn bounds<const N: usize, const B: usize>(
        &self,
        record: &Record<'_, N, B>,
        found: &Ranks,
        longest: [u8; 4],
    ) -> [f32; N] {
        let values = |slot: usize| record.values(found.get(slot).copied().unwrap_or(u32::MAX));
        // Loops over indices, so that they are compiled where they stand, for the width at hand.
        let mut bounds = [0.0; N];
        for Sum { most, facet, terms } in &self.sums {
            let mut sums = [0.0; N];
            for (slot, weight) in terms {
                let own = values(*slot);
                for i in 0..N {
                    sums[i] += weight * own[i];
                }
            }
            let times = facet.map_or(1.0, |facet| f32::from(longest[facet % 4]));
            let sums = in_order(sums);
            for i in 0..N {
                bounds[i] += times * if sums[i] < *most { sums[i] } else { *most };
            }
        }
        for Claim { weight, options } in &self.claims {
            let mut best = [0.0_f32; N];
            for Choice { dimension, base, slope, most } in options {
                let own = values(*dimension);
                for i in 0..N {
                    let worth = base + slope * own[i];
                    let worth = if worth < *most { worth } else { *most };
                    let worth = if own[i] > 0.0 { worth } else { 0.0 };
                    best[i] = if best[i] > worth { best[i] } else { worth };
                }
            }
            let best = in_order(best);
            for i in 0..N {
                bounds[i] += weight * best[i];
            }
        }
        in_order(bounds)
    }

    /// Which members are in a set, a bit each.
    #[inline(always)]
    pub(crate) fn set<const N: usize, const B: usize>(
        &self,
        set: usize,
        record: &Record<'_, N, B>,
        found: &Ranks,
    ) -> u64 {
        let mut told = [false; N];
        for slot in self.sets.get(set).into_iter().flatten() {
            let own = record.values(found.get(*slot).copied().unwrap_or(u32::MAX));
            for i in 0..N {
                told[i] |= own[i] > 0.0;
            }
        }
        members(&told)
    }
}

/// The same numbers, by way of memory: so they lie in order, and what made them is compiled for as many at once as a register holds, instead of for those that
/// whoever reads them takes together.
#[inline(always)]
fn in_order<const N: usize>(numbers: [f32; N]) -> [f32; N] {
    std::hint::black_box(numbers)
}

/// Those that are told to be, a bit each.
#[inline(always)]
pub(crate) fn members<const N: usize>(told: &[bool; N]) -> u64 {
    let mut members = 0;
    for (i, own) in told.iter().enumerate() {
        members |= u64::from(*own) << i;
    }
    members
}
