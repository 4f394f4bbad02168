//! The loops that touch every group, and every track of the groups that are left.
//!
//! All numbers are at least 0, so a sum of `n` products in `f32` is below the true one by a factor of at most `1 - (n + 1) * 2^-24` and nothing can
//! overflow; whoever compares multiplies by a slack that is larger (see [`crate::index::linear::Linear`]).

use crate::index::columns::{GROUP, Sums};
use crate::index::wide::Kernel;

/// Adds one dimension's largest values, weighted, for every group.
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

/// Adds a facet's sums to the totals, each no more than what Cauchy and Schwarz allow: the length of the question's block times the longest block
/// in the group.
pub(crate) struct AddCapped<'a> {
    pub(crate) totals: &'a mut [f32],
    pub(crate) sums: &'a mut [f32],
    pub(crate) longest: &'a [u8],
    pub(crate) length: f32,
}

impl Kernel for AddCapped<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for ((total, sum), longest) in self.totals.iter_mut().zip(self.sums.iter_mut()).zip(self.longest) {
            let cap = self.length * f32::from(*longest);
            *sum = if *sum < cap { *sum } else { cap };
            *total += *sum;
        }
    }
}

/// A facet's part of one group: the weights of the question's columns that occur there with the tracks that are in each, and every track's scale.
pub(crate) struct AddFacet<'a> {
    pub(crate) sums: &'a mut Sums,
    pub(crate) hits: &'a [(f32, u64)],
    pub(crate) scales: &'a [u16],
}

impl Kernel for AddFacet<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut block = [0.0_f32; GROUP];
        for (weight, members) in self.hits {
            for (part, sums) in block.chunks_exact_mut(8).enumerate() {
                let members = (*members >> (8 * part)) as u32;
                for (lane, sum) in sums.iter_mut().enumerate() {
                    *sum += if members & (1 << lane) != 0 { *weight } else { 0.0 };
                }
            }
        }
        for ((sum, block), scale) in self.sums.iter_mut().zip(block).zip(self.scales) {
            *sum += block * f32::from(*scale);
        }
    }
}

/// Adds the squared norms of one facet.
pub(crate) struct AddNorms<'a> {
    pub(crate) sums: &'a mut Sums,
    pub(crate) norms: &'a [u16],
}

impl Kernel for AddNorms<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (sum, norm) in self.sums.iter_mut().zip(self.norms) {
            *sum += f32::from(*norm);
        }
    }
}

/// The tracks whose sum reaches a bound.
pub(crate) struct AtLeast<'a> {
    pub(crate) sums: &'a Sums,
    pub(crate) bound: f32,
}

impl Kernel for AtLeast<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        let mut pass = [0_u8; GROUP];
        for (pass, sum) in pass.iter_mut().zip(self.sums) {
            *pass = u8::from(*sum >= self.bound);
        }
        gather(&pass)
    }
}

/// The tracks whose sum, squared, reaches a bound times their squared norm.
pub(crate) struct AtLeastOfNorm<'a> {
    pub(crate) sums: &'a Sums,
    pub(crate) norms: &'a Sums,
    pub(crate) bound: f32,
}

impl Kernel for AtLeastOfNorm<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        let mut pass = [0_u8; GROUP];
        for ((pass, sum), norm) in pass.iter_mut().zip(self.sums).zip(self.norms) {
            *pass = u8::from(*sum * *sum >= self.bound * *norm);
        }
        gather(&pass)
    }
}

/// The tracks whose byte lies in a range.
pub(crate) struct Within<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) from: u8,
    pub(crate) to: u8,
}

impl Kernel for Within<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        let mut pass = [0_u8; GROUP];
        for (pass, byte) in pass.iter_mut().zip(self.bytes) {
            *pass = u8::from(*byte >= self.from) & u8::from(*byte <= self.to);
        }
        gather(&pass)
    }
}

/// One bit for each byte, which is 0 or 1: the product moves bit `8 * i` to bit `56 + i`, and no two of its terms meet.
#[inline(always)]
fn gather(pass: &[u8; GROUP]) -> u64 {
    let mut mask = 0;
    for (i, part) in pass.chunks_exact(8).enumerate() {
        let mut eight = [0_u8; 8];
        eight.copy_from_slice(part);
        mask |= (u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::wide::Width;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_width_gives_the_same(
            bytes in proptest::collection::vec(any::<u8>(), GROUP),
            words in proptest::collection::vec((0.0_f32..1.0, any::<u64>()), 0..6),
            scales in proptest::collection::vec(any::<u16>(), GROUP),
            bound in 0.0_f32..100_000.0,
        ) {
            let mut found = Vec::new();
            for width in [Width::BASELINE, Width::detect()] {
                let mut sums = [0.25_f32; GROUP];
                width.run(AddFacet { sums: &mut sums, hits: &words, scales: &scales });
                let at_least = width.run(AtLeast { sums: &sums, bound });
                let within = width.run(Within { bytes: &bytes, from: 40, to: 90 });
                for lane in 0..GROUP {
                    prop_assert_eq!(at_least >> lane & 1 == 1, sums[lane] >= bound);
                    prop_assert_eq!(within >> lane & 1 == 1, (40..=90).contains(&bytes[lane]));
                    let block: f32 = words.iter().filter(|(_, w)| w >> lane & 1 == 1).map(|(w, _)| *w).sum();
                    prop_assert_eq!(sums[lane].to_bits(), (0.25 + block * f32::from(scales[lane])).to_bits());
                }
                found.push((sums.map(f32::to_bits), at_least, within));
            }
            prop_assert_eq!(&found[0], &found[1]);
        }
    }
}
