//! What a question asks of the dimensions, and the bounds of a group's members that follow from their values.
//!
//! All numbers are at least 0, so a sum of `n` products in `f32` is below the true one by a factor of at most `1 - (n + 1) * 2^-24` and nothing can
//! overflow; whoever compares allows for more than that ([`crate::index::question::Question::slack`]).

use crate::index::tempi::Tempi;
use crate::index::tree::{LEAF, Line, MEMBERS, NOTHING, Ranks};

/// A sum over some dimensions, which is a part of the bound.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sum {
    /// It counts at most this much.
    pub(crate) most: f32,
    /// The facet whose longest part it is multiplied by.
    pub(crate) facet: usize,
    /// The dimensions, each with the weight of its value.
    pub(crate) terms: Vec<(usize, f32)>,
}

/// A claim, which the best of some dimensions answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    /// What it counts.
    pub(crate) weight: f32,
    pub(crate) options: Vec<Choice>,
    /// What a tempo answers of it, by its class.
    pub(crate) tempi: Option<Tempi>,
}

/// A dimension that answers a claim: to `base + slope * value`, at most `most`, where it occurs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choice {
    pub(crate) dimension: usize,
    pub(crate) base: f32,
    pub(crate) slope: f32,
    pub(crate) most: f32,
}

/// A sum or a claim in whole steps of its own, rounded up.
#[derive(Debug, Clone)]
struct Stepped<T> {
    /// What a sum counts at most; what a claim counts at least, for a tempo may answer it.
    limit: u16,
    terms: Vec<(usize, T)>,
    /// So many times finer, as a power of two, are the steps that are added to a bound: as fine as there is room for.
    finer: u32,
    /// What such a step is worth in steps of a bound, times 65,536.
    worth: f32,
    /// The same rounded up, for every member, as numbers are read that are multiplied many at once.
    worths: [u16; MEMBERS],
}

/// A [`Choice`] in steps.
#[derive(Debug, Clone, Copy)]
struct Steps {
    base: u16,
    slope: u16,
    most: u16,
}

/// Weights are at most so many steps, so that one times a byte is a number of 16 bits.
const WEIGHT: f32 = 256.0;

/// What is capped is capped below this many steps, so that a sum that is cut off at the end of 16 bits is capped.
const CAP: f32 = 65_000.0;

/// What a bound counts at most is so many steps, so that what each part of it rounds up has room, and less than 2 to the power of 15, so that the steps of
/// every part are finer.
const STEPS: f32 = 30_000.0;

/// A number in steps, rounded up; those that are made of the same step as its largest are a little below what fits.
fn steps(value: f32, step: f32) -> u16 {
    // The quotient may have been rounded down.
    (value / step * (1.0 + 1e-6)).ceil() as u16
}

impl Stepped<u16> {
    /// A sum, where a step of a bound counts `whole`.
    fn of_sum(sum: &Sum, whole: f32) -> Self {
        // Any value of what weighs more than all may count counts all.
        let weight = |weight: f32| weight.min(sum.most);
        let largest = sum.terms.iter().map(|(_, own)| weight(*own)).fold(f32::MIN_POSITIVE, f32::max);
        let step = (largest / WEIGHT).max(sum.most / CAP);
        let most = steps(sum.most, step);
        let terms = sum.terms.iter().map(|(slot, own)| (*slot, steps(weight(*own), step)));
        Self::new(most, terms.collect(), most, step / whole)
    }
}

impl Stepped<Steps> {
    /// A claim, where a step of a bound counts `whole`.
    fn of_claim(claim: &Claim, whole: f32) -> Self {
        let slope = |choice: &Choice| choice.slope.min(choice.most);
        let step = (claim.largest(slope) / WEIGHT).max(claim.most() / CAP);
        let in_steps = |choice: &Choice| {
            let [base, slope, most] = [choice.base, slope(choice), choice.most].map(|value| steps(value, step));
            Steps { base, slope, most }
        };
        let least = claim.tempi.as_ref().map_or(0.0, |tempi| tempi.most);
        let terms = claim.options.iter().map(|choice| (choice.dimension, in_steps(choice)));
        Self::new(steps(least, step), terms.collect(), steps(claim.most(), step), claim.weight * step / whole)
    }
}

impl Claim {
    fn largest(&self, of: impl Fn(&Choice) -> f32) -> f32 {
        self.options.iter().map(of).fold(f32::MIN_POSITIVE, f32::max)
    }

    /// What its best answer is at most.
    fn most(&self) -> f32 {
        self.largest(|choice| choice.base.max(choice.most)).max(self.tempi.as_ref().map_or(0.0, |tempi| tempi.most))
    }
}

impl<T> Stepped<T> {
    /// There are `most` steps at most, each of which counts so many of a bound.
    fn new(limit: u16, terms: Vec<(usize, T)>, most: u16, step: f32) -> Self {
        let finer = most.leading_zeros().min(15);
        let worth = step * (65_536 >> finer) as f32;
        Self { limit, terms, finer, worth, worths: [steps(worth, 1.0); MEMBERS] }
    }

    /// Adds own steps to bounds, given what the finer ones are worth. What is more than nothing adds something, so that a bound of nothing says that there is
    /// nothing.
    #[inline(always)]
    fn add_to(&self, bounds: &mut [u16; MEMBERS], own: &[u16; MEMBERS], worth: &[u16; MEMBERS]) {
        let finer = self.finer % 16;
        for i in 0..MEMBERS {
            let whole = ((u32::from(own[i] << finer) * u32::from(worth[i])) >> 16) as u16;
            bounds[i] = bounds[i].saturating_add(whole + own[i].min(1));
        }
    }
}

/// Each with what is made of it.
fn with<T, U>(all: Vec<T>, make: impl Fn(&T) -> U) -> Vec<(T, U)> {
    let both = all.into_iter().map(|one| {
        let made = make(&one);
        (one, made)
    });
    both.collect()
}

/// Everything that is asked of dimensions, each of which has its slot. Every number is rounded up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    /// By slot: the dimension, ascending.
    dimensions: Vec<u32>,
    sums: Vec<(Sum, Stepped<u16>)>,
    claims: Vec<(Claim, Stepped<Steps>)>,
    /// Sets of members: of those that have any of some dimensions.
    sets: Vec<Vec<usize>>,
    /// What a step of a member's bound counts.
    step: f32,
    /// So many steps of it all members have.
    first: u16,
}

impl Slots {
    /// Takes what is asked of dimensions; `all` is what the bounds of all members have besides, `some` what may yet be added to any.
    pub(crate) fn new(
        mut sums: Vec<Sum>,
        mut claims: Vec<Claim>,
        mut sets: Vec<Vec<usize>>,
        [all, some]: [f32; 2],
    ) -> Self {
        let of_sums = sums.iter().map(|sum| sum.most * f32::from(u8::MAX)).sum::<f32>();
        let of_claims = claims.iter().map(|claim| claim.weight * claim.most()).sum::<f32>();
        let step = ((all + some + of_sums + of_claims) / STEPS).max(f32::MIN_POSITIVE);
        let of_sums = sums.iter().flat_map(|sum| sum.terms.iter().map(|(dimension, _)| *dimension));
        let of_claims = claims.iter().flat_map(|claim| claim.options.iter().map(|choice| choice.dimension));
        let mut dimensions: Vec<usize> = of_sums.chain(of_claims).chain(sets.iter().flatten().copied()).collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        let slot = |dimension: &mut usize| *dimension = dimensions.partition_point(|own| own < dimension);
        sums.iter_mut().flat_map(|sum| &mut sum.terms).for_each(|(dimension, _)| slot(dimension));
        claims.iter_mut().flat_map(|claim| &mut claim.options).for_each(|choice| slot(&mut choice.dimension));
        sets.iter_mut().flatten().for_each(slot);
        Self {
            dimensions: dimensions.iter().map(|d| *d as u32).collect(),
            sums: with(sums, |sum| Stepped::of_sum(sum, step)),
            claims: with(claims, |claim| Stepped::of_claim(claim, step)),
            sets,
            step,
            first: steps(all, step),
        }
    }

    /// So many steps that a bound has if it reaches a bar, and is more than nothing.
    pub(crate) fn bar(&self, bar: f32) -> u16 {
        ((bar / self.step * (1.0 - 1e-6)).floor() as u16).max(1)
    }

    /// The bound that so many steps are.
    #[inline(always)]
    pub(crate) fn bound(&self, steps: u16) -> f32 {
        f32::from(steps) * self.step * (1.0 + 1e-6)
    }

    /// What a step counts.
    pub(crate) fn step(&self) -> f32 {
        self.step
    }

    /// Where the dimensions are among all there are.
    pub(crate) fn ranks(&self) -> &Ranks {
        &self.dimensions
    }

    /// How many numbers are added up to a bound.
    pub(crate) fn terms(&self) -> usize {
        self.sums.iter().map(|(sum, _)| 1 + sum.terms.len()).sum::<usize>() + self.claims.len()
    }

    /// The bounds of the members of a group by what is asked for, in steps, and by what all have; given the lines of the slots.
    #[inline(always)]
    pub(crate) fn of_members(&self, lines: &[&Line], longest: [u8; 4]) -> [u16; MEMBERS] {
        let line = |slot: usize| *lines.get(slot).unwrap_or(&&NOTHING);
        // Loops over indices, so that they are compiled where they stand, for the width at hand.
        let mut bounds = [self.first; MEMBERS];
        for (Sum { facet, .. }, stepped) in &self.sums {
            let mut sums = [0_u16; MEMBERS];
            for (slot, weight) in &stepped.terms {
                let own = line(*slot);
                for i in 0..MEMBERS {
                    sums[i] = sums[i].saturating_add(weight.wrapping_mul(u16::from(own[i])));
                }
            }
            sums.iter_mut().for_each(|sum| *sum = (*sum).min(stepped.limit));
            stepped.add_to(&mut bounds, &sums, &[steps(stepped.worth * f32::from(longest[facet % 4]), 1.0); MEMBERS]);
        }
        for (_, stepped) in &self.claims {
            let mut best = [stepped.limit; MEMBERS];
            for (slot, steps) in &stepped.terms {
                let (Steps { base, slope, most }, own) = (*steps, line(*slot));
                // In a loop of its own, or only the best that change would be written, each by itself.
                let mut worth = [0; MEMBERS];
                for i in 0..MEMBERS {
                    let some = base.saturating_add(slope.wrapping_mul(u16::from(own[i]))).min(most);
                    worth[i] = if own[i] > 0 { some } else { 0 };
                }
                for i in 0..MEMBERS {
                    best[i] = best[i].max(worth[i]);
                }
            }
            stepped.add_to(&mut bounds, &best, &stepped.worths);
        }
        bounds
    }

    /// The bounds of the tracks of a leaf by what is asked for, given the values of each slot and the classes of tempo.
    #[inline(always)]
    pub(crate) fn of_tracks(
        &self,
        values: impl Fn(usize) -> [f32; LEAF],
        longest: [u8; 4],
        tempi: &[u8],
    ) -> [f32; LEAF] {
        let mut bounds = [0.0; LEAF];
        for (Sum { most, facet, terms }, _) in &self.sums {
            let mut sums = [0.0; LEAF];
            for (slot, weight) in terms {
                let own = values(*slot);
                for i in 0..LEAF {
                    sums[i] += weight * own[i];
                }
            }
            let times = f32::from(longest[facet % 4]);
            for i in 0..LEAF {
                bounds[i] += times * if sums[i] < *most { sums[i] } else { *most };
            }
        }
        for (Claim { weight, options, tempi: of_tempo }, _) in &self.claims {
            let mut best = [0.0_f32; LEAF];
            if let Some(of_tempo) = of_tempo {
                best.iter_mut().zip(tempi).for_each(|(best, code)| *best = of_tempo.worth(*code));
            }
            for Choice { dimension, base, slope, most } in options {
                let own = values(*dimension);
                for i in 0..LEAF {
                    let worth = base + slope * own[i];
                    let worth = if worth < *most { worth } else { *most };
                    let worth = if own[i] > 0.0 { worth } else { 0.0 };
                    best[i] = if best[i] > worth { best[i] } else { worth };
                }
            }
            for i in 0..LEAF {
                bounds[i] += weight * best[i];
            }
        }
        bounds
    }

    /// Of the members of a group that are told leaves those that are in a set, given the lines of the slots.
    #[inline(always)]
    pub(crate) fn keep_members(&self, set: usize, lines: &[&Line], told: &mut [bool; MEMBERS]) {
        let mut any = NOTHING;
        for slot in self.sets.get(set).into_iter().flatten() {
            let own = *lines.get(*slot).unwrap_or(&&NOTHING);
            for i in 0..MEMBERS {
                any[i] |= own[i];
            }
        }
        told.iter_mut().zip(any).for_each(|(told, any)| *told &= any > 0);
    }

    /// The tracks of a leaf that are in a set, a bit each, given the values of each slot.
    #[inline(always)]
    pub(crate) fn tracks_in(&self, set: usize, values: impl Fn(usize) -> [f32; LEAF]) -> u64 {
        let mut told = [false; LEAF];
        for slot in self.sets.get(set).into_iter().flatten() {
            let own = values(*slot);
            for i in 0..LEAF {
                told[i] |= own[i] > 0.0;
            }
        }
        members(&told)
    }
}

/// Those that are told to be, a bit each.
#[inline(always)]
pub(crate) fn members<const N: usize>(told: &[bool; N]) -> u64 {
    let mut members = 0;
    for (i, eight) in told.as_chunks::<8>().0.iter().enumerate() {
        // Eight bytes of 0 or 1 each become eight bits in the highest byte.
        let bits = u64::from_le_bytes(eight.map(u8::from)).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        members |= bits << (8 * i);
    }
    members
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DIMENSIONS: usize = 12;

    fn sums() -> impl Strategy<Value = Vec<Sum>> {
        let terms = proptest::collection::btree_map(0..DIMENSIONS, 1e-6_f32..1e-2, 1..6);
        let sum = (terms, 0_usize..4, 1e-3_f32..2.0).prop_map(|(terms, facet, most)| {
            let terms = terms.into_iter().collect();
            Sum { most, facet, terms }
        });
        proptest::collection::vec(sum, 0..4)
    }

    fn claims() -> impl Strategy<Value = Vec<Claim>> {
        let option = (0..DIMENSIONS, 0.0_f32..1.0, 0.0_f32..4e-3, 0.01_f32..=1.0);
        let option = option.prop_map(|(dimension, base, slope, most)| Choice { dimension, base, slope, most });
        let claim = (0.01_f32..1.0, proptest::collection::vec(option, 1..6));
        let claim = claim.prop_map(|(weight, options)| Claim { weight, options, tempi: None });
        proptest::collection::vec(claim, 0..4)
    }

    proptest! {
        /// In steps the bound of a member is no lower than that of its values, and hardly higher.
        #[test]
        fn steps_bound_what_they_are_made_of(
            sums in sums(),
            claims in claims(),
            values in proptest::collection::vec(proptest::array::uniform32(any::<u8>()), DIMENSIONS),
            longest in proptest::array::uniform4(1_u8..=255),
            more in 0.0_f32..2.0,
        ) {
            let slots = Slots::new(sums.clone(), claims.clone(), Vec::new(), [more, 0.0]);
            let line = |own: &[u8; 32]| -> Line { std::array::from_fn(|member| own[member % 32]) };
            let lines: Vec<Line> = slots.ranks().iter().map(|d| line(&values[*d as usize])).collect();
            let bounds = slots.of_members(&lines.iter().collect::<Vec<_>>(), longest);
            for (member, steps) in bounds.iter().enumerate() {
                let value = |dimension: usize| f64::from(values[dimension][member % 32]);
                // Each part is a step too high at most.
                let mut exact = f64::from(more);
                let mut most = f64::from(slots.step()) * (2 + sums.len() + claims.len()) as f64;
                for Sum { most: cap, facet, terms } in &sums {
                    let sum: f64 = terms.iter().map(|(dimension, weight)| f64::from(*weight) * value(*dimension)).sum();
                    let largest: f64 = terms.iter().map(|(_, weight)| f64::from(*weight)).fold(0.0, f64::max);
                    exact += f64::from(longest[*facet]) * sum.min(f64::from(*cap));
                    // Each weight is a step too high at most.
                    let step = (largest / 256.0).max(f64::from(*cap) / 65_000.0);
                    most += f64::from(longest[*facet]) * step * (1.0 + 255.0 * terms.len() as f64);
                }
                for Claim { weight, options, .. } in &claims {
                    let worth = |Choice { dimension, base, slope, most }: &Choice| {
                        let worth = f64::from(*base) + f64::from(*slope) * value(*dimension);
                        if value(*dimension) > 0.0 { worth.min(f64::from(*most)) } else { 0.0 }
                    };
                    exact += f64::from(*weight) * options.iter().map(worth).fold(0.0, f64::max);
                    most += f64::from(*weight) * (4e-3 / 256.0 + 1.0 / 65_000.0) * 257.0;
                }
                let (bar, bound) = (slots.bar(exact as f32), f64::from(slots.bound(*steps)));
                prop_assert!(*steps >= bar, "{steps} for a bar of {bar}");
                prop_assert!(bound >= exact * (1.0 - 1e-6) && bound <= exact * (1.0 + 1e-4) + most, "{bound} for {exact}");
            }
        }
    }
}
