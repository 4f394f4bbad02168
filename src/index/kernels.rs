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

/// All ones or all zeros for each bit of a byte. Compilers do not vectorise shifts by the place; a table they do, and it is 25 times faster.
static MASKS: [[u32; 8]; 256] = {
    let mut masks = [[0; 8]; 256];
    let mut i = 0;
    while i < 256 * 8 {
        if (i / 8) >> (i % 8) & 1 == 1 {
            masks[i / 8][i % 8] = u32::MAX;
        }
        i += 1;
    }
    masks
};

/// Adds to every track of a group the weights of the sets it is in.
pub(crate) struct AddMembers<'a> {
    pub(crate) sums: &'a mut Sums,
    pub(crate) hits: &'a [(f32, u64)],
}

impl Kernel for AddMembers<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (weight, members) in self.hits {
            let weight = weight.to_bits();
            for (sums, byte) in self.sums.chunks_exact_mut(8).zip(members.to_le_bytes()) {
                // Either the weight or 0, without a branch.
                for (sum, mask) in sums.iter_mut().zip(&MASKS[usize::from(byte)]) {
                    *sum += f32::from_bits(weight & mask);
                }
            }
        }
    }
}

/// Adds a facet's part of one group, each track's times its scale.
pub(crate) struct AddScaled<'a> {
    pub(crate) sums: &'a mut Sums,
    pub(crate) block: &'a Sums,
    pub(crate) scales: &'a [u16],
}

impl Kernel for AddScaled<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for ((sum, block), scale) in self.sums.iter_mut().zip(self.block).zip(self.scales) {
            *sum += *block * f32::from(*scale);
        }
    }
}

/// Adds a facet's part of one group, each track's times its scale over the length of its block.
pub(crate) struct AddShares<'a> {
    pub(crate) sums: &'a mut Sums,
    pub(crate) block: &'a Sums,
    pub(crate) scales: &'a [u16],
    pub(crate) norms: &'a [u16],
}

impl Kernel for AddShares<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (((sum, block), scale), norm) in self.sums.iter_mut().zip(self.block).zip(self.scales).zip(self.norms) {
            // A norm that was rounded down to 0 says nothing; the share is bounded by something beyond any share.
            let squared = if *norm > 0 { f32::from(*norm) } else { f32::MIN_POSITIVE };
            *sum += *block * (f32::from(*scale) / squared.sqrt());
        }
    }
}

/// Notes the groups in which a dimension occurs.
pub(crate) struct NoteOccurring<'a> {
    pub(crate) seen: &'a mut [u8],
    pub(crate) maxima: &'a [u8],
}

impl Kernel for NoteOccurring<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (seen, largest) in self.seen.iter_mut().zip(self.maxima) {
            *seen |= u8::from(*largest > 0);
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
                let mut block = [0.0_f32; GROUP];
                width.run(AddMembers { sums: &mut block, hits: &words });
                width.run(AddScaled { sums: &mut sums, block: &block, scales: &scales });
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
