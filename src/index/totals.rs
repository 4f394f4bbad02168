//! The bounds of the 512 tracks of a block, in whole units.

use crate::index::lanes::{Lanes, NONE, has};
use crate::index::sum::Sum;
use crate::index::wide::{Kernel, Vector};

/// The bits of a total.
pub(crate) const TOTAL_BITS: usize = 9;

/// The highest total.
pub(crate) const HIGHEST: u32 = (1 << TOTAL_BITS) - 1;

/// The sum for every lane, and the lanes whose sum reaches a bar. Where a sum does not fit the total is the highest there is.
pub(crate) struct Totals<'a> {
    pub(crate) planes: &'a [Lanes],
    pub(crate) sum: &'a Sum,
    pub(crate) room: &'a mut [Lanes],
    /// At most [`HIGHEST`], so that what does not fit reaches it.
    pub(crate) bar: u32,
    pub(crate) totals: &'a mut [Lanes; TOTAL_BITS],
}

impl Kernel for Totals<'_> {
    type Output = Lanes;

    #[inline(always)]
    fn run<V: Vector>(self) -> Lanes {
        let over: V::Plane = self.sum.add(self.planes, self.room, self.totals);
        let mut reach = V::Plane::splat(u64::MAX);
        for (bit, own) in self.totals.iter_mut().enumerate() {
            let total = V::Plane::load(&own[..]).or(over);
            total.store(&mut own[..]);
            reach = if self.bar >> bit & 1 == 1 { total.and(reach) } else { total.or(reach) };
        }
        let mut reached = NONE;
        reach.store(&mut reached[..]);
        reached
    }
}

/// The total of one lane.
pub(crate) fn total_of(totals: &[Lanes; TOTAL_BITS], lane: usize) -> u32 {
    totals.iter().enumerate().fold(0, |total, (bit, plane)| total | u32::from(has(plane, lane)) << bit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::lanes::{LANES, any_lanes};
    use crate::index::sum::rounded;
    use crate::index::wide::Width;

    proptest! {
        /// The plain sum of every lane is the oracle; numbers are large enough for sums that do not fit.
        #[test]
        fn every_total_is_the_sum_at_any_width(
            (planes, summands) in proptest::collection::vec(any_lanes(), 1..12).prop_flat_map(|planes| {
                let member = (0..planes.len() as u16, 0_u32..600);
                let summands = proptest::collection::vec(proptest::collection::vec(member, 0..4), 0..20);
                (Just(planes), summands)
            }),
            bar in 0_u32..=HIGHEST,
        ) {
            let sum = Sum::of(summands.iter().map(Vec::as_slice));
            let mut room = vec![NONE; sum.room()];
            for width in Width::available() {
                let mut totals = [NONE; TOTAL_BITS];
                let reached = width.run(Totals { planes: &planes, sum: &sum, room: &mut room, bar, totals: &mut totals });
                for lane in 0..LANES {
                    // Planes of one summand that meet after all count as one number of both's bits.
                    let number = |summand: &Vec<(u16, u32)>| {
                        let within = summand.iter().filter(|(plane, _)| has(&planes[usize::from(*plane)], lane));
                        within.fold(0, |all, (_, number)| all | number)
                    };
                    let expected = summands.iter().map(number).sum::<u32>().min(HIGHEST);
                    prop_assert_eq!(total_of(&totals, lane), expected);
                    prop_assert_eq!(has(&reached, lane), expected >= bar);
                }
            }
        }
    }

    #[test]
    fn rounding_never_lowers_and_never_adds_bits() {
        for number in (0..5000_u32).chain([u32::MAX - 1, u32::MAX]) {
            let near = rounded(number);
            assert!(near >= number && near - number <= number / 32 && near.count_ones() <= number.count_ones());
        }
    }
}
